"""Reads some short messages anew: in the light of the last answer, or where a courtesy was only seen in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from actions import (
    answer,
    applicants,
    consents,
    context,
    focus,
    forms,
    funding_guide,
    groups,
    guesses,
    not_told,
    place_ties,
    provenance,
    request_draft,
    tie_facts,
    timeline,
    which_step,
)
from actions.context import Question
from actions.moves import Move
from knowledge import mentions
from knowledge.library import Library
from knowledge.records import Record, Text

LONGEST = 80
COURTESIES = frozenset({"greet", "affirm", "deny"})
PARTING = frozenset({"say_goodbye", "thank"})
BARE = 0.6
"""How sure a message of one unknown name may be taken for a courtesy or a complaint at most, to be a place."""
VAGUE = 0.5
"""How sure a question for a fact is at most that may as well be one for a role."""
ASLEEP = "faq/pause_partnership"
PLAIN = frozenset({"request_cooperation", "ask_for_person", "ask_request_status", "switch_language"})
FIRM = 0.8
"""How sure a practical answer is at least that is not taken for another one."""
IN_TURN = 2
"""How many cities that were asked for one after the other are compared."""
SILENT = not_told.SILENT
UNCLEAR = frozenset({"out_of_scope", "did_you_mean"})
LEAVING = frozenset({*COURTESIES, *UNCLEAR, "show_more", "thank", "say_goodbye", "complain"})
Rule = Callable[[Question, Library, bool], Move | None]


def waits(text: str, slots: Mapping[str, Any]) -> bool:
    """Tell whether a message is so short that its words alone may mislead, and no question of ours is open."""
    wish, draft = slots.get(consents.SLOT) or {}, slots.get(request_draft.SLOT) or {}
    if draft.get("stage") == request_draft.ASKING:
        return False
    return len(text) <= LONGEST and funding_guide.asking(dict(slots)) is None and not wish.get("waiting")


def move_of(question: Question, library: Library, asks: bool, is_sure: bool) -> Move | None:
    """Give what a message means by the first rule that knows it; None where it means what it says."""
    return next((move for rule in RULES if (move := rule(question, library, asks)) is not None), None)


def says(form: str, question: Question) -> bool:
    """Tell whether a message holds one of the forms of rereadings.yml."""
    return forms.form("rereadings", form).search(question.text.lower().strip().replace("\u2019", "'")) is not None


def _status(question: Question, library: Library, asks: bool) -> Move | None:
    return Move("ask_request_status") if says("status", question) and question.names_nothing else None


def _compared(question: Question, library: Library, asks: bool) -> Move | None:
    """Compare what was compared right before, or the last two cities that were asked for one after the other."""
    if not question.names_nothing or not says("which_more", question):
        return None
    if question.last.get("intent") == "compare_cities":
        return Move("compare_cities")
    told = [ref for ref in question.last.get("records") or () if ref.startswith("cities/")]
    recent = question.remembered("recent_cities")[-IN_TURN:]
    in_turn = question.last.get("intent") in answer.ASKED_OF_ONE and len(told) == 1 and told[0] in recent
    return Move("compare_cities", cities=tuple(recent)) if in_turn and len(recent) == IN_TURN else None


def _now(question: Question, library: Library, asks: bool) -> Move | None:
    """Tell how fresh the last answer is to who asks "and now?" of a list, or where no record has a state to tell."""
    if not question.last or question.entities or not says("now", question):
        return None
    of_list = question.last.get("intent") == "find_cities" and len(provenance.last_listed(question, library)) > 1
    return Move("ask_freshness") if of_list or question.intent in LEAVING | {"ask_freshness"} else None


def _in_turn(question: Question, library: Library, asks: bool) -> Move | None:
    """Compare the cities that were asked for one after the other: "which of these three has …"."""
    match = forms.form("rereadings", "in_turn").search(question.text.lower())
    told = [ref for ref in question.last.get("records") or () if ref.startswith("cities/")]
    asked = [row for row in question.last.get("entities") or () if row["entity"] == "city"]
    if match is None or not question.names_nothing or len(set(told)) > 1 or len(asked) > 1 or question.last.get("open"):
        return None
    number = next((word for word in match.groupdict().values() if word), None)
    recent = question.remembered("recent_cities")
    recent = recent[-forms.words("rereadings")["numbers"][number] :] if number else recent
    in_turn = len(recent) >= IN_TURN and told[-1:] == recent[-1:]
    return Move("compare_cities", cities=tuple(recent)) if in_turn else None


def _of_old(question: Question, library: Library, asks: bool) -> Move | None:
    """Tell of the place that a message names who its partner was, and not who could become one."""
    wishes = question.intent in ("find_partner", "request_cooperation")
    return Move("ask_city") if wishes and question.unknown_names and says("past_partner", question) else None


def _asleep(question: Question, library: Library, asks: bool) -> Move | None:
    """Hear that a tie of those who write does not go on any more."""
    plain = question.intent in PLAIN or (question.intent == "ask_faq" and question.confidence >= FIRM)
    slept = not plain and says("asleep", question) and says("our_tie", question)
    return Move("ask_faq", choice=("faq", ASLEEP)) if slept else None


def _of_a_country(question: Question, library: Library, asks: bool) -> Move | None:
    """Compare the cities of a country with each other."""
    alone = {one.kind for one in question.entities} == {"country"} and len(question.named("country")) == 1
    return Move("compare_cities") if alone and says("compare_there", question) else None


def _scheme(question: Question, library: Library, asks: bool) -> Move | None:
    """Give the question for the deadline of the scheme spoken of, or whether one would do for who searched."""
    told = context.just_spoken_of(question, library, "funding")
    if told and question.names_nothing and says("deadline", question):
        return Move("ask_funding_deadline", choice=("funding", told[0].ref))
    one = len(question.named("funding")) == 1 and question.last.get("intent") == "find_funding"
    return Move("ask_funding_eligibility") if one and says("would_do", question) else None


def _latest(question: Question, library: Library, asks: bool) -> Move | None:
    """Give the last meeting of a programme that meets again and again."""
    about = context.mentioned(question, library, "programme") or context.just_spoken_of(question, library, "programme")
    if len(about) != 1 or not says("latest", question) or question.named("city"):
        return None
    events = [one for one in library.of_kind("event") if "when" in one.facts and _belongs(one, about[0])]
    return Move("ask_timeline", choice=("event", max(events, key=timeline.last).ref)) if events else None


def _belongs(event: Record, programme: Record) -> bool:
    return timeline.concerns(event, programme) or event.ref in programme.related


def _took_part(question: Question, library: Library, asks: bool) -> Move | None:
    """Ask who took part in the project or the programme that the last answer was about."""
    kinds = {one.kind for one in question.entities}
    if question.intent != "find_cities" or kinds - {"country"} or not says("took_part", question):
        return None
    pilot = [] if kinds or question.last.get("intent") == "find_cities" else _project(question, library)
    if pilot:
        return Move("ask_pilots", choice=("pilot", pilot[0].ref))
    programme = context.just_spoken_of(question, library, "programme")
    return Move("find_cities", choice=("programme", programme[0].ref)) if programme else None


def _project(question: Question, library: Library) -> list[Record]:
    """Give the project that the last answer was about, or that of the two cities it was about."""
    asked_of = [str(row["value"]) for row in question.last.get("entities") or () if row["entity"] == "city"]
    cities = context.records(library, list(dict.fromkeys(asked_of)))
    common = [one for one in library.of_kind("pilot") if len(cities) == 2 and tie_facts.of_both(one, cities)]
    return common or context.just_spoken_of(question, library, "pilot")


def _signed(question: Question, library: Library, asks: bool) -> Move | None:
    """Tell which papers a programme led to, or who signed and who was there, where the last answer was about it."""
    about = context.just_spoken_of(question, library, "programme")
    if len(about) != 1 or not question.names_nothing:
        return None
    papers = [one for one in about[0].facts.values() if one.text and not one.unknown and tie_facts.signs(one.text)]
    who = says("signers", question)
    if who:
        form = forms.form("rereadings", "presence" if says("witnessed", question) else "signed")
        papers = [one for one in papers if one.text and form.search(f"{one.text.en} {one.text.zh}")]
    signs = tie_facts.signs(Text(question.text, question.text))
    told = {row["fact"] for row in question.last.get("told") or ()}
    spoken = [one for one in papers if one.name in told]
    if spoken and signs:  # of two declarations the one that was just told is meant
        return Move("ask_fact", choice=("fact", spoken[0].name), about=("programme", about[0].ref))
    cities = question.last.get("intent") == "find_cities" and signs
    if papers and (who or cities):
        return Move("ask_fact", choice=("fact", papers[0].name), about=("programme", about[0].ref))
    return Move("ask_fact", SILENT, about=("programme", about[0].ref)) if who else None


def _role(question: Question, library: Library, asks: bool) -> Move | None:
    """A role that is named is told where the question names no fact that is known."""
    vague = question.intent == "ask_fact" and question.confidence < VAGUE
    return Move("ask_role") if vague and {one.kind for one in question.entities} == {"role"} else None


def _thanks(question: Question, library: Library, asks: bool) -> Move | None:
    leaves = question.intent in LEAVING - {"complain"} and not question.entities
    return Move("thank") if leaves and says("thanks", question) else None


def _bare_place(question: Question, library: Library, asks: bool) -> Move | None:
    """Hear a name alone where a message seems a courtesy but holds no word of one, or seems nothing at all.

    What is not understood is a place only if the records name it as somebody's partner.
    """
    match = forms.form("rereadings", "bare_place").match(question.text.strip())
    courteous = forms.form("focus", "courteous").search(question.text.lower()) is not None
    if match is None or courteous or question.entities or question.intent not in LEAVING:
        return None
    name = next(word for word in match.groups() if word)
    if question.intent in UNCLEAR:
        place = mentions.as_place(name, library)
        known = any(one.part is not None for one in mentions.find(place, library))
    else:
        known = question.confidence < BARE
    return Move("ask_city", choice=("unknown_name", name)) if known else None


def _no_courtesy(question: Question, library: Library, asks: bool) -> Move | None:
    """Hear what is no courtesy: a place alone, a difficulty. Who greets from somewhere greets."""
    courteous = forms.form("focus", "courteous").search(question.text.lower()) is not None
    greets = question.intent == "greet" and question.confidence >= BARE and courteous
    if question.intent in COURTESIES | PARTING and question.unknown_names and not greets:
        return Move("ask_city")
    trouble = question.intent in COURTESIES and says("trouble", question)
    return Move("ask_capabilities", guesses.HEARD) if trouble else None


RULES: tuple[Rule, ...] = (
    _status,
    place_ties.rule,
    _now,
    which_step.rule,
    which_step.onward,
    _in_turn,
    groups.rule,
    _compared,
    _of_old,
    _asleep,
    _of_a_country,
    _scheme,
    applicants.rule,
    _latest,
    _took_part,
    _signed,
    _role,
    focus.rule,
    _thanks,
    _bare_place,
    _no_courtesy,
)
