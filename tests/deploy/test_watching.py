"""What alerts, dashboard and guide name does exist; the units and the proxy configuration are accepted."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.brain.metrics import BrainMetrics
from bot.metrics import Metrics
from tests.deploy import plain_yaml
from tests.import_graph import ROOT
from tests.programs import needed

MONITORING = ROOT / "deploy/monitoring"
GUIDES = ("README.md", "README.zh.md")
SUFFIX = re.compile(r"_(bucket|count|sum|total)$")


def known() -> set[str]:
    """Return the names of all numbers that gateway and brain show."""
    families = [*Metrics().registry.collect(), *BrainMetrics().registry.collect()]
    return {SUFFIX.sub("", family.name) for family in families}


def named(text: str) -> set[str]:
    """Return the names of numbers in a text."""
    return {SUFFIX.sub("", name) for name in re.findall(r"\b(?:citybridge|process)_[a-z_]+", text)} - {
        "citybridge_watch"
    }


@pytest.mark.parametrize("file", ["monitoring/alerts.yml", "monitoring/dashboard.json", *GUIDES])
def test_every_number_that_is_named_exists(file: str) -> None:
    assert named((ROOT / "deploy" / file).read_text("utf-8")) - known() == set()


def test_every_number_is_on_the_dashboard() -> None:
    shown = named((MONITORING / "dashboard.json").read_text("utf-8"))
    elsewhere = {"citybridge_answers_info", "citybridge_brain_knowledge_broken", "citybridge_brain_failed_actions"}

    assert {name for name in known() if name.startswith("citybridge")} - shown == elsewhere


def test_dashboard_has_panels_that_do_not_overlap() -> None:
    panels = json.loads((MONITORING / "dashboard.json").read_text("utf-8"))["panels"]
    places = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}

    assert len(places) == len(panels) and all(panel["targets"] for panel in panels)


def test_alerts_have_a_rule_a_patience_and_a_sentence() -> None:
    groups = plain_yaml.read(MONITORING / "alerts.yml")["groups"]
    rules: list[dict[str, Any]] = [rule for group in groups for rule in group["rules"]]

    assert len({rule["alert"] for rule in rules}) == len(rules) > 8
    assert all({"expr", "for", "labels", "annotations"} <= set(rule) for rule in rules)
    assert all(rule["expr"].count("(") == rule["expr"].count(")") for rule in rules)


def test_guides_have_the_same_commands_headings_and_numbers() -> None:
    english, chinese = ((ROOT / "deploy" / name).read_text("utf-8") for name in GUIDES)

    def commands(text: str) -> list[str]:
        lines = [line.strip() for line in text.splitlines() if line.startswith("    ")]
        return [
            re.sub(r"<.*?>", "<>", line) for line in lines if not re.search("[→、]", line) and "PostgreSQL" not in line
        ]

    assert commands(english) == commands(chinese) and len(commands(english)) > 15
    assert re.findall(r"^#+ ", english, re.MULTILINE) == re.findall(r"^#+ ", chinese, re.MULTILINE)
    assert named(english) == named(chinese)
    assert len(re.findall(r"^\|", english, re.MULTILINE)) == len(re.findall(r"^\|", chinese, re.MULTILINE))


def test_guide_names_services_that_exist() -> None:
    services = set(plain_yaml.read(ROOT / "deploy/compose.yaml")["services"])
    text = (ROOT / "deploy/README.md").read_text("utf-8")

    assert set(re.findall(r"\b(?:gateway|brain)-\d\b", text)) <= services


@pytest.mark.parametrize("unit", ["citybridge-gateway.service", "citybridge-brain@.service"])
def test_unit_runs_without_rights(unit: str) -> None:
    text = (ROOT / "deploy/systemd" / unit).read_text("utf-8")

    for line in (
        "User=citybridge",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "ProtectSystem=strict",
        "PrivateTmp=yes",
    ):
        assert f"\n{line}\n" in text


def test_nginx_takes_the_configuration_as_it_is_shipped(tmp_path: Path) -> None:
    needed("nginx")
    shutil.copytree(ROOT / "deploy/nginx", tmp_path / "conf")
    command = ["nginx", "-t", "-p", str(tmp_path), "-c", str(tmp_path / "conf/nginx.conf")]
    done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
