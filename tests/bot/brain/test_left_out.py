"""The brain's process goes without TensorFlow and others; tested in another process, since it cannot be taken back."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(120)]

IMPORTS = """
import sys
from bot.brain import left_out
left_out.install()
import bot.brain.agent
import rasa.engine.recipes.default_components  # what loading a model imports
assert not hasattr(sys.modules["tensorflow"], "__version__"), "the real one is imported"
assert not hasattr(sys.modules["sklearn"], "__version__"), "the real one is imported"
from rasa.nlu.classifiers.diet_classifier import DIET, DIETClassifier
for use in (DIET, lambda: sys.modules["tensorflow"].constant(3)):
    try:
        use()
    except left_out.NotHere as problem:
        print(problem)
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False, timeout=100
    )


def test_rasa_is_imported_without_it_and_whoever_needs_it_is_told() -> None:
    result = run(IMPORTS)

    assert result.returncode == 0, result.stderr[-2_000:]
    assert "DIET needs a package that is left out" in result.stdout
    assert "tensorflow.constant is left out" in result.stdout


def test_it_must_be_left_out_before_anyone_has_it() -> None:
    result = run("import sys\nsys.modules['tensorflow'] = sys\nfrom bot.brain.left_out import install\ninstall()")

    assert result.returncode == 1
    assert "must come before Rasa is imported" in result.stderr
