"""Pages that must not embed the chat, or that try to speak to it without being asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.bot.widget import samples
from tests.bot.widget.peer import Peer
from tests.bot.widget.site import Embedded, Site


@pytest.fixture
def closed_peer() -> Iterator[Peer]:
    with Peer(samples.greet, samples.reply, ("https://www.city.example",)).running() as running:
        yield running


def test_a_site_that_is_not_allowed_shows_no_chat_but_the_way_to_it(
    site: Site, closed_peer: Peer, context: BrowserContext
) -> None:
    page = context.new_page()  # not the fixture that forbids breaches of policy: here the browser must report one
    page.clock.install()
    embedded = Embedded(page, site, closed_peer)
    embedded.visit()
    embedded.launcher.click()
    page.clock.run_for(25_000)
    link = page.locator("#citybridge-helpdesk").get_by_role("link", name="Open the help desk in its own window")
    expect(link).to_have_attribute("href", f"{closed_peer.url}/")
    assert closed_peer.conversations == {} and closed_peer.begun == []


def test_nobody_but_the_parent_of_the_frame_is_heard(embedded: Embedded) -> None:
    embedded.site.policed = False
    embedded.open()
    embedded.send("Mine")
    embedded.expect_texts("Mine", "You wrote: Mine")
    # A second frame of the site, as an advertisement would be, finds the chat among its siblings and greets it.
    embedded.page.evaluate(
        """desk => new Promise(done => {
        const ad = document.body.appendChild(document.createElement('iframe'));
        const chat = document.getElementById('citybridge-helpdesk').shadowRoot.querySelector('iframe');
        const script = ad.contentDocument.createElement('script');
        ad.contentWindow.chat = chat.contentWindow;
        script.textContent = `
            const {port1, port2} = new MessageChannel();
            window.answers = [];
            port1.onmessage = event => answers.push(event.data);
            chat.postMessage({citybridge: 'hello', options: {language: 'zh'}}, '*', [port2]);
            port1.postMessage({type: 'reset'});`;
        ad.contentDocument.body.append(script);
        setTimeout(() => done(ad.contentWindow.answers.length), 500);
    })""",
        embedded.peer.url,
    )
    embedded.expect_texts("Mine", "You wrote: Mine")
    assert len(embedded.peer.conversations) == 1


def test_messages_to_the_page_of_the_site_move_nothing(embedded: Embedded) -> None:
    embedded.open()
    embedded.page.frames[1].evaluate("parent.postMessage({type: 'close'}, '*')")
    embedded.page.evaluate("""window.postMessage({type: 'close'}, '*');
        window.postMessage({citybridge: 'hello', options: {}}, '*')""")
    embedded.send("Still open")
    embedded.expect_texts("Still open", "You wrote: Still open")
    expect(embedded.panel).to_be_visible()


def test_the_page_of_the_site_learns_neither_words_nor_token(embedded: Embedded) -> None:
    embedded.page.add_init_script("""window.learned = [];
        const channel = window.MessageChannel;
        window.MessageChannel = class extends channel {
            constructor() { super(); this.port1.addEventListener('message', event => learned.push(event.data)); }
        };""")
    embedded.open()
    embedded.send("A secret question")
    embedded.expect_texts("A secret question", "You wrote: A secret question")
    embedded.call("close")
    embedded.peer.latest.add("staff", "A secret answer")
    expect(embedded.badge).to_have_text("1")
    learned = embedded.page.evaluate("JSON.stringify([learned, {...localStorage}, {...sessionStorage}])")
    assert "unread" in learned
    assert "secret" not in learned and embedded.peer.latest.token not in learned


def test_commands_of_a_strange_form_are_passed_over(embedded: Embedded) -> None:
    embedded.page.add_init_script("""const channel = window.MessageChannel;
        window.MessageChannel = class extends channel { constructor() { super(); window.port = this.port1; } };""")
    embedded.open()
    embedded.page.evaluate("""for (const data of [null, 1, 'x', [], {}, {type: 'constructor'}, {type: '__proto__'},
        {type: ['reset']}, {type: 'language', language: {}}, {type: 'identify', token: {}},
        {type: 'language', language: 'xx'}])
        port.postMessage(data)""")
    embedded.send("Unharmed")
    embedded.expect_texts("Unharmed", "You wrote: Unharmed")
    assert len(embedded.peer.conversations) == 1
