"""Work that is shared among processes comes back whole, in order, or fails."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from nlu.cores import WorkerFailed, available, shared


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
