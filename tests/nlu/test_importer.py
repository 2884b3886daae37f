"""Phrases are read in our own way and must reach training as Rasa would read them."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

pytestmark = pytest.mark.rasa

FILE = """version: "3.1"
nlu:
- intent: ask_city
  metadata: {language: en}
  examples: |
    - tell me about Rome
    - and Nice?
    - tell me about Rome
- intent: ask_city
  metadata: {language: zh}
  examples: |
    - 介绍一下罗马
"""
RULES = """version: "3.1"
rules:
- rule: ask_city
  steps:
  - intent: ask_city
  - action: action_tell_city
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cities").mkdir()
    (tmp_path / "cities" / "ask_city.yml").write_text(FILE, "utf-8")
    (tmp_path / "rules.yml").write_text(RULES, "utf-8")
    return tmp_path


def test_phrases_are_read_as_rasa_reads_them(folder: Path) -> None:
    from rasa.shared.importers.rasa import RasaFileImporter

    from nlu.importer import KnowledgeImporter

    theirs = RasaFileImporter(training_data_paths=[str(folder)]).get_nlu_data()
    ours = KnowledgeImporter(training_data_paths=[str(folder)]).get_nlu_data()

    told = [(m.get("text"), m.get("intent"), m.get("metadata")) for m in theirs.training_examples]
    assert len(told) == 3
    assert [(m.get("text"), m.get("intent"), m.get("metadata")) for m in ours.training_examples][:3] == told
    assert all(m.get("intent") == "ask_faq" for m in ours.training_examples[3:])
    assert len(ours.training_examples) > 1_000  # the FAQ of the records


def test_rules_are_left_to_rasa(folder: Path) -> None:
    from nlu.importer import KnowledgeImporter

    domain = folder / "domain" / "domain.yml"
    domain.parent.mkdir()
    domain.write_text('version: "3.1"\nintents: [ask_city]\nactions: [action_tell_city]\n', "utf-8")
    given = [str(folder / "cities"), str(folder / "rules.yml")]
    stories = KnowledgeImporter(domain_path=str(domain), training_data_paths=given).get_stories()

    assert [step.block_name for step in stories.story_steps] == ["ask_city"]


def test_a_broken_file_is_named(folder: Path) -> None:
    from nlu.importer import KnowledgeImporter, PhraseFileError

    (folder / "cities" / "ask_city.yml").write_text("nlu:\n- intent: ask_city\n  examples: |\n    - hello\n", "utf-8")

    with pytest.raises(PhraseFileError, match=r"ask_city\.yml.*metadata"):
        KnowledgeImporter(training_data_paths=[str(folder)]).get_nlu_data()


def test_a_phrase_that_rasa_copies_is_the_same_phrase() -> None:
    from nlu.importer import Example

    phrases = [Example({"text": text, "intent": "ask_city"}) for text in ("Rome", "Nice")]
    copied = copy.deepcopy(phrases)

    assert copied is not phrases
    assert all(one is other for one, other in zip(phrases, copied))
    assert phrases[0] != phrases[1]
