"""Names that narrow a list of cities: whether they stand for the listed side or the partner's, and are denied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from actions import city_names
from actions.city_names import SIDED, Name, form, joined, plain
from actions.context import Question


def names(question: Question) -> list[Name]:
    """Give the names of a message in their order, with their side and whether they are denied."""
    text = plain(question.text)
    return _denied(_sided(city_names.found(question), text), text)


def _chain(found: list[Name], text: str, position: int, longest: int = 30) -> list[Name]:
    """Give the names that follow a place in the text, joined by "and" or "or"."""
    ahead = [one for one in found if one.start >= position]
    if not ahead or ahead[0].kind not in SIDED or ahead[0].start - position > longest:
        return []
    if re.search(r"[,;.?!，。；？]", text[position : ahead[0].start]):
        return []
    chain = ahead[:1]
    for one in ahead[1:]:
        if one.kind not in SIDED or not joined(chain[-1], one, text):
            break
        chain.append(one)
    return chain


def _sided(found: list[Name], text: str) -> list[Name]:
    """Mark the names that are the partner's side; denied with the verb that ties them."""
    sides = dict([*_sided_en(found, text), *_sided_zh(found, text)])
    return [replace(one, partner=True, denied=one.denied or sides[one]) if one in sides else one for one in found]


def _sided_en(found: list[Name], text: str) -> Iterator[tuple[Name, bool]]:
    for match in form("with").finditer(text):
        denied = form("not_worked").search(text[: match.start()]) is not None
        yield from ((one, denied) for one in _chain(found, text, match.end()))
    for match in form("with_which").finditer(text):
        yield from ((one, False) for one in _chain(found, text, match.end()) if one.kind == "country")
    for name in ("of_partners", "has_partners"):
        for match in form(name).finditer(text):
            denied = name == "has_partners" and form("not_partner").search(match.group()) is not None
            yield from ((one, denied) for one in _chain(found, text, match.end()))
    for one in found:
        before = form("before_partner").search(text[: max(one.start, 0)])
        if one.kind == "country" and before and form("after_partner").match(text, one.end):
            never = form("not_worked").search(text[: before.start()])
            yield one, never is not None or form("not_partner").search(before.group()) is not None
        if one.kind in SIDED and form("did").search(text[: max(one.start, 0)]):
            if form("did_with").match(_marked(found, text), one.end):
                yield one, False


def _marked(found: list[Name], text: str) -> str:
    """Give the text with every name as a row of §."""
    for one in found:
        if one.start >= 0:
            text = text[: one.start] + "§" * len(one.text) + text[one.end :]
    return text


def _sided_zh(found: list[Name], text: str) -> Iterator[tuple[Name, bool]]:
    sided = [one for one in found if one.kind in SIDED and one.start >= 0]
    for match in form("with_zh").finditer(text):
        who = match["who"]
        asked = form("asked_zh").search(who)
        start, end = match.start("who"), match.end("who")
        if asked:
            clause = max(text.rfind(mark, 0, match.start()) for mark in "，。；,;")
            start, end = clause + 1, start + asked.start()
        before = form("not_zh").search(text[: match.start()])
        denied = before is not None or form("not_inside_zh").search(who) is not None
        yield from ((one, denied) for one in sided if start <= one.start < end)
    for match in form("has_zh").finditer(text):
        denied = form("not_zh").search(text[: match.start()] + match.group()[:1]) is not None
        yield from ((one, denied) for one in sided if match.start("who") <= one.start < match.end("who"))
    for match in form("of_zh").finditer(text):
        yield from ((one, False) for one in sided if one.end == match.start() and one.kind != "country")
    for first, last in zip(sided, sided[1:]):
        tied = form("of_side_zh").fullmatch(text, first.end, last.start)
        if tied and form("bare_partner_zh").match(text, last.end):
            yield first, False


def _denied(found: list[Name], text: str) -> list[Name]:
    """Mark the names that a longer negation denies: "not in the health cluster", "没有参加IURC"."""
    result: list[Name] = []
    for one in found:
        before = text[: max(one.start, 0)]
        near = form("not_in").search(before) or form("not_in_zh").search(before)
        after = one.start >= 0 and form("not_after_zh").match(text, one.end)
        last = result[-1] if result else one
        between = text[last.end : one.start] if last.start >= 0 else ""
        carried = last.denied and last.kind == one.kind and form("carried").fullmatch(between) is not None
        tied = one.partner or one.kind == "city"
        if one.start >= 0 and not tied and (near or after or carried):
            one = replace(one, denied=True)
        result.append(one)
    return result


def asks_for_list(question: Question) -> bool:
    """Tell whether a question for partners asks for a list: by the partner's country, by whom one never worked with."""
    found, text = names(question), plain(question.text)
    met = [one for one in found if one.partner]
    if any(one.kind == "city" and not one.denied for one in found):
        return False
    if any(one.denied or one.kind == "place" for one in met):
        return True
    own = [one for one in found if one.kind == "country" and not one.partner]
    listed = any(form("cities").match(text, one.end) or form("cities").match(one.text) for one in own)
    wide = bool(met) or (bool(own) and form("cities").search(text) is not None)
    return listed or (wide and not form("pronoun").search(text))
