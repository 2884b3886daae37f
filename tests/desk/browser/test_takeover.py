"""A takeover as both sides see it: who is writing, who has read, why it began, and the way back from a letter."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bot.channels.way_back import link_for
from desk import cases, ways_back
from tests.bot.conftest import RunningGateway
from tests.browsing import findings
from tests.desk.browser.conftest import Open, at_the_desk
from tests.desk.console.conftest import DESK

WORDS = {
    "en": {
        "person": "Talk to a person", "take": "Take this case", "staff": "The help desk is writing",
        "visitor": "The visitor is writing", "seen": "The visitor has seen everything", "why": "asked for a person",
        "files": "Files cannot be sent here", "open": "Open the conversation", "gone": "no longer valid",
    },
    "zh": {
        "person": "转人工服务", "take": "接手", "staff": "工作人员正在回复", "visitor": "咨询人正在输入",
        "seen": "咨询人已看到全部内容", "why": "主动要求转人工", "files": "本服务台不接收文件", "open": "打开对话",
        "gone": "该链接已失效",
    },
}  # fmt: skip
GO_UP = """() => {
    const box = document.getElementById("transcript"), before = box.scrollTop;
    box.scrollTop = 0;
    return before === 0;
}"""
DROP = """type => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["%PDF-"], "plan.pdf", {type: "application/pdf"}));
    const given = type === "drop" ? {dataTransfer: transfer} : {clipboardData: transfer};
    const event = type === "drop" ? new DragEvent(type, {...given, bubbles: true, cancelable: true})
        : new ClipboardEvent(type, {...given, bubbles: true, cancelable: true});
    return !document.getElementById("box").dispatchEvent(event);
}"""


def taken(served: RunningGateway, open_page: Open, language: str) -> tuple[Page, Page]:
    """A visitor who asked for a person, and a member of staff who took the case."""
    desk = at_the_desk(open_page(language), served, "agent", "Anna", language)
    visitor = open_page(language)
    visitor.goto(served.url)
    visitor.get_by_role("button", name=WORDS[language]["person"]).first.click()
    desk.locator("table.cases td:first-child a").first.click()
    desk.get_by_role("button", name=WORDS[language]["take"], exact=True).click()
    expect(desk.locator("#text")).to_be_visible()
    return desk, visitor


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_side_sees_the_other_write_and_read(served: RunningGateway, open_page: Open, language: str) -> None:
    words = WORDS[language]
    desk, visitor = taken(served, open_page, language)
    expect(desk.locator("#live")).to_contain_text(words["why"])
    expect(desk.locator("#live")).to_contain_text(words["seen"])

    desk.locator("#text").press_sequentially("Good")
    expect(visitor.locator("#typing")).to_contain_text(words["staff"])
    desk.press("#text", "Control+Enter")
    expect(visitor.locator("#messages")).to_contain_text("Good")
    expect(visitor.locator("#typing")).to_be_hidden()

    desk.wait_for_function(GO_UP)
    visitor.locator("#box").press_sequentially("Thank")
    expect(desk.locator("#live .typing")).to_contain_text(words["visitor"])
    assert desk.evaluate("document.getElementById('transcript').scrollTop") == 0  # who reads above is not torn away
    visitor.press("#box", "Enter")
    expect(desk.locator("#transcript")).to_contain_text("Thank")
    expect(desk.locator("#live .typing")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("way", ["paste", "drop"])
def test_file_is_refused_on_the_page_and_nothing_is_sent(
    served: RunningGateway, open_page: Open, language: str, way: str
) -> None:
    visitor = open_page(language)
    posted: list[str] = []
    visitor.on("request", lambda request: posted.append(request.url) if "/api/messages" in request.url else None)
    visitor.goto(served.url)
    expect(visitor.locator(".message")).to_have_count(1)
    before = [url for url in posted if "after" not in url]

    assert visitor.evaluate(DROP, way)  # the browser's own reaction, to open the file, is prevented
    expect(visitor.locator("#status")).to_contain_text(WORDS[language]["files"])
    assert [url for url in posted if "after" not in url] == before


def test_text_that_comes_with_a_picture_is_pasted(served: RunningGateway, open_page: Open) -> None:
    visitor = open_page("en")
    visitor.goto(served.url)
    expect(visitor.locator(".message")).to_have_count(1)
    script = DROP.replace("return", 'transfer.setData("text/plain", "a cell"); return')

    assert not visitor.evaluate(script, "paste")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_link_of_a_letter_opens_the_conversation_on_another_device_once_pressed(
    served: RunningGateway, open_page: Open, language: str, width: int
) -> None:
    words = WORDS[language]
    _desk, visitor = taken(served, open_page, language)
    count = visitor.locator(".message").count()
    with served.database.write() as connection:
        talk = connection.execute(cases.cases.select()).one().conversation
        way = ways_back.issue(connection, talk, ways_back.LINK, served.gateway.clock())
    link = link_for(DESK["desk_secret"], served.url, way)

    phone = open_page(language, width)
    phone.goto(link)
    expect(phone.get_by_role("button", name=words["open"])).to_be_visible()
    assert findings(phone) == [] and "#" not in phone.url
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.get_by_role("button", name=words["open"]).click()
    expect(phone.locator(".message")).to_have_count(count)
    expect(visitor.locator(".message")).to_have_count(count)  # the first device goes on

    stranger = open_page(language, width)
    stranger.goto(link[:-3] + "xyz")
    stranger.get_by_role("button", name=words["open"]).click()
    expect(stranger.locator("#status")).to_contain_text(words["gone"])
