"""Work that is shared among processes comes back whole, in order, or fails."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from nlu.cores import WorkerFailed, available, shared, use_wide_registers


@pytest.mark.parametrize(("count", "cores"), [(0, 2), (1, 2), (7, 1), (7, 2), (7, 3), (2, 5)])
def test_shares_come_back_in_order_and_whole(count: int, cores: int) -> None:
    shares = shared(lambda items: [item * 2 for item in items], list(range(count)), cores)

    assert [value for share in shares for value in share] == [number * 2 for number in range(count)]


@pytest.mark.skipif(available() < 2, reason="one core: nothing is shared here")
def test_a_share_is_done_by_another_process() -> None:
    first, second = shared(lambda _: os.getpid(), [1, 2], 2)

    assert first == os.getpid() != second


@pytest.mark.skipif(available() < 2, reason="one core: nothing is shared here")
def test_a_process_that_fails_fails_the_work() -> None:
    def only_the_first(items: Sequence[int]) -> int:
        if items[0] != 1:
            raise ValueError("broken")
        return 1

    with pytest.raises(WorkerFailed):
        shared(only_the_first, [1, 2], 2)


WIDE = "flags\t\t: fpu sse2 avx2 avx512f avx512dq avx512cd avx512bw avx512vl avx512_vnni"


@pytest.mark.parametrize(
    ("said", "before", "after"),
    [
        (WIDE, {}, {"OPENBLAS_CORETYPE": "SkylakeX"}),
        (WIDE, {"OPENBLAS_CORETYPE": "Haswell"}, {"OPENBLAS_CORETYPE": "Haswell"}),
        (WIDE.replace(" avx512bw", ""), {}, {}),
        ("Features\t: fp asimd", {}, {}),
        ("", {}, {}),
    ],
)
def test_wide_registers_are_used_where_the_processor_has_them_all(
    tmp_path: Path, said: str, before: dict[str, str], after: dict[str, str]
) -> None:
    features = tmp_path / "cpuinfo"
    features.write_text(f"processor\t: 0\n{said}\n")
    use_wide_registers(before, features)
    assert before == after


def test_nothing_is_changed_where_the_processor_does_not_say(tmp_path: Path) -> None:
    use_wide_registers(environment := {}, tmp_path / "none")
    assert environment == {}
