"""Keeps a short question with the one record that the last answer was about, where it would be answered at large."""

from __future__ import annotations

from actions import context, facts, forms, not_told, unknown_topics
from actions.context import KINDS, Hit, Question
from actions.moves import Move
from actions.participant_lists import SIDES, facts_of
from knowledge.library import Library
from knowledge.records import Record

ALLOWED = frozenset({"country", "role", "method", "theme", "topic", "policy", "ordinal"})
"""Kinds of names that a question about another record may hold, as in "which European cities?"."""
OF_CITIES = frozenset({"ask_timeline", "ask_themes"})
"""What is answered at large is left for a city only here: cities have rules of their own for what is asked on."""
PAIR = 2
DETAIL = "detail:"
"""How what a question asks begins where it is a detail of the record spoken of."""
FIND, FAQ, FACT, SOURCE, PARTNERS = "find_cities", "ask_faq", "ask_fact", "ask_source", "ask_city_partners"
UNSURE = frozenset({"did_you_mean", "out_of_scope"})


def says(name: str, text: str) -> bool:
    """Tell whether a message holds one of the forms of focus.yml."""
    return forms.form("focus", name).search(text.lower().strip().replace("\u2019", "'")) is not None


def about(question: Question, library: Library) -> Record | None:
    """Give the one record that the last answer was about; None after a list, a comparison or a question of ours."""
    last = question.last
    if not last or last.get("open"):
        return None
    refs = list(dict.fromkeys(last.get("records") or ()))
    asked_of = list(dict.fromkeys(str(row["value"]) for row in last.get("entities") or () if row["entity"] in KINDS))
    told = list(dict.fromkeys(row["ref"] for row in last.get("told") or ()))
    if len(refs) > 1:
        refs = asked_of if len(asked_of) == 1 and asked_of[0] in refs else []
    elif not refs:
        refs = told if len(told) == 1 else []
    found = context.records(library, refs)
    return found[0] if len(found) == 1 and found[0].kind != "sdg" else None


def _pair(question: Question, library: Library) -> list[Record]:
    """Give the two cities that the last answer was about."""
    refs = [*(question.last.get("records") or ()), *(row["value"] for row in question.last.get("entities") or ())]
    found = context.records(library, list(dict.fromkeys(ref for ref in refs if str(ref).startswith("cities/"))))
    return found if len(found) == PAIR and not question.last.get("open") else []


def rule(question: Question, library: Library, asks: bool) -> Move | None:
    """Give what a short question asks of the record spoken of; None where it asks for something else."""
    if question.asks.startswith(DETAIL):  # what the record tells of it was sought when it was understood
        return None
    record = about(question, library)
    if says("doubt", question.text) and question.last and not question.last.get("open"):
        return Move(SOURCE)
    if says("why", question.text) and (record is None or record.kind not in KINDS):
        return Move(SOURCE) if question.last.get("told") and not question.last.get("open") else None
    if not _is_short(question.text) or not _names_no_other(question, record):
        return None
    if record is None:
        pair = _pair(question, library) if question.intent in OF_CITIES and question.names_nothing else []
        ask = bool(pair) and _is_general(question, pair[0])
        return Move(PARTNERS, cities=tuple(one.ref for one in pair)) if ask else None
    if question.intent in (FIND, PARTNERS) and question.named("country") and _lists(question, record):
        return Move(FIND, about=(record.kind, record.ref))
    if not _is_general(question, record):
        return None
    best = _best(question, record, library)
    if best is not None and best.score >= _enough(question):
        return _told(best, library)
    silent = question.intent not in (FAQ, *UNSURE) or says("why", question.text)
    return Move(FACT, not_told.SILENT, about=(record.kind, record.ref)) if silent and record.kind in KINDS else None


def _is_short(text: str) -> bool:
    rows, han = forms.words("focus"), len(forms.form("focus", "han").findall(text))
    return bool(han <= rows["most_han"] if han else len(text.split()) <= rows["most_words"])


def _names_no_other(question: Question, record: Record | None) -> bool:
    named = [one for one in question.entities if record is None or one.value != record.ref]
    return all(one.kind in ALLOWED for one in named) and not question.denied


def _lists(question: Question, record: Record) -> bool:
    """Tell whether the record names the participants of the side that is asked for."""
    codes = question.named("country")
    sides = [side for side in SIDES if any((code == "CN") == (side == "cn") for code in codes)] if codes else SIDES
    return bool(facts_of(record, *sides, "both", "no_names"))


def _is_general(question: Question, record: Record) -> bool:
    """Tell whether a message would be answered with all that is on record, though it does not ask for all."""
    intent, text = question.intent, question.text
    if says("why", text):
        return True
    if record.kind == "city" and intent not in OF_CITIES:
        return False
    if says("everything", text):
        return False
    if intent in (FAQ, *UNSURE):  # what names nothing at all was weighed when it was understood
        return intent != FAQ or bool(question.named("country"))
    if intent == FIND and (question.named("topic") or unknown_topics.of(question)):
        return False  # "which cities work on waste?" has a subject of its own, also one that no record names
    if intent == question.last.get("intent") and record.kind != "pilot":  # "and the one in June?" goes on in a list
        return False
    rows = forms.words("focus")
    if intent not in rows["general"] or forms.form("focus", "general", intent).search(text.lower()):
        return False
    if intent in rows["courtesies"]:
        return says("asks", text)
    home: dict[str, tuple[str, ...]] = {
        FIND: ("cluster",),
        PARTNERS: ("pilot",),
        "ask_timeline": ("event",),
        "ask_themes": ("theme",),
    }
    own_list = intent in (FIND, PARTNERS) and _lists(question, record)
    return record.kind not in home.get(intent, ()) and not own_list


def _enough(question: Question) -> float:
    rows = forms.words("focus")
    return float(rows["nearer" if question.intent in (FAQ, *UNSURE) else "near"])


def _best(question: Question, record: Record, library: Library) -> Hit | None:
    """Give what is nearest to a message among all that this record can be asked."""
    if not question.own or question.own_of != record.ref:
        return None
    return next((hit for hit in question.own if _is_tellable(hit, library)), None)


def _is_tellable(hit: Hit, library: Library) -> bool:
    found = context.records(library, [hit.ref])
    if not found:
        return False
    return found[0].kind == "faq" or any(fact.name == hit.fact for fact in facts.tellable(found[0]))


def _told(hit: Hit, library: Library) -> Move:
    record = context.records(library, [hit.ref])[0]
    if record.kind == "faq":
        return Move(FAQ, choice=("faq", record.ref))
    return Move(FACT, choice=("fact", str(hit.fact)), about=(record.kind, record.ref))
