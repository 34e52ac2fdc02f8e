"""The clock against a wall clock that the test turns itself."""

import signal
import threading
from math import inf

import pytest

from hamafza_engines.frame import BadInput, Progress, Within, _clock


@pytest.fixture
def wall(monkeypatch):
    """A wall clock that stands until it is told to go on."""

    class Wall:
        now = 100.0

        def __call__(self):
            return self.now

    standing = Wall()
    monkeypatch.setattr(_clock, "monotonic", standing)
    return standing


class TestAClock:
    def test_counts_from_its_start_to_its_limit(self, wall):
        stop = Within(10).started()

        for now, spent, left, over in [
            (100, 0, 10, False),
            (104, 4, 6, False),
            (109.999, 9.999, 0.001, False),
        ]:
            wall.now = now
            assert (stop.spent(), stop.left(), stop.over()) == (
                pytest.approx(spent), pytest.approx(left), over,
            )  # fmt: skip

    @pytest.mark.parametrize("now", [110, 110.1, 1e9])
    def test_is_over_at_its_limit_and_ever_after(self, wall, now):
        stop = Within(10).started()

        wall.now = now

        assert (stop.left(), stop.over()) == (0, True)

    def test_of_no_seconds_is_over_at_once(self, wall):
        assert Within(0).started().over()

    def test_that_does_not_run_has_all_its_time(self, wall):
        stop = Within(10)

        wall.now = 1e6

        assert (stop.spent(), stop.left(), stop.over()) == (0, 10, False)

    def test_without_a_limit_counts_all_the_same(self, wall):
        stop = Within(None).started()

        wall.now = 500

        assert (stop.spent(), stop.left(), stop.over()) == (400, inf, False)

    def test_handed_on_does_not_begin_again(self, wall):
        stop = Within(10).started()
        wall.now = 108

        handed = stop.started().started()

        assert handed.left() == 2

    def test_shared_as_a_default_begins_anew_for_each(self, wall):
        shared = Within(10)
        first = shared.started()
        wall.now = 109

        second = shared.started()

        assert (first.left(), second.left()) == (1, 10)

    @pytest.mark.parametrize("seconds", [0, 0.0, 5e-324, 1, 1e300, None])
    def test_takes_any_limit_from_nought_on(self, seconds):
        assert Within(seconds).seconds == seconds

    @pytest.mark.parametrize("seconds", [-5e-324, -1, inf, -inf, float("nan")])
    def test_refuses_another_limit_by_name(self, seconds):
        with pytest.raises(BadInput) as fault:
            Within(seconds)

        assert fault.value.field == "seconds"
        assert "0 or more" in fault.value.remedy


class TestAnInterrupt:
    def press(self):
        signal.raise_signal(signal.SIGINT)

    def test_ends_a_clock_however_much_time_it_has(self, wall):
        with Within(1000).catching_interrupt() as stop:
            running = stop.started()
            self.press()

        assert (running.left(), running.over(), running.interrupted) == (0.0, True, True)
        assert running.spent() == 0

    def test_reaches_every_clock_started_inside(self):
        with Within(None).catching_interrupt() as stop:
            before = stop.started()
            self.press()
            after = stop.started()

        assert before.over()
        assert after.over()

    def test_does_not_reach_one_started_when_all_was_over(self):
        stop = Within(None)
        with stop.catching_interrupt():
            self.press()

        assert not stop.started().over()

    def test_is_caught_anew_each_time(self):
        stop = Within(None)
        for _ in range(2):
            with stop.catching_interrupt():
                pass

        with stop.catching_interrupt():
            assert not stop.interrupted
            self.press()
            assert stop.interrupted

    @pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt, SystemExit])
    def test_is_put_back_as_it_was_whatever_the_search_raises(self, fault):
        before = signal.getsignal(signal.SIGINT)

        with pytest.raises(fault), Within(None).catching_interrupt():
            raise fault

        assert signal.getsignal(signal.SIGINT) is before

    def test_is_put_back_to_a_handler_that_was_not_python_s_own(self):
        def own(number, frame):
            raise AssertionError

        before = signal.signal(signal.SIGINT, own)
        try:
            with Within(None).catching_interrupt():
                self.press()
            assert signal.getsignal(signal.SIGINT) is own
        finally:
            signal.signal(signal.SIGINT, before)

    def test_pressed_twice_ends_even_a_search_that_does_not_look(self):
        with pytest.raises(KeyboardInterrupt), Within(None).catching_interrupt() as stop:
            self.press()
            assert stop.interrupted
            self.press()

    def test_of_another_language_is_left_alone(self, monkeypatch):
        monkeypatch.setattr(_clock.signal, "getsignal", lambda number: None)
        told = []
        monkeypatch.setattr(_clock.signal, "signal", lambda *args: told.append(args))

        with Within(None).catching_interrupt():
            pass

        assert told == []

    def test_in_another_thread_leaves_the_handler_alone(self):
        before, seen = signal.getsignal(signal.SIGINT), []

        def search():
            with Within(None).catching_interrupt():
                seen.append(signal.getsignal(signal.SIGINT))

        thread = threading.Thread(target=search)
        thread.start()
        thread.join()

        assert seen == [before]


class TestProgress:
    @pytest.fixture
    def told(self):
        """Return what was said by a progress whose clock gives these times, first of all its beginning."""

        def _told(total, times, steps):
            said, clock = [], iter(times)
            progress = Progress(total, said.append, clock=lambda: next(clock))
            for step in steps:
                progress.step(*step) if isinstance(step, tuple) else progress.at(step)
            return said, progress.done

        return _told

    @pytest.mark.parametrize(
        ("total", "times", "steps", "said"),
        [
            (10, [0, 0.99], [5], []),
            (10, [0, 1.0], [5], ["5 of 10 (50 %), 1 s"]),
            (3, [0, 1.0], [2], ["2 of 3 (66 %), 1 s"]),
            (None, [0, 2.6], [7], ["7, 3 s"]),
            (0, [0, 1.0], [0], ["0, 1 s"]),
            (10, [0, 1.0], [(1, "gap 3 %")], ["1 of 10 (10 %), 1 s, gap 3 %"]),
            (10, [0, 1.0, 1.5, 1.99, 2.0], [1, 2, 3, 4], ["1 of 10 (10 %), 1 s", "4 of 10 (40 %), 2 s"]),
            (10, [50, 110.0], [10], ["10 of 10 (100 %), 60 s"]),
        ],
        ids=range(8),
    )
    def test_says_how_far_it_is_at_most_once_a_second(self, told, total, times, steps, said):
        assert told(total, times, steps)[0] == said

    def test_adds_up_steps_of_any_size(self, told):
        assert told(100, [0] * 4, [(1,), (10,), (0,)])[1] == 11

    def test_takes_a_place_as_it_is_told(self, told):
        assert told(100, [0] * 3, [40, 20])[1] == 20
