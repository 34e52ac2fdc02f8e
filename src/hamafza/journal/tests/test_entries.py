"""The journal's pen: held by commands only, chained without a gap, and without room for a name."""

from datetime import datetime

import pytest
from django.db import IntegrityError, models, transaction

from hamafza.journal import entries
from hamafza.journal.models import JournalLine
from hamafza.kernel import chain
from hamafza.kernel.actors import Actor, System
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.kernel.models import AuditLine, ChainHead

pytestmark = pytest.mark.django_db

HAND = System("tests")
AT = datetime(2026, 10, 24, 9, 0, tzinfo=TEHRAN)
TIS = "IR/11/1104/tis/"


@command(rule=None)
def write(*, by: Actor, at: datetime, lines: int = 1, then: str = "", **facts: object) -> None:
    """A deed that is noted so many times."""
    for _ in range(lines):
        entries.record("deed", place=TIS, at=at, **facts)
    if then == "refused":
        raise Refused
    if then == "inner":
        write(by=by, at=at, lines=1, detail="inner")


def deed(**more: object) -> None:
    write(by=HAND, at=AT, **more)


def whole() -> bool:
    return chain.verify("journal", JournalLine) and chain.verify("audit", AuditLine)


class TestThePen:
    def test_writes_outside_a_command_for_nobody(self) -> None:
        with pytest.raises(RuntimeError, match="commands only"):
            entries.record("deed", place=TIS, at=AT)

        assert not JournalLine.objects.exists()

    def test_is_laid_down_when_the_command_ends(self) -> None:
        deed()

        with pytest.raises(RuntimeError):
            entries.record("deed", place=TIS, at=AT)
        assert JournalLine.objects.count() == 1

    def test_is_laid_down_when_the_command_fails_too(self) -> None:
        with pytest.raises(Refused):
            deed(then="refused")

        with pytest.raises(RuntimeError):
            entries.record("deed", place=TIS, at=AT)

    def test_leaves_nothing_of_a_refused_deed(self) -> None:
        deed()
        with pytest.raises(Refused):
            deed(lines=3, then="refused")
        deed()

        assert list(JournalLine.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2]
        assert whole()

    def test_keeps_every_fact_that_it_is_given(self) -> None:
        deed(domain="health", centre="CH-01", detail="solved", people=3, amount_rial=5_000_000_000)

        line = JournalLine.objects.get()
        facts = (line.kind, line.place, line.domain, line.centre, line.detail, line.people, line.amount_rial)
        assert facts == ("deed", TIS, "health", "CH-01", "solved", 3, 5_000_000_000)
        assert line.corrects is None

    @pytest.mark.parametrize(
        ("instant", "day"),
        [
            ("2026-10-24T20:29:59+00:00", "2026-10-24"),  # a second before midnight in Tehran
            ("2026-10-24T20:30:00+00:00", "2026-10-25"),
            ("2026-10-25T00:00:00+03:30", "2026-10-25"),
            ("2027-03-20T20:30:00+00:00", "2027-03-21"),  # Nowruz
        ],
    )
    def test_counts_days_as_iran_does(self, instant: str, day: str) -> None:
        write(by=HAND, at=datetime.fromisoformat(instant))

        assert JournalLine.objects.get().day.isoformat() == day


class TestTheChain:
    def test_of_an_empty_journal_is_whole(self) -> None:
        assert whole()

    @pytest.mark.parametrize("deeds", [[1], [5], [1, 1, 1], [3, 1, 4, 1, 5], [200]])
    def test_goes_on_without_a_gap_over_deeds_of_any_size(self, deeds: list[int]) -> None:
        for lines in deeds:
            deed(lines=lines)

        assert list(JournalLine.objects.order_by("pk").values_list("seq", flat=True)) == list(range(1, sum(deeds) + 1))
        assert ChainHead.objects.get(name="journal").seq == sum(deeds)
        assert whole()

    def test_begins_at_nothing_and_each_link_holds_the_one_before(self) -> None:
        deed(lines=4)

        links = list(JournalLine.objects.order_by("seq").values_list("prev_hash", "hash"))
        assert links[0][0] == "0" * 64
        assert [prev for prev, _ in links[1:]] == [link for _, link in links[:-1]]
        assert len({link for _, link in links}) == 4

    def test_takes_the_lines_of_inner_commands_in_their_order(self) -> None:
        deed(lines=2, then="inner")

        assert list(JournalLine.objects.order_by("seq").values_list("detail", flat=True)) == ["", "", "inner"]
        assert AuditLine.objects.count() == 2
        assert whole()

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("kind", "other"),
            ("people", 99),
            ("amount_rial", 1),
            ("place", "IR/09/"),
            ("domain", "housing"),
            ("centre", "CH-02"),
            ("detail", "solved"),
            ("at", datetime(2020, 1, 1, tzinfo=TEHRAN)),
            ("day", "2020-01-01"),
            ("corrects", 1),
            ("prev_hash", "f" * 64),
            ("hash", "f" * 64),
            ("seq", 77),
        ],
    )
    def test_betrays_a_change_of_any_column(self, column: str, value: object) -> None:
        deed(lines=3)

        JournalLine.objects.filter(seq=2).update(**{column: value})

        assert not chain.verify("journal", JournalLine)

    @pytest.mark.parametrize("gone", [[1], [2], [3], [1, 2, 3]])
    def test_betrays_a_line_that_was_taken_out(self, gone: list[int]) -> None:
        deed(lines=3)

        JournalLine.objects.filter(seq__in=gone).delete()

        assert not chain.verify("journal", JournalLine)

    def test_betrays_two_lines_that_changed_places(self) -> None:
        deed(domain="health")
        deed(domain="housing")
        first, second = JournalLine.objects.order_by("seq")

        for seq, line in ((9, first), (1, second), (2, first)):
            JournalLine.objects.filter(pk=line.pk).update(seq=seq)

        assert not chain.verify("journal", JournalLine)

    def test_takes_no_second_line_of_one_number(self) -> None:
        deed()
        line = JournalLine.objects.get()
        line.pk = None

        with pytest.raises(IntegrityError), transaction.atomic():
            line.save(force_insert=True)

    def test_is_another_than_the_audits(self) -> None:
        deed(lines=3)

        heads = dict(ChainHead.objects.values_list("name", "seq"))
        assert heads == {"journal": 3, "audit": 1}


class TestNoRoomForAName:
    def test_no_line_points_to_a_person_a_request_or_anything_else(self) -> None:
        assert not [field.name for field in JournalLine._meta.get_fields() if field.is_relation]

    def test_no_column_is_long_enough_for_a_story(self) -> None:
        text = [field for field in JournalLine._meta.concrete_fields if isinstance(field, models.CharField)]

        assert not [field for field in JournalLine._meta.concrete_fields if isinstance(field, models.TextField)]
        assert max(field.max_length for field in text if "hash" not in field.name) <= 60
