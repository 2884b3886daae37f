"""Which pilots a topic is about: those whose records name it, and those merely in a cluster that covers it."""

from __future__ import annotations

from actions import profiles, subjects, values, worked
from actions.answer import Answer
from actions.city_names import plain
from actions.city_topics import form
from actions.context import Entity, Question
from knowledge.library import Library
from knowledge.records import Record, Text


def found(question: Question, covered: list[Record], library: Library) -> list[Record]:
    """Give the pilots on the topics of a message, those of cities that worked on them together among them.

    Args:
        question: the message.
        covered: pilots in the clusters of its topics.
        library: all records.
    """
    pairs = [frozenset((one.city, *map(str, one.partners))) for one in worked.on_subject(question, library)]
    theirs = [one for one in library.of_kind("pilot") if any(pair <= _cities(one) for pair in pairs)]
    return list({one.ref: one for one in (*covered, *theirs)}.values())


def unnamed(question: Question, pilots: list[Record]) -> list[str]:
    """Give the topics of a message as it words them, if no record of some pilots has any of these words."""
    words = list(dict.fromkeys(one.text for one in question.entities if one.kind == "topic" and _is_subject(one)))
    forms = [form(plain(one)) for one in words]
    return [] if any(one.search(_words(pilot)) for one in forms for pilot in pilots) else words


def wider(words: list[str], pilots: list[Record]) -> Answer:
    """Say that no pilot names some topics, then list those of the cluster that covers them."""
    topics = values.listed([values.string(one) for one in words])
    answer = Answer().say("pilot.none_names", topics=topics)
    if pilots:
        answer.say("pilot.of_cluster")
        profiles.listing(answer, pilots)
    for pilot in pilots[:3]:
        profiles.offer(answer, pilot)
    return answer.button(values.say("button.find_partner"), "find_partner")


def _is_subject(topic: Entity) -> bool:
    return bool(topic.text) and topic.value.startswith(subjects.CLUSTER)


def _cities(pilot: Record) -> set[str]:
    fact = pilot.facts.get("cities")
    return set(fact.refs) if fact else set()


def _words(pilot: Record) -> str:
    texts = [Text(pilot.name.en, pilot.name.zh), *subjects.recorded(pilot)]
    texts += [each for fact in pilot.facts.values() for each in (fact.text, *fact.items) if each is not None]
    texts += [pilot.summary] if pilot.summary else []
    return plain("; ".join(side for text in texts for side in (text.en, text.zh)))
