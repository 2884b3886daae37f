"""Small made-up records, right as they stand; a test changes one thing and sees what is said about it."""

from __future__ import annotations

import copy
import io
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

REVIEWED = {"last": "2026-01-10", "by": "knowledge-team", "due": "2026-06-10"}
PROOF = {"as_of": "2019", "sure": "confirmed", "sources": ["A1", "A2"]}

SOURCES = {
    "S1": {"title": "Founding paper", "publisher": "Somebody", "language": "en", "read": "2026-01-10"},
    "A1": {
        "title": "News",
        "publisher": "Somebody",
        "url": "https://example.org/a1",
        "language": "en",
        "read": "2026-01-10",
    },
    "A2": {"title": "More news", "publisher": "Another", "language": "zh", "read": "2026-01-10"},
}
GLOSSARY = [
    {
        "en": "twin programme",
        "zh": "结对项目",
        "also": ["结对项目计划"],
        "never": ["双子项目"],
        "basis": "own",
    }
]

PROGRAMME: dict[str, Any] = {
    "id": "twins",
    "status": "published",
    "owner": "programmes",
    "names": {"en": ["Twin Programme"], "zh": ["结对项目"]},
    "aliases": ["TP"],
    "state": {"is": "running", "since": "2016", **PROOF},
    "summary": {"en": "It paired cities from {period}.", "zh": "该项目在{period}为城市结对。"},
    "facts": {
        "period": {"period": {"from": "2016", "until": "2020"}, **PROOF},
        "size": {
            "text": {"en": "By June 2020 it had 17 cities.", "zh": "截至2020年6月，共有17座城市。"},
            "asked": {"en": ["how many cities were twins"], "zh": ["结对项目有多少城市"]},
            **PROOF,
        },
    },
    "reviewed": REVIEWED,
}
CITY: dict[str, Any] = {
    "id": "lakeside",
    "status": "published",
    "owner": "cities",
    "country": "DE",
    "names": {"en": ["Lakeside"], "zh": ["湖滨"]},
    "aliases": ["Läkeside on Sea"],
    "summary": {
        "en": "Lakeside is a city with {population} people.",
        "zh": "湖滨是一座有{population}人的城市。",
    },
    "facts": {
        "population": {"value": 120000, "unit": "person", **PROOF},
        "place": {"point": {"lat": 50.0, "lon": 8.5}, **PROOF},
        "cooperation": {
            "cooperation": [
                {
                    "programme": "programmes/twins",
                    "from": "2017",
                    "until": "2018",
                    "partners": ["cities/riverton"],
                    "sure": "single",
                    "sources": ["A1"],
                },
            ],
            **PROOF,
        },
        "clusters": {"refs": ["clusters/water"], **PROOF},
    },
    "related": ["programmes/twins"],
    "reviewed": REVIEWED,
}
OTHER_CITY: dict[str, Any] = {
    **copy.deepcopy(CITY),
    "id": "riverton",
    "country": "CN",
    "names": {"en": ["Riverton"], "zh": ["河城"]},
    "aliases": ["He cheng"],
    "summary": {"en": "Riverton is a city.", "zh": "河城是一座城市。"},
}
OTHER_CITY["facts"]["cooperation"]["cooperation"][0]["partners"] = [{"en": "Lower Hills", "zh": "下丘"}]
del OTHER_CITY["facts"]["clusters"]
CLUSTER: dict[str, Any] = {
    "id": "water",
    "status": "published",
    "owner": "cities",
    "names": {"en": ["Water"], "zh": ["水务"]},
    "topics": {"en": ["waste water"], "zh": ["污水处理"]},
    "summary": {"en": "Water is a cluster.", "zh": "水务是一个集群。"},
    "facts": {
        "projects": {"items": [{"en": "clean rivers", "zh": "清洁河流"}], **PROOF},
        "cities": {"refs": ["cities/riverton"], **PROOF},
    },
    "reviewed": REVIEWED,
}
FUNDING: dict[str, Any] = {
    "id": "seed",
    "status": "published",
    "owner": "funding",
    "names": {"en": ["Seed Fund"], "zh": ["种子基金"]},
    "state": {"is": "running", **PROOF},
    "fits": {"eu": ["city"], "cn": [], "for": ["exchange"], "gives": "grant"},
    "summary": {"en": "It pays for small projects.", "zh": "该基金资助小型项目。"},
    "facts": {
        "who": {"text": {"en": "Cities may apply.", "zh": "城市可以申请。"}, **PROOF},
        "pays": {"text": {"en": "It pays EUR 1.5 million.", "zh": "资助150万欧元。"}, **PROOF},
        "region": {"text": {"en": "It works in Europe.", "zh": "适用于欧洲。"}, **PROOF},
        "calls": {
            "calls": [
                {
                    "name": {"en": "Call 1", "zh": "第1期"},
                    "opens": "2025-01-15",
                    "closes": "2025-03-31",
                    "sources": ["A1"],
                },
                {
                    "name": {"en": "Call 2", "zh": "第2期"},
                    "opens": "2025-12-04",
                    "closes": "2026-02-10",
                    "sources": ["A1"],
                },
            ],
            **PROOF,
        },
    },
    "reviewed": REVIEWED,
}
FAQ: dict[str, Any] = {
    "id": "travel",
    "topic": "travel",
    "status": "published",
    "owner": "method",
    "question": {"en": "Who pays for travel?", "zh": "差旅费由谁承担？"},
    "answer": {"en": "Each city pays for 2 people.", "zh": "各城市承担2人的费用。"},
    "also_asked": {
        "en": ["do you pay flights", "travel costs", "who buys the tickets", "is the hotel paid"],
        "zh": ["机票谁出", "差旅费报销吗", "路费怎么算", "住宿费谁付"],
    },
    **PROOF,
    "reviewed": REVIEWED,
}
RECORDS: dict[str, Any] = {
    "sources": SOURCES,
    "glossary": GLOSSARY,
    "programmes/twins": PROGRAMME,
    "cities/lakeside": CITY,
    "cities/riverton": OTHER_CITY,
    "clusters/water": CLUSTER,
    "funding/seed": FUNDING,
    "faq/travel": FAQ,
}


def changed(ref: str, path: str, value: Any) -> dict[str, Any]:
    """Return one sample with one field set; a value of None removes the field.

    Args: ref: the record; path: the field, with / between its parts; value: what to put there.
    """
    record: dict[str, Any] = copy.deepcopy(RECORDS[ref])
    *parts, last = path.split("/")
    node: Any = record
    for part in parts:
        node = node[int(part)] if isinstance(node, list) else node[part]
    if value is None:
        del node[last]
    elif isinstance(node, list):
        node[int(last)] = value
    else:
        node[last] = value
    return {ref: record}


def write(folder: Path, records: dict[str, Any] | None = None) -> Path:
    """Write all samples to a folder, the given ones instead of their namesakes, and return the folder."""
    for ref, record in {**RECORDS, **(records or {})}.items():
        path = folder / f"{ref}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record if isinstance(record, str) else dump(record), "utf-8")
    return folder


def dump(record: Any) -> str:
    """Return a record as YAML."""
    stream = io.StringIO()
    yaml = YAML()
    yaml.allow_unicode = True
    yaml.width = 4096
    yaml.dump(copy.deepcopy(record), stream)
    return stream.getvalue()
