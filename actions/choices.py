"""Chooses by country among the cities that were listed last: "the Spanish one", "which of them are Finnish"."""

from __future__ import annotations

from actions import context, labels, pairings, pointing_back, profiles, values
from actions.answer import Answer
from actions.context import Question
from knowledge.library import Library
from knowledge.records import Record, Text

MOST_OFFERED = 3


def listed(question: Question, library: Library) -> list[Record]:
    """Give the cities to choose from; none where the last list was itself one of a country, and not "of them"."""
    shown = [one for one in context.records(library, question.remembered("shown")) if one.kind == "city"]
    last = question.last
    by_country = any(row["entity"] == "country" for row in last.get("entities") or ())
    again = last.get("intent") == "find_cities" and by_country
    return [] if again and not pointing_back.says("of_them", question.text) else shown


def there(cities: list[Record], countries: list[str]) -> list[Record]:
    """Give the cities in any of the countries; EU stands for all of Europe."""
    return [one for one in cities if one.country in countries or ("EU" in countries and one.country != "CN")]


def tell(question: Question, cities: list[Record], library: Library) -> Answer:
    """List which of the cities are in the countries named, or say that none is and which others are."""
    countries = question.named("country")
    count = values.number(len(cities))
    named = values.listed([labels.of_country(code) for code in countries], "or")
    found = there(cities, countries)
    answer = Answer()
    if found:
        answer.say("choice.of_list", count=count, countries=named)
        profiles.listing(answer, found)
    else:
        answer.say("choice.none_of_list", count=count, countries=named)
        unlisted = _without_record(question, library)
        if unlisted:
            answer.say("choice.without_record", names=values.listed([values.text(one) for one in unlisted]))
        found = there(list(library.of_kind("city")), countries)
        if found:
            answer.say("choice.elsewhere", cities=values.listed([values.names(one) for one in found]))
        else:
            answer.say("choice.elsewhere_none")
    for one in found[:MOST_OFFERED]:
        profiles.offer(answer, one)
    return answer


def _without_record(question: Question, library: Library) -> list[Text]:
    """Give the partners that the last answer named and that have no record, so no country either."""
    if question.last.get("intent") != "ask_city_partners":
        return []
    told = [row["ref"] for row in question.last.get("told") or () if row["fact"] == "cooperation"]
    parts = [one for city in context.records(library, told) for one in pairings.of_city(city, library)]
    return [partner for partner in pairings.partners(parts) if isinstance(partner, Text)]
