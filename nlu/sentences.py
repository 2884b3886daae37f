"""Cut a message into sentences, so that a question inside a long message is found."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[。！？!?；;\n])|(?<=[.])(?=\s+[A-Z\u4e00-\u9fff])|(?<=[a-z]{3}[.])(?=\s+[a-z])")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|mr|mrs|ms|dr|prof|no|nr|approx|incl|resp|vs)\.$", re.IGNORECASE)
SHORTEST = 2


def sentences(text: str) -> list[str]:
    """Cut a text into sentences.

    Args:
        text: as typed; line breaks end a sentence too.

    Returns:
        The sentences in order, without empty ones; abbreviations do not end a sentence.
    """
    pieces: list[str] = []
    for piece in _END.split(text):
        if pieces and _ABBREVIATION.search(pieces[-1].rstrip()):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return [piece.strip() for piece in pieces if len(piece.strip()) >= SHORTEST]
