"""Settings, limits, logs: small parts with rules of their own."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import structlog

from bot import logs
from bot.effects import arranged
from bot.hub import Hub
from bot.limits import TokenBuckets, TooMany, network
from bot.rounds import look
from bot.settings import Settings, SettingsError, read


def test_without_an_environment_everything_has_its_default() -> None:
    assert read({}) == Settings()
    assert read({"PORT": " ", "BRAIN_URL": ""}) == Settings()


def test_settings_are_read_from_the_environment() -> None:
    settings = read(
        {
            "PORT": "8080", "BRAIN_TIMEOUT": "2.5", "BRAIN_URL": "http://a:1, http://b:2",
            "ALLOWED_HOSTS": "desk.example", "HELPDESK_NAME": "城桥",
        }
    )  # fmt: skip

    assert (settings.port, settings.brain_timeout, settings.helpdesk_name) == (8080, 2.5, "城桥")
    assert (settings.brain_url, settings.allowed_hosts) == (("http://a:1", "http://b:2"), ("desk.example",))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"), ("PORT", "70000"), ("PORT", "-1"), ("BRAIN_TIMEOUT", "0"), ("BRAIN_TIMEOUT", "nan"),
        ("BRAIN_TIMEOUT", "inf"), ("BRAIN_URL", "localhost:5006"), ("BRAIN_URL", "ftp://x"),
        ("HELPDESK_API_TOKEN", "short"), ("HELPDESK_API_TOKEN", "密" * 20), ("LOG_LEVEL", "loud"),
        ("PENDING_LIMIT", "0"), ("RETENTION_DAYS", "0"), ("FRAME_ANCESTORS", "*"),
        ("FRAME_ANCESTORS", "https://a.example; script-src *"),
    ],
)  # fmt: skip
def test_wrong_setting_is_named_in_one_sentence(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} .*\\.$"):
        read({name: value})


def test_secret_does_not_stand_in_the_message_about_it() -> None:
    with pytest.raises(SettingsError) as problem:
        read({"HELPDESK_API_TOKEN": "tooshort"})

    assert "tooshort" not in str(problem.value)


def test_bucket_fills_again_with_time() -> None:
    buckets = TokenBuckets(per_minute=2)
    buckets.take("a", 0.0)
    buckets.take("a", 0.0)
    buckets.take("b", 0.0)
    with pytest.raises(TooMany) as problem:
        buckets.take("a", 1.0)
    buckets.take("a", 31.0)

    assert problem.value.seconds == 29


def test_limit_of_zero_is_no_limit() -> None:
    buckets = TokenBuckets(per_minute=0)
    for _ in range(1000):
        buckets.take("a", 0.0)


def test_number_of_buckets_is_limited() -> None:
    buckets = TokenBuckets(per_minute=1, max_buckets=2)
    for key in ("a", "b", "c"):
        buckets.take(key, 0.0)
    buckets.take("a", 0.0)  # forgotten, so it begins anew
    with pytest.raises(TooMany):
        buckets.take("c", 0.0)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.77", "192.0.2.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("", "unknown"),
        (None, "unknown"), ("<script>", "unknown"),
    ],
)  # fmt: skip
def test_network_of_an_address(address: str | None, expected: str) -> None:
    assert network(address) == expected


@pytest.fixture
def configured_logs() -> Iterator[None]:
    """The logs as the program sets them up; afterwards as the tests had them."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.configure("info")
    yield
    root.handlers[:], root.level = before
    structlog.reset_defaults()


@pytest.mark.usefixtures("configured_logs")
def test_log_that_cannot_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stdout", closed)

    logs.log().info("turn")
    logging.getLogger("uvicorn.error").warning("something")


@pytest.mark.usefixtures("configured_logs")
def test_log_line_never_holds_words(capsys: pytest.CaptureFixture[str]) -> None:
    logs.log().info("turn", text="my secret", token="t", asked="a", conversation="c1")  # noqa: S106
    line = json.loads(capsys.readouterr().out)

    assert set(line) == {"event", "conversation", "level", "timestamp"}


@pytest.mark.usefixtures("configured_logs")
@pytest.mark.parametrize("logger", ["ours", "uvicorn"])
def test_trace_in_the_log_has_places_but_no_words(capsys: pytest.CaptureFixture[str], logger: str) -> None:
    words = "my secret"
    try:
        try:
            int(words)
        except ValueError as problem:
            raise OSError("disk gone") from problem
    except OSError as problem:
        if logger == "ours":
            logs.log().error("request_failed", exc_info=problem)
        else:
            logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=problem)
    line = json.loads(capsys.readouterr().out)

    assert "ValueError" in line["exception"] and "OSError: disk gone" in line["exception"]
    assert "test_small_parts.py" in line["exception"] and "my secret" not in line["exception"].replace(
        '"my secret"', ""
    )


def test_answer_ends_with_sources_and_one_row_of_buttons() -> None:
    def buttons(*titles: str) -> dict[str, object]:
        return {"type": "buttons", "items": [{"title": title} for title in titles]}

    text, sources = {"type": "text"}, {"type": "sources"}

    assert arranged([text, buttons("a"), sources, text, buttons("b")]) == [text, text, sources, buttons("a", "b")]


class CountingHub(Hub):
    """A hub that counts how often somebody looks who listens."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0

    def watched(self) -> list[str]:
        """Count, and return that nobody listens."""
        self.looks += 1
        return super().watched()


@pytest.mark.parametrize(
    ("told", "looks"),
    [("0000", "1111"), ("1" * 11, "10000100001"), ("110011", "101110"), ("0111110", "1100001")],
)
async def test_look_is_left_out_only_while_others_tell_and_never_at_first(told: str, looks: str) -> None:
    hub, seen, rounds = CountingHub(), [0], iter(told)

    def is_told() -> bool:
        seen.append(hub.looks)
        return next(rounds) == "1"

    looking = asyncio.create_task(look(SimpleNamespace(hub=hub), 0.0, is_told))  # type: ignore[arg-type]
    while len(seen) <= len(told):
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    looking.cancel()
    counts = [*seen[2:], hub.looks]

    assert [after - before for before, after in zip([0, *counts], counts)] == [int(each) for each in looks]
