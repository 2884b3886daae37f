"""A log line has ids, codes and places; what somebody wrote cannot get onto one, whoever writes it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot import logs
from bot.brain.door import DoorError, check
from bot.brain_client import BrainError
from bot.settings import SettingsError, read

WORDS = "write to anna@city.example about Chongqing"


@pytest.fixture(autouse=True)
def _configured() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.configure("info")
    yield
    root.handlers[:], root.level = before
    structlog.reset_defaults()


def written(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return the one line that was written."""
    return dict(json.loads(capsys.readouterr().out))


@pytest.mark.parametrize("value", [WORDS, "重庆", "anna@city.example", {"said": WORDS}, [WORDS], b"x"])
def test_value_that_may_be_words_is_withheld_under_any_name(capsys: pytest.CaptureFixture[str], value: Any) -> None:
    logs.log().info("turn", slot=value, intent="ask_city", took_ms=3)
    line = written(capsys)

    assert (line["slot"], line["intent"], line["took_ms"]) == (logs.WITHHELD, "ask_city", 3)


def test_failure_is_told_by_place_and_class_without_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        try:
            raise KeyError(WORDS)
        except KeyError as problem:
            raise ValueError(WORDS) from problem
    except ValueError as problem:
        logs.log().error("turn_failed", exc_info=problem)
    told = written(capsys)["exception"]

    assert "anna" not in told
    assert [line for line in told.splitlines() if " in " not in line] == ["KeyError", "ValueError"]
    assert "test_logs.py:" in told


@pytest.mark.parametrize("failure", [ConnectionRefusedError("no route\nsecond line"), BrainError("no route")])
def test_failure_of_the_machine_keeps_its_first_line(capsys: pytest.CaptureFixture[str], failure: Exception) -> None:
    logs.log().error("failed", exc_info=failure)

    assert written(capsys)["exception"].endswith("no route")


def test_library_says_where_and_not_what_unless_it_is_known_to_be_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("rasa.core.processor").warning("Parsed %s", WORDS)
    rasa = written(capsys)
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    uvicorn = written(capsys)

    assert "what" not in rasa and rasa["where"].startswith("test_logs:")
    assert uvicorn["what"] == "Invalid HTTP request received."


@pytest.mark.parametrize(("host", "token"), [("0.0.0.0", ""), ("brain-1", ""), ("127.0.0.1", "short"), ("::", "")])  # noqa: S104
def test_brain_does_not_open_to_the_world_without_a_token(host: str, token: str) -> None:
    with pytest.raises(DoorError, match="BRAIN_TOKEN"):
        check(host, token)


@pytest.mark.parametrize(("host", "token"), [("127.0.0.1", ""), ("::1", ""), ("0.0.0.0", "x" * 16)])  # noqa: S104
def test_brain_opens_to_itself_or_with_a_token(host: str, token: str) -> None:
    check(host, token)


@pytest.mark.parametrize(
    ("name", "value"),
    [("METRICS_ALLOW", "everybody"), ("METRICS_TOKEN", "short"), ("BRAIN_TOKEN", "short"), ("REDIS_URL", "localhost")],
)
def test_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} .*\\.$"):
        read({name: value})
