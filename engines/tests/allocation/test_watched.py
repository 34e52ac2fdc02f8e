"""The child process that a long flow runs in: the same numbers back, an end on time, nothing left behind."""

import os
import signal
import time

import numpy as np
import pytest

from hamafza_engines.allocation import _watched
from hamafza_engines.allocation._watched import Stopped, watched
from hamafza_engines.frame import Within

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system starts no process by fork")


def minute():
    """Return a clock that leaves plenty of time."""
    return Within(60).started()


@pytest.fixture(autouse=True)
def always_watched(monkeypatch):
    """Let every flow count as long."""
    monkeypatch.setattr(_watched, "_LONG", 0)


@pytest.fixture
def forks(monkeypatch):
    """Return the list of children that were started."""
    started, fork = [], os.fork
    monkeypatch.setattr(os, "fork", lambda: started.append(fork()) or started[-1])
    return started


def children_left():
    """Tell whether a child of ours is still to be waited for."""
    try:
        return os.waitpid(-1, os.WNOHANG)[0] == 0
    except ChildProcessError:
        return False


class TestTheNumbers:
    @pytest.mark.parametrize(
        "flow",
        [[], [0], [7, 0, -3], [2**62, -(2**62)], list(range(5000))],
        ids=["none", "one nought", "of both signs", "as large as they come", "many"],
    )
    def test_come_back_as_they_were(self, flow):
        found = watched(lambda: np.array(flow, np.int64), size=max(1, len(flow)), stop=minute())

        assert found[: len(flow)].tolist() == flow and found.dtype == np.int64

    def test_of_a_narrow_type_come_back_whole(self):
        assert watched(lambda: np.array([300], np.int16), size=1, stop=minute()).tolist() == [300]

    def test_can_be_written_to(self):
        """They are the plan's own, not the memory that the child shared."""
        found = watched(lambda: np.array([1, 2]), size=2, stop=minute())

        found += 1

        assert found.tolist() == [2, 3]

    def test_are_counted_in_another_process(self, forks):
        found = watched(lambda: np.array([os.getpid()]), size=1, stop=minute())

        assert found[0] == forks[0] != os.getpid()

    @pytest.mark.parametrize("stop", [None, 60], ids=["no limit", "few arcs"])
    def test_are_counted_here_where_nobody_could_want_to_stop(self, stop, forks, monkeypatch):
        monkeypatch.setattr(_watched, "_LONG", 10)

        found = watched(lambda: np.array([os.getpid()]), size=9, stop=Within(stop).started())

        assert found[0] == os.getpid() and forks == []

    def test_do_not_change_what_the_child_changed(self):
        """A child has its own memory: a count here is not touched there."""
        mine = [0]

        def flow():
            mine[0] += 1
            return np.array([mine[0]])

        assert watched(flow, size=1, stop=minute()).tolist() == [1] and mine == [0]


class TestTheEnd:
    def test_comes_soon_after_the_answer(self):
        """The parent looks often at first: a flow of no time is not waited for a second."""
        began = time.monotonic()

        watched(lambda: np.array([1]), size=1, stop=minute())

        assert time.monotonic() - began < 0.9

    def test_is_at_once_when_time_is_already_up(self, forks):
        with pytest.raises(Stopped):
            watched(lambda: np.array([1]), size=1, stop=Within(0).started())

        assert forks == []

    def test_comes_when_time_is_up_and_the_child_is_gone(self, forks):
        began = time.monotonic()

        with pytest.raises(Stopped):
            watched(lambda: time.sleep(600), size=1, stop=Within(0.05).started())

        assert time.monotonic() - began < 5 and not children_left()
        with pytest.raises(ProcessLookupError):
            os.kill(forks[0], 0)

    def test_leaves_no_child_behind_after_an_answer_either(self):
        watched(lambda: np.array([1]), size=1, stop=minute())

        assert not children_left()

    def test_of_a_child_that_dies_is_the_same_work_done_here(self):
        """Killed for memory, say: the parent tries itself, and a fault can be seen."""
        parent = os.getpid()

        def flow():
            if os.getpid() != parent:
                os.kill(os.getpid(), signal.SIGKILL)
            return np.array([9])

        assert watched(flow, size=1, stop=minute()).tolist() == [9]

    @pytest.mark.parametrize("fault", [OverflowError("too much"), MemoryError(), KeyError("x")], ids=repr)
    def test_of_a_flow_with_a_fault_is_that_fault(self, fault, capfd):
        def flow():
            raise fault

        with pytest.raises(type(fault)):
            watched(flow, size=1, stop=minute())

    def test_is_not_brought_about_in_the_child_by_ctrl_c(self):
        """The terminal sends Ctrl-C to both; only the parent decides."""

        def flow():
            os.kill(os.getpid(), signal.SIGINT)
            return np.array([5])

        parent = os.getpid()

        assert watched(
            lambda: flow() if os.getpid() != parent else np.array([-1]), size=1, stop=minute()
        ).tolist() == [5]
