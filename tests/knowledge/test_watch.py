"""A changed record is in use at once; a faulty one is refused, named, and changes nothing."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from knowledge.library import Library
from knowledge.problems import KnowledgeError, Problem
from knowledge.watch import Watcher
from tests.knowledge import samples
from tests.knowledge.samples import changed

CITY = "cities/lakeside"


def rewrite(folder: Path, ref: str, path: str, value: object) -> None:
    """Change one file and its time, since two writes may fall into one tick of the clock."""
    file = folder / f"{ref}.yml"
    before = file.stat().st_mtime_ns if file.exists() else 0
    file.write_text(samples.dump(changed(ref, path, value)[ref]), "utf-8")
    os.utime(file, ns=(before + 10**9, before + 10**9))


@pytest.fixture
def watcher(tmp_path: Path) -> Watcher:
    return Watcher(samples.write(tmp_path), every=0.02)


def test_nothing_happens_while_nothing_changes(watcher: Watcher) -> None:
    before = watcher.library
    assert not watcher.look()
    assert watcher.library is before


def test_a_changed_record_is_in_use(watcher: Watcher, tmp_path: Path) -> None:
    old = watcher.library
    rewrite(tmp_path, CITY, "aliases", ["Seaside"])
    assert watcher.look()
    assert [city.ref for city in watcher.library.find("seaside")] == [CITY]
    assert watcher.library.generation != old.generation
    assert old.find("seaside") == []


def test_a_new_record_and_a_removed_one_are_noticed(watcher: Watcher, tmp_path: Path) -> None:
    (tmp_path / "faq" / "travel.yml").unlink()
    assert watcher.look()
    assert watcher.library.of_kind("faq") == []

    rewrite(tmp_path, "faq/travel", "owner", "cities")
    assert watcher.look()
    assert len(watcher.library.of_kind("faq")) == 1


def test_a_faulty_record_is_refused_and_named_and_the_old_one_stays(watcher: Watcher, tmp_path: Path) -> None:
    old = watcher.library
    rewrite(tmp_path, CITY, "related", ["cities/atlantis"])
    assert not watcher.look()
    assert watcher.library is old
    assert watcher.error is not None
    assert "cities/lakeside.yml: related: there is no record cities/atlantis" in watcher.error


def test_a_mended_record_is_in_use_again(watcher: Watcher, tmp_path: Path) -> None:
    rewrite(tmp_path, CITY, "related", ["cities/atlantis"])
    watcher.look()
    rewrite(tmp_path, CITY, "aliases", ["Seaside"])
    assert watcher.look()
    assert watcher.error is None
    assert watcher.library.find("seaside") != []


def test_an_undone_fault_is_no_longer_reported(watcher: Watcher, tmp_path: Path) -> None:
    rewrite(tmp_path, CITY, "related", ["cities/atlantis"])
    watcher.look()
    rewrite(tmp_path, CITY, "owner", "cities")
    watcher.look()
    assert watcher.error is None


def test_a_touched_file_with_the_same_content_is_no_new_generation(watcher: Watcher, tmp_path: Path) -> None:
    heard: list[Library] = []
    watcher.listen(heard.append)
    rewrite(tmp_path, CITY, "owner", "cities")
    assert not watcher.look()
    assert heard == []


def test_listeners_see_the_new_library_before_it_is_in_use(watcher: Watcher, tmp_path: Path) -> None:
    seen: list[tuple[str, str]] = []
    watcher.listen(lambda library: seen.append((library.generation, watcher.library.generation)))
    old = watcher.library.generation
    rewrite(tmp_path, CITY, "aliases", ["Seaside"])
    watcher.look()
    assert seen == [(watcher.library.generation, old)]
    assert watcher.library.generation != old


def test_a_listener_can_refuse_a_library(watcher: Watcher, tmp_path: Path) -> None:
    def refuse(library: Library) -> None:
        raise KnowledgeError([Problem("index", "", "too many names", "remove some")])

    old = watcher.library
    watcher.listen(refuse)
    rewrite(tmp_path, CITY, "aliases", ["Seaside"])
    assert not watcher.look()
    assert watcher.library is old
    assert watcher.error == "[ERROR] index: too many names → remove some"


def test_the_thread_finds_a_change_by_itself(watcher: Watcher, tmp_path: Path) -> None:
    found = threading.Event()
    watcher.listen(lambda library: found.set())
    watcher.start()
    try:
        rewrite(tmp_path, CITY, "aliases", ["Seaside"])
        assert found.wait(5)
    finally:
        watcher.stop()


def test_a_watcher_can_be_stopped_twice_and_started_again(watcher: Watcher, tmp_path: Path) -> None:
    watcher.start()
    watcher.stop()
    watcher.stop()
    found = threading.Event()
    watcher.listen(lambda library: found.set())
    watcher.start()
    rewrite(tmp_path, CITY, "aliases", ["Seaside"])
    assert found.wait(5)
    watcher.stop()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_watcher_whose_thread_dies_says_so(watcher: Watcher, tmp_path: Path) -> None:
    def fail(library: Library) -> None:
        raise RuntimeError("a fault in a listener")

    watcher.listen(fail)
    watcher.start()
    rewrite(tmp_path, CITY, "aliases", ["Seaside"])
    thread = watcher._thread
    assert thread is not None
    thread.join(5)
    assert watcher.error is not None
    assert "restart the process" in watcher.error


def test_a_faulty_folder_is_refused_from_the_beginning(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError):
        Watcher(samples.write(tmp_path, changed(CITY, "id", "elsewhere")))
