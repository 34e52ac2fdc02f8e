"""A limit of time, and Ctrl-C as a limit."""

import math
import os
import signal
import subprocess
import sys
import threading

import pytest

from hamafza_engines.frame import BadInput, Within


class TestWithin:
    def test_runs_from_started_on_and_not_before(self):
        stop = Within(seconds=0)

        assert stop.started().over()
        assert stop.started().left() == 0

    def test_a_default_that_is_shared_stays_fresh(self):
        shared = Within(seconds=60)
        shared.started().started()

        assert shared.spent() == 0
        assert shared.left() == 60

    def test_a_running_clock_is_handed_on(self):
        running = Within(seconds=60).started()

        assert running.started() is running
        assert 59 < running.left() <= 60
        assert 0 <= running.spent() < 1

    def test_without_a_limit_it_never_ends(self):
        stop = Within(None).started()

        assert stop.left() == math.inf
        assert not stop.over()

    @pytest.mark.parametrize("seconds", [-1, -0.001, math.nan, math.inf])
    def test_refuses_what_is_no_limit(self, seconds):
        with pytest.raises(BadInput, match="seconds"):
            Within(seconds)


class TestCtrlC:
    def test_ends_the_search_and_not_the_process(self):
        before = signal.getsignal(signal.SIGINT)
        stop = Within(None)

        with stop.catching_interrupt():
            running = stop.started()
            assert not running.over()
            os.kill(os.getpid(), signal.SIGINT)
            assert running.over()
            assert running.interrupted
            assert running.left() == 0

        assert signal.getsignal(signal.SIGINT) is before

    def test_the_second_one_ends_the_process_as_ever(self):
        stop = Within(None)

        with pytest.raises(KeyboardInterrupt), stop.catching_interrupt():
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)

    def test_may_be_caught_within_caught(self):
        outer = Within(None)

        with outer.catching_interrupt():
            inner = outer.started()
            with inner.catching_interrupt():
                os.kill(os.getpid(), signal.SIGINT)

        assert inner.over()
        assert outer.interrupted

    def test_a_clock_of_its_own_knows_nothing_of_it(self):
        with (stop := Within(None)).catching_interrupt():
            os.kill(os.getpid(), signal.SIGINT)

        assert stop.interrupted
        assert not Within(None).started().over()

    def test_in_a_thread_it_is_left_to_the_main_one(self):
        ended = []

        def search():
            with Within(0).catching_interrupt() as stop:
                ended.append(stop.started().over())

        thread = threading.Thread(target=search)
        thread.start()
        thread.join()

        assert ended == [True]

    @pytest.mark.slow  # a process that is really interrupted
    def test_the_best_so_far_is_handed_over(self):
        code = (
            "import time\nfrom hamafza_engines.frame import Within\n"
            "with (stop := Within(30)).catching_interrupt():\n"
            "    stop = stop.started(); print('ready', flush=True)\n"
            "    while not stop.over(): time.sleep(0.01)\n"
            "print('best', stop.interrupted)"
        )
        with subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=_env()
        ) as run:
            assert run.stdout.readline() == "ready\n"
            run.send_signal(signal.SIGINT)
            said, _ = run.communicate(timeout=10)

        assert said == "best True\n"
        assert run.returncode == 0


def _env():
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
