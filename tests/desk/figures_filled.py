"""Believable figures of a few months, the same every time: for pictures of the page, and for tests that need many."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from desk import figure_tables as tables

_INTENTS = {
    "ask_faq": 26, "ask_funding": 15, "find_partner": 14, "ask_city": 13, "ask_programme_status": 10,
    "request_cooperation": 9, "ask_contact": 8, "ask_steps": 7, "ask_cluster": 6, "find_funding": 6, "greet": 6,
    "ask_city_partners": 5, "out_of_scope": 5, "ask_for_person": 4, "ask_timeline": 3, "compare_cities": 2,
}  # fmt: skip
_RESULTS = {"answered": 81, "asked_back": 7, "declined": 4, "missed": 4, "gap": 5, "failed": 1}
_CHANNELS = {"web": 68, "wechat": 17, "telegram": 12, "rest": 3}
_WHYS = {"asked": 44, "gap": 26, "misunderstood": 16, "feedback": 9, "failure": 3}
_EUROPE = {
    "cities/mannheim": "DE", "cities/bologna": "IT", "cities/barcelona": "ES", "cities/nice": "FR",
    "cities/prague": "CZ", "cities/granada": "ES", "cities/manchester": "GB", "cities/stuttgart": "DE",
}  # fmt: skip
_CHINA = ("chongqing", "kunming", "wuhan", "yantai", "hangzhou", "liuzhou", "tianjin", "chengdu")
_SUBJECTS = ("smart", "circular", "mobility", "health", "culture")


def _one(chance: random.Random, weighted: dict[str, int]) -> str:
    return chance.choices(list(weighted), list(weighted.values()))[0]


def fill(connection: Connection, last: date, days: int = 180) -> None:
    """Fill an empty database.

    Args:
        connection: a write transaction.
        last: the last day that has figures.
        days: how many days have some.
    """
    chance = random.Random(7)  # noqa: S311
    visits, messages, cases, wishes = [], [], [], []
    for back in range(days):
        day = last - timedelta(days=back)
        busy = (0.25 if day.weekday() > 4 else 1.0) * (1.25 - 0.6 * back / days)
        for _ in range(int(chance.gauss(15, 4) * busy)):
            visits.append(_visit(chance, len(visits) + 1, day))
            messages += [_message(chance, visits[-1]) for _ in range(chance.randint(1, 7))]
        for _ in range(int(chance.gauss(3.4, 1.2) * busy)):
            cases.append(_case(chance, len(cases) + 1, day))
            wishes += _wishes(chance, cases[-1])
    for table, rows in ((tables.visits, visits), (tables.messages, messages), (tables.cases, cases)):
        connection.execute(insert(table), rows)
    connection.execute(insert(tables.wishes), wishes)


def _visit(chance: random.Random, number: int, day: date) -> dict[str, Any]:
    channel = _one(chance, _CHANNELS)
    language = "zh" if channel == "wechat" or chance.random() < 0.4 else "en"
    return {"id": number, "day": day, "channel": channel, "language": language, "person": chance.random() < 0.14}


def _message(chance: random.Random, visit: dict[str, Any]) -> dict[str, Any]:
    verdict = chance.choices(["up", "down", None], [9, 3, 88])[0]
    reasons = ["wrong", "incomplete", "outdated", "misunderstood", "other", None]
    reason = chance.choices(reasons, [1, 5, 2, 4, 1, 4])[0] if verdict == "down" else None
    said = {"intent": _one(chance, _INTENTS), "result": _one(chance, _RESULTS), "verdict": verdict, "reason": reason}
    return {"visit": visit["id"], "language": visit["language"], **said}


def _case(chance: random.Random, number: int, day: date) -> dict[str, Any]:
    office = "beijing" if chance.random() < 0.42 else "brussels"
    asks = chance.random() < 0.4
    response, more = int(chance.lognormvariate(4.8, 0.9)), int(chance.lognormvariate(6.2, 0.8))
    done = chance.random()
    city = "cities/" + chance.choice(_CHINA[:5]) if office == "beijing" else chance.choice(list(_EUROPE))
    return {
        "id": number,
        "day": day,
        "kind": "cooperation" if asks else "escalation",
        "channel": _one(chance, _CHANNELS),
        "language": "zh" if office == "beijing" else "en",
        "office": office,
        "why": None if asks else _one(chance, _WHYS),
        "response_minutes": response if done < 0.93 else None,
        "response_in_time": response < 480 if done < 0.93 else None,
        "resolution_minutes": response + more if done < 0.8 else None,
        "resolution_in_time": response + more < 1920 if done < 0.8 else None,
        "country": (_EUROPE.get(city, "CN") if chance.random() < 0.9 else "PT") if asks else None,
        "city": city if asks and chance.random() < 0.9 else None,
    }


def _wishes(chance: random.Random, case: dict[str, Any]) -> list[dict[str, Any]]:
    if case["kind"] != "cooperation":
        return []
    subjects = {"clusters/" + _SUBJECTS[min(int(chance.expovariate(0.6)), 4)] for _ in range(chance.randint(1, 2))}
    wished = [{"figure": case["id"], "kind": "topic", "ref": ref} for ref in sorted(subjects)]
    if chance.random() < 0.7:
        near = int(chance.expovariate(0.5))
        europe = list(_EUROPE)
        ref = europe[near % len(europe)] if case["office"] == "beijing" else "cities/" + _CHINA[near % len(_CHINA)]
        wished.append({"figure": case["id"], "kind": "partner", "ref": ref})
    return wished
