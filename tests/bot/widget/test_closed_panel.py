"""The panel while it is closed: it keeps its place, nobody stumbles over it, and it opens at what came meanwhile."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.bot.widget.site import Embedded


def test_closing_keeps_the_place_and_opening_shows_what_came_meanwhile(embedded: Embedded) -> None:
    embedded.open()
    embedded.send("Compare")
    expect(embedded.frame.locator("table")).to_be_visible()
    place = embedded.page.frames[1].evaluate("scrollY")
    assert place > 0
    embedded.call("close")
    expect(embedded.panel).to_be_hidden()
    embedded.call("open")
    expect(embedded.panel).to_be_visible()
    assert embedded.page.frames[1].evaluate("scrollY") == place
    embedded.call("close")
    for number in range(12):
        embedded.peer.latest.add("staff", f"News {number}")
    expect(embedded.badge).to_have_text("12")
    embedded.launcher.click()
    expect(embedded.frame.get_by_text("News 0", exact=True)).to_be_in_viewport(ratio=1)


def test_on_a_phone_the_panel_can_be_closed_before_the_chat_has_come(embedded: Embedded) -> None:
    embedded.page.set_viewport_size({"width": 360, "height": 640})
    embedded.page.route("**/widget", lambda route: None)  # it hangs
    embedded.visit()
    embedded.launcher.click()
    expect(embedded.panel).to_be_visible()
    expect(embedded.launcher).to_have_text("Close the help desk")
    embedded.launcher.click()
    expect(embedded.panel).to_be_hidden()
    expect(embedded.launcher).to_have_text("Help desk")


def test_going_to_the_menu_does_not_move_the_conversation(embedded: Embedded) -> None:
    embedded.open()
    embedded.send("Compare")
    expect(embedded.frame.locator("table")).to_be_visible()
    place = embedded.page.frames[1].evaluate("scrollY")
    embedded.frame.locator("#menu summary").focus()
    assert place > 0 and embedded.page.frames[1].evaluate("scrollY") == place


def test_a_closed_panel_is_no_stop_for_the_keyboard_and_not_told_of(embedded: Embedded) -> None:
    embedded.open()
    embedded.call("close")
    expect(embedded.launcher).to_be_focused()
    embedded.page.keyboard.press("Tab")
    assert embedded.page.evaluate("document.activeElement === document.body"), "the launcher is the last on the page"
    assert not embedded.page.frames[1].evaluate("document.hasFocus()")
    assert "Your message" not in embedded.page.locator("body").aria_snapshot()
