"""One line on the page of another site: launcher, frame, keyboard, interface for scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, expect

from tests.bot.widget.peer import Peer
from tests.bot.widget.site import Embedded, Site
from tests.browsing import findings
from tools.widget_size import BUDGET

SHIFTS = """window.shifts = 0;
new PerformanceObserver(list => list.getEntries().forEach(one => { shifts += one.value; }))
    .observe({type: 'layout-shift', buffered: true});"""


def test_one_line_shows_the_launcher_and_loads_nothing_else_until_it_is_wanted(embedded: Embedded) -> None:
    embedded.page.add_init_script(SHIFTS)
    embedded.visit()
    expect(embedded.launcher).to_have_text("Help desk")
    asked = embedded.page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    assert [name for name in asked if name.startswith(embedded.peer.url)] == [f"{embedded.peer.url}/widget.js"]
    assert embedded.page.evaluate("document.scripts[0].async")
    assert embedded.page.evaluate("shifts") == 0
    assert embedded.page.locator("iframe").count() == 0 and embedded.page.context.cookies() == []
    assert not embedded.peer.conversations


def test_a_question_is_asked_and_answered_on_the_page_of_the_site(embedded: Embedded) -> None:
    embedded.open()
    expect(embedded.box).to_be_focused()
    embedded.send("Hello there")
    embedded.expect_texts("Hello there", "You wrote: Hello there")
    assert embedded.peer.begun == [{"language": "en", "site": embedded.site.origin}]


def test_all_that_is_loaded_is_small_as_it_travels(embedded: Embedded) -> None:
    sizes: list[int] = []
    files = f"{embedded.peer.url}/"  # what is said in the conversation is no file

    def note(request: Request) -> None:
        if request.url.startswith(files) and "/api/" not in request.url:
            sizes.append(request.sizes()["responseBodySize"])

    embedded.page.on("requestfinished", note)
    embedded.open()
    assert 0 < sum(sizes) <= BUDGET


def test_the_keyboard_opens_and_closes_and_the_focus_comes_back(embedded: Embedded) -> None:
    embedded.visit()
    embedded.page.locator("a").focus()
    embedded.page.keyboard.press("Tab")
    expect(embedded.launcher).to_be_focused()
    expect(embedded.launcher).to_have_attribute("aria-expanded", "false")
    embedded.page.keyboard.press("Enter")
    expect(embedded.box).to_be_focused()
    embedded.page.keyboard.type("By hand")
    embedded.page.keyboard.press("Enter")
    embedded.expect_texts("By hand", "You wrote: By hand")
    embedded.page.keyboard.press("Escape")
    expect(embedded.panel).to_be_hidden()
    expect(embedded.launcher).to_be_focused()


def test_escape_closes_the_menu_first_and_a_question_before_the_panel(embedded: Embedded) -> None:
    embedded.open()
    menu = embedded.frame.locator("#menu")
    menu.locator("summary").press("Enter")
    expect(menu.get_by_role("button", name="End chat")).to_be_visible()
    embedded.page.keyboard.press("Escape")
    expect(menu.get_by_role("button", name="End chat")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").press("Enter")
    menu.get_by_role("button", name="End chat").click()
    expect(embedded.frame.get_by_role("dialog")).to_be_visible()
    embedded.page.keyboard.press("Escape")
    expect(embedded.frame.get_by_role("dialog")).to_be_hidden()
    expect(embedded.panel).to_be_visible()


def test_the_close_button_in_the_panel_gives_the_focus_back(embedded: Embedded) -> None:
    embedded.open()
    embedded.frame.get_by_role("button", name="Close the help desk").click()
    expect(embedded.panel).to_be_hidden()
    expect(embedded.launcher).to_be_focused()


def test_what_comes_while_the_panel_is_closed_is_counted_on_the_launcher(embedded: Embedded) -> None:
    embedded.open()
    embedded.send("Hello")
    embedded.expect_texts("Hello", "You wrote: Hello")
    embedded.launcher.click()
    expect(embedded.panel).to_be_hidden()
    embedded.peer.latest.add("staff", "Good morning")
    embedded.peer.latest.add("staff", "Are you there?")
    expect(embedded.badge).to_have_text("2")
    expect(embedded.launcher).to_have_accessible_name("Help desk, Unread messages: 2")
    embedded.page.reload()
    expect(embedded.badge).to_have_text("2")
    embedded.launcher.click()
    expect(embedded.messages).to_have_count(5)
    embedded.launcher.click()
    expect(embedded.badge).to_be_hidden()


def test_another_page_of_the_site_goes_on_without_taking_the_focus(embedded: Embedded) -> None:
    embedded.open()
    embedded.send("Hello")
    embedded.expect_texts("Hello", "You wrote: Hello")
    embedded.page.reload()
    embedded.expect_texts("Hello", "You wrote: Hello")
    assert embedded.page.evaluate("document.activeElement === document.body")
    assert len(embedded.peer.conversations) == 1


def test_scripts_of_the_site_may_call_before_the_widget_is_there(embedded: Embedded) -> None:
    embedded.site.early = """window.heard = [];
        window.CityDesk = function () { (CityDesk.q = CityDesk.q || []).push(arguments); };
        CityDesk("on", "ready", () => heard.push("ready")); CityDesk("on", "open", () => heard.push("open"));
        CityDesk("open"); CityDesk("setLanguage", "zh-Hans"); CityDesk("identify", "signed:Li Na");"""
    embedded.site.before = '<script src="/early.js"></script>'
    embedded.page.goto(embedded.site.origin)
    expect(embedded.messages).to_have_count(1)
    expect(embedded.frame.get_by_role("button", name="发送")).to_be_visible()
    expect(embedded.launcher).to_have_accessible_name("关闭服务台")
    embedded.page.wait_for_function("() => heard.length === 2")
    assert embedded.page.evaluate("heard") == ["open", "ready"]
    assert embedded.peer.begun[0]["identity"] == "signed:Li Na"


def test_scripts_of_the_site_can_open_close_and_change_the_language(embedded: Embedded) -> None:
    embedded.visit()
    embedded.call("toggle")
    expect(embedded.messages).to_have_count(1)
    embedded.call("setLanguage", "zh")
    expect(embedded.messages.first.locator(".body")).to_have_attribute("lang", "zh-Hans")
    embedded.call("close")
    expect(embedded.panel).to_be_hidden()
    expect(embedded.launcher).to_have_text("在线咨询")
    message = embedded.page.evaluate("(() => { try { CityDesk('dance'); } catch (error) { return error.message; } })()")
    assert message.startswith('CityDesk knows no "dance"')


def test_shutdown_takes_everything_away_from_page_device_and_help_desk(embedded: Embedded) -> None:
    embedded.open()
    embedded.send("Private")
    embedded.expect_texts("Private", "You wrote: Private")
    embedded.call("shutdown")
    expect(embedded.launcher).to_have_count(0)
    embedded.page.wait_for_function("() => !document.getElementById('citybridge-helpdesk')")
    assert embedded.peer.conversations == {}
    assert embedded.page.evaluate("localStorage.length + sessionStorage.length") == 0
    embedded.call("open")
    expect(embedded.messages).to_have_count(1)


@pytest.mark.parametrize(("width", "height"), [(320, 568), (360, 740)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_phone_the_panel_takes_the_screen_and_nothing_sticks_out(
    embedded: Embedded, width: int, height: int, language: str
) -> None:
    embedded.page.set_viewport_size({"width": width, "height": height})
    embedded.site.lang = language
    embedded.open()
    box = embedded.panel.bounding_box()
    assert box == {"x": 0, "y": 0, "width": width, "height": height}
    expect(embedded.launcher).to_be_hidden()
    inside = embedded.page.frames[1]
    assert inside.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = inside.evaluate(
        """[...document.querySelectorAll('.top button, .top summary, #send')].filter(
            one => one.offsetWidth && (one.offsetWidth < 24 || one.offsetHeight < 24)).length"""
    )
    assert small == 0
    expect(embedded.frame.locator("#close")).to_be_in_viewport(ratio=1)
    embedded.frame.locator("#close").click()
    expect(embedded.launcher).to_be_focused()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_axe_finds_nothing_on_the_page_with_launcher_and_panel(embedded: Embedded, language: str) -> None:
    embedded.site.lang, embedded.site.policed = language, False
    embedded.visit()
    assert findings(embedded.page) == []
    embedded.launcher.click()
    expect(embedded.messages).to_have_count(1)
    embedded.send({"en": "Chongqing", "zh": "重庆"}[language])
    expect(embedded.frame.locator(".card")).to_be_visible()
    assert findings(embedded.page) == []


def test_the_colour_of_a_site_is_taken_over_where_it_can_be_read(embedded: Embedded) -> None:
    embedded.site.options = 'data-accent="#ffcc00" data-theme="light" data-side="left"'
    embedded.open()
    assert embedded.launcher.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 204, 0)"
    assert embedded.launcher.evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"
    assert embedded.launcher.bounding_box()["x"] < 40  # type: ignore[index]
    body = embedded.frame.locator("body")
    colour = body.evaluate("one => getComputedStyle(one).getPropertyValue('--accent')")
    assert colour not in ("", "#ffcc00", "#0b6274")
    assert findings(embedded.page.frames[1]) == []  # type: ignore[arg-type]


def test_what_is_no_colour_is_passed_over(embedded: Embedded) -> None:
    embedded.site.options = 'data-accent="red;} body{display:none" data-theme="dark url(x)"'
    embedded.open()
    assert embedded.frame.locator("html").get_attribute("style") is None
    assert embedded.frame.locator("html").get_attribute("data-theme") is None


def test_the_help_desk_may_stand_behind_a_path(page: Page, site: Site, peer: Peer) -> None:
    peer.prefix = "/city/help"
    embedded = Embedded(page, site, peer)
    site.desk = peer.url + peer.prefix
    site.policed = False
    embedded.open()
    embedded.send("Behind a proxy")
    embedded.expect_texts("Behind a proxy", "You wrote: Behind a proxy")
    assert {path.startswith(peer.prefix) for _, path in peer.seen} == {True}
    embedded.peer.latest.add("assistant", "Privacy notice: /privacy")
    link = embedded.frame.locator(".text a")
    expect(link).to_have_attribute("href", f"{site.desk}/privacy?language=en")


def test_a_browser_that_refuses_storage_to_frames_still_talks(embedded: Embedded) -> None:
    embedded.page.add_init_script(
        "if (window !== parent) Object.defineProperty(window, 'localStorage',"
        " {get() { throw new DOMException('no', 'SecurityError'); }});"
    )
    embedded.open()
    embedded.send("Without storage")
    embedded.expect_texts("Without storage", "You wrote: Without storage")


def test_reduced_motion_and_forced_colours_hold_for_the_launcher_too(embedded: Embedded) -> None:
    embedded.page.emulate_media(reduced_motion="reduce", forced_colors="active")
    embedded.open()
    assert embedded.panel.evaluate("one => getComputedStyle(one).animationName") == "none"
    assert embedded.launcher.evaluate("one => getComputedStyle(one).borderStyle") == "solid"
