"""Reads what is asked past one place: what all came to, a list of the whole, its part in one programme, its fitness."""

from __future__ import annotations

from collections.abc import Callable

from actions import aspects, context, counterparts, forms, overall, place_shares, suitability
from actions.context import Question
from actions.moves import Move
from knowledge import mentions
from knowledge.library import Library
from knowledge.records import Record

FACT, PILOTS, FAQ, PARTNERS, PEOPLE = "ask_fact", "ask_pilots", "ask_faq", "ask_city_partners", "ask_city_population"
PLACES = frozenset({"city", "unknown_name"})
ASIDE = frozenset({"country", "topic", "cluster", "theme", "year", "ordinal", "method", "role"})
"""What a message may name beside a place and a programme."""
BUILD_ON = "faq/use_existing_sister_city"
PAIR = 2


def move_of(question: Question, library: Library, asks: bool, is_sure: bool) -> Move | None:
    """Give what a message asks past one place; None where it means what it says."""
    if question.pressed:
        return None
    return next((move for rule in RULES if (move := rule(question, library)) is not None), None)


def says(form: str, question: Question) -> bool:
    """Tell whether a message holds one of the forms of place_talk.yml."""
    return forms.form("place_talk", form).search(question.text.lower().strip().replace("\u2019", "'")) is not None


def _kinds(question: Question) -> set[str]:
    return {one.kind for one in question.entities}


def _results(question: Question, library: Library) -> Move | None:
    """Tell what came of the one programme that is named, or of all of them where the whole is asked for."""
    if not says("results", question) or says("no_results", question) or _kinds(question) & PLACES:
        return None
    programmes = context.mentioned(question, library, "programme")
    if len(programmes) == 1 and not _kinds(question) - {"programme", "country"}:
        known = aspects.known(programmes[0], "results")
        return Move(FACT, choice=(aspects.ENTITY, "results")) if known else None
    alone = any(context.just_spoken_of(question, library, kind) for kind in ("city", "pilot", "programme"))
    wide = says("overall", question) or (says("in_all", question) and not alone)
    whole = wide and not _kinds(question) - {"country", "role"}
    return Move(FACT, overall.RESULTS) if whole else None


def _whole(question: Question, library: Library) -> Move | None:
    """List the pilots of all cities, where those of the one spoken of are not enough."""
    if not says("whole", question) or says("both_named", question) or _kinds(question) - {"city", "country", "topic"}:
        return None
    if len(question.named("city")) > 1:
        return None
    of_pilots = says("pilots", question) or question.last.get("intent") == PILOTS
    return Move(PILOTS, overall.WHOLE) if of_pilots else None


def _share(question: Question, library: Library) -> Move | None:
    """Tell what one place did in the programmes that are named, or whether it took part and with whom."""
    if says("lists", question):
        return None
    named = set(question.named("city")) | set(question.unknown_names)
    programmes = context.mentioned(question, library, "programme")
    if not programmes or not named or _kinds(question) - PLACES - ASIDE - {"programme"} or question.denied:
        return None
    if says("took_part", question) and says("with_whom", question):
        return Move("ask_city_pilot", place_shares.PARTNERED)
    one = len(named) == 1 and says("done", question) and not says("no_done", question)
    return Move(FACT, place_shares.SHARE) if one else None


def _suits(question: Question, library: Library) -> Move | None:
    """Tell what is on record of what is to speak for a city, where somebody asks whether it is the right one."""
    cities = context.mentioned(question, library, "city")
    others = len(cities) + len(question.unknown_names)
    if not cities or others > PAIR or _kinds(question) - PLACES - ASIDE or not says("suits", question):
        return None
    whom = others == PAIR or says("us", question)
    return Move(FACT, suitability.SUITS) if whom and suitability.criteria(question) else None


def _taken(question: Question, library: Library) -> Move | None:
    """Tell with whom a city worked, where somebody asks whether it is still free."""
    cities = context.mentioned(question, library, "city")
    if not 0 < len(cities) <= PAIR or not says("taken", question) or _kinds(question) - PLACES - ASIDE:
        return None
    first = PEOPLE if says("people", question) else None
    if len(cities) == PAIR and (cities[0].country == "CN") != (cities[1].country == "CN"):
        return Move(FACT, choice=(aspects.ENTITY, "tie:now"), first=first)
    return Move(PARTNERS, first=first)


def _of_programme_told(question: Question, library: Library) -> Move | None:
    """Tell who organised what was just told of, where it belonged to one programme and no pilot or city leads."""
    if not question.names_nothing or question.unknown_names or not says("organised", question):
        return None
    told = _programmes_told(question, library)
    pilots = any(str(row["ref"]).startswith("pilots/") for row in question.last.get("told") or ())
    if len(told) != 1 or pilots or question.last.get("open") or told[0].ref in _asked_of(question):
        return None
    return Move(FACT, place_shares.OF_PROGRAMME, about=("programme", told[0].ref))


def _programmes_told(question: Question, library: Library) -> list[Record]:
    refs = [str(row["ref"]) for row in question.last.get("told") or ()]
    names = [str(row["value"]) for row in question.last.get("entities") or () if row["entity"] == "unknown_name"]
    for place in (mentions.as_place(name, library) for name in names):
        refs += [one.part.programme for one in mentions.find(place, library) if one.part is not None]
    return context.records(library, list(dict.fromkeys(ref for ref in refs if ref.startswith("programmes/"))))


def _asked_of(question: Question) -> set[str]:
    return {str(row["value"]) for row in question.last.get("entities") or ()}


def _build_on(question: Question, library: Library) -> Move | None:
    """Tell how an earlier tie is gone on with, where one was just told of."""
    last = str(question.last.get("intent") or "")
    of_tie = last.startswith("ask_city") or last in (FACT, "ask_same_for", "compare_cities", PILOTS, "find_cities")
    return (
        Move(FAQ, choice=("faq", BUILD_ON))
        if (of_tie or question.named("city")) and says("build_on", question)
        else None
    )


def _counts(question: Question, library: Library) -> Move | None:
    """Tell the figure that was just told for another programme, or for China alone."""
    if counterparts.told(question) is None or _kinds(question) - {"programme", "country", "ordinal"}:
        return None
    china = says("china_only", question)
    if counterparts.has(question) and (china or not _asks_more(question)):
        return Move(FACT, counterparts.COUNTS, choice=("guide", counterparts.OF_CHINA) if china else None)
    if china and not question.named("programme"):
        return Move(FACT, counterparts.COUNTS, choice=("guide", counterparts.OF_CHINA))
    return None


def _asks_more(question: Question) -> bool:
    """Tell whether a message asks for more than the name of another programme: "and for IURC?" does not."""
    return forms.form("place_talk", "and_for").match(question.text.lower().strip()) is None


RULES: tuple[Callable[[Question, Library], Move | None], ...] = (
    _results,
    _whole,
    _share,
    _suits,
    _taken,
    _of_programme_told,
    _build_on,
    _counts,
)
