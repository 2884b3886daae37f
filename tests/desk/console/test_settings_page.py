"""The page of settings says what is set up and by which variable, and no secret; wishes for letters are one's own."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import pytest

from bot.settings import Settings
from bot.version import VERSION
from desk import notifications
from desk.notifications import Choice
from tests.bot.conftest import RunningGateway, Start
from tests.desk.console.conftest import DESK, hire
from tests.import_graph import ROOT

SECRETS = {
    "mail_password": "mailsecret99", "helpdesk_api_token": "apisecret99apisecret",
    "metrics_token": "metsecret99metsecret",
    "widget_secret": "widsecret99widsecret99widsecret99", "oidc_client_secret": "oidsecret99",
    "telegram_token": "123456789:AAEtelegramsecret99telegramsecret", "wechat_app_secret": "wxsecret99",
    "wechat_token": "wxtokensecret99",
}  # fmt: skip


def test_every_secret_of_the_settings_is_in_this_test() -> None:
    secret = {field.name for field in fields(Settings) if field.name.endswith(("_secret", "_token", "_password"))}

    assert secret - {"desk_secret", "brain_token"} <= set(SECRETS)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_set_up_is_shown_without_its_secrets(start: Start, sqlite_url: str, language: str) -> None:
    set_up = {"mail_host": "mail.city.example", "mail_user": "desk", "mail_from": "desk@city.example"}
    set_up |= {"public_url": "https://help.city.example", "widget_sites": ("https://www.city.example",)}
    served = start(sqlite_url, telegram_mode="polling", telegram_api="http://127.0.0.1:9", **SECRETS, **set_up, **DESK,
                   staff_authenticator="optional", retention_days=321)  # fmt: skip
    page = hire(served, "admin", "Ada", language)
    text, source = page.reads("/settings"), page.get("/settings").text

    for shown in ("mail.city.example", "https://www.city.example", "321", "RETENTION_DAYS", VERSION, "MAIL_PASSWORD"):
        assert shown in text
    assert [value for value in (*SECRETS.values(), DESK["desk_secret"]) if value in source] == []
    own = ("only pages of this server itself", "仅本服务器自身的页面")
    tls, zone = ("as soon as the server is reached", "建立连接后加密"), ("Brussels time", "布鲁塞尔时间")
    for said in (("to be confirmed", "待确认"), own, tls, zone):
        assert said[language == "zh"] in text
    assert not re.search("(does not work: |无法使用：)(starting|network|timeout)", text)
    assert "Europe/" not in text and "Asia/" not in text
    assert "{" not in text


def test_sites_that_may_frame_the_page_stand_beside_this_server_itself(start: Start, sqlite_url: str) -> None:
    sites = ("'self'", "https://www.city.example")
    served = start(sqlite_url, staff_authenticator="optional", frame_ancestors=sites, **DESK)
    text = hire(served, "admin", "Ada").reads("/settings")

    assert "https://www.city.example, and pages of this server itself ('self')" in text


def test_what_is_wrong_is_named(start: Start, sqlite_url: str) -> None:
    served = start(sqlite_url, staff_authenticator="optional", mail_host="mail.city.example", **DESK)
    text = hire(served, "admin", "Ada").reads("/settings")

    assert "does not work: MAIL_FROM must be an e-mail address" in text and "Administrators with a password 1" in text


def test_the_version_is_that_of_the_project() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")

    assert f'\nversion = "{VERSION}"\n' in text


def test_everybody_who_answers_chooses_their_own_letters(served: RunningGateway) -> None:
    bea, vic = hire(served, "agent", "Bea"), hire(served, "viewer", "Vic")
    assert "sends no mail yet" in bea.reads("/me") and "Letters about cases" not in vic.reads("/me")
    bea.post("/me/notices", csrf=bea.csrf(), fresh="yes", always="yes")

    assert vic.post("/me/notices", csrf=vic.csrf(), fresh="yes").status_code == 403
    with served.database.read() as connection:
        chosen = notifications.choice_of(connection, bea.person.id)
    assert chosen == replace(Choice(), mine=False, late=False, named=False, always=True)
    wishes = re.search(r'<form[^>]* action="/desk/me/notices".*?</form>', bea.get("/me").text, re.DOTALL)
    assert wishes is not None and wishes.group().count(" checked") == 2
