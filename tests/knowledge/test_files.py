"""A file that cannot be read as YAML is named, with its line; the command says so by its exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge.check import check, main
from tests.knowledge import samples
from tests.knowledge.samples import changed


def faults(folder: Path, records: dict[str, Any]) -> list[str]:
    return [str(problem) for problem in check(samples.write(folder, records))]


def test_a_key_that_stands_twice_is_named_with_its_line(tmp_path: Path) -> None:
    text = samples.dump(samples.PROGRAMME) + "owner: cities\n"
    found = faults(tmp_path, {"programmes/twins": text})
    assert any("the same key stands twice" in line and "line " in line for line in found)


def test_words_that_other_readers_take_for_truth_values_stay_words(tmp_path: Path) -> None:
    text = samples.dump(samples.PROGRAMME).replace("- TP", "- no\n- on\n- 9:00")
    assert faults(tmp_path, {"programmes/twins": text}) == []


def test_a_broken_file_is_named_once_and_not_by_those_who_refer_to_it(tmp_path: Path) -> None:
    found = faults(tmp_path, {"programmes/twins": "id: twins\nnames: {en: [\n"})
    assert len(found) == 1
    assert found[0].startswith("[ERROR] programmes/twins.yml: line ")


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    samples.write(tmp_path)
    (tmp_path / "cities" / "riverton.yml").write_bytes("河城".encode("gb18030"))
    assert [str(problem) for problem in check(tmp_path)] == [
        "[ERROR] cities/riverton.yml: is not UTF-8 → save the file as UTF-8"
    ]


def test_an_empty_record_is_named(tmp_path: Path) -> None:
    assert faults(tmp_path, {"programmes/twins": ""}) == [
        "[ERROR] programmes/twins.yml: is empty → write a mapping or remove the key"
    ]


def test_the_command_fails_on_errors_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    samples.write(tmp_path, changed("programmes/twins", "facts/size/sources", ["A1"]))
    assert main([str(tmp_path)]) == 0
    assert "0 errors, 1 warnings" in capsys.readouterr().out

    samples.write(tmp_path, changed("programmes/twins", "id", "triplets"))
    assert main([str(tmp_path)]) == 1
    assert f"[ERROR] {tmp_path.name}/programmes/twins.yml: id: is triplets" in capsys.readouterr().out
