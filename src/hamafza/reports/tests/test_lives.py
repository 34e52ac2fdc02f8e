"""A report's many lives: whatever people and time do, its promises to everybody hold."""

import contextlib
import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import Refused
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.kernel.ticking import tick
from hamafza.notices.models import Message
from hamafza.reports import commands as reports
from hamafza.reports import queries
from hamafza.reports.models import Edition, Official, Receipt, Remark, Report, Typed
from hamafza.reports.states import MOVES, Level, State
from hamafza.reports.tests.telling import DAY, HOUR, brought, deeds, of, opened
from tests.cast import SATURDAY, World

AT = SATURDAY + 3 * DAY
NAMES = ("زهرا", "مرادی", "نادر", "پروین", "ریگی", "قناری", "بخشدار", "رازِ گزارش")


def one_of(dice: random.Random, report: Report, world: World, at: Any) -> None:
    """Somebody does something, allowed or not."""
    zahra, nader = world.person["zahra"], world.person["nader"]
    reason = "رازِ گزارش"
    verb = dice.choice(["submit", "nothing", "remark", "back", "accept", "unlock", "name", "open", "revoke", "wait"])
    match verb:
        case "submit":
            reports.submit(report, narrative=reason, by=zahra, at=at)
        case "nothing":
            reports.submit(report, nothing=True, by=zahra, at=at)
        case "remark":
            reports.remark(report, figure="finished", text=reason, by=nader, at=at)
        case "back":
            reports.send_back(report, reason=reason, by=nader, at=at)
        case "accept":
            reports.accept(report, by=nader, at=at)
        case "unlock":
            reports.unlock(report, reason=reason, by=nader, at=at)
        case "name":
            mobile = f"0915{dice.randint(1000000, 1000009)}"
            reports.add_official(report, full_name="قناری", office="بخشدار", mobile=mobile, by=nader, at=at)
        case "open" | "revoke":
            known = list(Receipt.objects.whole().order_by("pk"))
            receipt = dice.choice(known) if known else None
            if receipt and verb == "open":
                reports.open_by_link(receipt, by=nader, at=at)
            elif receipt:
                reports.revoke_receipt(receipt, by=nader, at=at)
        case _:
            tick(at)


@pytest.mark.slow  # forty steps each
@pytest.mark.parametrize("seed", range(6))
def test_a_random_life_keeps_every_promise(world: World, seed: int) -> None:
    dice, at = random.Random(seed), AT
    deeds(2)
    opened(world)
    edition = 1
    for _ in range(40):
        at += timedelta(hours=dice.randint(1, 60))
        report = of("chabahar")
        with contextlib.suppress(Refused):
            one_of(dice, report, world, at)
        report = of("chabahar")
        assert (report.holder is None) == (report.state == State.ACCEPTED)
        assert (report.due_at is None) == (report.state == State.ACCEPTED)
        assert report.edition == 1 + report.editions.count() >= edition
        edition = report.edition
        assert not Receipt.objects.filter(edition__gt=edition).exists()
        assert not Receipt.objects.exclude(opened_at=None).filter(due_at__isnull=False).exists()
        if report.state == State.ACCEPTED:
            assert report.accepted_by != report.submitted_by
    changes = StateChange.objects.filter(subject=f"reports.report:{of('chabahar').pk}").order_by("pk")
    steps = [(change.before, change.after) for change in changes if change.before]
    assert all(after in MOVES[before] for before, after in steps)
    opened_once = Receipt.objects.exclude(opened_at=None).count()
    assert JournalLine.objects.filter(kind="report_read").count() == opened_once


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 4])
def test_a_random_life_leaves_no_name_behind(world: World, seed: int) -> None:
    dice, at = random.Random(seed), AT
    opened(world)
    for _ in range(40):
        at += timedelta(hours=dice.randint(1, 30))
        with contextlib.suppress(Refused):
            one_of(dice, of("chabahar"), world, at)
    told = repr(list(JournalLine.objects.values())) + repr(list(AuditLine.objects.values()))
    told += repr(list(Message.objects.values("body", "url")))
    assert [name for name in NAMES if name in told] == []


class TestTheLastWord:
    """What the database itself does not let happen."""

    @pytest.mark.parametrize(
        "facts",
        [
            {"state": State.DUE, "holder": None},
            {"state": State.DUE, "due_at": None},
            {"state": State.SENT_BACK, "reason": ""},
            {"state": State.ACCEPTED, "accepted_by": None},
            {"missing": ["work"], "missing_because": ""},
            {"level": Level.COUNTY},
            {"centre": None},
            {"kind": "campaign"},
            {"first": date(2026, 10, 23)},
        ],
        ids=lambda facts: "-".join(facts),
    )
    def test_holds_for_a_report(self, world: World, facts: dict[str, Any]) -> None:
        report = brought(world, State.SUBMITTED)

        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(**facts)

    @pytest.mark.parametrize(
        "facts", [{"full_name": ""}, {"office": ""}, {"mobile": ""}], ids=lambda facts: next(iter(facts))
    )
    def test_holds_for_an_official(self, world: World, facts: dict[str, str]) -> None:
        said = {"full_name": "کسی", "office": "بخشدار", "mobile": "09150000001"} | facts

        with pytest.raises(IntegrityError), transaction.atomic():
            Official.objects.create(place=world.place["1104"], added_by=world.person["nader"], added_at=AT, **said)

    def test_holds_for_two_of_a_unit_and_month(self, world: World) -> None:
        report = brought(world, State.DUE)

        for unit in (report, of("IR/11/1104/")):
            unit.pk = None
            with pytest.raises(IntegrityError), transaction.atomic():
                unit.save(force_insert=True)

    def test_holds_for_an_edition_and_its_number(self, world: World) -> None:
        report = brought(world, State.ACCEPTED)
        reports.unlock(report, reason="اشتباه", by=world.person["nader"], at=AT)
        edition = Edition.objects.get()
        edition.pk = None

        with pytest.raises(IntegrityError), transaction.atomic():
            edition.save(force_insert=True)

    def test_holds_for_a_number_typed_twice(self, world: World) -> None:
        number = reports.ask_number(world.place["11"], level="centre", caption="بسته", by=world.person["parvin"], at=AT)
        report = brought(world, State.DUE)
        facts = {"report": report, "wanted": number, "number": 1, "by": world.person["zahra"], "at": AT}
        Typed.objects.create(**facts)

        with pytest.raises(IntegrityError), transaction.atomic():
            Typed.objects.create(**facts)

    def test_holds_for_a_reminder_of_what_was_read(self, world: World) -> None:
        brought(world, State.ACCEPTED)

        with pytest.raises(IntegrityError), transaction.atomic():
            Receipt.objects.update(opened_at=AT, due_at=AT)


class TestWhoReads:
    """One level up, and never one's own: from every unit, with everybody there or away."""

    @pytest.mark.parametrize(
        ("unit", "writer", "reader"),
        [("chabahar", "zahra", "nader"), ("work", "mina", "nader"), ("konarak", "sara", "parvin"),
         ("zahedan", "hamid", "parvin"), ("IR/11/1104/", "nader", "parvin"), ("IR/11/1110/", "parvin", "admin"),
         ("IR/11/", "parvin", "admin")],
    )  # fmt: skip
    def test_of_each_unit(self, world: World, unit: str, writer: str, reader: str) -> None:
        opened(world)
        report = of(unit)

        assert report.holder == world.person[writer]
        reports.submit(report, missing_because="بارندگی", by=world.person[writer], at=AT)
        assert report.holder == world.person[reader]

    @pytest.mark.parametrize(
        ("unit", "writer", "accepts", "told"),
        [("chabahar", "zahra", "nader", {"parvin"}), ("chabahar", "zahra", "parvin", {"nader"}),
         ("chabahar", "nader", "parvin", set()), ("konarak", "sara", "parvin", set()),
         ("IR/11/1104/", "nader", "parvin", set()), ("IR/11/1104/", "nader", "admin", {"parvin"}),
         ("IR/11/", "parvin", "admin", set())],
    )  # fmt: skip
    def test_of_those_above_who_is_told(
        self, world: World, unit: str, writer: str, accepts: str, told: set[str]
    ) -> None:
        opened(world)
        report = of(unit)
        reports.submit(report, missing_because="بارندگی", by=world.person[writer], at=AT)
        reports.accept(report, by=world.person[accepts], at=AT + HOUR)

        assert {one.person.username for one in queries.receipts_of(report) if one.person} == told

    def test_a_remark_is_by_whoever_may_accept(self, world: World) -> None:
        report = brought(world, State.SUBMITTED)

        for who in ("zahra", "maryam", "sara", "karim", "stranger"):
            with pytest.raises(Refused):
                reports.remark(report, text="؟", by=world.person[who], at=AT)
        assert not Remark.objects.exists()
