"""Tells who writes a cooperation request: names of persons, organisations, their cities and countries."""

from __future__ import annotations

from typing import Any

from actions import context, forms, request_amendments
from actions.context import Question
from actions.request_choices import choice
from actions.request_contacts import CN
from actions.request_draft import EDGES, HAN, Draft, form, plain, without_around, words
from actions.request_pieces import rows
from actions.request_sides import city_of, country_of, own_country
from knowledge import mentions
from knowledge.library import Library

LONGEST = {"name": 120, "organisation": 200}
MOST_WORDS = 5
MOST_HAN = 5
MOST_WORDS_OFFICE, MOST_HAN_OFFICE = 10, 24
"""Up to here a message is nothing but the name of a body."""

Said = dict[str, Any]


def who(pieces: list[str], asking: str, question: Question, library: Library, draft: Draft, more: bool) -> Said:
    """Tell names from organisations among the pieces of an answer; the open question takes what could be either."""
    said: Said = {}
    several = more or len(pieces) > 1
    if asking == "organisation" and (name := introduced("，".join(pieces[1:]))):  # 我是市外办的，姓韦，叫韦国栋
        said["name"], pieces = name, pieces[:1]
    for piece in filter(None, (without_wish(piece) for piece in pieces)):
        bare = without_around("name", piece)
        named = bare != piece and asking != "organisation"
        has_office = is_organisation(piece, question)
        if "name" not in said and not has_office and (named or several or asking == "name"):
            name = person(piece, asked=asking == "name" or named)
            if name and (asking == "name" or several or named):
                said["name"] = name
                continue
        takes = has_office or asking == "organisation"
        if takes and "organisation" not in said and (asking == "organisation" or several):
            said |= organisation(piece, question, library)
        elif takes and "organisation" in said and asking == "organisation":
            said["organisation"] = f"{said['organisation']}, {piece}"[: LONGEST["organisation"]]
        elif "role" not in said and (role := choice("role", piece, question, library)) and several:
            said |= role
    if asking == "name" and draft.has("organisation") and "name" not in said:
        return {}
    return said


def without_wish(piece: str) -> str:
    """Leave out of an answer what somebody wishes behind it: "we are Bologna and want to cooperate on waste"."""
    return form(rows()["wish_behind"]).sub("", piece).strip(EDGES)


def introduced(text: str) -> str | None:
    """Give the name that somebody says with their surname, or says twice: "It's Anna, Anna Lopez"."""
    for pattern in words()["introduced"]:
        found = form(pattern).search(plain(text))
        if found is None:
            continue
        parts = found.groupdict()
        name = parts["value"] if "value" in parts else f"{parts['surname']}{parts['given']}"
        if shown := person(name, asked=True):
            return shown
    return None


def looks_like_name(text: str) -> bool:
    """Tell whether an answer is a name and no courtesy: "Wang Xiaoming" may seem a greeting, but has no word of one."""
    return person(text, asked=True) is not None and not forms.form("focus", "courteous").search(text.lower())


def organisation(text: str, question: Question, library: Library) -> Said:
    """Give the organisation that a text names, with its city and country where they are known."""
    shown = without_around("organisation", text)[: LONGEST["organisation"]].strip(EDGES)
    shown = shown.removesuffix(rows()["of"]) if HAN.search(shown) else shown
    if not shown or form(words()["orders"]).search(shown):
        return {}
    said: Said = {"organisation": shown}
    named = [entity for entity in question.entities if entity.kind == "city" and entity.text and entity.text in text]
    records = context.records(library, [entity.value for entity in named[:1]])
    if records:
        country = {"country": records[0].country} if records[0].country else {}
        return {**said, "city": named[0].text, "city_ref": records[0].ref, **country}
    if (city := city_of(text)) is not None:
        return {**said, "city": city[0], "country": city[1]}
    for name in question.unknown_names:
        place = mentions.place_of(name, library)
        if name in text:
            said["city"] = name
            return said | ({"country": place.country} if place and place.country else _country(text, question))
    return said | _country(text, question)


def moved(city: str, question: Question, library: Library, draft: Draft) -> Said:
    """Give the organisation as it is called in another city: "City of Bruges, parks" → "City of Ghent, parks".

    Args:
        city: the name of the other city, as it was written.
        question: the part of the message that names it.
        library: all records.
        draft: the request so far.
    """
    shown = request_amendments.place(without_around("organisation", city))
    before = str(draft.answers.get("organisation") or "")
    span = request_amendments.place_in(before, str(draft.answers.get("city") or ""))
    if span is not None:
        before = before[: span[0]] + shown + before[span[1] :]
    elif not form(words()["organisation_words"]).search(before):
        before = shown  # it was nothing but a place
    return {"country": home_of(shown, draft), **organisation(before, question, library), "city": shown} if shown else {}


def home_of(name: str, draft: Draft) -> str:
    """Give the country that stays when somebody names another place: a place in Han characters stays in China."""
    return CN if HAN.search(name) and draft.answers.get("country") == CN else ""


def _country(text: str, question: Question) -> Said:
    is_chinese = form(rows()["chinese_body"]).search(without_around("organisation", text).strip(EDGES)) is not None
    code = country_of(text) or own_country(text, question) or (CN if is_chinese else None)
    return {"country": code} if code else {}


def is_organisation(piece: str, question: Question) -> bool:
    """Tell whether a piece of an answer names an organisation or a place, and no person."""
    if form(words()["organisation_words"]).search(piece):
        return True
    kinds = ("city", "country", "contact", "programme")
    return any(one.kind in kinds and one.text and one.text in piece for one in question.entities)


def is_organisation_name(text: str) -> bool:
    """Tell whether a text is hardly more than the name of a body: "City of Bologna, international office"."""
    is_long = len(HAN.findall(text)) > MOST_HAN_OFFICE if HAN.search(text) else len(text.split()) > MOST_WORDS_OFFICE
    if is_long or form(words()["office_never"]).search(text):
        return False
    return form(words()["office"]).search(without_around("organisation", text)) is not None


def person(text: str, asked: bool) -> str | None:
    """Give the name of a person, if a text can be one; more is taken for one where a name was asked for."""
    shown = form(words()["name_more"]).sub("", without_around("name", text)).strip(EDGES)
    shown = form(words()["name_end"]).sub("", shown).strip(EDGES)
    if not shown or len(shown) > LONGEST["name"] or form(words()["not_a_name"]).search(shown):
        return None
    if HAN.search(shown):
        return shown if len(HAN.findall(shown)) <= MOST_HAN + 3 * asked else None
    parts = shown.split()
    capital = all(part[0].isupper() or not part[0].isascii() or len(part) <= 3 for part in parts)
    enough = 1 <= len(parts) <= MOST_WORDS if asked else 2 <= len(parts) <= 4 and capital
    return shown if enough else None
