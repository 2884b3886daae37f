"""What somebody typed into the search, and how each kind of database is asked for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desk.search_cut import Token, cut

LONGEST = 200
MOST_PHRASES = 12
_SHORTEST_BEGINNING = 3
"""Of so many letters on, a word also finds those that begin with it."""
_SHORTEST_LOOSE = 4
"""Of so many Chinese characters on, what was typed in one run need not stand in one run."""
_MINUS = "-\u2212\u2013\uff0d"
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u300c\u300d\u300e\u300f\uff02", '"'))
_PART = re.compile(rf'([{_MINUS}]?)(?:"([^"]*)"?|([^\s"\u3000]+))')


@dataclass(frozen=True)
class Phrase:
    """Tokens that stand in a row.

    Args:
        tokens: in order.
        is_open: whether the last one is only the beginning of what is looked for.
    """

    tokens: tuple[str, ...]
    is_open: bool = False


@dataclass(frozen=True)
class Sought:
    """What is looked for.

    Args:
        exact: must all occur as typed.
        loose: must all occur, words as beginnings and long runs of Chinese in pairs; what fits only so comes later.
        without: none may occur.
    """

    exact: tuple[Phrase, ...]
    loose: tuple[Phrase, ...]
    without: tuple[Phrase, ...]

    @property
    def tiers(self) -> tuple[tuple[tuple[Phrase, ...], tuple[Phrase, ...]], ...]:
        """What must occur and what is not found again, the better fit first."""
        if not self.exact:
            return ()
        first = ((self.exact, ()),)
        return first if self.exact == self.loose else (*first, (self.loose, self.exact))


def read(typed: str) -> Sought:
    """Return what is looked for: words, "phrases" in quotation marks of either script, and what has a minus before it.

    Args:
        typed: as typed; what exceeds LONGEST characters or MOST_PHRASES parts is left out.
    """
    exact: list[Phrase] = []
    loose: list[Phrase] = []
    without: list[Phrase] = []
    for minus, quoted, word in _PART.findall(typed[:LONGEST].translate(_QUOTES))[:MOST_PHRASES]:
        tokens = cut(quoted or word)
        if not tokens:
            continue
        phrase = _phrase(tokens)
        if minus:
            without.append(phrase)
            continue
        exact.append(phrase)
        loose += [phrase] if quoted else _loose(tokens, phrase)
    return Sought(tuple(exact), tuple(loose), tuple(without))


def _phrase(tokens: Sequence[Token]) -> Phrase:
    """Return tokens as a row; in the index a run of Chinese may go on where what was typed ends."""
    texts = [token.text for token in tokens]
    is_run = len(tokens) > 1 and tokens[-1].is_han and tokens[-2].is_han and tokens[-2].end == tokens[-1].end
    if is_run:
        return Phrase(tuple(texts[:-1]))
    return Phrase(tuple(texts), is_open=tokens[-1].is_han)


def _loose(tokens: Sequence[Token], phrase: Phrase) -> list[Phrase]:
    if tokens[-1].is_han:
        pairs = [token.text for token in tokens if token.end - token.start == 2]
        if len(tokens) < _SHORTEST_LOOSE or len(pairs) != len(tokens) - 1:
            return [phrase]  # short, or mixed with Latin
        return [Phrase((pair,)) for pair in dict.fromkeys([*pairs[::2], pairs[-1]])]
    return [Phrase(phrase.tokens, len(phrase.tokens[-1]) >= _SHORTEST_BEGINNING)]


def for_sqlite(wanted: Sequence[Phrase], unwanted: Iterable[Sequence[Phrase]]) -> str:
    """Return a query of FTS5; tokens are letters and digits alone, so nothing in them can end the quotation.

    Args:
        wanted: must all occur.
        unwanted: of none of these groups all may occur.
    """

    def one(phrase: Phrase) -> str:
        return '"' + " ".join(phrase.tokens) + '"' + (" *" if phrase.is_open else "")

    def all_of(phrases: Sequence[Phrase]) -> str:
        return "(" + " AND ".join(map(one, phrases)) + ")"

    groups = [all_of(group) for group in unwanted if group]
    return all_of(wanted) + (f" NOT ({' OR '.join(groups)})" if groups else "")


def for_postgres(wanted: Sequence[Phrase], unwanted: Iterable[Sequence[Phrase]]) -> str:
    """Return the same as a tsquery."""

    def one(phrase: Phrase) -> str:
        *begin, last = (f"'{token}'" for token in phrase.tokens)
        return "(" + " <-> ".join([*begin, last + (":*" if phrase.is_open else "")]) + ")"

    def all_of(phrases: Sequence[Phrase]) -> str:
        return "(" + " & ".join(map(one, phrases)) + ")"

    return " & ".join([all_of(wanted), *("!" + all_of(group) for group in unwanted if group)])


def spans(text: str, phrases: Iterable[Phrase]) -> list[tuple[int, int]]:
    """Return where phrases occur in a text, in order, none overlapping another.

    Args:
        text: the original.
        phrases: what is looked for.
    """
    tokens = cut(text)
    found = [span for phrase in phrases for span in _occurrences(tokens, phrase)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _occurrences(tokens: Sequence[Token], phrase: Phrase) -> Iterable[tuple[int, int]]:
    size = len(phrase.tokens)
    *begin, last = phrase.tokens
    for place in range(len(tokens) - size + 1):
        row = tokens[place : place + size]
        if any(token.text != text for token, text in zip(row, begin)):
            continue
        end = row[-1]
        if end.text == last or (phrase.is_open and end.text.startswith(last)):
            # Of a pair that was only begun, the first character is what was looked for.
            is_half = end.is_han and len(last) < len(end.text)
            yield row[0].start, end.start + 1 if is_half else end.end
