"""The vectors of all questions of the records, encoded when the model is trained: a start encodes only what is new."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.library import Library, Record
from nlu.cores import shared
from nlu.encoder import Encoder, Vectors
from nlu.normalise import plain
from nlu.own_questions import OwnQuestions
from nlu.question_index import QuestionIndex, questions
from nlu.reading import Reader
from nlu.training import encoded

TEXTS, NUMBERS = "questions.json", "questions.npz"
Known = dict[str, Vectors]


def of(library: Library, reader: Reader, encoder: Encoder, cores: int, phrases: Known | None = None) -> Known:
    """Encode every question of a library, whole and with the name of its record put aside.

    Args:
        library: the records.
        reader: reads with their names.
        encoder: gives the vectors.
        cores: how many share the work.
        phrases: vectors of training phrases, many of which are questions of records; new ones are added.
    """
    vectors: Known = {} if phrases is None else phrases
    texts = [plain(text) for text, _, _, _ in questions(library)]
    known: Known = dict(zip(texts, encoded(texts, encoder, cores, vectors)))
    own = OwnQuestions(reader, QuestionIndex(library, reader, encoder, known), encoder, known)

    def asked(records: Sequence[Record]) -> list[str]:
        return [text for record in records for text in own.texts(record)]

    others = [text for share in shared(asked, library.published(), cores) for text in share]
    return {**known, **dict(zip(others, encoded(others, encoder, cores, vectors)))}


def save(known: Known, folder: Path) -> None:
    """Write vectors into the folder of a model."""
    (folder / TEXTS).write_text(json.dumps(list(known), ensure_ascii=False), encoding="utf-8")
    np.savez(folder / NUMBERS, vectors=np.vstack(list(known.values())))


def read(folder: Path) -> Known:
    """Read what `save` wrote."""
    texts = json.loads((folder / TEXTS).read_text(encoding="utf-8"))
    with np.load(folder / NUMBERS, allow_pickle=False) as numbers:
        return dict(zip(texts, numbers["vectors"]))
