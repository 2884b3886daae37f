"""What is said of a place without a record of its own: what the records say of it, else how to go on."""

from __future__ import annotations

import re
from datetime import date

from actions import context, facts, forms, pairings, profiles, states, values
from actions.answer import Answer, Evidence
from actions.context import Entity, Question
from actions.participant_lists import is_list
from actions.values import Typed
from knowledge import mentions
from knowledge.library import Library
from knowledge.mentions import Naming, Place
from knowledge.records import Fact, Record

MOST_LINES = 3
_WORDS = re.compile(r"[a-zà-ÿ]{5,}|\d{4}")
MOST_STATES = 2
MOST_OF_ZONE = 2
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OPENING = 40
"""Characters with which a sentence begins: where a year stands in them, it is dated by itself."""


def asked(question: Question, library: Library) -> list[Place]:
    """Give the places without a record that a message names, each once."""
    found = [mentions.as_place(name, library) for name in question.unknown_names]
    return list({place.name.en: place for place in found}.values())


def just_asked(question: Question) -> list[Entity]:
    """Give the place without a record that the last question named alone, where this message names nothing."""
    rows: list[dict[str, str]] = list(question.last.get("entities") or ())
    alone = len(rows) == 1 and rows[0]["entity"] == "unknown_name"
    of_place = str(question.last.get("intent") or "").startswith("ask_city")
    if not (alone and of_place) or not question.names_nothing or question.unknown_names or question.named("country"):
        return []
    return [Entity("unknown_name", str(rows[0]["value"]), str(rows[0].get("text") or rows[0]["value"]))]


def known(entity: Entity, library: Library) -> bool:
    """Tell whether the records say anything of a place without a record."""
    return bool(mentions.find(mentions.as_place(entity.text or entity.value, library), library, []))


def name(place: Place) -> Typed:
    """Name a place: in both languages where the records do, else as the person wrote it, in capitals."""
    if place.name.en != place.name.zh:
        return values.text(place.name)
    written = place.name.en
    return values.string(" ".join(w.capitalize() for w in written.split()) if written.islower() else written)


def answer(question: Question, library: Library, today: date) -> Answer:
    """Answer a message about places that have no record: what the records say of each, else how to go on."""
    found = asked(question, library)
    said = Answer()
    told = tell(said, question, library)
    if not any(naming for naming in told):
        own = bool(found) and _speaks_of_own(question)
        said.blocks = []
        for place in found:
            said.say("place.own" if own else "city.unknown", name=name(place))
        if not own:
            said.say("city.unknown_offer")
    _tell_states(said, told, library, today)
    for record in _records(told, library)[:2]:
        profiles.offer(said, record)
    if said.more:
        said.button(values.say("button.more"), "show_more")
    said.button(values.say("button.find_partner"), "find_partner")
    said.button(values.say("button.cities"), "find_cities", ("country", "CN"), ("country", "EU"))
    if not any(told):
        said.button(values.say("button.cooperate"), "request_cooperation")
    return said.button(values.say("button.person"), "ask_for_person")


def tell(said: Answer, question: Question, library: Library) -> list[list[Naming]]:
    """Add what the records say of each place without a record that a message names.

    Returns: what was found for each place, in the order of the message; an empty list for one that nothing names.
    """
    told: list[list[Naming]] = []
    refs = [one.value for one in question.entities if one.kind in context.KINDS]
    for place in asked(question, library):
        found = _best_first(place, mentions.find(place, library, refs), question)
        told.append(found)
        _tell_one(said, place, found, library)
    return told


def _best_first(place: Place, found: list[Naming], question: Question) -> list[Naming]:
    """Order what names a place by what the message asks; a named city that tells of the place tells enough."""
    named = set(question.named("city")) | set(question.named("programme"))
    enough = [one for one in found if one.fact is not None and one.record.ref in question.named("city")]
    plain = enough or [one for one in found if one.record.kind != "faq"] or found
    return sorted(
        plain,
        key=lambda one: (
            one.part is None,
            one.record.ref not in named,
            -shared(question.text, one),
            not is_list(one.record, one.fact, place),
            0 if one.part else -len(one.record.facts),
        ),
    )


def shared(text: str, one: Naming) -> int:
    """Count the words of a message that a sentence has too; for Chinese, pairs of characters."""
    words = [*one.items] or [words for words in (one.fact.text if one.fact else one.record.summary,) if words]
    said = " ".join(f"{words.en} {words.zh}".lower() for words in words)
    return len({word for word in _WORDS.findall(text.lower()) + mentions.han_pairs(text) if word in said} - _common())


def _tell_one(said: Answer, place: Place, found: list[Naming], library: Library) -> None:
    fresh = [one for one in found[:MOST_LINES] if _key(one) not in said.told]
    partners = list(dict.fromkeys(one.record.ref for one in found if one.part is not None))
    if not found:
        said.say("city.unknown", name=name(place))
    elif not fresh:
        said.say("place.named_there_too", name=name(place))
    elif partners:
        cities = values.listed([values.names(library.records[ref]) for ref in partners], "and")
        said.say("place.partner_of", name=name(place), cities=cities)
    else:
        said.say("place.named", name=name(place))
    for one in fresh:
        line(said, one, library)
    rest = [_key(one) for one in found[MOST_LINES:] if one.fact is not None and one.part is None]
    said.more += [row for row in rest if row not in said.more]


def _key(one: Naming) -> dict[str, str | None]:
    return {"ref": one.record.ref, "fact": one.fact.name if one.fact is not None else None}


def zone(question: Question, city: Record, library: Library) -> Place | None:
    """Give the part of a city by which a message names it, such as a new area."""
    typed = [one.text for one in question.entities if one.value == city.ref and one.text]
    found = [mentions.place_of(words, library) for words in typed]
    return next((one for one in found if one is not None and one.part_of == city.ref), None)


def of_zone(part: Place, city: Record, library: Library) -> list[Naming]:
    """Give what the records say of a part of a city, that of the city first."""
    found = [one for one in mentions.find(part, library, [city.ref]) if one.record.kind != "faq"]
    return sorted(found, key=lambda one: (bool(one.fact and one.fact.unknown), one.record is not city))[:MOST_OF_ZONE]


def line(said: Answer, one: Naming, library: Library) -> None:
    """Add one sentence of a record, with the record, its date and its certainty."""
    said.tells(one.record, one.fact.name if one.fact is not None else None)
    if one.fact is None:
        words = one.record.answer or one.record.summary
        if words is not None:
            text = facts.own_words(one.record, words, library)
            undated = values.say("place.line_undated", name=values.names(one.record), text=text)
            said.add({"type": "text", **undated}, _whole_evidence(one.record))
        return
    if one.part is not None:
        row = pairings.row(pairings.Pairing(one.record.ref, one.part, one.part.partners, one.record.ref), library)
        evidence = Evidence((one.record.ref,), one.part.sources, one.fact.as_of, one.part.sure)
        part = values.say("place.part", city=values.names(one.record), part=row)
        said.add({"type": "text", **part}, evidence)
        return
    content = _content(one, one.fact, library)
    if content is not None:
        said.add({"type": "text", **_dated(one.record, one.fact, content)}, Evidence.of(one.record, one.fact))


def _content(one: Naming, fact: Fact, library: Library) -> Typed | None:
    if one.items:
        return values.listed([values.text(item) for item in one.items], "semicolon")
    return facts.sentence(one.record, fact, library)


def _dated(record: Record, fact: Fact, content: Typed) -> Typed:
    own = (
        fact.text is not None
        and not fact.items
        and any(_YEAR.search(words[:_OPENING]) for words in (fact.text.en, fact.text.zh[: _OPENING // 2]))
    )
    if fact.sure in facts.HEDGED:
        content = values.say(f"sure.{fact.sure}", text=content)
    if own:  # a date in brackets right before another one would only confuse
        return values.say("place.line_undated", name=values.names(record), text=content)
    return values.say("place.line", name=values.names(record), as_of=values.date(fact.as_of), text=content)


def _whole_evidence(record: Record) -> Evidence:
    if record.answer is not None:
        return Evidence((record.ref,), record.sources, record.as_of, record.sure)
    return profiles.summary_evidence(record)


def _records(told: list[list[Naming]], library: Library) -> list[Record]:
    shown = [one.record for found in told for one in found[:MOST_LINES]]
    return list({record.ref: record for record in shown}.values())


def _tell_states(said: Answer, told: list[list[Naming]], library: Library, today: date) -> None:
    """Say how the programmes stand in which the places were named."""
    shown = [one for found in told for one in found[:MOST_LINES]]
    refs = dict.fromkeys(one.part.programme if one.part else one.record.ref for one in shown)
    for programme in [one for one in context.records(library, list(refs)) if one.kind == "programme"][:MOST_STATES]:
        states.tell(said, programme, today, with_note=False)


def _common() -> frozenset[str]:
    return frozenset(forms.words("places")["common"])


def _speaks_of_own(question: Question) -> bool:
    text = question.text.lower()
    return any(word in text for word in forms.words("places")["own"])


def denies(question: Question) -> bool:
    """Tell whether a message asks for the places that something is not true of."""
    text = f" {question.text.lower()} "
    return bool(question.negated) or any(word in text for word in forms.words("places")["denied"])


def near(said: Answer, question: Question, library: Library) -> bool:
    """Add what names a place of a message and shares a further word with it; tell whether there was any."""
    found = False
    for place in asked(question, library):
        names = {word for form in place.forms for word in [form.lower(), *mentions.han_pairs(form)]}
        rest = question.text.lower()
        for word in sorted(names, key=len, reverse=True):
            rest = rest.replace(word, " ")
        fitting = [one for one in mentions.find(place, library) if shared(rest, one)]
        for one in sorted(fitting, key=lambda one: -shared(rest, one))[:1]:
            said.say("place.named", name=name(place))
            line(said, one, library)
            profiles.offer(said, one.record)
            found = True
    return found
