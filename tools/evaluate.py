"""`make eval`: how well the held-out sentences are understood, per language and intent."""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.logs import configure

FOLDER = Path("tests/understanding")
MODEL = Path("models/citybridge.tar.gz")
OUT_OF_SCOPE = "out_of_scope"
DID_YOU_MEAN = "did_you_mean"
ASK_FACT = "ask_fact"
MOST_CONFUSIONS = 25


@dataclass(frozen=True)
class Case:
    """A held-out sentence.

    Args:
        text: the sentence.
        intent: what it asks.
        group: en, zh, mixed, near or far.
        records: refs that must be named or found, where the writer gave them.
    """

    text: str
    intent: str
    group: str
    records: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of a case."""

    case: Case
    intent: str
    band: str
    candidates: tuple[str, ...]
    records: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Tell whether the intent is right; an answer from the fact asked for counts when the record is right."""
        if self.intent == ASK_FACT:
            return not self.case.records or bool(set(self.records) & set(self.case.records))
        return self.intent == self.case.intent

    @property
    def offered(self) -> bool:
        """Tell whether the right intent was among those offered by "did you mean"."""
        return self.intent == DID_YOU_MEAN and self.case.intent in self.candidates


def cases(folder: Path = FOLDER) -> Iterator[Case]:
    """Read all single-question held-out sentences of a folder."""
    for file in sorted(folder.glob("*.yml")):
        data = YAML(typ="safe").load(file)
        if not isinstance(data, dict):
            continue
        for intent, groups in data.items():
            for group, rows in groups.items():
                yield from _rows(intent, group, rows)


def _rows(intent: str, group: str, rows: Any) -> Iterator[Case]:
    if isinstance(rows, dict):  # out_of_scope: near/far, then languages
        for language_rows in rows.values():
            yield from _rows(intent, group, language_rows)
        return
    for row in rows or []:
        if isinstance(row, str):
            yield Case(row, intent, group)
        else:
            yield Case(row["text"], intent, group, tuple(row.get("records", ())))


async def run(model: Path, chosen: Sequence[Case]) -> list[Outcome]:
    """Understand every case with a trained model."""
    from bot.brain.agent import Brain
    from knowledge.library import default_folder

    brain = await Brain.open(model, default_folder())
    outcomes: list[Outcome] = []
    for case in chosen:
        data = await brain.understand(case.text)
        understood = data["understood"]
        named = [entity["value"] for entity in data["entities"]]
        hits = [hit["ref"] for hit in understood["hits"]]
        outcomes.append(
            Outcome(
                case,
                data["intent"]["name"],
                understood["band"],
                tuple(row["intent"] for row in understood["candidates"][:3]),
                tuple(dict.fromkeys([*named, *hits])),
            )
        )
    brain.watcher.stop()
    return outcomes


def share(part: int, whole: int) -> float:
    """Return a percentage with one decimal; 0.0 of nothing."""
    return round(100 * part / whole, 1) if whole else 0.0


def accuracy(outcomes: Sequence[Outcome], group: str) -> float:
    """Return the percentage of right intents in a group, out of scope left aside."""
    rows = [o for o in outcomes if o.case.group == group and o.case.intent != OUT_OF_SCOPE]
    return share(sum(o.right for o in rows), len(rows))


def refused(outcomes: Sequence[Outcome]) -> float:
    """Return the percentage of in-scope sentences that were refused."""
    rows = [o for o in outcomes if o.case.intent != OUT_OF_SCOPE]
    return share(sum(o.intent == OUT_OF_SCOPE for o in rows), len(rows))


def rejected(outcomes: Sequence[Outcome], group: str) -> float:
    """Return the percentage of out-of-scope sentences of a group (near, far) that got no guessed answer."""
    rows = [o for o in outcomes if o.case.intent == OUT_OF_SCOPE and o.case.group == group]
    return share(sum(o.intent in (OUT_OF_SCOPE, DID_YOU_MEAN) for o in rows), len(rows))


def report(outcomes: Sequence[Outcome], errors: bool = False) -> str:
    """Write the report as Markdown."""
    lines = ["# Understanding of the held-out sentences", "", "| what | result |", "|---|---|"]
    for group in ("en", "zh", "mixed"):
        count = sum(o.case.group == group and o.case.intent != OUT_OF_SCOPE for o in outcomes)
        lines.append(f"| intent right, {group} ({count}) | {accuracy(outcomes, group)} % |")
    inside = [o for o in outcomes if o.case.intent != OUT_OF_SCOPE]
    offered = share(sum(o.offered for o in inside), len(inside))
    lines.append(f"| right intent offered as “did you mean” | {offered} % |")
    lines.append(f"| in scope, refused | {refused(outcomes)} % |")
    for group in ("near", "far"):
        lines.append(f"| out of scope ({group}), not answered | {rejected(outcomes, group)} % |")
    named = [o for o in inside if o.case.records]
    found = sum(bool(set(o.records) & set(o.case.records)) for o in named)
    lines.append(f"| record found, where one is expected ({len(named)}) | {share(found, len(named))} % |")
    lines += [
        "",
        "| intent | en | zh |",
        "|---|---|---|",
        *_per_intent(inside),
        "",
        "| asked | understood | times |",
    ]
    lines += ["|---|---|---|", *_confusions(outcomes)]
    if errors:
        lines += ["", "## Every error", ""] + [
            f"- {o.case.group} · {o.case.intent} → {o.intent} ({', '.join(o.candidates)}): {o.case.text}"
            for o in outcomes
            if not o.right and not (o.case.intent == OUT_OF_SCOPE and o.intent == DID_YOU_MEAN)
        ]
    return "\n".join(lines) + "\n"


def _per_intent(inside: Sequence[Outcome]) -> list[str]:
    counts: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for outcome in inside:
        counts[outcome.case.intent][outcome.case.group].append(outcome.right)
    return [
        f"| {intent} | " + " | ".join(f"{sum(groups[g])}/{len(groups[g])}" for g in ("en", "zh")) + " |"
        for intent, groups in sorted(counts.items())
    ]


def _confusions(outcomes: Sequence[Outcome]) -> list[str]:
    wrong = Counter((o.case.intent, o.intent) for o in outcomes if not o.right)
    return [f"| {asked} | {got} | {count} |" for (asked, got), count in wrong.most_common(MOST_CONFUSIONS)]


def main() -> None:
    """Print the report, and write it where `--out` says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--errors", action="store_true", help="list every sentence that was misunderstood")
    arguments = parser.parse_args()
    configure("error")  # what Rasa logs of each sentence is not part of the report
    text = report(asyncio.run(run(arguments.model, list(cases()))), arguments.errors)
    print(text)
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
