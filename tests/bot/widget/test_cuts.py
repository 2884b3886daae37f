"""The connection is cut at each step of a turn, in the frame on a site: nothing is lost, doubled or out of order."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.bot.widget.site import Embedded

STEPS = {
    "opening": ("**/api/session", "POST"),
    "reading what was said": ("**/api/messages?after=*", "GET"),
    "listening": ("**/api/stream?*", "GET"),
    "sending": ("**/api/messages", "POST"),
    "confirming": ("**/api/ack", "POST"),
}


@pytest.mark.parametrize("when", ["on the way there", "on the way back"])
@pytest.mark.parametrize("step", STEPS)
def test_a_cut_at_any_step_loses_and_doubles_nothing(embedded: Embedded, step: str, when: str) -> None:
    pattern, method = STEPS[step]
    cuts: list[str] = []

    def cut(route: Route) -> None:
        if route.request.method != method or len(cuts) >= 2:
            return route.continue_()
        cuts.append(route.request.url)
        if when == "on the way back" and step != "listening":
            route.fetch()  # the gateway has done it, but its answer never arrives
        return route.abort("connectionreset")

    embedded.page.route(pattern, cut)
    embedded.visit()
    embedded.launcher.click()
    expect(embedded.frame.locator("#count")).not_to_be_empty()
    embedded.box.fill("Asked once")
    embedded.box.press("Enter")
    expect(embedded.messages).to_have_count(3, timeout=30_000)
    embedded.expect_texts("Asked once", "You wrote: Asked once")
    embedded.peer.latest.add("staff", "And later")
    embedded.expect_texts("Asked once", "You wrote: Asked once", "And later")
    while not cuts:
        embedded.page.wait_for_timeout(25)
    said = [message["text"] for message in embedded.peer.latest.messages[1:]]
    assert said == ["Asked once", "You wrote: Asked once", "And later"]
    expect(embedded.frame.locator(".fate")).to_have_count(0)
    embedded.page.reload()
    embedded.expect_texts("Asked once", "You wrote: Asked once", "And later")
