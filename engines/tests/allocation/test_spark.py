"""The same plan on Spark as in one process; skipped where Java or pyspark is missing."""

import shutil
import sys
from importlib.util import find_spec

import pytest

from hamafza_engines.allocation import Params, check, solve

from .conftest import chain, random_problem

pytestmark = [
    pytest.mark.slow,  # a Java machine starts and shuffles
    pytest.mark.skipif(
        find_spec("pyspark") is None, reason="pyspark is not installed: ./hamafza extras spark"
    ),
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java on this machine"),
    pytest.mark.filterwarnings("ignore"),  # pyspark's own
]


@pytest.fixture
def session(monkeypatch):
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    made = (
        SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2").config("spark.driver.memory", "512m").getOrCreate()
    )  # fmt: skip
    made.sparkContext.setLogLevel("ERROR")
    yield made
    made.stop()


def test_spark_gives_every_line_that_one_process_gives(session, monkeypatch):
    from hamafza_engines.allocation import _components, _spark

    monkeypatch.setattr(_components, "_BATCH", 400)  # several batches from a small problem
    for problem, params in (
        (chain(5, needs=60, offers=15, groups=4, blocks=6), Params()),
        (random_problem(8, needs=30, offers=15, arcs=60, most=9, rules=True), Params(floor=0)),
    ):  # the second has side rules and nothing to be fair about
        here, there = solve(problem, params=params), _spark.solve(problem, session=session, params=params)

        assert there.flow.tolist() == here.flow.tolist() and there.floor.tolist() == here.floor.tolist()
        assert (there.value, there.bound, there.status) == (here.value, here.bound, here.status)
        assert there.value_without_fairness == here.value_without_fairness
        assert check(problem, there) == []
