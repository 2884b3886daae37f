"""Files are refused politely, with another way named, and nothing of them is stored."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
import pytest

from tests.bot.conftest import API_TOKEN, RunningGateway

FILE = {"name": "plan.pdf", "data": "JVBERi0="}
SAID = {"en": "Files cannot be taken here", "zh": "本服务台不接收文件"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_file_of_a_visitor_is_refused_and_the_conversation_goes_on(both: RunningGateway, language: str) -> None:
    visitor = both.visitor(language)
    before = visitor.messages()
    upload = visitor.http.post("/api/messages", files={"file": ("plan.pdf", b"%PDF-", "application/pdf")})
    inside = visitor.post("Our plan" if language == "en" else "合作方案", attachments=[FILE])

    for refused in (upload, inside):
        assert refused.status_code == 415 and refused.json()["error"]["code"] == "attachment"
        assert SAID[language] in refused.json()["error"]["message"]
    assert visitor.messages() == before
    assert visitor.ask("Hello" if language == "en" else "您好")["parts"]


@pytest.mark.parametrize("content", [{"attachments": [FILE]}, {"message": "see this", "image": "https://x.eu/a.png"}])
def test_file_of_a_partner_is_refused(both: RunningGateway, content: dict[str, Any]) -> None:
    with httpx.Client(base_url=both.url, trust_env=False) as partner:
        refused = partner.post(
            "/webhooks/rest/webhook",
            json={"sender": uuid.uuid4().hex, **content},
            headers={"Authorization": f"Bearer {API_TOKEN}", "Accept-Language": "zh"},
        )

    assert refused.status_code == 415 and SAID["zh"] in refused.json()["error"]["message"]


def test_large_file_is_refused_before_it_is_read(gateway: RunningGateway) -> None:
    visitor = gateway.visitor()
    refused = visitor.http.post(
        "/api/messages", content=b"x" * 40_000, headers={"Content-Type": "application/octet-stream"}
    )

    assert refused.status_code == 415
