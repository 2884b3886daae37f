"""A conversation of the web goes on in Telegram; one gateway after the other fetches updates."""

from __future__ import annotations

from datetime import timedelta

from desk import messages
from tests.bot.channels.conftest import Connect
from tests.bot.channels.person import Person
from tests.bot.channels.telegram_api import StandInTelegram, Visible
from tests.bot.channels.transcripts import received, talk_of
from tests.bot.conftest import RunningGateway, Start


def test_conversation_of_the_web_goes_on_in_telegram(both_telegram: RunningGateway, api: StandInTelegram) -> None:
    visitor = both_telegram.visitor("en")
    visitor.ask("asked on the web")
    assert visitor.http.get("/api/continue").json() == {"telegram": True}
    issued = visitor.http.post("/api/continue").json()
    link, _, key = issued["telegram"].partition("?start=")
    person, stranger = Person(api, 1, "zh"), Person(api, 2)
    person.say(f"/start {key}")
    moved = person.sees(1)[0].text
    person.say("asked on Telegram")
    person.sees_text("You said: asked on Telegram")
    stranger.say(f"/start {key}")
    refused = stranger.sees(1)[0].text

    assert (link, issued["minutes"]) == ("https://t.me/citybridge_bot", 15) and len(key) <= 64
    assert "We continue your conversation from the web page" in moved
    assert talk_of(both_telegram, person).id == visitor.session["conversation_id"]
    assert "asked on Telegram" in [message["text"] for message in visitor.messages()]
    assert "has expired or was used already" in refused
    assert talk_of(both_telegram, stranger).id != visitor.session["conversation_id"]


def test_link_to_telegram_expires_and_only_the_newest_is_good(telegram: RunningGateway, api: StandInTelegram) -> None:
    visitor = telegram.visitor()
    first, second = (visitor.http.post("/api/continue").json()["telegram"].partition("?start=")[2] for _ in range(2))
    person = Person(api)
    person.say(f"/start {first}")
    person.sees_text("has expired or was used already")
    clock = telegram.gateway.clock
    telegram.gateway.clock = lambda: clock() + timedelta(minutes=16)
    person.say(f"/start {second}")

    assert "has expired" in person.sees(2)[1].text


def test_earlier_conversation_of_the_chat_can_still_be_answered(telegram: RunningGateway, api: StandInTelegram) -> None:
    person = Person(api)
    person.say("/human")
    person.sees_text("CB-")
    earlier = talk_of(telegram, person)
    key = telegram.visitor().http.post("/api/continue").json()["telegram"].partition("?start=")[2]
    person.say(f"/start {key}")
    person.sees_text("We continue your conversation")
    words = messages.Reply("person:li", "to your first question", [], [], "en")
    with telegram.database.write() as connection:
        messages.say(connection, earlier.id, "telegram", words, telegram.gateway.clock())

    assert person.sees_text("to your first question")


def test_without_telegram_there_is_no_link_to_it(start: Start, sqlite_url: str) -> None:
    visitor = start(sqlite_url).visitor()

    assert visitor.http.get("/api/continue").json() == {"telegram": False}
    assert visitor.http.post("/api/continue").status_code == 404


def test_second_gateway_takes_over_polling_and_nothing_is_lost(
    connect: Connect, api: StandInTelegram, sqlite_url: str
) -> None:
    first, second = (connect(sqlite_url, telegram_mode="polling") for _ in range(2))
    person = Person(api)
    person.say("one")
    person.sees_text("You said: one")
    first.stop()
    person.say("two")
    person.sees_text("You said: two")

    assert api.called("deleteWebhook") and not api.webhook
    assert received(second, person) == ["one", "two"]
    assert len(person.shown()) == 3


def test_escaped_html_is_what_the_person_sees() -> None:
    assert Visible("<b>a</b> &lt;b&gt; &amp;amp;").text == "a <b> &amp;"
