"""What browsers get says the same as what people wrote, in fewer bytes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.pages.packing import tight

STYLES = sorted(Path("bot/widget").glob("*.css"))


def test_a_style_loses_only_the_spaces_that_mean_nothing() -> None:
    source = "/* why */\n.a .b :hover, c > d {\n  margin: 1px 2px;\n  width: calc(1px + 2px);\n}\n"

    assert tight(source) == ".a .b :hover,c > d{margin:1px 2px;width:calc(1px + 2px);}"


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_no_text_in_a_style_holds_what_is_taken_out(style: Path) -> None:
    texts = re.findall(r'"[^"\n]*"', style.read_text("utf-8"))

    assert [text for text in texts if re.search(r"[{}]|[:,;]\s", text)] == []
