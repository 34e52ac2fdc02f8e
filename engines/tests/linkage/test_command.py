"""The shell door, end to end: real files in, real files out, exit codes."""

import csv
import os
import subprocess
import sys

import pytest

from hamafza_engines.__main__ import main
from hamafza_engines.frame import write_table
from hamafza_engines.linkage import registers

HEADERS = {
    "nid": "کد ملی", "first": "نام", "last": "نام خانوادگی", "father": "نام پدر", "birth": "تاریخ تولد",
    "mobile": "تلفن همراه", "city": "شهرستان", "gender": "جنسیت", "postcode": "کد پستی",
}  # fmt: skip


@pytest.fixture(scope="module")
def truth():
    return registers(40, seed=31)


def rows(register, headers):
    return [
        {
            "شناسه": id_,
            **{headers[name]: column[row] for name, column in register.cells.items() if name in headers},
        }
        for row, id_ in enumerate(register.ids)
    ]


@pytest.fixture(params=[".xlsx", ".csv", ".parquet"])
def files(truth, tmp_path, request):
    paths = [tmp_path / f"{name}{request.param}" for name in ("welfare", "hospital")]
    for path, register in zip(paths, truth, strict=False):
        write_table(path, rows(register, HEADERS))
    return paths


def test_two_files_become_links_with_reasons(files, truth, tmp_path, capsys):
    out = tmp_path / "links.csv"

    code = main(["linkage", *map(str, files), "-o", str(out)])

    links = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    merged = {(link["left"], link["right"]) for link in links if link["verdict"] == "auto"}
    assert code == 0
    assert merged <= truth[2] and len(merged) >= 0.9 * len(truth[2])
    assert all("به سود آن" in link["why"] for link in links)
    assert "یکی می‌شوند" in capsys.readouterr().out


def test_one_file_tells_who_stands_twice(files, capsys):
    assert main(["linkage", str(files[0]), "--lang", "en"]) == 0

    assert "Groups of one person" in capsys.readouterr().out


def test_one_pair_is_explained(files, truth, capsys):
    a, b = sorted(truth[2])[0]

    assert main(["linkage", *map(str, files), "--explain", a, "--lang", "en"]) == 0

    said = capsys.readouterr()
    assert a in said.out and b in said.out and "For it:" in said.out
    assert "welfare: 40 rows" in said.err


def test_counts_need_no_names(files, tmp_path, capsys):
    key = tmp_path / "key"
    key.write_text("a key of both agencies")
    hashes = [tmp_path / f"{name}.csv" for name in "ab"]

    for path, hashed in zip(files, hashes, strict=True):
        assert main(["linkage", str(path), "--hash", "--key-file", str(key), "-o", str(hashed)]) == 0
    assert main(["linkage", *map(str, hashes), "--counts"]) == 0
    from_hashes = capsys.readouterr().out
    assert main(["linkage", *map(str, files), "--counts", "--key-file", str(key)]) == 0

    assert from_hashes == capsys.readouterr().out and "در هر دو فهرست" in from_hashes
    assert {"row", "hash"} == set(csv.DictReader(hashes[0].read_text("utf-8-sig").splitlines()).fieldnames)


def test_columns_may_be_told(truth, tmp_path):
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    odd = {name: f"x{place}" for place, name in enumerate(HEADERS)}
    write_table(paths[0], rows(truth[0], HEADERS))
    write_table(paths[1], rows(truth[1], odd))
    told = ",".join(f"{name}={header}" for name, header in odd.items())
    out = tmp_path / "links.json"

    assert main(["linkage", *map(str, paths), "--columns-right", told, "-o", str(out)]) == 0
    assert "b" in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--columns", "shoe=کد ملی"], "shoe"),
        (["--columns", "first"], "field=header"),
        (["--auto", "2"], "auto"),
        (["--hash"], "hash"),
        (["--counts"], "hash"),
        (["--explain", "nobody"], "nobody"),
        (["--counts", "--key-file", "/no/such/key"], "key-file"),
    ],
)
def test_what_cannot_be_used_is_said(truth, tmp_path, words, said, capsys):
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path, register in zip(paths, truth, strict=False):
        write_table(path, rows(register, HEADERS))

    assert main(["linkage", *map(str, paths), *words]) == 2

    assert said in capsys.readouterr().err


def test_a_file_without_a_known_column_and_a_third_file(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text("الف,ب\n۱,۲\n", "utf-8")

    assert main(["linkage", str(path), str(path)]) == 2
    assert main(["linkage", str(path), str(path), str(path)]) == 2
    assert "--columns" in capsys.readouterr().err


def test_an_empty_file_is_no_fault(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text("کد ملی,نام\n", "utf-8")

    assert main(["linkage", str(path), str(path)]) == 0
    assert "خالی" in capsys.readouterr().out


@pytest.mark.slow  # a fresh interpreter
def test_it_imports_and_links_without_any_heavy_library(tmp_path, truth):
    path = tmp_path / "a.csv"
    write_table(path, rows(truth[0], HEADERS))
    blocked = "import sys; [sys.modules.__setitem__(m, None) for m in ('numpy','pandas','duckdb','splink','pyarrow')];"
    program = (
        f"{blocked} from hamafza_engines.__main__ import main; sys.exit(main(['linkage', {str(path)!r}]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
    )

    assert ended.returncode == 0, ended.stderr
