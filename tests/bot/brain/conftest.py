"""The brain that these tests talk to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.loaded_brain import LoadedBrain


@pytest.fixture
def talker() -> LoadedBrain:
    """The real brain, with its own knowledge in place."""
    # Imported here: this file is also read where there is no Rasa.
    from tests.loaded_brain import loaded

    brain = loaded()
    brain.put_in_place()
    return brain
