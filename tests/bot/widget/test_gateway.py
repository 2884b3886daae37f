"""The page against the true gateway: the contract that the small peer of the other tests imitates."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.bot.conftest import RunningGateway

PERSON = {"en": "Talk to a person", "zh": "转人工服务"}
ASKED = {"en": "A colleague has been asked", "zh": "已为您转接人工"}
QUESTION = {"en": "What is <b>?", "zh": "什么是<b>？"}
TAG = {"en": "en", "zh": "zh-Hans"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_conversation_with_the_true_gateway(page: Page, gateway: RunningGateway, language: str) -> None:
    messages, owner = page.locator(".message"), page.locator("#owner")
    page.goto(gateway.url)
    expect(messages).to_have_count(1)
    expect(page.locator(".body").first).to_have_attribute("lang", TAG[language])
    page.locator("#box").fill(QUESTION[language])
    page.locator("#box").press("Enter")
    expect(messages).to_have_count(3)
    expect(messages.nth(1).locator(".text")).to_have_text(QUESTION[language])
    expect(page.locator(".fate")).to_have_count(0)
    page.locator(".choice", has_text=PERSON[language]).first.click()
    expect(owner).to_contain_text(ASKED[language])
    expect(messages).to_have_count(5)
    page.reload()
    expect(messages).to_have_count(5)
    expect(page.locator(".choice.chosen")).to_have_count(1)
    expect(owner).to_contain_text(ASKED[language])
    page.locator("#menu summary").click()
    page.locator("#again").click()
    page.get_by_role("dialog").locator(".strong").click()
    expect(messages).to_have_count(1)
    expect(owner).to_be_hidden()


SHOW = {"en": "show my data", "zh": "查看我的数据"}
DELETE = {"en": "Delete my data", "zh": "删除我的信息"}
YES = {"en": "Yes, delete everything", "zh": "确认全部删除"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_own_data_is_saved_and_deleted_and_gone_from_the_page(
    page: Page, gateway: RunningGateway, language: str
) -> None:
    messages = page.locator(".message")
    page.goto(gateway.url)
    expect(messages).to_have_count(1)
    for number, said in enumerate((QUESTION[language], SHOW[language])):
        page.locator("#box").fill(said)
        page.locator("#box").press("Enter")
        expect(messages).to_have_count(3 + 2 * number)
    with page.expect_download() as saved:
        page.locator(".message .text").get_by_role("button").click()
    page.locator(".choice", has_text=DELETE[language]).last.click()
    page.locator(".choice", has_text=YES[language]).last.click()
    expect(messages).to_have_count(1)
    page.reload()
    expect(messages).to_have_count(1)

    assert "&lt;b&gt;" in saved.value.path().read_text("utf-8")
    assert QUESTION[language] not in page.content()
