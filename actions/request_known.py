"""What a conversation says of a cooperation request before any of its questions is asked."""

from __future__ import annotations

from typing import Any

from actions import clusters, context, partner_case, partner_match, request_contacts, request_pieces
from actions.context import Question
from actions.request_draft import EDGES, HAN, Draft, form, plain, without_around, words
from actions.request_people import is_organisation, is_organisation_name, organisation, person
from actions.request_sides import country_of, is_city, is_wish, speaks_of_partner
from actions.request_wishes import LONGEST, called, partners, subjects, topic
from actions.subjects import by_key
from knowledge.library import Library
from knowledge.records import Record

Said = dict[str, Any]


def known(question: Question, library: Library, before: Draft | None) -> Said:
    """Give what the conversation and the message already say: the own city, the partner, the topic, the wish."""
    said = dict(before.answers) if before else {}
    case = partner_case.Case.of(question.slots.get(partner_case.SLOT))
    named = context.mentioned(question, library, "city")
    own = _own(question, library, named) or (library.get(case.own) if case.own and "organisation" not in said else None)
    if own is not None:
        said |= {"city": called(own, question), "city_ref": own.ref, "country": own.country}
    elif case.home and case.home != "EU" and "organisation" not in said:
        said.setdefault("country", case.home)
    others = [city for city in named if own is None or city.ref != own.ref]
    others = [city for city in others if city.ref != said.get("city_ref")]
    if others:
        said |= partners(others, question)
    topics = subjects(question, library)
    refs = [record.ref for record in topics] or list(case.clusters) or _clusters_of(case, library)
    if refs:
        said["topics"] = refs
    if topics and not question.pressed and topic(question.text, question, library).get("description"):
        said["description"] = request_contacts.without(question.text).strip()[: LONGEST["description"]]
    if question.pressed or before is None or not before.consent:
        return said  # no personal details before there is consent to keep them
    return said | request_contacts.read(question.text, said.get("country"))


def _clusters_of(case: partner_case.Case, library: Library) -> list[str]:
    """Give the clusters that cover the subjects of a search, which the request goes on from."""
    asked = [by_key(key) for key in case.subjects]
    return [one.ref for one in clusters.numbered(library) if asked and partner_match.covers(one, asked)]


def _own(question: Question, library: Library, named: list[Record]) -> Record | None:
    """Give the city that a message says to be the writer's own."""
    for entity in question.entities:
        if entity.kind != "city" or entity.start is None or not entity.text:
            continue
        before = plain(question.text)[: entity.start]
        around = form(words()["own"])
        after = plain(question.text)[entity.start + len(entity.text) :]
        if around.search(before) or _is_office(before, after):
            return library.get(entity.value)
    return None


def _is_office(before: str, after: str) -> bool:
    """Tell whether a place stands in the name of a body that writes: "Weinan city council would like …"."""
    if form(words()["with_before"]).search(before):
        return False
    return form(words()["office_after"]).match(after) is not None or (
        form(words()["office_before"]).search(before) is not None
    )


def is_personal(question: Question) -> bool:
    """Tell whether a message gives an address, a number or the name of a person."""
    bare = without_around("name", question.text)
    written = bare != question.text.strip(EDGES) and not is_organisation(question.text, question)
    if request_contacts.read(question.text, None) or (written and person(bare, asked=True) is not None):
        return True
    return _is_name(question.text.strip(EDGES), question)


def _is_name(text: str, question: Question) -> bool:
    """Tell whether a message is nothing but a person's name: "Anna Peeters"."""
    named = [one for one in question.entities if one.kind != "unknown_name"]
    known = any(one.text and one.text.lower() in text.lower() for one in named)
    if known or is_organisation(text, question) or country_of(text) is not None:
        return False
    if HAN.search(text):
        return form(words()["name_in_han"]).fullmatch(text) is not None
    return len(text.split()) > 1 and person(text, asked=False) is not None


def _is_place(text: str, question: Question) -> bool:
    """Tell whether a message is nothing but a place without a record: the writer's own."""
    return text in question.unknown_names or is_city(text)


def names_applicant(question: Question) -> bool:
    """Tell whether a message is nothing but the name of a body, which is who writes: "City of Bologna"."""
    text = form(words()["asks_politely"]).sub("", plain(question.text)).strip(EDGES)
    if question.pressed or not is_organisation_name(text) or is_wish(text) or speaks_of_partner(text):
        return False
    is_partner = without_around("partner", text) != text and without_around("organisation", text) == text
    return not is_partner and not form(words()["orders"]).search(text)


def before_consent(question: Question, library: Library, draft: Draft) -> Said:
    """Give what a message adds to the wish before anything is agreed: "we are the city of Gdańsk", "on water"."""
    text = question.text.strip(EDGES)
    parts = request_pieces.apart(text)
    body = next((one for one in parts if len(parts) > 1 and is_organisation(one, question)), None)
    if body is not None and "organisation" not in draft.answers:  # the person of it is written down after consent
        return organisation(body, request_pieces.about(question, body), library)
    if "organisation" not in draft.answers and names_applicant(question):
        said = {**draft.answers, **organisation(text, question, library)}
        return {name: value for name, value in said.items() if value != draft.answers.get(name)}
    said = known(question, library, draft)
    is_own = without_around("organisation", text) != text or _is_place(text, question)
    if is_own and "organisation" not in said and not is_personal(question):
        said |= organisation(text, question, library)
    return {name: value for name, value in said.items() if value != draft.answers.get(name)}
