"""What DuckDB says of two cells is what Python says, above all where a rule begins and ends."""

from itertools import product

import duckdb
import pytest

from hamafza_engines.linkage._fields import BY_NAME, FIELDS

from .conftest import person

NAMES = ["A", "AB", "BA", "AC", "ABC", "ABD", "ACB", "ABCD", "ABDC", "ABCDE", "DEABC", "ABXYE", "ABCDEF", "DEFABC",
         "ABCDXY", "ABCDEFG", "CDE", "EFG", "FG", "BCDEF", None]  # fmt: skip
DAYS = ["13650211", "13651102", "13650212", "13560211", "13650229", "13650000", "13660000", "13670829", "13660829",
        "13650101", "13660101", "13650111", "13660212", "14000211", None]  # fmt: skip
NUMBERS = [
    "0084575948",
    "0084575949",
    "0084579548",
    "0084515949",
    "1284515949",
    "008457594",
    "00845759480",
    "AF12",
    None,
]
CODES = ["1234567890", "1234567891", "1234599999", "12345", "12346", "123", "12", "13", None]
CELLS = {
    "nid": NUMBERS,
    "mobile": NUMBERS,
    "birth": DAYS,
    "postcode": CODES,
    "city": NAMES,
    "job": NAMES,
    "gender": ["m", "f", None],
}


@pytest.fixture(scope="module")
def database():
    with duckdb.connect() as connection:
        yield connection


def by_sql(database, field, rows):
    """Return the level of every pair of rows, as the conditions of the field say it."""
    columns = list(rows[0])
    database.execute("DROP TABLE IF EXISTS cells")
    database.execute(f"CREATE TABLE cells (n int, {', '.join(f'{column} varchar' for column in columns)})")
    marks = ", ".join("?" * (len(columns) + 1))
    database.executemany(
        f"INSERT INTO cells VALUES ({marks})", [[n, *row.values()] for n, row in enumerate(rows)]
    )
    sides = ", ".join(f"{side}.{column} AS {column}_{side}" for side in "lr" for column in columns)
    cases = " ".join(
        f"WHEN {condition} THEN {len(field.levels) - 1 - place}"
        for place, condition in enumerate(field.conditions)
    )
    told = database.execute(
        f"SELECT CASE WHEN {field.empty} THEN -1 {cases} ELSE 0 END"
        f" FROM (SELECT l.n AS i, r.n AS j, {sides} FROM cells l, cells r) ORDER BY i, j"
    )
    return [row[0] for row in told.fetchall()]


def by_python(field, rows):
    return [field.level(a, b) for a, b in product(rows, repeat=2)]


@pytest.mark.parametrize("name", sorted(CELLS))
def test_codes_numbers_and_days_are_as_alike_in_both(database, name):
    field, rows = BY_NAME[name], [{name: cell} for cell in CELLS[name]]

    assert by_sql(database, field, rows) == by_python(field, rows)


@pytest.mark.parametrize("name", ["first", "last", "father"])
def test_names_are_as_alike_in_both(database, name):
    others = {"first": "last", "last": "first"}
    rows = []
    for place, sound in enumerate(NAMES):
        row = {name: sound and f"{sound}{place % 2}", f"{name}_sound": sound}
        if name in others:
            row[f"{others[name]}_sound"] = NAMES[-2 - place] if place < len(NAMES) - 1 else None
        rows.append(row)

    assert by_sql(database, BY_NAME[name], rows) == by_python(BY_NAME[name], rows)


def test_real_names_are_as_alike_in_both(database):
    whole = [
        "کریمی",
        "کرمی",
        "کرییم",
        "ملک پور",
        "پور ملک",
        "احمدی",
        "احمدی نژاد",
        "تهرانی احمدی",
        "ذاکری",
        "زاکری",
        "موسوی",
        "ندارد",
    ]
    rows = [person(first="زهرا", last=name) for name in whole]

    assert by_sql(database, BY_NAME["last"], rows) == by_python(BY_NAME["last"], rows)


@pytest.mark.parametrize("name", ["first", "last", "father"])
def test_usual_names_are_two_names_in_both(database, name):
    usual = (
        "حسن حسین محسن طاهر طاهره زهرا زهره محمد محمود محمدرضا امیر امیرحسین حسسن زهزا مرضیه راضیه".split()
    )
    rows = [person(**{name: each}) for each in usual]
    other = {"first": "last_sound", "last": "first_sound"}.get(name)
    if other:
        rows = [row | {other: None} for row in rows]

    assert by_sql(database, BY_NAME[name], rows) == by_python(BY_NAME[name], rows)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_condition_looks_only_at_columns_that_the_field_brings(field):
    others = {"first": ["last_sound"], "last": ["first_sound"]}.get(field.name, [])
    known = {f"{column}_{side}" for column in (*field.columns, *others) for side in "lr"}

    for condition in (*field.conditions, field.empty):
        words = {word.strip("(),") for word in condition.replace("(", " ").replace(",", " ").split()}
        assert {word for word in words if word[-2:] in ("_l", "_r")} <= known
