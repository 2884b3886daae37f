"""Answers about one funding scheme: what it is, who may apply, how much it pays, until when."""

from __future__ import annotations

from datetime import date

from actions import (
    context,
    facts,
    funding_compare,
    funding_leads,
    funding_points,
    labels,
    plans,
    profiles,
    programmes,
    states,
    values,
)
from actions.answer import Answer, Evidence
from actions.context import Question
from knowledge.dates import first_day, last_day
from knowledge.library import Library
from knowledge.records import Call, Fact, Record
from knowledge.state import open_calls

AMOUNT_UNITS = frozenset({"EUR", "CNY", "USD", "percent"})
NOT_OFFERED = frozenset({"closed"})
EACH = "each"
"""What the understanding says of a question that is asked of several schemes, one after the other."""


def asked(question: Question, library: Library) -> list[Record]:
    """Give the schemes that a message speaks of."""
    return context.spoken_of(question, library, "funding")


def which(question: Question, library: Library, today: date) -> Answer:
    """Ask which scheme is meant; those that are not closed are offered first."""
    return profiles.ask_which("funding", question.intent, ordered(library, today))


def ordered(library: Library, today: date) -> list[Record]:
    """Give the schemes: with an open call, running, restricted, unknown, closed."""
    rank = {"running": 1, "restricted": 2, "unknown": 3, "closed": 4}

    def key(scheme: Record) -> int:
        state = states.now(scheme, today)
        return 0 if takes_applications(scheme, today) else rank.get(state.is_ if state else "unknown", 3)

    return sorted(library.of_kind("funding"), key=key)


def takes_applications(scheme: Record, today: date) -> bool:
    """Tell whether a call of a scheme is open on a day."""
    return bool(open_calls(scheme, today)) and not states.is_over(scheme, today)


def profile(question: Question, library: Library, today: date) -> Answer:
    """Tell what a scheme is: its state, who may apply, what it pays, and what it means for China."""
    found = context.spoken_of(question, library, "funding", "programme")
    if not found:
        return which(question, library, today)
    if funding_compare.asked(question, library):
        return funding_compare.compare(question, library, today)
    scheme = found[0]
    if scheme.kind != "funding":
        return profiles.profile(question, scheme, library, today)
    answer = Answer().about(scheme)
    hit = question.hit_on(scheme)
    if hit is not None:
        profiles.lead(answer, scheme, hit, library, today)
    else:
        profiles.opening(answer, scheme, library, today, first=0)
        tell(answer, scheme, ("who", "pays", "china"), library)
    return closing(answer, scheme, library)


def eligibility(question: Question, library: Library, today: date) -> Answer:
    """Tell who may apply to a scheme, with what that means for China."""
    return _one(question, library, today, ("who", "china", "region"))


def amount(question: Question, library: Library, today: date) -> Answer:
    """Tell how much a scheme pays."""
    programme = _programme(question, library)
    if programme is not None:
        return programmes.money(programme, library, today)
    found = asked(question, library)
    names: list[str] = ["pays"]
    if found:
        names += [fact.name for fact in found[0].facts.values() if fact.unit in AMOUNT_UNITS]
        names += [fact.name for fact in found[0].facts.values() if fact.unknown and "amount" in fact.name]
        names += [fact.name for fact in found[0].facts.values() if {one.unit for one in fact.claims} & AMOUNT_UNITS]
    answer = _one(question, library, today, tuple(names))
    if found and len(names) == 1 and found[0].ref in answer.spoken:
        answer.say("funding.no_amount")
    elif found and funding_points.asks_per_project(question.text) and found[0].ref in answer.spoken:
        funding_leads.project(answer, found[0])
    elif found and funding_leads.asks_per_year(question) and found[0].ref in answer.spoken:
        funding_leads.year(answer, found[0], library)
    return answer


def _programme(question: Question, library: Library) -> Record | None:
    """Give the programme whose money is asked for: it is named or was just spoken of, and no scheme is."""
    hits = [one.ref for one in question.hits if one.score >= context.FULL_HIT]
    schemes = context.mentioned(question, library, "funding")
    if schemes or any(ref.startswith("funding/") for ref in hits[:1]):
        return None
    named = context.mentioned(question, library, "programme")
    if not named and question.names_nothing and not context.just_spoken_of(question, library, "funding"):
        named = context.just_spoken_of(question, library, "programme")
    return named[0] if named else None


def _one(question: Question, library: Library, today: date, names: tuple[str, ...]) -> Answer:
    found = asked(question, library)
    ended = plans.ended(question, library, today)
    if ended is not None and not context.mentioned(question, library, "funding"):
        return plans.answer(ended, library, today)
    if not found:
        return which(question, library, today)
    scheme = found[0]
    answer = _begun(question, scheme)
    hit = question.near(scheme)
    if states.is_over(scheme, today):
        states.tell(answer, scheme, today)
    tell(answer, scheme, tuple(dict.fromkeys([*([hit] if hit else []), *names])), library)
    if not answer.told:
        profiles.summary(answer, scheme, library)
    if not states.is_over(scheme, today):
        states.tell(answer, scheme, today)
    return closing(answer, scheme, library)


def _begun(question: Question, scheme: Record) -> Answer:
    """Begin an answer about a scheme, with its name where the same is asked of several."""
    answer = Answer().about(scheme)
    return answer.say("funding.each", name=values.names(scheme)) if question.asks == EACH else answer


def tell(answer: Answer, scheme: Record, names: tuple[str, ...], library: Library) -> None:
    """Add some facts of a scheme, each under its name; those already told are passed over."""
    told = {row["fact"] for row in answer.told if row["ref"] == scheme.ref}
    for name in names:
        fact = scheme.facts.get(name)
        if fact is None or name in told:
            continue
        if fact.text is not None and labels.has_name(fact) and not fact.unknown:
            _labelled(answer, scheme, fact, library)
        else:
            facts.tell(answer, scheme, fact, library)


def _labelled(answer: Answer, scheme: Record, fact: Fact, library: Library) -> None:
    content = facts.sentence(scheme, fact, library) or {}
    if fact.sure in facts.HEDGED:
        content = values.say(f"sure.{fact.sure}", text=content)
    answer.tells(scheme, fact.name)
    answer.say("fact.line", Evidence.of(scheme, fact), label=labels.of_fact(fact), value=content)


def closing(answer: Answer, scheme: Record, library: Library, offers_deadline: bool = True) -> Answer:
    """Add where the scheme itself is to be read about, and what can be asked next."""
    portal = scheme.facts.get("portal")
    if portal is not None and portal.value is not None:
        answer.tells(scheme, "portal")
        answer.say("funding.portal_of", Evidence.of(scheme, portal), url=values.string(str(portal.value)))
    answer.more = [{"ref": scheme.ref, "fact": fact.name} for fact in profiles.untold(answer, scheme)]
    if answer.more:
        answer.button(values.say("button.more"), "show_more")
    if offers_deadline:
        answer.button(values.say("button.deadline"), "ask_funding_deadline", ("funding", scheme.ref))
    answer.button(values.say("button.funding"), "list_funding")
    profiles.related(answer, scheme, library, most=1)
    return answer


def deadline(question: Question, library: Library, today: date) -> Answer:
    """Tell whether a scheme takes applications on a day, and until when."""
    found = asked(question, library)
    if not found:
        return _open_now(question, library, today)
    scheme = found[0]
    answer = _begun(question, scheme)
    over = states.is_over(scheme, today)
    if over:
        states.tell(answer, scheme, today)
    _calls(answer, scheme, today)
    if not over:
        states.tell(answer, scheme, today)
    hit = question.near(scheme)
    if hit is not None and hit != "calls":
        tell(answer, scheme, (hit,), library)
    if not over:
        answer.say("funding.check_portal")
    return closing(answer, scheme, library, offers_deadline=False)


def _calls(answer: Answer, scheme: Record, today: date) -> None:
    fact = scheme.facts.get("calls")
    running = open_calls(scheme, today) if takes_applications(scheme, today) else []
    for call in running:
        _say_call(answer, "funding.call_open", scheme, call)
    if running:
        return
    coming = [c for c in fact.calls if c.opens and first_day(c.opens) > today] if fact else []
    for call in coming[:1]:
        _say_call(answer, "funding.call_coming", scheme, call)
    past = [call for call in fact.calls if last_day(call.closes) < today] if fact else []
    if past:
        _say_call(answer, "funding.call_past", scheme, max(past, key=lambda one: last_day(one.closes)))
    elif not coming:
        answer.say("funding.call_none", name=values.names(scheme))


def _say_call(answer: Answer, key: str, scheme: Record, call: Call) -> None:
    fact = scheme.facts["calls"]
    answer.tells(scheme, "calls")
    with_ = {"name": values.names(scheme), "call": values.text(call.name), "closes": values.date(call.closes)}
    if key == "funding.call_coming":
        with_["opens"] = values.date(call.opens or call.closes)
    answer.say(key, Evidence((scheme.ref,), call.sources or fact.sources, fact.as_of, fact.sure), **with_)


def _open_now(question: Question, library: Library, today: date) -> Answer:
    """Say which calls are open on a day; where none is, say so and ask which scheme is meant."""
    answer = Answer(asks_back=True)
    found = [scheme for scheme in library.of_kind("funding") if takes_applications(scheme, today)]
    for scheme in found:
        _calls(answer, scheme, today)
    if not found:
        answer.say("funding.none_open", today=values.date(today.isoformat()))
    answer.say("ask.funding")
    offered = found or [one for one in ordered(library, today) if not states.is_over(one, today)]
    answer.shown = [scheme.ref for scheme in offered[:4]]
    for scheme in offered[:4]:
        answer.button(values.names(scheme), "ask_funding_deadline", ("funding", scheme.ref))
    return answer
