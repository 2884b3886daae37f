"""Who had a case finished by a person is asked once how satisfied they are; what they say stays with the case."""

from __future__ import annotations

import csv

import pytest
from sqlalchemy import select

from desk import cases, ratings
from desk.figure_tables import cases as case_figures
from desk.figure_tables import messages as message_figures
from desk.figures import day_of
from desk.ratings import Rating
from tests.bot.conftest import RunningGateway, Start
from tests.bot.stand_in_brain import StandInBrain
from tests.bot.visitor import Visitor, buttons
from tests.desk.console.conftest import DESK, hire
from tests.desk.console.waiting import case_of, request, texts, waiting

WORDS = {
    "en": ("How satisfied are you", "Not satisfied", "Thank you", "Add a few words", "Leave it", "not satisfied"),
    "zh": ("是否满意", "不满意", "感谢您的评价", "补充意见", "不补充了", "不满意"),
}


def rating_of(gateway: RunningGateway, reference: str) -> Rating | None:
    with gateway.database.read() as connection:
        return ratings.of_case(connection, case_of(gateway, reference).id)


def counted(gateway: RunningGateway) -> list[str | None]:
    with gateway.database.read() as connection:
        return list(connection.execute(select(case_figures.c.rating).order_by(case_figures.c.id)).scalars())


def pressed(visitor: Visitor, title: str) -> str:
    return str(visitor.answer_after(visitor.press(title).json()["seq"])["text"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_one_click_is_kept_with_the_case_shown_and_counted_and_reaches_no_brain(
    start: Start, database_url: str, brain: StandInBrain, language: str
) -> None:
    ask, poor, thanks, more, leave, shown = WORDS[language]
    gateway = start(database_url, staff_authenticator="optional", **DESK)
    visitor, reference = waiting(gateway, language)
    bea = hire(gateway, "agent", "Bea", language)
    bea.do(reference, "take")
    bea.do(reference, "finish", status="closed")
    question = visitor.messages()[-1]
    assert ask in question["text"] and reference in question["text"] and len(buttons(question)) == 3

    before = len(brain.asked)
    said = pressed(visitor, poor)
    assert thanks in said and poor in said
    pressed(visitor, more)
    visitor.ask("Three weeks is long")
    pressed(visitor, leave)  # an old button does no harm

    rating = rating_of(gateway, reference)
    assert rating is not None and (rating.verdict, rating.words) == ("poor", "Three weeks is long")
    assert case_of(gateway, reference).status == "closed" and visitor.owner() == "assistant"
    assert len(brain.asked) == before
    page = bea.reads(f"/cases/{reference}")
    assert shown in page and "Three weeks is long" in page
    with gateway.database.read() as connection:
        history = [event for _, event, _ in cases.events(connection, case_of(gateway, reference).id)]
        asked = connection.execute(select(message_figures.c.intent)).scalars().all()
    assert history[-2:] == ["rated", "rated_words"] and counted(gateway) == ["poor"]
    assert len(asked) == 1, "the button that asked for a person is counted, an opinion is no question"
    day = day_of(gateway.gateway.clock()).isoformat()
    table = bea.get(f"/insights/handled.csv?since={day}&until={day}").text
    assert [row[1] for row in csv.reader(table.strip().splitlines()[1:])] == ["0", "0", "1", "0"]
    assert visitor.ask("And Chongqing?")["text"] and len(brain.asked) == before + 1, "the next words are a question"


def test_a_later_click_replaces_the_earlier_and_counts_once(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    bea = hire(served, "agent", "Bea")
    bea.do(reference, "finish", status="resolved")
    pressed(visitor, "Satisfied")
    visitor.ask("And something else")
    pressed(visitor, "So-so")

    rating = rating_of(served, reference)
    assert rating is not None and rating.verdict == "fair" and counted(served) == ["fair"]
    assert case_of(served, reference).status == "resolved"


def test_nobody_is_asked_or_told_twice(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    bea = hire(served, "agent", "Bea")
    bea.do(reference, "take")
    bea.do(reference, "finish", status="resolved")
    said = len(visitor.messages())
    bea.do(reference, "finish", status="closed")
    assert len(visitor.messages()) == said, "who was told that it is answered is not told that it is closed"

    bea.do(reference, "reopen")
    bea.do(reference, "finish", status="closed")
    assert sum("How satisfied" in text for text in texts(visitor)) == 1
    assert "closed this case" in texts(visitor)[-1]


def test_who_withdrew_is_not_asked(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    pressed(visitor, "Stop waiting")
    bea = hire(served, "agent", "Bea")
    bea.do(reference, "reopen")
    bea.do(reference, "finish", status="closed")

    assert rating_of(served, reference) is None and not any("How satisfied" in text for text in texts(visitor))


def test_switched_off_nobody_is_asked_but_still_told(start: Start, sqlite_url: str) -> None:
    gateway = start(sqlite_url, staff_authenticator="optional", ask_satisfaction="no", **DESK)
    visitor, reference = waiting(gateway)
    bea = hire(gateway, "agent", "Bea")
    bea.do(reference, "take")
    assert "asked once" not in bea.reads(f"/cases/{reference}")
    bea.do(reference, "finish", status="closed")

    assert "closed this case" in texts(visitor)[-1] and not buttons(visitor.messages()[-1])
    assert rating_of(gateway, reference) is None and counted(gateway) == [None]


def test_a_case_finished_beside_another_is_asked_about_and_the_other_goes_on(served: RunningGateway) -> None:
    visitor, reference = request(served)
    pressed(visitor, "Talk to a person")
    bea = hire(served, "agent", "Bea")
    bea.do(reference, "finish", status="closed")

    said = texts(visitor)[-1]
    assert f"({reference})" in said and "Your other case in this conversation goes on" in said
    assert visitor.owner() == "queue"


def test_a_click_counts_also_while_a_person_answers_another_case(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    bea = hire(served, "agent", "Bea")
    bea.do(reference, "finish", status="closed")
    visitor.answer_after(visitor.press("Talk to a person").json()["seq"])
    with served.database.read() as connection:
        newest = cases.latest(connection, visitor.session["conversation_id"])
    assert newest is not None and newest.reference != reference
    bea.do(newest.reference, "take")
    assert "Thank you" in pressed(visitor, "Satisfied")

    rating = rating_of(served, reference)
    assert rating is not None and rating.verdict == "good" and visitor.owner() == "person"


def test_a_button_of_another_conversation_rates_nothing(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    hire(served, "agent", "Bea").do(reference, "finish", status="closed")
    key = buttons(visitor.messages()[-1])[0]["key"]
    stranger = served.visitor()
    stranger.post(button=key)

    rating = rating_of(served, reference)
    assert rating is not None and rating.verdict is None


def test_what_was_said_is_in_the_file_of_the_person_and_erased_with_them(served: RunningGateway) -> None:
    visitor, reference = waiting(served)
    admin = hire(served, "admin", "Ada")
    admin.do(reference, "finish", status="closed")
    pressed(visitor, "So-so")
    pressed(visitor, "Add a few words")
    visitor.ask("Mrs Nguyen was kind")
    csrf = admin.csrf(f"/cases/{reference}/personal")
    file = admin.post(f"/cases/{reference}/personal/file", csrf=csrf, form="json")
    assert file.status_code == 200 and "Mrs Nguyen was kind" in file.text and "fair" in file.text

    erased = admin.post(f"/cases/{reference}/personal/erase", csrf=csrf, why="asked", confirm=reference)
    assert erased.status_code == 303, erased.text[-600:]
    assert rating_of(served, reference) is None and counted(served) == ["fair"], "the number stays, the person goes"
