"""Totals and figures: always what the lines say, whenever and wherever they were folded."""

import random
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from hamafza.journal import entries, queries, tasks, totals
from hamafza.journal.models import JournalLine, MonthTotal
from hamafza.journal.months import Month
from hamafza.journal.queries import Asked, Figure
from hamafza.kernel import rows
from hamafza.kernel.actors import Actor, System
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.commands import command
from hamafza.notices.silence import silence

pytestmark = pytest.mark.django_db

HAND = System("tests")
AZAR = Month(1405, 9)
AT = datetime(2026, 11, 24, 9, 0, tzinfo=TEHRAN)  # 3 Azar 1405
NATION, PROVINCE, CHABAHAR, TIS, KONARAK = "IR/", "IR/11/", "IR/11/1104/", "IR/11/1104/tis/", "IR/11/1109/"
FACTS: dict[str, list[Any]] = {
    "kind": ["need_finished", "request_received"],
    "place": [TIS, CHABAHAR, KONARAK, "IR/08/0801/"],
    "domain": ["", "health", "education"],
    "detail": ["", "solved"],
    "people": [0, 1, 7],
    "amount_rial": [0, 2_500_000_000],
}
BY = [(), ("domain",), ("place", "kind"), ("month", "domain", "kind", "detail"), ("place", "month")]


@command(rule=None)
def write(*, by: Actor, at: datetime, facts: dict[str, Any]) -> None:
    """One deed."""
    entries.record(at=at, **facts)


@command(rule=None)
def correct(*, by: Actor, at: datetime, seq: int) -> None:
    """Take one line back."""
    entries.take_back(JournalLine.objects.get(seq=seq), at=at)


def deed(at: datetime = AT, **facts: Any) -> None:
    write(by=HAND, at=at, facts={"kind": "need_finished", "place": TIS, "domain": "health", "people": 1} | facts)


def many(count: int, seed: int = 1) -> None:
    dice = random.Random(seed)
    for _ in range(count):
        deed(AT + timedelta(days=dice.randint(-70, 70)), **{name: dice.choice(some) for name, some in FACTS.items()})
    for seq in dice.sample(range(1, count + 1), count // 10):
        correct(by=HAND, at=AT + timedelta(days=90), seq=seq)


def by_hand(asked: Asked, by: tuple[str, ...]) -> dict[tuple[Any, ...], Figure]:
    """The same, line by line, without a total."""
    found: dict[tuple[Any, ...], Figure] = defaultdict(Figure)
    for line in JournalLine.objects.all():
        for place in asked.places:
            fits = (
                line.place.startswith(place)
                and asked.first.first <= line.day <= asked.last.last
                and asked.domain in {None, line.domain}
                and (not asked.kinds or line.kind in asked.kinds)
                and asked.detail in {None, line.detail}
            )
            if fits:
                cell = vars(line) | {"place": place, "month": Month.of(line.day).code}
                sign = -1 if line.corrects else 1
                worth = Figure(sign, sign * line.people, sign * line.amount_rial)
                found[tuple(cell[name] for name in by)] += worth
    return {key: figure for key, figure in found.items() if figure}


ASKED = {
    "the nation": Asked([NATION], AZAR.plus(-3), AZAR.plus(3)),
    "a province this month": Asked([PROVINCE], AZAR, AZAR),
    "two counties": Asked([CHABAHAR, KONARAK], AZAR.plus(-1), AZAR),
    "a village": Asked([TIS], AZAR.plus(-3), AZAR.plus(3)),
    "one domain": Asked([NATION], AZAR.plus(-1), AZAR.plus(1), domain="health"),
    "no domain": Asked([NATION], AZAR, AZAR, domain=""),
    "one kind": Asked([NATION], AZAR, AZAR.plus(2), kinds=["need_finished"]),
    "one detail": Asked([PROVINCE], AZAR.plus(-3), AZAR, detail="solved"),
    "nowhere": Asked([], AZAR, AZAR),
    "long ago": Asked([NATION], Month(1390, 1), Month(1390, 12)),
}


class TestAFigure:
    @pytest.mark.parametrize("folded", ["nothing", "some", "all"])
    def test_is_what_the_lines_say_however_far_they_are_folded(self, folded: str) -> None:
        many(60)
        if folded != "nothing":
            totals.fold()
        if folded == "some":
            many(25, seed=2)

        found = {(name, by): queries.figures(asked, by) for name, asked in ASKED.items() for by in BY}

        assert found == {(name, by): by_hand(asked, by) for name, asked in ASKED.items() for by in BY}
        assert any(found.values())

    def test_counts_a_deed_in_every_place_that_it_lies_in(self) -> None:
        deed(place=TIS, people=7)
        totals.fold()

        found = [queries.total(Asked([place], AZAR, AZAR)) for place in (NATION, PROVINCE, CHABAHAR, TIS, KONARAK)]

        assert found == [Figure(1, 7, 0)] * 4 + [Figure()]

    def test_does_not_take_one_county_for_another_whose_code_begins_alike(self) -> None:
        deed(place="IR/11/1104/")
        deed(place="IR/11/11045/")
        totals.fold()

        assert queries.total(Asked(["IR/11/1104/"], AZAR, AZAR)).lines == 1

    def test_belongs_to_the_day_in_iran(self) -> None:
        deed(datetime(2026, 11, 21, 23, 59, tzinfo=TEHRAN))  # 30 Aban
        deed(datetime(2026, 11, 22, 0, 0, tzinfo=TEHRAN))  # 1 Azar
        totals.fold()

        found = queries.figures(Asked([NATION], AZAR.plus(-1), AZAR), ["month"])

        assert found == {(140508,): Figure(1, 1, 0), (140509,): Figure(1, 1, 0)}

    def test_forgets_what_was_taken_back_in_the_month_of_the_deed(self) -> None:
        deed(people=7, amount_rial=900)
        totals.fold()

        correct(by=HAND, at=AT + timedelta(days=60), seq=1)

        assert queries.total(Asked([NATION], AZAR, AZAR.plus(3))) == Figure()
        totals.fold()
        assert queries.total(Asked([NATION], AZAR, AZAR.plus(3))) == Figure()

    def test_is_read_anew_when_lines_are_folded_while_it_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        deed()
        read = queries._sums

        def read_and_fold(*args: Any) -> Any:
            rows = list(read(*args))
            totals.fold()
            return rows

        monkeypatch.setattr(queries, "_sums", read_and_fold)

        assert queries.total(Asked([NATION], AZAR, AZAR)).lines == 1

    def test_holds_more_rials_than_a_small_integer(self) -> None:
        deed(amount_rial=9_000_000_000_000_000)
        deed(amount_rial=200_000_000_000_000)
        totals.fold()

        assert queries.total(Asked([NATION], AZAR, AZAR)).amount_rial == 9_200_000_000_000_000


class TestTheLinesBehind:
    def test_are_those_of_the_figure_newest_first(self) -> None:
        many(60)
        totals.fold()

        for asked in ASKED.values():
            lines = list(queries.lines_behind(asked))
            assert sum(-1 if line.corrects else 1 for line in lines) == queries.total(asked).lines
            assert lines == sorted(lines, key=lambda line: (line.day, line.seq), reverse=True)


class TestACentre:
    def test_has_its_own_figures(self) -> None:
        deed(centre="C-1", people=3)
        deed(centre="C-1", domain="education")
        deed(centre="C-2")
        deed(AT - timedelta(days=60), centre="C-1")

        found = queries.in_days(AZAR.first, AZAR.last, ["domain"], centres=["C-1"], kinds=["need_finished"])

        assert found == {("health",): Figure(1, 3, 0), ("education",): Figure(1, 1, 0)}

    def test_loses_what_was_taken_back(self) -> None:
        deed(centre="C-1", people=3)
        correct(by=HAND, at=AT, seq=1)

        assert queries.in_days(AZAR.first, AZAR.last, ["domain"], centres=["C-1"], kinds=["need_finished"]) == {}


class TestFolding:
    def test_counts_each_line_once(self) -> None:
        many(30)

        assert totals.fold() == 33
        assert totals.fold() == 0
        assert totals.differences() == 0

    def test_goes_on_in_batches(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(totals, "BATCH", 7)
        many(30)

        totals.fold()

        assert totals.differences() == 0
        assert queries.figures(ASKED["the nation"], ("domain",)) == by_hand(ASKED["the nation"], ("domain",))

    def test_makes_the_same_totals_anew(self) -> None:
        many(40)
        totals.fold()
        many(20, seed=3)
        totals.fold()
        columns = [field.name for field in MonthTotal._meta.fields if field.name != "id"]
        before = set(MonthTotal.objects.values_list(*columns))

        assert totals.rebuild() == JournalLine.objects.count()

        assert set(MonthTotal.objects.values_list(*columns)) == before

    @pytest.mark.postgres
    @pytest.mark.skipif(not rows.locks(), reason="SQLite sets its statements no limit")
    @pytest.mark.parametrize("work", [totals.fold, totals.rebuild, totals.differences])
    def test_of_a_long_journal_is_not_cut_short(self, work: Any) -> None:
        many(3)
        with connection.cursor() as cursor:
            work()
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("0",)

    def test_of_an_empty_journal_finds_nothing(self) -> None:
        assert (totals.fold(), totals.rebuild(), totals.differences()) == (0, 0, 0)

    def test_happens_at_each_tick(self) -> None:
        deed()

        assert tasks.folded(AT) == 1

    def test_waits_while_a_past_is_told(self) -> None:
        deed()

        with silence():
            assert tasks.folded(AT) == 0


class TestADifference:
    @pytest.mark.parametrize("field", ["lines", "people", "amount_rial"])
    def test_is_found_when_a_total_was_changed_by_hand(self, field: str) -> None:
        many(20)
        totals.fold()
        row = MonthTotal.objects.order_by("pk")[0]
        MonthTotal.objects.filter(pk=row.pk).update(**{field: getattr(row, field) + 1})

        assert totals.differences() == 1

    def test_is_found_when_a_total_was_removed_or_added(self) -> None:
        deed()
        totals.fold()
        MonthTotal.objects.filter(place=TIS).delete()
        MonthTotal.objects.create(
            place=KONARAK, month=140509, domain="health", kind="gift", detail="", lines=1, people=0, amount_rial=0
        )

        assert totals.differences() == 2

    def test_is_not_made_by_lines_that_wait_to_be_folded(self) -> None:
        deed()
        totals.fold()
        deed()

        assert totals.differences() == 0


@pytest.mark.parametrize(
    ("place", "above"), [("IR/", ["IR/"]), (TIS, [NATION, PROVINCE, CHABAHAR, TIS]), (PROVINCE, [NATION, PROVINCE])]
)
def test_a_place_lies_in_all_that_its_path_names(place: str, above: list[str]) -> None:
    assert totals.levels(place) == above
