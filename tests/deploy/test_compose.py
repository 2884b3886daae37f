"""The containers are locked down, and only nginx can be reached from outside."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings, read
from tests.deploy import plain_yaml
from tests.import_graph import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = plain_yaml.read(DEPLOY / "compose.yaml")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


@pytest.mark.parametrize("name", SERVICES)
def test_container_is_locked_down(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"] and "privileged" not in service
    assert int(service["user"].partition(":")[0]) > 0
    assert service["healthcheck"]["test"] and service["tmpfs"]
    assert {"mem_limit", "cpus", "pids_limit", "restart", "logging"} <= set(service)
    assert not {"cap_add", "devices", "pid", "ipc", "network_mode"} & set(service)


def test_only_nginx_can_be_reached_and_only_from_this_machine_until_told_otherwise() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    outside = {name for name, service in SERVICES.items() if "outside" in service["networks"]}
    inner = {name: network for name, network in COMPOSE["networks"].items() if name != "outside"}

    assert published == {"nginx": ["${PUBLISHED:-127.0.0.1:8080}:8080"]}
    assert outside == {"nginx"}
    assert all(network["internal"] is True for network in inner.values())


def test_way_to_a_mail_server_is_given_only_when_asked_for_and_only_to_gateways() -> None:
    mail: dict[str, Any] = plain_yaml.read(DEPLOY / "compose.mail.yaml")

    assert set(mail["services"]) == {"gateway-1", "gateway-2"}
    assert all(set(service["networks"]) == {"post"} for service in mail["services"].values())
    assert "post" not in COMPOSE["networks"] and "mail_password" not in COMPOSE["secrets"]


def test_brains_reach_neither_the_database_nor_the_door() -> None:
    networks = {name: set(service["networks"]) for name, service in SERVICES.items()}

    assert networks["brain-1"] == networks["brain-2"] == {"middle", "watch"}
    assert networks["postgres"] == networks["redis"] == {"back"}
    assert "middle" not in networks["nginx"] and "back" not in networks["nginx"]


def test_secrets_are_files_and_stand_in_no_environment() -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    given = {name for service in SERVICES.values() for name in service.get("secrets", [])}

    assert given == set(COMPOSE["secrets"])
    assert not re.search(r"^\s+\w*(PASSWORD|TOKEN|DATABASE_URL|REDIS_URL):", text, re.MULTILINE)


def test_gateways_are_given_settings_that_exist_and_can_be_read() -> None:
    environment: dict[str, str] = SERVICES["gateway-1"]["environment"]
    names = {name.removesuffix("_FILE").lower() for name in environment}
    fixed = {
        name: re.sub(r"\$\{\w+:-(.*?)\}", r"\1", value) for name, value in environment.items() if "FILE" not in name
    }

    assert names <= set(Settings.__dataclass_fields__)
    # The health check comes to this name, whatever names an operator sets.
    assert "127.0.0.1" in re.sub(r"\$\{ALLOWED_HOSTS:-.*?\}", "desk.example", environment["ALLOWED_HOSTS"]).split(",")
    assert read(fixed).trusted_proxies == SERVICES["nginx"]["networks"]["front"]["ipv4_address"]


def test_addresses_agree_between_compose_nginx_and_prometheus() -> None:
    def address(service: str, network: str) -> str:
        return str(SERVICES[service]["networks"][network]["ipv4_address"])

    upstream = (DEPLOY / "nginx/upstream.conf").read_text("utf-8")
    watched = (DEPLOY / "monitoring/prometheus.yml").read_text("utf-8")
    asked = SERVICES["gateway-1"]["environment"]["BRAIN_URL"]

    for number in (1, 2):
        assert upstream.count(f"{address(f'gateway-{number}', 'front')}:5005") == 2
        assert f"http://{address(f'brain-{number}', 'middle')}:5006" in asked
        assert f"{address(f'gateway-{number}', 'watch')}:5005" in watched
        assert f"{address(f'brain-{number}', 'watch')}:5006" in watched


def test_secrets_are_made_once_and_kept(tmp_path: Path) -> None:
    shutil.copy(DEPLOY / "secrets.sh", tmp_path)
    command = ["sh", str(tmp_path / "secrets.sh")]
    subprocess.run(command, check=True, capture_output=True)
    first = {path.name: path.read_text("utf-8") for path in (tmp_path / "secrets").iterdir()}
    again = subprocess.run(command, check=True, capture_output=True, text=True)
    second = {path.name: path.read_text("utf-8") for path in (tmp_path / "secrets").iterdir()}

    assert set(first) == set(COMPOSE["secrets"]) and first == second and again.stdout == ""
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert first["database_password"] in first["database_url"]
    assert all(len(value) >= 40 for value in first.values())
    read({"DATABASE_URL": first["database_url"], "REDIS_URL": first["redis_url"], "BRAIN_TOKEN": first["brain_token"]})


def test_secret_in_a_file_becomes_a_variable_and_a_missing_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("s3cret value", "utf-8")
    show = ["sh", str(DEPLOY / "entry.sh"), "sh", "-c", 'printf %s "$BRAIN_TOKEN"']
    base = {"PATH": os.environ["PATH"]}
    good = subprocess.run(
        show, env={**base, "BRAIN_TOKEN_FILE": str(tmp_path / "token")}, capture_output=True, text=True
    )
    bad = subprocess.run(show, env={**base, "BRAIN_TOKEN_FILE": str(tmp_path / "none")}, capture_output=True, text=True)

    assert good.stdout == "s3cret value"
    assert bad.returncode == 2 and "BRAIN_TOKEN_FILE" in bad.stderr and bad.stdout == ""
