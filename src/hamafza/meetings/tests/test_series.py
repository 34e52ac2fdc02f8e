"""A series is founded with its rules, changes its people, rotates its hosts, plans on by itself, and ends."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from hamafza.kernel.clock import local
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.kernel.ticking import tick
from hamafza.meetings import commands as meetings
from hamafza.meetings.models import Meeting, Series
from hamafza.meetings.tests.telling import DAY, HOUR, council, on, promise, sitting
from hamafza.network import commands as network
from hamafza.network.models import Centre
from hamafza.people import commands as people
from tests.cast import SATURDAY, World


class TestFounding:
    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"title": "  "}, "title"),
            ({"every": 0}, "every"),
            ({"every": 13}, "every"),
            ({"rule": "month", "every": 6}, "every"),
            ({"rule": "daily"}, "every"),
            ({"weekday": 6}, "weekday"),
            ({"minutes": 5}, "minutes"),
            ({"quorum_percent": 101}, "quorum_percent"),
            ({"roles": ["king"]}, "roles"),
        ],
    )
    def test_what_makes_no_sense_is_refused_beside_its_field(
        self, world: World, said: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(meetings.BadSeries) as refused:
            council(world, **said)

        assert refused.value.field == field
        assert not Series.objects.exists()

    def test_chair_and_secretary_are_two(self, world: World) -> None:
        with pytest.raises(meetings.SamePerson):
            council(world, secretary=world.person["nader"])

    @pytest.mark.parametrize(("who", "place", "may"), [
        ("nader", "1104", True), ("parvin", "1104", True), ("parvin", "11", True), ("admin", "0901", True),
        ("nader", "1110", False), ("nader", "11", False), ("zahra", "1104", False), ("maryam", "1104", False),
        ("reza", "1104", False), ("stranger", "1104", False), ("karim", "11", False),
    ])  # fmt: skip
    def test_who_may(self, world: World, who: str, place: str, may: bool) -> None:
        if may:
            assert council(world, place=world.place[place], by=world.person[who]).pk
        else:
            with pytest.raises(NotAllowed):
                council(world, place=world.place[place], by=world.person[who])


class TestItPlansOn:
    def test_the_next_is_planned_as_the_last_begins_and_hosts_take_turns(self, world: World) -> None:
        series = council(world)
        at = SATURDAY
        for _ in range(3):
            at = series.due_at
            tick(at)
            series.refresh_from_db()

        rows = list(series.meetings.order_by("number").values_list("number", "host__code"))
        assert rows == [(1, "chabahar"), (2, "work"), (3, "chabahar"), (4, "work")]
        assert [local(one.starts_at).date() for one in series.meetings.order_by("number")] == [
            date(2026, 10, 27) + timedelta(weeks=2 * n) for n in range(4)
        ]

    def test_a_host_that_rests_lets_the_next_go_first(self, world: World) -> None:
        Centre.objects.filter(code="work").update(state="dormant")
        series = council(world)

        tick(series.due_at)

        assert set(series.meetings.values_list("host__code", flat=True)) == {"chabahar"}

    def test_without_hosts_it_still_meets(self, world: World) -> None:
        assert council(world, hosts=[]).meetings.get().host is None

    def test_beginning_early_in_the_day_plans_it_too_and_only_once(self, world: World) -> None:
        meeting = sitting(world)

        tick(meeting.starts_at + HOUR)

        assert meeting.series.meetings.count() == 2

    def test_after_a_long_silence_it_does_not_plan_the_past(self, world: World) -> None:
        series = council(world)

        tick(on(2027, 2, 1))

        assert series.meetings.latest("number").starts_at > on(2027, 2, 1)
        assert series.meetings.count() == 2


class TestChange:
    def changed(self, world: World, series: Series, **more: Any) -> Series:
        said = {
            "chair": world.person["nader"], "secretary": world.person["maryam"], "hour": time(16), "minutes": 60,
            "quorum_percent": 40, "roles": ["head"], "hosts": [world.centre["work"]], "by": world.person["nader"],
            "at": SATURDAY + HOUR, **more,
        }  # fmt: skip
        return meetings.change_series(series, **said)

    def test_open_meetings_go_to_the_new_secretary(self, world: World) -> None:
        series = self.changed(world, council(world))

        assert series.meetings.get().holder == world.person["maryam"]
        assert [one.role for one in series.roles.all()] == ["head"]
        assert [one.centre.code for one in series.hosts.all()] == ["work"]

    def test_the_chair_may_a_stranger_may_not(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            self.changed(world, council(world), by=world.person["zahra"])

    def test_the_same_person_twice_is_refused(self, world: World) -> None:
        with pytest.raises(meetings.SamePerson):
            self.changed(world, council(world), secretary=world.person["nader"])


class TestEnd:
    def test_what_has_not_begun_is_called_off_and_promises_stay(self, world: World) -> None:
        action = promise(world)
        series = action.series

        meetings.end_series(series, by=world.person["nader"], at=action.created_at + DAY)

        action.refresh_from_db()
        assert action.state == "open"
        assert list(Meeting.objects.order_by("number").values_list("state", "reason")) == [
            ("held", ""),
            ("cancelled", "series_ended"),
        ]
        tick(action.created_at + 30 * DAY)
        assert series.meetings.count() == 2

    def test_only_once(self, world: World) -> None:
        series = council(world)
        meetings.end_series(series, by=world.person["nader"], at=SATURDAY)

        with pytest.raises(MoveRefused):
            meetings.end_series(series, by=world.person["nader"], at=SATURDAY)


class TestTheSecretaryIsAway:
    def test_her_deputy_holds_the_meeting_and_may_write(self, world: World) -> None:
        meeting = sitting(world, "agenda_open")
        reza, mina = world.person["reza"], world.person["mina"]
        network.set_absence(reza, deputy=mina, since=SATURDAY + HOUR, until=SATURDAY + 10 * DAY, by=reza, at=SATURDAY)

        tick(SATURDAY + 3 * HOUR)

        meeting.refresh_from_db()
        assert meeting.holder == mina
        assert meetings.add_item(meeting, title="بودجه", by=mina, at=SATURDAY + 4 * HOUR).kind == "other"

    def test_one_who_has_left_is_followed_by_the_coordinator(self, world: World) -> None:
        meeting = sitting(world, "planned")
        people.disable(world.person["reza"], by=world.person["admin"], at=SATURDAY)

        tick(SATURDAY + HOUR)

        meeting.refresh_from_db()
        assert meeting.holder == world.person["nader"]
