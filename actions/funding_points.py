"""In words: in which points a scheme fits a case, and what it is for where it does not."""

from __future__ import annotations

from actions import forms, values
from actions.funding_case import BOTH, CN, EU, Case
from actions.funding_match import KIND, PURPOSE, SIDE, SUM, WHO, Match
from actions.values import Typed
from knowledge.records import Fits

CURRENCY = "EUR"


def fits(one: Match, case: Case) -> Typed:
    """Name the points in which a scheme fits; of the place, to whom it is open and on which terms."""
    return values.listed([_side(one.scheme.fits, case) if name == SIDE else _point(name) for name in one.fits])


def unknown(one: Match) -> Typed:
    """Name the points of which the records do not tell."""
    return values.listed([_point(name) for name in one.open])


def misses(one: Match, case: Case) -> Typed:
    """Name the points in which a scheme does not fit, each with what it is for, and those that are not known."""
    rows = [_instead(name, one.scheme.fits, case) for name in one.misses]
    rows += [values.say("finder.open_point", point=_point(name)) for name in one.open]
    return values.listed(rows, "semicolon")


def _point(name: str) -> Typed:
    return values.say(f"finder.point_{name}")


def _side(terms: Fits | None, case: Case) -> Typed:
    if terms is None or case.side not in (CN, EU, BOTH):
        return _point(SIDE)
    if case.side == CN and terms.cn_terms is not None:
        return values.say(f"finder.open_cn_{terms.cn_terms}")
    return values.say(f"finder.open_{case.side.lower()}")


def _instead(name: str, terms: Fits | None, case: Case) -> Typed:
    """Say what a scheme is for in a point that does not fit."""
    said = None if terms is None else _content(name, terms, case)
    point = _point(name)
    return point if said is None else values.say("finder.instead", point=point, what=said)


def _content(name: str, terms: Fits, case: Case) -> Typed | None:
    if name == WHO:
        kinds = list(
            dict.fromkeys(terms.cn if case.side == CN else terms.eu if case.side == EU else terms.eu + terms.cn)
        )
        return values.say("finder.takes", kinds=_listed("who", kinds)) if kinds else None
    if name == SIDE:
        sides = [side for side, kinds in (("eu", terms.eu), ("cn", terms.cn)) if kinds]
        return values.say("finder.is_open_to", sides=_listed("side", sides)) if sides else None
    if name == PURPOSE:
        return values.say("finder.pays_for", purposes=_listed("purpose", list(terms.for_)))
    if name == SUM:
        return amount(terms)
    return values.say("finder.gives", kind=values.say(f"finder.kind_{terms.gives}")) if name == KIND else None


def _listed(question: str, names: list[str]) -> Typed:
    return values.listed([values.say(f"finder.{question}_{name}") for name in names], "semicolon")


def amount(terms: Fits) -> Typed | None:
    """Say how much one project gets; None where that is not known."""
    least, most = (None if one is None else {"money": one, "currency": CURRENCY} for one in (terms.least, terms.most))
    if least and most:
        return values.say("finder.gets_between", least=least, most=most)
    if most:
        return values.say("finder.gets_most", most=most)
    return values.say("finder.gets_least", least=least) if least else None


def asks_per_project(text: str) -> bool:
    """Tell whether a message asks how much one project gets, and not how large a programme is."""
    return forms.form("funding_changes", "per_project").search(text.lower()) is not None
