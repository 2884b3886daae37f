"""What has consequences needs a plain yes: what would be passed on is shown first, and only a yes passes it on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from actions import context, values
from actions.answer import Answer
from actions.context import KINDS, Question
from knowledge.library import Library

SLOT = "consent"
COOPERATION, COMPLAINT, CORRECTION, CONTACT = "cooperation", "complaint", "correction", "contact"
INTENTS = {
    COOPERATION: "request_cooperation",
    COMPLAINT: "complain",
    CORRECTION: "complain",
    CONTACT: "ask_for_person",
}
"""What may be passed on, with the intent whose action speaks of it."""
YES, NO, ADD, UNCLEAR, RESUME = "yes", "no", "add", "unclear", "resume"
WITHDRAW, MAY_WITHDRAW, FAULT = "withdraw", "may_withdraw", "fault"
OFFICES = {"en": "brussels", "zh": "beijing"}
MOST_REMINDERS = 2
LONGEST = 3500
"""Characters that are kept of a person's words; the desk takes no more than 4000."""


@dataclass(frozen=True)
class Wish:
    """What a person wants passed on, as the conversation remembers it.

    Args:
        kind: one of `INTENTS`.
        asked: the person's own words, one message a line.
        records: refs of the records it is about.
        waiting: whether the question "Shall I pass this on?" is open.
        office: the office it would go to, or went to.
        fresh: it was passed on, and nothing else was spoken of since: what is said next belongs to it.
        reminded: how often the open question was repeated.
        earlier: another one of this conversation is with the desk already.
    """

    kind: str
    asked: str = ""
    records: tuple[str, ...] = ()
    waiting: bool = True
    office: str = "brussels"
    fresh: bool = False
    reminded: int = 0
    earlier: bool = False

    @staticmethod
    def of(question: Question) -> Wish | None:
        """Read the wish that a conversation remembers."""
        kept = question.slots.get(SLOT)
        if not isinstance(kept, dict) or kept.get("kind") not in INTENTS:
            return None
        return Wish(**{**kept, "records": tuple(kept.get("records") or ())})

    def kept(self) -> dict[str, Any]:
        """Give the wish as a conversation remembers it."""
        return {**vars(self), "records": list(self.records)}

    def dropped(self) -> dict[str, Any] | None:
        """Give what a conversation remembers when this wish is not passed on: that there is an earlier one."""
        return replace(self, waiting=False, fresh=False, asked="", records=()).kept() if self.earlier else None

    def with_(self, question: Question, library: Library) -> Wish:
        """Give the wish with what a further message says."""
        asked = "\n".join(part for part in (self.asked, question.text.strip()) if part)[:LONGEST]
        found = [record.ref for record in context.mentioned(question, library, *KINDS)]
        return replace(self, asked=asked, records=tuple(dict.fromkeys([*self.records, *found])))


@dataclass(frozen=True)
class Offer:
    """What is offered to be passed on.

    Args:
        kind: one of `INTENTS`.
        records: refs of the records it is about.
        has_words: whether the message says anything; the title of a button does not.
    """

    kind: str
    records: list[str] = field(default_factory=list)
    has_words: bool = True


def office_of(question: Question) -> str:
    """Give the office for the language of the conversation."""
    return OFFICES.get(str(question.slots.get("language")), OFFICES["en"])


def offer(answer: Answer, question: Question, library: Library, what: Offer) -> Answer:
    """Say what would be passed on and to whom, and ask for a yes; nothing is passed on yet."""
    asked = question.text.strip()[:LONGEST] if what.has_words else ""
    before = Wish.of(question)
    wish = Wish(what.kind, asked, tuple(what.records), office=office_of(question))
    if before is not None:
        wish = replace(wish, earlier=before.earlier or not before.waiting)
    return ask(answer, wish, library)


def ask(answer: Answer, wish: Wish, library: Library) -> Answer:
    """Show a wish and ask whether it may be passed on."""
    found = context.records(library, list(wish.records))
    empty = "" if wish.asked or found else "_empty"
    answer.say(f"consent.would_{wish.kind}{empty}", office=values.say(f"office.{wish.office}"))
    if wish.asked:
        answer.say("consent.words", text=values.string(" / ".join(wish.asked.split("\n"))))
    if found:
        answer.say("consent.about", names=values.listed_names(found))
    answer.say("consent.ask")
    answer.slots[SLOT] = replace(wish, waiting=True).kept()
    intent = INTENTS[wish.kind]
    answer.button(values.say("consent.yes"), intent, ("guide", YES))
    return answer.button(values.say("consent.no"), intent, ("guide", NO))


def answered(question: Question, library: Library) -> Answer | None:
    """Go on with the wish that waits: pass it on, drop it, add to it or ask again; None for no such move."""
    wish = Wish.of(question)
    move = next(iter(question.named("guide")), None)
    if wish is None or not wish.waiting:
        return _late(move)
    answer = Answer(continues=True)
    if move == YES:
        return _passed_on(answer, wish)
    if move == NO:
        answer.slots[SLOT] = wish.dropped()
        return _ways_on(answer.say("consent.dropped"))
    if move == ADD:
        return ask(answer.say("consent.noted"), wish.with_(question, library), library)
    if move == UNCLEAR:
        return ask(answer.say("consent.unclear"), wish, library)
    return ask(answer, wish, library) if move == RESUME else None


def _late(move: str | None) -> Answer | None:
    """Answer a yes or no to a question that is not open any more, from an old button."""
    if move not in (YES, NO, RESUME, UNCLEAR):
        return None
    return _ways_on(Answer(continues=True).say("consent.nothing_open"))


def _ways_on(answer: Answer) -> Answer:
    answer.button(values.say("button.capabilities"), "ask_capabilities")
    return answer.button(values.say("button.person"), "ask_for_person")


def _passed_on(answer: Answer, wish: Wish) -> Answer:
    """Open the case, and say how details can be added and the wish be taken back."""
    effect = {"type": "open_case", "kind": "escalation", "records": list(wish.records), "office": wish.office}
    answer.effect({**effect, "asked": wish.asked or None})
    answer.slots[SLOT] = replace(wish, waiting=False, fresh=True, reminded=0).kept()
    answer.say("consent.can_add")
    answer.button(values.say("consent.withdraw"), "request_cooperation", ("guide", WITHDRAW))
    return answer.button(values.say("button.person"), "ask_for_person")


def added(question: Question, library: Library) -> Answer:
    """Add a message to the case that is with the desk."""
    answer = Answer(continues=True).effect({"type": "add_to_case", "asked": question.text})
    wish = Wish.of(question)
    if wish is not None:
        answer.slots[SLOT] = wish.with_(question, library).kept()
    answer.button(values.say("consent.withdraw"), "request_cooperation", ("guide", WITHDRAW))
    return answer.button(values.say("button.person"), "ask_for_person")


def withdrawn(question: Question) -> Answer:
    """Take back what is with the desk: the request named, else the newest one."""
    reference = next(iter(question.named("reference")), None)
    answer = Answer(continues=True).effect({"type": "withdraw_case", "reference": reference})
    answer.slots[SLOT] = None
    return _ways_on(answer)


def may_withdraw(question: Question) -> Answer:
    """Say that a request can be taken back, and how."""
    answer = Answer(continues=True).say("consent.may_withdraw")
    wish = Wish.of(question)
    if wish is not None and not wish.waiting:
        answer.button(values.say("consent.withdraw"), "request_cooperation", ("guide", WITHDRAW))
    answer.button(values.say("intent.ask_request_status"), "ask_request_status")
    return answer.button(values.say("button.person"), "ask_for_person")


def remind(question: Question, answer: Answer) -> None:
    """After an answer to something else: the open question is repeated, and what is said next is no detail any more."""
    wish = Wish.of(question)
    if wish is None or SLOT in answer.slots:
        return
    if not wish.waiting:
        answer.slots[SLOT] = replace(wish, fresh=False).kept()
        return
    if answer.effects or wish.reminded >= MOST_REMINDERS:
        answer.slots[SLOT] = wish.dropped()
        answer.say("consent.dropped")
        return
    answer.slots[SLOT] = replace(wish, reminded=wish.reminded + 1).kept()
    answer.say("consent.still_open")
    rows = (("consent.yes", YES), ("consent.no", NO))
    does = [
        (title, {"intent": INTENTS[wish.kind], "entities": [{"entity": "guide", "value": to}]}) for title, to in rows
    ]
    answer.buttons[:0] = [{"title": values.say(title), "do": do} for title, do in does]
