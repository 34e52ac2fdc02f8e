"""The same pairs on Spark as on DuckDB; skipped where Java or pyspark is missing."""

import shutil
from importlib.util import find_spec

import pytest

from hamafza_engines.linkage import Params, Problem, registers, solve

pytestmark = [
    pytest.mark.slow,  # a Java machine starts and shuffles
    pytest.mark.skipif(
        find_spec("pyspark") is None, reason="pyspark is not installed: ./hamafza extras spark"
    ),
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java on this machine"),
]


@pytest.fixture
def spark_after():
    yield
    from pyspark.sql import SparkSession

    if session := SparkSession.getActiveSession():
        session.stop()


@pytest.mark.usefixtures("spark_after")
def test_spark_finds_the_pairs_that_duckdb_finds():
    left, right, truth = registers(150, seed=41)
    found = {}
    for backend in ("duckdb", "spark"):
        params = Params(method="fixed", backend=backend, learn_from=2, widest=0)
        found[backend] = solve(Problem(left, right), params=params)

    duckdb, spark = found["duckdb"], found["spark"]

    assert spark.candidates == duckdb.candidates > 50
    assert [(x.left, x.right, x.verdict, x.levels) for x in spark.links] == [
        (x.left, x.right, x.verdict, x.levels) for x in duckdb.links
    ]
    assert len({(x.left, x.right) for x in spark.auto} & truth) >= 0.8 * len(truth)
