"""The levels of likeness: by example, and the SQL against the Python on the same pairs."""

import duckdb
import pytest

from hamafza_engines.linkage import ADVERSARIAL, registers
from hamafza_engines.linkage._fields import BY_NAME, FIELDS
from hamafza_engines.linkage._prepare import prepare


def level(field, a, b):
    from hamafza_engines.linkage import Register

    people = [
        {
            k: v[0]
            for k, v in prepare(Register(("1",), {n: (c,) for n, c in one.items()}), jalali=True).items()
        }
        for one in (a, b)
    ]
    found = BY_NAME[field].level(*people)
    assert found == BY_NAME[field].level(*people[::-1])  # likeness has no direction
    return "empty" if found < 0 else BY_NAME[field].levels[found]


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ("کریمی", "کریمی", "same"), ("کریمي", "کریمی", "same"), ("ذاکری", "زاکری", "sound"),
        ("حسینی رضایی", "رضایی حسینی", "sound"), ("ملک\u200cپور", "پور ملک", "sound"), ("کریمی", "کرمی", "edit"),
        ("کریمی", "کرییم", "edit"), ("احمدی", "احمدی نژاد", "part"), ("تهرانی احمدی", "احمدی", "part"),
        ("کریمی", "موسوی", "other"), ("کریمی", None, "empty"), ("کریمی", "ندارد", "empty"),
    ],
)  # fmt: skip
def test_last_names(a, b, told):
    assert level("last", {"last": a}, {"last": b}) == told


def test_first_and_last_name_in_each_others_column():
    a, b = {"first": "زهرا", "last": "کریمی"}, {"first": "کریمی", "last": "زهرا"}

    assert level("first", a, b) == level("last", a, b) == "swapped"


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ("1365/02/11", "1365/02/11", "same"), ("1365/02/11", "1365/11/02", "swapped"), ("1365/02/11", "1365/02/12", "edit"),
        ("1365/02/11", "1356/02/11", "edit"), ("1365/02/11", "1365/02/29", "year_and_part"),
        ("1365/02/11", "1365", "year_and_part"), ("1365", "1365", "year_and_part"), ("1365/02/11", "1365/07/29", "year"),
        ("1365/02/11", "1366/08/29", "next_year"), ("1365/02/11", "1340/08/29", "other"), ("1365/02/11", None, "empty"),
    ],
)  # fmt: skip
def test_birthdays(a, b, told):
    assert level("birth", {"birth": a}, {"birth": b}) == told


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ("0084575948", "84575948", "same"), ("0084575948", "0084575949", "edit"), ("0084575948", "0084579548", "edit"),
        ("0084575948", "0084515949", "near"), ("0084575948", "1284515949", "other"), ("0084575948", "0000000000", "empty"),
    ],
)  # fmt: skip
def test_national_ids_are_never_only_exact(a, b, told):
    assert level("nid", {"nid": a}, {"nid": b}) == told


def test_every_field_has_whole_probabilities_and_better_levels_weigh_more_at_the_top():
    for field in FIELDS:
        for told in (field.same, field.chance, field.kin):
            assert len(told) == len(field.levels) == len(field.conditions) + 1
            assert sum(told) == pytest.approx(1, abs=0.02)
            assert min(told) > 0
        assert field.same[-1] / field.chance[-1] > 1 > field.same[0] / field.chance[0]


@pytest.mark.slow  # DuckDB compares 3,000 pairs in ten fields
def test_sql_and_python_agree_on_every_level():
    left, right, _ = registers(400, seed=11, world=ADVERSARIAL)
    a, b = (prepare(register, jalali=True) for register in (left, right))
    pairs = [(i, (i * 7 + shift) % 400) for i in range(400) for shift in range(0, 400, 60)]
    names = sorted(a)
    connection = duckdb.connect()
    columns = ", ".join(f'"{name}_l" varchar, "{name}_r" varchar' for name in names)
    connection.execute(f"CREATE TABLE pairs (n int, {columns})")
    marks = ", ".join("?" * (2 * len(names) + 1))
    connection.executemany(
        f"INSERT INTO pairs VALUES ({marks})",
        [
            [n, *(cell for name in names for cell in (a[name][i], b[name][j]))]
            for n, (i, j) in enumerate(pairs[:1500])
        ],
    )
    for field in FIELDS:
        if field.name not in a:
            continue
        cases = " ".join(
            f"WHEN {condition} THEN {len(field.levels) - 1 - place}"
            for place, condition in enumerate(field.conditions)
        )
        told = connection.execute(
            f"SELECT CASE WHEN {field.empty} THEN -1 {cases} ELSE 0 END FROM pairs ORDER BY n"
        )

        by_sql = [row[0] for row in told.fetchall()]

        by_hand = [
            field.level({name: a[name][i] for name in names}, {name: b[name][j] for name in names})
            for i, j in pairs[:1500]
        ]
        assert by_sql == by_hand, field.name
