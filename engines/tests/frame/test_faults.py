"""What a person reads when something is wrong."""

import pickle

import pytest

from hamafza_engines.frame import BadInput, Exit, MissingExtra, Progress, Violation, need


class TestBadInput:
    def test_names_field_row_value_and_remedy(self):
        said = str(BadInput("amount", "abc", "write a whole number", row=7))

        assert all(part in said for part in ("amount", "row 7", "'abc'", "write a whole number"))

    def test_speaks_persian_too(self):
        fault = BadInput("amount", "abc", "write a number", 7, remedy_fa="عدد بنویسید")

        assert fault.say("fa") == "سطر 7، «amount»: مقدار 'abc' پذیرفته نشد — عدد بنویسید"
        assert "row" not in BadInput("amount", "abc", "x").say("en")

    def test_without_persian_the_remedy_stays_english(self):
        assert "give 1" in BadInput("p", 0, "give 1").say("fa")

    @pytest.mark.parametrize("value", ["x" * 10_000_000, ["y" * 1000] * 100, "الف" * 500])
    def test_a_huge_value_is_cut(self, value):
        assert len(str(BadInput("text", value, "shorter"))) < 400

    def test_control_characters_do_not_reach_the_terminal(self):
        assert "\x1b" not in str(BadInput("name", "\x1b[2J", "mend it"))

    def test_is_a_value_error_and_travels_between_processes(self):
        fault = pickle.loads(pickle.dumps(BadInput("p", 0, "give 1", 3, remedy_fa="یک")))

        assert isinstance(fault, ValueError)
        assert (fault.field, fault.value, fault.row, fault.remedy_fa) == ("p", 0, 3, "یک")


class TestNeed:
    def test_imports_what_is_there(self):
        assert need("json.decoder", extra="siting").JSONDecoder

    def test_tells_how_to_install_what_is_not(self):
        with pytest.raises(MissingExtra) as fault:
            need("no_such_solver.part", extra="siting")

        assert "./hamafza extras siting" in fault.value.say("en")
        assert "./hamafza extras siting" in fault.value.say("fa")
        assert "no_such_solver" in str(fault.value)
        assert isinstance(fault.value, ImportError)
        assert pickle.loads(pickle.dumps(fault.value)).extra == "siting"


class TestProgress:
    def test_is_silent_when_it_is_quick(self):
        said = []
        progress = Progress(3, said.append)
        for _ in range(3):
            progress.step()

        assert said == []
        assert progress.done == 3

    def test_speaks_once_a_second(self):
        said, now = [], iter([0.0, 0.5, 1.0, 1.5, 2.5])
        progress = Progress(200, said.append, clock=lambda: next(now))
        for _ in range(4):
            progress.step(50, "gap 2 %")

        assert said == ["100 of 200 (50 %), 1 s, gap 2 %", "200 of 200 (100 %), 2 s, gap 2 %"]

    def test_of_an_unknown_total_it_tells_the_count(self):
        said, now = [], iter([0.0, 3.0])
        Progress(None, said.append, clock=lambda: next(now)).at(7)

        assert said == ["7, 3 s"]


def test_the_codes_are_those_of_the_book():
    assert {code.name: int(code) for code in Exit} == {
        "DONE": 0, "OUR_FAULT": 1, "BAD_INPUT": 2, "STOPPED": 3, "INFEASIBLE": 4, "EXTRA_MISSING": 5,
    }  # fmt: skip


def test_a_violation_is_plain_data():
    assert Violation("budget", "7", "12 > 10") == Violation("budget", "7", "12 > 10")
    assert Violation("budget").where == ""


class TestInRow:
    def test_a_fault_without_a_row_gets_one_and_keeps_its_kind_and_words(self):
        class Worse(BadInput):
            pass

        fault = Worse("amount", "x", "write a number", remedy_fa="عدد بنویسید").in_row(7)

        assert type(fault) is Worse
        assert (fault.field, fault.value, fault.remedy, fault.row, fault.remedy_fa) == (
            "amount", "x", "write a number", 7, "عدد بنویسید",
        )  # fmt: skip
        assert str(fault).startswith("row 7, amount")

    def test_one_that_knows_its_row_keeps_it(self):
        fault = BadInput("amount", "x", "write a number", row=3)

        assert fault.in_row(7) is fault and fault.row == 3
