"""What becomes of a report: sent, read one level up, accepted and locked, put right as a numbered edition."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import MoveRefused, NotAllowed, ReasonMissing
from hamafza.network import commands as network
from hamafza.reports import commands as reports
from hamafza.reports import queries
from hamafza.reports.models import Remark, Report
from hamafza.reports.states import MOVES, State
from hamafza.reports.tests.telling import DAY, DUE, MEHR, brought, deeds, of, opened
from tests.cast import SATURDAY, World

VERBS: dict[str, Any] = {
    "submit": (reports.submit, {}, "zahra", {State.DUE, State.SENT_BACK}, State.SUBMITTED),
    "accept": (reports.accept, {}, "nader", {State.SUBMITTED}, State.ACCEPTED),
    "send_back": (reports.send_back, {"reason": "رقم‌ها"}, "nader", {State.SUBMITTED}, State.SENT_BACK),
    "unlock": (reports.unlock, {"reason": "اشتباه"}, "nader", {State.ACCEPTED}, State.SENT_BACK),
}
AT = SATURDAY + 3 * DAY


class TestTheEndOfAMonth:
    def test_asks_every_centre_its_county_and_its_province(self, world: World) -> None:
        opened(world)

        found = {(report.level, str(report.unit)) for report in Report.objects.whole()}
        assert {level for level, _ in found} == {"centre", "county", "province"}
        assert len([1 for level, _ in found if level == "centre"]) == 4
        assert {unit for level, unit in found if level != "centre"} == {
            "چابهار",
            "کنارک",
            "زاهدان",
            "سیستان و بلوچستان",
        }

    def test_names_who_writes_and_until_when(self, world: World) -> None:
        opened(world)

        assert (of("chabahar").holder, of("chabahar").due_on) == (world.person["zahra"], DUE)
        assert of("IR/11/1104/").holder == world.person["nader"]
        assert of("IR/11/").holder == world.person["parvin"]

    def test_asks_no_centre_that_rests(self, world: World) -> None:
        network.move_state(
            world.centre["work"], to="dormant", reason="تعمیر", by=world.person["nader"], at=SATURDAY - DAY
        )

        opened(world)

        assert not Report.objects.filter(centre__code="work").exists()

    def test_asks_no_centre_that_was_not_there_yet(self, world: World) -> None:
        network.create(
            world.place["1104"], name="کانون تازه", kind="neighbourhood", domains=[world.domain["health"]],
            area_path="IR/11/1104/", code="new", by=world.person["nader"], at=SATURDAY,
        )  # fmt: skip

        opened(world)

        assert not Report.objects.filter(centre__code="new").exists()
        assert Report.objects.filter(level="centre").count() == 4

    def test_is_told_by_the_clock_alone(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            reports.open_month(month=MEHR, by=world.person["parvin"], at=SATURDAY)


class TestTheTableOfMoves:
    @pytest.mark.parametrize("verb", VERBS)
    @pytest.mark.parametrize("state", State.values)
    def test_is_kept_by_every_verb_from_every_state(self, world: World, verb: str, state: str) -> None:
        command, more, who, allowed, after = VERBS[verb]
        report = brought(world, state)

        if state in allowed:
            command(report, by=world.person[who], at=AT, **more)
            report.refresh_from_db()
            assert report.state == after
        else:
            with pytest.raises(MoveRefused):
                command(report, by=world.person[who], at=AT, **more)

    def test_has_no_state_without_a_way_on_but_the_lock(self) -> None:
        assert all(MOVES[state] for state in State)

    @pytest.mark.parametrize("state", State.values)
    def test_leaves_somebody_responsible_until_it_is_accepted(self, world: World, state: str) -> None:
        report = brought(world, state)

        assert (report.holder is None) == (state == State.ACCEPTED)
        assert (report.due_at is None) == (state == State.ACCEPTED)


class TestWhoMay:
    @pytest.mark.parametrize(
        ("who", "submits"),
        [("zahra", True), ("maryam", True), ("nader", True), ("parvin", True), ("sara", False), ("reza", False),
         ("stranger", False), ("karim", False), ("admin", False)],
    )  # fmt: skip
    def test_send_a_centres_report(self, world: World, who: str, submits: bool) -> None:
        report = brought(world, State.DUE)

        if submits:
            reports.submit(report, by=world.person[who], at=AT)
            assert report.state == State.SUBMITTED
        else:
            with pytest.raises(NotAllowed):
                reports.submit(report, by=world.person[who], at=AT)

    @pytest.mark.parametrize(
        ("who", "accepts"),
        [("nader", True), ("parvin", True), ("admin", True), ("zahra", False), ("maryam", False), ("sara", False)],
    )
    def test_accept_it(self, world: World, who: str, accepts: bool) -> None:
        report = brought(world, State.SUBMITTED)

        if accepts:
            reports.accept(report, by=world.person[who], at=AT)
            assert report.accepted_by == world.person[who]
        else:
            with pytest.raises(NotAllowed):
                reports.accept(report, by=world.person[who], at=AT)

    def test_accept_her_own(self, world: World) -> None:
        report = brought(world, State.DUE)
        reports.submit(report, by=world.person["nader"], at=AT)

        with pytest.raises(NotAllowed):
            reports.accept(report, by=world.person["nader"], at=AT)
        assert report.holder == world.person["parvin"]

    def test_accept_a_countys_report_stands_one_level_up(self, world: World) -> None:
        opened(world)
        report = of("IR/11/1104/")
        reports.submit(report, missing_because="بارندگی", by=world.person["nader"], at=AT)

        with pytest.raises(NotAllowed):
            reports.accept(report, by=world.person["nader"], at=AT)
        reports.accept(report, by=world.person["parvin"], at=AT)
        assert report.state == State.ACCEPTED

    def test_accept_a_provinces_report_is_of_the_nation(self, world: World) -> None:
        opened(world)
        report = of("IR/11/")
        reports.submit(report, missing_because="بارندگی", by=world.person["parvin"], at=AT)

        with pytest.raises(NotAllowed):
            reports.accept(report, by=world.person["parvin"], at=AT)
        reports.accept(report, by=world.person["admin"], at=AT)
        assert report.state == State.ACCEPTED

    def test_accept_what_she_sent_is_impossible_in_the_database_too(self, world: World) -> None:
        report = brought(world, State.ACCEPTED)

        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(accepted_by=report.submitted_by)


class TestTheFigures:
    def test_are_the_journals_and_stay_as_they_were_sent(self, world: World) -> None:
        deeds(3)
        report = brought(world, State.SUBMITTED)
        deeds(4)

        lines = {line.wanted.key: line.number for line in queries.lines_of(report)}

        assert report.figures["finished"] == lines["finished"] == 3

    def test_are_renewed_when_it_is_sent_again(self, world: World) -> None:
        deeds(3)
        report = brought(world, State.SENT_BACK)
        deeds(4)

        reports.submit(report, by=world.person["zahra"], at=AT)

        assert report.figures["finished"] == 7

    def test_of_a_centre_are_its_own(self, world: World) -> None:
        deeds(3)
        deeds(5, centre="work")
        deeds(2, at=SATURDAY)
        opened(world)

        assert queries.computed(of("chabahar"))["finished"] == 3
        assert queries.computed(of("IR/11/1104/"))["finished"] == 8
        assert queries.computed(of("IR/11/"))["finished"] == 8
        assert queries.computed(of("IR/11/1110/"))["finished"] == 0

    def test_tell_details_apart_and_count_people_or_deeds(self, world: World) -> None:
        deeds(2, detail="solved", people=3)
        deeds(1, detail="partly")
        deeds(4, kind="referral_offered", people=0)
        opened(world)

        found = queries.computed(of("chabahar"))

        assert (found["finished"], found["solved"], found["offered"]) == (7, 6, 4)

    def test_stand_beside_those_of_the_month_before(self, world: World) -> None:
        deeds(3)
        deeds(5, at=SATURDAY - timedelta(days=45))
        opened(world)

        line = next(line for line in queries.lines_of(of("chabahar")) if line.wanted.key == "finished")

        assert (line.number, line.before, line.change) == (3, 5, -2)

    def test_open_down_to_their_lines(self, world: World) -> None:
        deeds(3, detail="solved")
        deeds(2)
        deeds(7, centre="work", detail="solved")
        opened(world)

        from hamafza.reports.content import FIGURES

        for unit in ("chabahar", "work", "IR/11/1104/", "IR/11/"):
            report = of(unit)
            for wanted in FIGURES[report.level]:
                lines = queries.behind(report, wanted)
                counted = sum(line.people for line in lines) if wanted.measure == "people" else lines.count()
                assert counted == queries.computed(report)[wanted.key]


class TestSending:
    def test_says_in_one_tap_that_nothing_was_done(self, world: World) -> None:
        report = brought(world, State.DUE)

        reports.submit(report, nothing=True, by=world.person["zahra"], at=AT)

        assert report.nothing
        assert report.state == State.SUBMITTED

    def test_does_not_say_so_where_something_was_done(self, world: World) -> None:
        deeds(1)
        report = brought(world, State.DUE)

        with pytest.raises(reports.NotNothing):
            reports.submit(report, nothing=True, by=world.person["zahra"], at=AT)

    def test_waits_for_the_units_below_or_says_why_not(self, world: World) -> None:
        opened(world)
        county = of("IR/11/1104/")

        with pytest.raises(reports.GapsUnexplained):
            reports.submit(county, by=world.person["nader"], at=AT)
        reports.submit(county, missing_because="راه بسته بود", by=world.person["nader"], at=AT)

        assert sorted(county.missing) == ["chabahar", "work"]
        assert county.missing_because == "راه بسته بود"

    def test_has_no_gap_when_all_below_are_accepted(self, world: World) -> None:
        brought(world, State.ACCEPTED)
        brought(world, State.ACCEPTED, "work")
        county = of("IR/11/1104/")

        reports.submit(county, missing_because="بی‌سبب", by=world.person["nader"], at=AT)

        assert (county.missing, county.missing_because) == ([], "")

    def test_goes_to_the_coordinator_who_is_there(self, world: World) -> None:
        network.set_absence(
            world.person["nader"], deputy=world.person["parvin"], since=SATURDAY, until=SATURDAY + 9 * DAY,
            by=world.person["parvin"], at=SATURDAY,
        )  # fmt: skip

        assert brought(world, State.SUBMITTED).holder == world.person["parvin"]


class TestReading:
    def test_pins_a_remark_to_a_figure(self, world: World) -> None:
        report = brought(world, State.SUBMITTED)

        reports.remark(report, figure="finished", text="دو مورد کم است", by=world.person["nader"], at=AT)

        line = next(line for line in queries.lines_of(report) if line.wanted.key == "finished")
        assert [one.text for one in line.remarks] == ["دو مورد کم است"]

    @pytest.mark.parametrize(
        ("said", "refusal"),
        [({"text": " "}, ReasonMissing), ({"text": "؟", "figure": "heard"}, reports.NoSuchFigure)],
    )
    def test_refuses_a_remark_without_words_or_on_no_figure_of_it(
        self, world: World, said: dict[str, str], refusal: type[Exception]
    ) -> None:
        report = brought(world, State.SUBMITTED)

        with pytest.raises(refusal):
            reports.remark(report, by=world.person["nader"], at=AT, **said)
        assert not Remark.objects.exists()

    @pytest.mark.parametrize("state", [State.DUE, State.SENT_BACK, State.ACCEPTED])
    def test_has_remarks_only_while_it_is_read(self, world: World, state: str) -> None:
        report = brought(world, state)

        with pytest.raises(MoveRefused):
            reports.remark(report, text="دیر است", by=world.person["nader"], at=AT)

    def test_sends_it_back_for_five_days_with_the_reason(self, world: World) -> None:
        report = brought(world, State.SENT_BACK)

        assert report.reason == "رقم نشست‌ها کم است"
        assert report.due_on == date(2026, 10, 31)
        assert report.holder == world.person["zahra"]

    @pytest.mark.parametrize("command", [reports.send_back, reports.unlock])
    def test_gives_a_reason_for_whatever_comes_back(self, world: World, command: Any) -> None:
        report = brought(world, State.SUBMITTED if command is reports.send_back else State.ACCEPTED)

        with pytest.raises(ReasonMissing):
            command(report, reason="  ", by=world.person["nader"], at=AT)


class TestTheLock:
    def test_keeps_what_was_accepted_as_a_numbered_edition(self, world: World) -> None:
        deeds(3)
        report = brought(world, State.ACCEPTED)
        deeds(2)

        reports.unlock(report, reason="دو مورد جا مانده بود", by=world.person["nader"], at=AT)
        reports.submit(report, by=world.person["zahra"], at=AT + DAY)
        reports.accept(report, by=world.person["nader"], at=AT + 2 * DAY)

        first = report.editions.get()
        assert (first.number, first.figures["finished"], first.unlocked_because) == (1, 3, "دو مورد جا مانده بود")
        assert (report.edition, report.figures["finished"]) == (2, 5)

    def test_leaves_remarks_with_their_edition(self, world: World) -> None:
        report = brought(world, State.SUBMITTED)
        reports.remark(report, text="خوب", by=world.person["nader"], at=AT)
        reports.accept(report, by=world.person["nader"], at=AT)

        reports.unlock(report, reason="اصلاح", by=world.person["nader"], at=AT)

        assert queries.remarks_on_all(report) == []
        assert report.remarks.count() == 1


class TestTheJournal:
    def test_knows_that_it_came_in_time_and_no_name(self, world: World) -> None:
        brought(world, State.ACCEPTED)

        lines = JournalLine.objects.filter(kind__startswith="report_").order_by("seq")

        assert [(line.kind, line.detail, line.centre) for line in lines] == [
            ("report_submitted", "in_time", "chabahar"),
            ("report_accepted", "centre", "chabahar"),
        ]

    def test_knows_that_it_came_late(self, world: World) -> None:
        report = brought(world, State.DUE)

        reports.submit(report, by=world.person["zahra"], at=SATURDAY + 30 * DAY)

        assert JournalLine.objects.get(kind="report_submitted").detail == "late"


class TestTheRate:
    def test_counts_what_was_expected_what_came_and_what_came_in_time(self, world: World) -> None:
        opened(world)
        reports.submit(of("chabahar"), by=world.person["zahra"], at=SATURDAY + DAY)
        reports.submit(of("work"), by=world.person["mina"], at=SATURDAY + 30 * DAY)
        centres = Report.objects.filter(level="centre")

        rate = queries.rate_of(centres, date(2026, 12, 1))

        assert (rate.expected, rate.came, rate.in_time) == (4, 2, 1)
        assert (rate.came_share, rate.in_time_share) == (0.5, 0.25)

    def test_expects_nothing_before_the_day(self, world: World) -> None:
        opened(world)
        reports.submit(of("chabahar"), by=world.person["zahra"], at=SATURDAY + DAY)

        rate = queries.rate_of(Report.objects.filter(level="centre"), DUE)

        assert (rate.expected, rate.came) == (1, 1)
        assert queries.rate_of(Report.objects.none(), DUE).came_share is None

    def test_does_not_count_a_report_late_that_came_back_after_its_day(self, world: World) -> None:
        report = brought(world, State.SENT_BACK)
        reports.submit(report, by=world.person["zahra"], at=SATURDAY + 40 * DAY)

        rate = queries.rate_of(Report.objects.filter(pk=report.pk), date(2026, 12, 20))

        assert rate.in_time == 1
