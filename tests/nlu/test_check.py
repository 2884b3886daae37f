"""Each rule about phrases with one sample that it must report and one that it must leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.library import Library, load
from nlu.check import check, main
from nlu.phrases import read_held_out, read_intents
from tests.knowledge import samples

#: Words far enough from each other that no two phrases are alike.
WORDS = (
    "apple bridge candle dragon engine forest garden hammer island jacket kettle lantern mirror needle "
    "orange pepper quarry ribbon saddle tunnel umbrella violin window xylophone yellow zebra"
).split()
HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余"
EN = [f"{one} and {two} of {one}{number}" for number, (one, two) in enumerate(zip(WORDS, reversed(WORDS)))]
ZH = [f"{one}说{two}" for one, two in zip(HAN, HAN[1:] + "成")]


def intent_file(name: str, en: list[str], zh: list[str]) -> str:
    parts = ['version: "3.1"', f"# {name}: what the person wants.", "nlu:"]
    for language, phrases in (("en", en), ("zh", zh)):
        lines = "".join(f"\n    - {phrase}" for phrase in phrases)
        parts += [f"- intent: {name}", f"  metadata: {{language: {language}}}", f"  examples: |{lines}"]
    return "\n".join(parts) + "\n"


def held_out(intent: str, en: str, zh: str) -> str:
    return f'{intent}:\n  en: ["{en}"]\n  zh: ["{zh}"]\n'


def write(root: Path, files: dict[str, str] | None = None) -> Library:
    """Write a small right repository, the given files instead of their namesakes or beside them."""
    faq = samples.changed(
        "faq/travel", "also_asked", {"en": [f"faq {one}" for one in EN], "zh": [f"问{one}" for one in ZH]}
    )
    samples.write(root / "knowledge", faq)
    plain = {
        "nlu/intents/programmes/ask_programme.yml": intent_file("ask_programme", EN, ZH),
        "tests/understanding/programmes.yml": held_out("ask_programme", "what was that about", "这到底是个什么名堂呢"),
        "tests/understanding/faq.yml": held_out("ask_faq", "must we bring money", "出差的钱算到哪家单位头上"),
    }
    for path, text in {**plain, **(files or {})}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return load(root / "knowledge")


def faults(root: Path, files: dict[str, str] | None = None) -> list[str]:
    return [str(problem) for problem in check(root, write(root, files))]


PROGRAMME = "nlu/intents/programmes/ask_programme.yml"
OTHER = "nlu/intents/programmes/list_programmes.yml"
HELD_OUT = "tests/understanding/programmes.yml"


def test_right_phrases_are_left_alone(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


def test_too_few_phrases_are_named(tmp_path: Path) -> None:
    found = faults(tmp_path, {PROGRAMME: intent_file("ask_programme", EN[:24], ZH)})
    assert found == [f"[ERROR] {PROGRAMME}: ask_programme: has 24 distinct en phrases → write at least 25"]


def test_phrases_that_differ_by_a_comma_count_once(tmp_path: Path) -> None:
    found = faults(tmp_path, {PROGRAMME: intent_file("ask_programme", [*EN[:24], EN[0].upper() + ", ?"], ZH)})
    assert "has 24 distinct en phrases" in found[0]


def test_a_lopsided_intent_is_named(tmp_path: Path) -> None:
    many = [f"{one} {two}" for one in WORDS for two in WORDS][: len(ZH) * 2 + 1]
    found = faults(tmp_path, {PROGRAMME: intent_file("ask_programme", many, ZH)})
    assert found == [
        f"[ERROR] {PROGRAMME}: ask_programme: has {len(many)} en and {len(ZH)} zh phrases → "
        "keep the larger at most 2 times the smaller"
    ]


def test_twice_as_many_is_still_allowed(tmp_path: Path) -> None:
    many = [f"{one} {two}" for one in WORDS for two in WORDS][: len(ZH) * 2]
    assert faults(tmp_path, {PROGRAMME: intent_file("ask_programme", many, ZH)}) == []


def test_one_sentence_in_two_intents_is_named(tmp_path: Path) -> None:
    other = intent_file(
        "list_programmes", [f"more {one}" for one in EN[:-1]] + [EN[3] + "!"], [f"再{one}" for one in ZH]
    )
    held_out = 'list_programmes:\n  en: ["show me everything"]\n  zh: ["统统列出来给我看看"]\n'
    found = faults(tmp_path, {OTHER: other, "tests/understanding/more.yml": held_out})
    assert len(found) == 1
    assert f"“{EN[3]}!” also stands under ask_programme" in found[0]


def test_a_faq_phrase_in_another_intent_is_named(tmp_path: Path) -> None:
    found = faults(tmp_path, {PROGRAMME: intent_file("ask_programme", [*EN, f"faq {EN[0]}"], ZH)})
    assert len(found) == 1
    assert "also stands under ask_programme" in found[0]
    assert "knowledge/faq/travel.yml" in found[0]


@pytest.mark.parametrize("text", ["/restart", "[Rome](city) please", "what {is} this", "the IUC (China)"])
def test_a_phrase_that_rasa_would_read_as_markup_is_named(tmp_path: Path, text: str) -> None:
    found = faults(tmp_path, {PROGRAMME: intent_file("ask_programme", [*EN, text], ZH)})
    assert len(found) == 1
    assert "write it plainly" in found[0]


def test_a_blank_phrase_is_named(tmp_path: Path) -> None:
    found = faults(tmp_path, {PROGRAMME: intent_file("ask_programme", [*EN, "…"], ZH)})
    assert found == [f"[ERROR] {PROGRAMME}: ask_programme: “…” has no words → write a phrase or remove it"]


FORM = {
    "metadata.language must be en or zh": ("language: zh", "language: de"),
    "does not stand in a file or folder of that name": ("intent: ask_programme", "intent: ask_city"),
    "every line of examples must begin with": ("    - ", "    * "),
    "an entry needs intent, metadata and examples": ("examples: |", "phrases: |"),
    "nlu: is missing": ("nlu:", "rules:"),
    "not readable as YAML": ("nlu:", "nlu: ["),
}


@pytest.mark.parametrize("said", FORM)
def test_a_fault_of_form_is_named(tmp_path: Path, said: str) -> None:
    text = intent_file("ask_programme", EN, ZH).replace(*FORM[said])
    assert any(said in line for line in faults(tmp_path, {PROGRAMME: text}))


def test_an_intent_may_fill_a_folder_of_its_name(tmp_path: Path) -> None:
    write(tmp_path, {"nlu/intents/out_of_scope/near.yml": intent_file("out_of_scope", EN, ZH)})
    phrases, problems = read_intents(tmp_path / "nlu" / "intents")
    assert problems == []
    assert "out_of_scope" in {phrase.intent for phrase in phrases}


@pytest.mark.parametrize(
    ("sentence", "like"),
    [
        (EN[0], EN[0]),
        (EN[0].upper() + "??", EN[0]),
        (EN[0].replace("and", "or"), EN[0]),
        ("How many cities were twins?", "how many cities were twins"),
        ("Faq " + EN[1], "faq " + EN[1]),
    ],
)
def test_a_test_sentence_that_was_trained_is_named(tmp_path: Path, sentence: str, like: str) -> None:
    found = faults(tmp_path, {HELD_OUT: f'ask_programme:\n  en: ["{sentence}"]\n  zh: ["这到底是个什么名堂呢"]\n'})
    assert len(found) == 1
    assert f"“{sentence}” is too like “{like}”" in found[0]


def test_a_very_short_test_sentence_is_only_named_if_it_is_equal(tmp_path: Path) -> None:
    phrases = intent_file("ask_programme", [*EN, "okay"], ZH)
    assert faults(tmp_path, {PROGRAMME: phrases, HELD_OUT: 'ask_programme:\n  en: ["oka"]\n  zh: ["什么名堂"]\n'}) == []
    found = faults(tmp_path, {PROGRAMME: phrases, HELD_OUT: 'ask_programme:\n  en: ["Okay!"]\n  zh: ["什么名堂"]\n'})
    assert "“Okay!” is too like “okay”" in found[0]


def test_a_test_sentence_of_no_intent_or_no_record_is_named(tmp_path: Path) -> None:
    text = (
        'ask_programme:\n  en: [{text: "what was that about", records: [cities/atlantis]}]\n'
        '  zh: ["这到底是个什么名堂呢"]\n'
        'ask_weather:\n  en: ["rain or snow"]\n'
    )
    found = faults(tmp_path, {HELD_OUT: text})
    assert len(found) == 2
    assert "names cities/atlantis, which is no record" in found[0]
    assert "ask_weather: is an intent without phrases" in found[1]


def test_an_intent_without_test_sentences_is_a_warning(tmp_path: Path) -> None:
    found = faults(tmp_path, {HELD_OUT: "ask_programme:\n  en: []\n  zh: []\n"})
    assert found == [
        f"[WARN] {PROGRAMME}: ask_programme: has no held-out {language} sentence → add some to tests/understanding"
        for language in ("en", "zh")
    ]


def test_all_forms_of_test_sentences_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "understanding"
    folder.mkdir(parents=True)
    (folder / "out_of_scope.yml").write_text(
        'out_of_scope:\n  near:\n    en: ["a visa"]\n  far:\n    zh: ["菜谱"]\n', "utf-8"
    )
    (folder / "mixed.yml").write_text('greet:\n  mixed:\n    - {text: "hi 你好", language: zh}\n', "utf-8")
    (folder / "long.yml").write_text('- {text: "Dear all", language: en, intent: greet}\n', "utf-8")
    (folder / "two.yml").write_text(
        '- {text: "both", language: en, intents: [greet, thank]}\n- {text: "none", language: en}\n', "utf-8"
    )
    sentences, problems = read_held_out(folder)
    assert {(one.text, one.intent, one.language) for one in sentences} == {
        ("a visa", "out_of_scope", "en"),
        ("菜谱", "out_of_scope", "zh"),
        ("hi 你好", "greet", "mixed"),
        ("Dear all", "greet", "en"),
        ("both", "greet", "en"),
        ("both", "thank", "en"),
    }
    assert [str(one) for one in problems] == [
        "[ERROR] tests/understanding/two.yml: “none” has no intent → "
        "write it under an intent, or give it the key intent"
    ]


def test_the_command_fails_on_errors_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {HELD_OUT: "ask_programme:\n  en: []\n  zh: []\n"})
    assert main([str(tmp_path)]) == 0
    assert "0 errors, 2 warnings" in capsys.readouterr().out

    write(tmp_path, {HELD_OUT: 'ask_weather:\n  en: ["rain"]\n'})
    assert main([str(tmp_path)]) == 1
