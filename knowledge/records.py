"""The shape of knowledge in memory: records, facts and sources as frozen values."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

Value = int | float | str


def plain_name(name: str) -> str:
    """Return a name without case, accents, spaces and punctuation, for comparing."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in decomposed if letter.isalnum())


@dataclass(frozen=True)
class Text:
    """The same words in both languages."""

    en: str
    zh: str

    def in_(self, language: str) -> str:
        """Return the words in `en` or `zh`."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Phrases:
    """Several names or questions in each language."""

    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:
        return iter(self.en + self.zh)

    def in_(self, language: str) -> tuple[str, ...]:
        """Return the phrases in `en` or `zh`."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Source:
    """Where a fact comes from."""

    key: str
    title: str
    publisher: str
    url: str | None
    language: str
    read: str
    note: Text | None = None


@dataclass(frozen=True)
class Period:
    """From when until when, as exact as it is known; `until` is None while no end is known."""

    from_: str
    until: str | None = None


@dataclass(frozen=True)
class Point:
    """A place in degrees."""

    lat: float
    lon: float


@dataclass(frozen=True)
class Cooperation:
    """One city's part in one programme; a partner is a record's ref or, without a record, its name."""

    programme: str
    period: Period | None
    partners: tuple[str | Text, ...]
    partners_unknown: bool
    topics: Text | None
    note: Text | None
    sure: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Call:
    """One call for applications of a funding scheme."""

    name: Text
    opens: str | None
    closes: str
    sources: tuple[str, ...]
    note: Text | None = None


@dataclass(frozen=True)
class Claim:
    """What some sources say where sources disagree."""

    value: Value | None
    unit: str | None
    text: Text | None
    sources: tuple[str, ...]
    as_of: str


@dataclass(frozen=True)
class Fact:
    """One fact; `kind` names the one content that it has.

    `kind` is value, date, period, text, items, refs, point, cooperation or calls. A conflict has `text`
    and `claims`; what nobody knows has `text` and `unknown`.
    """

    name: str
    kind: str
    as_of: str
    sure: str
    sources: tuple[str, ...]
    value: Value | None = None
    unit: str | None = None
    date: str | None = None
    period: Period | None = None
    text: Text | None = None
    items: tuple[Text, ...] = ()
    refs: tuple[str, ...] = ()
    point: Point | None = None
    cooperation: tuple[Cooperation, ...] = ()
    calls: tuple[Call, ...] = ()
    claims: tuple[Claim, ...] = ()
    unknown: bool = False
    note: Text | None = None
    asked: Phrases = Phrases()


@dataclass(frozen=True)
class State:
    """How a programme, scheme, contact or role stands, and since when."""

    is_: str
    since: str | None
    as_of: str
    sure: str
    sources: tuple[str, ...]
    note: Text | None = None


@dataclass(frozen=True)
class Fits:
    """Whom and what a funding scheme is for, in the terms in which the funding finder compares it.

    Args:
        eu: kinds of applicants in the EU that can take part: city, university, firm, ngo.
        cn: kinds of applicants in China that can take part.
        cn_terms: paid_in_china, own_money, limited or unknown; None where there is nothing special.
        also: codes of further countries that are treated like the EU.
        associated: whether associated countries, which the record does not list, are treated like the EU.
        for_: what it pays for: exchange, research, pilot, people, business, invest.
        gives: grant, loan, service or title.
        least: least euro that one project gets; None where that is not known.
        most: most euro that one project gets; None where that is not known.
    """

    eu: tuple[str, ...]
    cn: tuple[str, ...]
    cn_terms: str | None
    also: tuple[str, ...]
    associated: bool
    for_: tuple[str, ...]
    gives: str
    least: int | None
    most: int | None


@dataclass(frozen=True)
class Reviewed:
    """When a record was last compared with its sources, by whom, and when it must be again."""

    last: date
    by: str
    due: date


@dataclass(frozen=True)
class Record:
    """One thing we know about; a FAQ has question, answer and also_asked, but no names, summary and facts."""

    ref: str
    kind: str
    id: str
    status: str
    owner: str
    reviewed: Reviewed
    names: Phrases = Phrases()
    aliases: tuple[str, ...] = ()
    topics: Phrases = Phrases()
    state: State | None = None
    fits: Fits | None = None
    summary: Text | None = None
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    related: tuple[str, ...] = ()
    country: str | None = None
    topic: str | None = None
    question: Text | None = None
    answer: Text | None = None
    also_asked: Phrases = Phrases()
    as_of: str | None = None
    sure: str | None = None
    sources: tuple[str, ...] = ()
    withdrawn: Text | None = None

    @property
    def name(self) -> Text:
        """The displayed name; a FAQ's name is its question."""
        if self.question is not None:
            return self.question
        return Text(self.names.en[0], self.names.zh[0])
