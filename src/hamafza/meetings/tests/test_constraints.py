"""What the database itself refuses, whoever writes; and small things of lists and words."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from hamafza.kernel import paging
from hamafza.meetings import captions, queries
from hamafza.meetings import commands as meetings
from hamafza.meetings.models import Action, AgendaItem, Decision, Feed, Invitee, Meeting, Series, SeriesHost, SeriesRole
from hamafza.meetings.tests.telling import DAY, action_in, council, decided, on, promise, sitting
from tests.cast import SATURDAY, World


def refused(model: Any, pk: int, **wrong: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=pk).update(**wrong)


class TestASeries:
    @pytest.mark.parametrize("wrong", [
        {"weekday": 6}, {"every": 0}, {"every": 13}, {"minutes": 10}, {"quorum_percent": 101}, {"due_at": None},
    ])  # fmt: skip
    def test_keeps_within_reason(self, world: World, wrong: dict[str, Any]) -> None:
        refused(Series, council(world).pk, **wrong)

    def test_has_two_people(self, world: World) -> None:
        refused(Series, council(world).pk, secretary=world.person["nader"])

    def test_of_months_has_at_most_a_fifth_weekday(self, world: World) -> None:
        refused(Series, council(world, rule="month", every=3).pk, every=6)

    def test_has_each_host_and_each_role_once(self, world: World) -> None:
        series = council(world)
        for make in (
            lambda: SeriesHost.objects.create(series=series, centre=world.centre["chabahar"], order=9),
            lambda: SeriesRole.objects.create(series=series, role="head"),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                make()


class TestAMeeting:
    @pytest.mark.parametrize("wrong", [
        {"holder": None}, {"due_at": None}, {"ended_at": SATURDAY}, {"state": "cancelled"}, {"state": "minutes_draft", "held_at": None},
    ])  # fmt: skip
    def test_is_never_without_somebody_an_hour_or_a_reason(self, world: World, wrong: dict[str, Any]) -> None:
        refused(Meeting, sitting(world, "agenda_open").pk, **wrong)

    def test_numbers_and_days_stand_once(self, world: World) -> None:
        first = sitting(world)
        second = first.series.meetings.latest("number")
        refused(Meeting, second.pk, number=1)
        refused(Meeting, second.pk, meant_on=first.meant_on)

    def test_a_person_is_invited_once_and_a_subject_listed_once(self, world: World) -> None:
        meeting = sitting(world, "agenda_open")
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitee.objects.create(meeting=meeting, person=world.person["zahra"])
        for _ in range(2):  # a person's own points have no subject
            AgendaItem.objects.create(meeting=meeting, order=1, kind="other", title="x", added_by="x")
        AgendaItem.objects.create(meeting=meeting, order=1, kind="gap", subject="a:1", title="x", added_by="x")
        with pytest.raises(IntegrityError), transaction.atomic():
            AgendaItem.objects.create(meeting=meeting, order=1, kind="gap", subject="a:1", title="x", added_by="x")


class TestADecision:
    @pytest.mark.parametrize("wrong", [{"state": "adopted"}, {"state": "deferred"}, {"decided_at": SATURDAY}])
    def test_says_when_and_for_which_meeting(self, world: World, wrong: dict[str, Any]) -> None:
        refused(Decision, decided(world, sitting(world)).pk, **wrong)


class TestAnAction:
    @pytest.mark.parametrize("wrong", [
        {"holder": None}, {"due_at": None}, {"state": "done_claimed"}, {"state": "blocked"}, {"state": "returned"},
        {"state": "cancelled"}, {"state": "verified"},
    ])  # fmt: skip
    def test_is_never_without_somebody_evidence_or_reason(self, world: World, wrong: dict[str, Any]) -> None:
        refused(Action, promise(world).pk, **wrong)

    def test_is_not_verified_by_nobody(self, world: World) -> None:
        refused(Action, action_in(world, "verified").pk, verified_by=None)


def test_a_person_has_one_living_address(world: World) -> None:
    meetings.open_feed(world.person["zahra"], by=world.person["zahra"], at=SATURDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Feed.objects.create(person=world.person["zahra"], token_hash="x", created_at=SATURDAY)


class TestPaging:
    def test_walks_down_and_up_without_losing_or_doubling_a_row(self, world: World) -> None:
        meeting = sitting(world)
        for n in range(7):
            meetings.decide(
                meeting, text=f"تصمیم {n}", owner=world.person["zahra"], due_on=on(2026, 11, 1 + n % 2).date(),
                by=world.person["reza"], at=meeting.starts_at,
            )  # fmt: skip
        for down in (False, True):
            page, seen = paging.paged(Action.objects.all(), "due_on", down=down, size=3), []
            assert page.before == ""
            while True:
                seen += [row.pk for row in page.rows]
                if not page.after:
                    break
                page = paging.paged(Action.objects.all(), "due_on", down=down, after=page.after, size=3)
            assert sorted(seen) == sorted(Action.objects.values_list("pk", flat=True)) and len(seen) == 7
            back = paging.paged(Action.objects.all(), "due_on", down=down, before=page.before, size=3)
            assert [row.pk for row in back.rows] == seen[3:6]

    def test_nothing_has_no_further_page(self, db: None) -> None:
        assert paging.paged(Action.objects.all(), "due_on") == paging.Page()


class TestWords:
    @pytest.mark.parametrize(("said", "fa", "en"), [
        ({"every": 1}, "هر هفته، سه‌شنبه ساعت ۱۰:۰۰", "Every week, Tuesday 10:00"),
        ({"every": 2}, "هر ۲ هفته، سه‌شنبه ساعت ۱۰:۰۰", "Every 2 weeks, Tuesday 10:00"),
        ({"rule": "month", "every": 1}, "نخستین سه‌شنبه هر ماه، ساعت ۱۰:۰۰", "First Tuesday of each month, 10:00"),
        ({"rule": "month", "every": 5}, "آخرین سه‌شنبه هر ماه، ساعت ۱۰:۰۰", "Last Tuesday of each month, 10:00"),
    ])  # fmt: skip
    def test_of_a_rule(self, world: World, said: dict[str, Any], fa: str, en: str) -> None:
        series = council(world, **said)
        assert captions.rule_of(series) == fa
        with override("en"):
            assert captions.rule_of(series) == en

    def test_of_a_persons_own_point_are_never_read_as_a_pattern(self, world: World) -> None:
        meeting = sitting(world, "agenda_open")
        item = meetings.add_item(meeting, title="۵۰٪ و %s و %(n)s و {x}", by=world.person["reza"], at=SATURDAY)

        assert captions.said(item) == "۵۰٪ و %s و %(n)s و {x}"

    def test_of_a_capacity(self, world: World) -> None:
        meeting = sitting(world, "agenda_open")
        said = {one.person.username: captions.capacity_of(one) for one in meeting.invitees.select_related("person")}

        assert said["nader"] == "رئیس نشست"
        assert said["zahra"] == "دبیر کانون، کانون سلامت مهرگان چابهار"

    def test_the_steps_follow_the_state(self, world: World) -> None:
        assert [one["state"] for one in captions.steps_of(sitting(world))] == [
            "done",
            "done",
            "done",
            "current",
            "todo",
            "todo",
            "todo",
        ]
        closed = sitting(world, "closed", title="دیگری")
        assert {one["state"] for one in captions.steps_of(closed)} == {"done"}


class TestWhatBecameOfThem:
    def test_is_counted_by_how_it_stands(self, world: World) -> None:
        one = action_in(world, "verified")
        late = promise(world, one.meeting, owner="mina", days=1)
        claimed = promise(world, one.meeting, owner="maryam", days=30)
        meetings.claim_done(claimed, evidence="شد", by=world.person["maryam"], at=one.created_at + DAY)
        promise(world, one.meeting, days=40)
        gone = promise(world, one.meeting, days=40)
        meetings.cancel_action(gone, reason="نه", by=world.person["nader"], at=one.created_at + DAY)
        decided(world, one.meeting, "آگاهی", no_action_because="آگاهی")

        fate = queries.fate_of(one.series, late.created_at + timedelta(days=4))

        assert fate.counts == {"verified": 1, "claimed": 1, "open": 1, "late": 1, "cancelled": 1, "decisions": 6}
        assert fate.verified_share == 0.25  # لغوشده در شمار نیست
        assert fate.days_to_verify == 1
        assert [part.start for part in fate.parts] == [0, 20, 40, 60, 80]
        assert sum(part.length for part in fate.parts) == pytest.approx(100)

    def test_of_none_is_empty_and_divides_by_nothing(self, world: World) -> None:
        fate = queries.fate_of(council(world), SATURDAY)

        assert (fate.actions, fate.verified_share, fate.parts, fate.days_to_verify) == (0, 0.0, [], None)
