"""A wrong setting of the mail is named in one sentence, and a password never travels in the clear."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.mail_settings import Mailbox, mail_is_on, mail_problem, mailbox
from bot.settings import Settings

GOOD = replace(
    Settings(),
    mail_host="mail.city.example",
    mail_from="desk@city.example",
    public_url="https://desk.city.example",
)


def test_ports_follow_from_the_encryption() -> None:
    boxes = [mailbox(replace(GOOD, mail_tls=tls)) for tls in ("starttls", "tls", "none")]

    assert [box.port for box in boxes if isinstance(box, Mailbox)] == [587, 465, 25]
    assert mail_is_on(GOOD) and not mail_is_on(Settings())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mail_port", "many"),
        ("mail_port", "70000"),
        ("mail_tls", "yes"),
        ("mail_from", "nobody"),
        ("mail_from", ""),
        ("mail_user", "desk"),
        ("public_url", ""),
        ("public_url", "desk.city.example"),
    ],
)
def test_wrong_setting_is_named_and_stops_only_letters(name: str, value: str) -> None:
    settings = replace(GOOD, **{name: value})

    problem = mail_problem(settings)

    assert problem is not None and problem.startswith(("MAIL_", "PUBLIC_URL")) and problem.endswith(".")
    assert not mail_is_on(settings)


def test_password_is_never_sent_in_the_clear_to_another_machine() -> None:
    named = replace(GOOD, mail_user="desk", mail_password="secret", mail_tls="none")

    assert "clear" in (mail_problem(named) or "") and mail_problem(replace(named, mail_host="127.0.0.1")) is None
