"""`hamafza engine triage` end to end: every option, format and language, read back and held against suggest()."""

import csv
import io
import json
import re
from dataclasses import asdict

import pytest

from hamafza_engines.__main__ import main
from hamafza_engines.frame import Exit, read_table, write_table
from hamafza_engines.triage import _command, suggest
from hamafza_engines.triage._names import name_of

TEXTS = {
    "a": "برای دادگاه به وکیل رایگان نیاز دارم",
    "b": "شوهرم مرا کتک می‌زند و از خانه بیرونم کرده",
    "c": "تا فردا باید خانه را خالی کنیم",
    "d": "سلام",
    "e": "ویلچر پسرم شکسته، صاحبخانه هم اجاره می‌خواهد",
}
ROWS = [{"id": name, "درخواست": text, "note": "x"} for name, text in TEXTS.items()]
ADDED = ["domain", "name", "confidence", "second", "third", "needs", "urgency", "dangers", "lines", "words"]
PERSIAN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


@pytest.fixture
def run(capsys, monkeypatch):
    def _run(*words, text=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        try:
            code = main(["triage", *map(str, words)])
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return _run


@pytest.fixture
def table(tmp_path):
    def _table(rows, name="asks.csv"):
        write_table(tmp_path / name, rows)
        return tmp_path / name

    return _table


class TestAText:
    @pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
    def test_is_answered_with_all_that_suggest_says(self, run, text):
        code, out, err = run(text)

        assert (code, err) == (Exit.DONE, "")
        assert json.loads(out) == json.loads(json.dumps(asdict(suggest(text))))

    def test_of_many_words_needs_no_quotes(self, run):
        assert json.loads(run(*TEXTS["a"].split())[1]) == json.loads(run(TEXTS["a"])[1])

    @pytest.mark.parametrize("words", [(), ("-",)], ids=["no word", "a dash"])
    def test_may_come_from_standard_input(self, run, words):
        assert json.loads(run(*words, text=TEXTS["b"])[1])["urgency"] == 2

    def test_is_told_in_letters_and_not_in_codes(self, run):
        assert "وکیل" in run(TEXTS["a"])[1]

    def test_of_nothing_is_not_known(self, run):
        code, out, _ = run(text="")

        assert code == Exit.DONE
        assert json.loads(out)["abstained"] is True


class TestATable:
    @pytest.mark.slow  # openpyxl and pyarrow are loaded here
    @pytest.mark.parametrize("suffix", ["csv", "tsv", "json", "xlsx", "parquet"])
    def test_comes_back_with_the_advice_of_suggest(self, run, table, tmp_path, suffix):
        if suffix == "parquet":
            pytest.importorskip("pyarrow")

        code, out, _ = run(table(ROWS, f"asks.{suffix}"), "-o", tmp_path / f"out.{suffix}")

        assert (code, out) == (Exit.DONE, "")
        for row, (name, text) in zip(read_table(tmp_path / f"out.{suffix}"), TEXTS.items(), strict=True):
            said = suggest(text)
            assert (row["id"], row["درخواست"], row["note"]) == (name, text, "x")
            assert (row["advised_domain"] or "") == ("" if said.abstained else said.domains[0].domain)
            assert float(row["advised_confidence"]) == pytest.approx(said.domains[0].confidence, abs=5e-4)
            assert [row["advised_second"], row["advised_third"]] == [
                score.domain for score in said.domains[1:3]
            ]
            assert (row["advised_needs"] or "") == "; ".join(need.domain for need in said.needs)
            assert int(row["advised_urgency"]) == said.urgency
            assert (row["advised_dangers"] or "") == "; ".join(danger.kind for danger in said.dangers)
            assert (row["advised_words"] or "") == "; ".join(word.text for word in said.domains[0].words)

    def test_goes_to_the_output_as_csv_when_no_file_is_named(self, run, table):
        code, out, _ = run(table(ROWS))

        rows = list(csv.DictReader(io.StringIO(out)))
        assert code == Exit.DONE
        assert list(rows[0]) == ["id", "درخواست", "note", *(f"advised_{name}" for name in ADDED)]
        assert len(rows) == len(ROWS)

    def test_keeps_columns_that_are_called_like_ours(self, run, table):
        path = table([{"text": TEXTS["a"], "domain": "مهم", "urgency": "9"}])

        (row,) = csv.DictReader(io.StringIO(run(path)[1]))

        assert (row["domain"], row["urgency"]) == ("مهم", "9")
        assert row["advised_domain"] == "legal"

    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_names_domains_in_the_language_asked_for(self, run, table, language):
        rows = csv.DictReader(io.StringIO(run(table(ROWS), "--lang", language)[1]))

        assert next(rows)["advised_name"] == name_of("legal", language)

    def test_shows_every_line_to_ring_once(self, run, table):
        path = table([{"text": "شوهرم بچه را کتک می‌زند و خانه آتش گرفته"}])

        (row,) = csv.DictReader(io.StringIO(run(path)[1]))

        lines = row["advised_lines"].split("; ")
        assert len(set(lines)) == len(lines)
        assert {"110", "123", "125"} <= set(lines)

    def test_reads_the_column_with_the_longest_texts(self, run, table):
        path = table([{"short": "کتاب", "long": "برای دادگاه به وکیل رایگان نیاز دارم"}])

        assert next(csv.DictReader(io.StringIO(run(path)[1])))["advised_domain"] == "legal"

    def test_reads_the_column_that_is_named(self, run, table):
        path = table([{"short": "ویلچر", "long": "برای دادگاه به وکیل رایگان نیاز دارم"}])

        rows = csv.DictReader(io.StringIO(run(path, "--column", "short")[1]))

        assert next(rows)["advised_domain"] == "disability"

    def test_an_empty_cell_is_no_fault(self, run, table):
        rows = list(csv.DictReader(io.StringIO(run(table([*ROWS, {"id": "f", "درخواست": None}]))[1])))

        assert [rows[-1]["advised_domain"], rows[-1]["advised_urgency"]] == ["", "0"]

    def test_two_tables_are_one(self, run, table):
        first, second = table(ROWS[:2], "1.csv"), table(ROWS[2:], "2.json")

        assert len(list(csv.DictReader(io.StringIO(run(first, second)[1])))) == len(ROWS)

    @pytest.mark.slow  # a million letters are written and read
    def test_a_text_of_a_million_letters_is_a_row_like_others(self, run, table):
        code, out, _ = run(table([{"text": "کمک " * 250_000}, {"text": TEXTS["a"]}], "long.json"))

        assert code == Exit.DONE
        csv.field_size_limit(2_000_000)
        assert [row["advised_urgency"] for row in csv.DictReader(io.StringIO(out))][1] == "0"


class TestTheSummary:
    def test_counts_in_english_what_the_rows_say(self, run, table):
        _, out, err = run(table(ROWS), "--lang", "en")
        rows = list(csv.DictReader(io.StringIO(out)))

        ordinary, urgent, emergency, danger = map(
            int,
            re.search(r"ordinary (\d+), urgent (\d+), emergency (\d+); with a danger: (\d+)", err).groups(),
        )
        levels = [row["advised_urgency"] for row in rows]
        assert [ordinary, urgent, emergency] == [levels.count(level) for level in "012"]
        assert danger == sum(bool(row["advised_dangers"]) for row in rows)
        assert f"{len(rows)} of {len(rows)} rows, column «درخواست»" in err

    def test_counts_in_persian_digits_the_same(self, run, table):
        english, persian = (run(table(ROWS), "--lang", language)[2] for language in ("en", "fa"))

        assert not re.search(r"[0-9]", persian)
        assert re.findall(r"\d+", persian.translate(PERSIAN)) == re.findall(r"\d+", english)

    def test_names_the_domains_and_how_many_are_not_known(self, run, table):
        _, out, err = run(table(ROWS), "--lang", "en")
        rows = list(csv.DictReader(io.StringIO(out)))

        told = dict(re.findall(r"([A-Z][^,:\n]*?) (\d+)(?=[,;])", err.split("domains: ")[1]))
        assert sum(map(int, told.values())) == sum(bool(row["advised_domain"]) for row in rows)
        assert f"«I do not know»: {sum(not row['advised_domain'] for row in rows)}" in err

    def test_stays_out_of_the_table(self, run, table):
        assert "rows, column" not in run(table(ROWS), "--lang", "en")[1]


class TestExplaining:
    @pytest.mark.parametrize("name", TEXTS)
    def test_a_row_is_told_as_a_text_would_be(self, run, table, name):
        code, out, _ = run(table(ROWS), "--explain", name)

        assert code == Exit.DONE
        assert json.loads(out) == json.loads(run(TEXTS[name])[1])

    def test_a_row_that_is_not_there_is_bad_input(self, run, table):
        code, out, err = run(table(ROWS), "--explain", "zz")

        assert (code, out) == (Exit.BAD_INPUT, "")
        assert "zz" in err


class TestFaults:
    def test_a_file_that_is_not_there(self, run, tmp_path):
        code, out, err = run(tmp_path / "none.csv")

        assert (code, out) == (Exit.BAD_INPUT, "")
        assert "none.csv" in err

    def test_a_column_that_is_not_there(self, run, table):
        code, _, err = run(table(ROWS), "--column", "متن")

        assert code == Exit.BAD_INPUT
        assert "متن" in err
        assert "درخواست" in err  # those that are there

    def test_an_option_that_is_not_there(self, run, table):
        assert run(table(ROWS), "--quickly")[0] == Exit.BAD_INPUT

    @pytest.mark.slow  # every library that writes a table is looked for
    def test_a_format_that_is_not_written(self, run, table, tmp_path):
        code, _, _ = run(table(ROWS), "-o", tmp_path / "out.doc")

        assert code == Exit.BAD_INPUT
        assert not (tmp_path / "out.doc").exists()

    def test_our_own_fault_is_said_to_be_ours(self, run, table, monkeypatch, tmp_path):
        monkeypatch.setattr(_command, "suggest", lambda text: 1 / 0)

        code, _, err = run(table(ROWS), "-o", tmp_path / "out.csv", "--lang", "en")

        assert code == Exit.OUR_FAULT
        assert "our fault" in err
        assert not (tmp_path / "out.csv").exists()


class TestStopping:
    def test_in_no_time_writes_what_is_done_and_says_so(self, run, table, tmp_path):
        code, _, err = run(table(ROWS), "--seconds", "0", "-o", tmp_path / "out.json", "--lang", "en")

        assert code == Exit.STOPPED
        assert read_table(tmp_path / "out.json") == []
        assert "0 of 5 rows" in err

    def test_by_the_keyboard_leaves_the_old_output_as_it_was(self, run, table, monkeypatch, tmp_path):
        (tmp_path / "out.csv").write_text("old", "utf-8")

        def interrupted(text):
            raise KeyboardInterrupt

        monkeypatch.setattr(_command, "suggest", interrupted)

        code, _, err = run(table(ROWS), "-o", tmp_path / "out.csv")

        assert code == Exit.STOPPED
        assert (tmp_path / "out.csv").read_text("utf-8") == "old"
        assert "قطع شد" in err
