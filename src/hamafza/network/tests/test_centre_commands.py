"""A centre is founded, changed, says its hours and what it can take, rests and wakes: what each verb leaves behind."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import MoveRefused
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.network import commands as network
from hamafza.network.commands.centres import AreaTooWide, HoursOverlap, NoSuchService
from hamafza.network.models import Centre, Hours
from tests.cast import HAND, SATURDAY, World

DAY = timedelta(days=1)
MORNING, NOON, EVENING = time(8), time(12), time(20)


class TestCreate:
    def create(self, world: World, **given: Any) -> Centre:
        return network.create(
            world.place["tis"],
            **{"name": "خانهٔ مهر", "kind": "partner", "domains": [], "by": HAND, "at": SATURDAY} | given,
        )

    def test_serves_its_county_and_stands_where_its_place_stands(self, world: World) -> None:
        centre = self.create(world)
        tis = world.place["tis"]

        assert (centre.area_path, centre.latitude, centre.longitude) == ("IR/11/1104/", tis.latitude, tis.longitude)
        assert (centre.state, centre.confirmed_at) == ("active", SATURDAY)

    def test_at_a_province_serves_the_province(self, world: World) -> None:
        centre = network.create(world.place["11"], name="x", kind="partner", domains=[], by=HAND, at=SATURDAY)
        assert centre.area_path == "IR/11/"

    def test_opens_its_history_and_the_journal(self, world: World) -> None:
        centre = self.create(world, domains=[world.domain["health"], world.domain["housing"]])
        born = StateChange.objects.get(subject=f"network.centre:{centre.pk}")
        line = JournalLine.objects.get(centre=centre.code)

        assert (born.before, born.after) == ("", "active")
        assert (line.kind, line.place) == ("centre_opened", "IR/11/1104/tis/")
        assert set(centre.services.values_list("domain__key", flat=True)) == {"health", "housing"}

    def test_gives_each_its_own_code(self, world: World) -> None:
        assert len({self.create(world).code for _ in range(3)}) == 3

    def test_is_found_in_any_spelling(self, world: World) -> None:
        assert self.create(world, name="كانون ياس").search_key == self.create(world, name="کانون یاس").search_key

    @pytest.mark.parametrize(
        ("who", "area", "may"),
        [
            ("nader", "IR/11/1104/", True),
            ("nader", "IR/11/1104/tis/", True),
            ("nader", "IR/11/", False),
            ("nader", "IR/11/1110/", False),
            ("parvin", "IR/11/", True),
            ("parvin", "IR/11/1110/", True),
            ("parvin", "IR/", False),
            ("parvin", "IR/09/", False),
            ("admin", "IR/", True),
        ],
    )
    def test_serves_no_more_than_its_founder_reaches(self, world: World, who: str, area: str, may: bool) -> None:
        if may:
            assert self.create(world, area_path=area, by=world.person[who]).area_path == area
        else:
            with pytest.raises(AreaTooWide):
                self.create(world, area_path=area, by=world.person[who])


class TestEdit:
    def test_changes_what_is_said_and_confirms_it(self, world: World) -> None:
        later = SATURDAY + 30 * DAY
        centre = network.edit(world.centre["work"], name="كانون نو", phone="0543", by=HAND, at=later)
        centre.refresh_from_db()

        assert (centre.search_key, centre.phone, centre.confirmed_at) == ("کانون نو", "0543", later)

    def test_replaces_domains_and_keeps_what_was_said_of_those_that_stay(self, world: World) -> None:
        centre, health, housing = world.centre["chabahar"], world.domain["health"], world.domain["housing"]
        network.say_capacity(centre, domain=health, free=4, by=HAND, at=SATURDAY)
        network.edit(centre, domains=[health, housing], by=HAND, at=SATURDAY)

        assert dict(centre.services.values_list("domain__key", "capacity_free")) == {"health": 4, "housing": None}
        network.edit(centre, domains=[housing], by=HAND, at=SATURDAY)
        assert list(centre.services.values_list("domain__key", flat=True)) == ["housing"]

    def test_without_domains_leaves_them(self, world: World) -> None:
        network.edit(world.centre["chabahar"], phone="1", by=HAND, at=SATURDAY)
        assert world.centre["chabahar"].services.count() == 1

    @pytest.mark.parametrize(
        ("who", "change"),
        [("maryam", {"area_path": "IR/11/"}), ("nader", {"area_path": "IR/"}), ("maryam", {"place": "1110"})],
    )
    def test_does_not_carry_a_centre_out_of_reach(self, world: World, who: str, change: dict[str, str]) -> None:
        given = {key: world.place[value] if key == "place" else value for key, value in change.items()}
        with pytest.raises(AreaTooWide):
            network.edit(world.centre["chabahar"], by=world.person[who], at=SATURDAY, **given)


class TestCapacity:
    def test_is_said_with_its_instant(self, world: World) -> None:
        network.say_capacity(world.centre["chabahar"], domain=world.domain["health"], free=0, by=HAND, at=SATURDAY)
        row = world.centre["chabahar"].services.get()

        assert (row.capacity_free, row.capacity_at) == (0, SATURDAY)

    def test_of_what_it_does_not_do_is_refused(self, world: World) -> None:
        with pytest.raises(NoSuchService):
            network.say_capacity(world.centre["chabahar"], domain=world.domain["housing"], free=1, by=HAND, at=SATURDAY)

    def test_counts_in_the_audit(self, world: World) -> None:
        network.say_capacity(world.centre["chabahar"], domain=world.domain["health"], free=7, by=HAND, at=SATURDAY)
        last = AuditLine.objects.order_by("seq").last()

        assert last is not None and last.details == {"free": 7}


class TestHours:
    def say(self, world: World, week: dict[int, Any], day: date) -> None:
        network.set_hours(world.centre["work"], week=week, from_date=day, by=HAND, at=SATURDAY)

    @pytest.mark.parametrize(
        "intervals",
        [
            [(NOON, MORNING)],
            [(NOON, NOON)],
            [(MORNING, NOON), (time(11, 59), EVENING)],
            [(MORNING, EVENING), (NOON, time(13))],
            [(NOON, EVENING), (MORNING, time(12, 1))],
            [(MORNING, NOON), (MORNING, NOON)],
        ],
    )
    def test_that_cross_are_refused(self, world: World, intervals: list[Any]) -> None:
        with pytest.raises(HoursOverlap):
            self.say(world, {0: [(MORNING, NOON)], 3: intervals}, date(2026, 11, 1))
        assert not Hours.objects.exists()

    def test_may_touch(self, world: World) -> None:
        self.say(world, {0: [(NOON, EVENING), (MORNING, NOON)]}, date(2026, 11, 1))
        assert Hours.objects.count() == 2

    def test_of_old_weeks_stay_and_end_the_day_before(self, world: World) -> None:
        self.say(world, {0: [(MORNING, NOON)]}, date(2026, 11, 1))
        self.say(world, {0: [(NOON, EVENING)]}, date(2026, 12, 1))

        assert list(Hours.objects.order_by("from_date").values_list("from_date", "until_date")) == [
            (date(2026, 11, 1), date(2026, 11, 30)),
            (date(2026, 12, 1), None),
        ]

    def test_said_again_for_the_same_day_replace(self, world: World) -> None:
        self.say(world, {0: [(MORNING, NOON)]}, date(2026, 11, 1))
        self.say(world, {1: [(NOON, EVENING)]}, date(2026, 11, 1))

        assert list(Hours.objects.values_list("weekday", "until_date")) == [(1, None)]

    def test_said_for_an_earlier_day_take_the_later_ones_away(self, world: World) -> None:
        self.say(world, {0: [(MORNING, NOON)]}, date(2026, 10, 1))
        self.say(world, {0: [(MORNING, NOON)]}, date(2026, 12, 1))
        self.say(world, {2: [(NOON, EVENING)]}, date(2026, 11, 1))

        assert list(Hours.objects.order_by("from_date").values_list("weekday", "from_date", "until_date")) == [
            (0, date(2026, 10, 1), date(2026, 10, 31)),
            (2, date(2026, 11, 1), None),
        ]


class TestStates:
    MOVES = {
        ("proposed", "active"), ("proposed", "closed"), ("active", "dormant"), ("active", "closed"),
        ("dormant", "active"), ("dormant", "closed"),
    }  # fmt: skip

    @pytest.mark.parametrize("before", ["proposed", "active", "dormant", "closed"])
    @pytest.mark.parametrize("after", ["proposed", "active", "dormant", "closed", "nonsense"])
    def test_move_by_the_table_only(self, world: World, before: str, after: str) -> None:
        centre = world.centre["work"]
        Centre.objects.filter(pk=centre.pk).update(state=before)
        if (before, after) in self.MOVES:
            network.move_state(centre, to=after, reason="چنین شد", by=HAND, at=SATURDAY)
            change = StateChange.objects.filter(subject=f"network.centre:{centre.pk}").latest("pk")
            assert (change.before, change.after, change.reason) == (before, after, "چنین شد")
            assert JournalLine.objects.filter(kind="centre_state", centre="work", detail=after).count() == 1
        else:
            with pytest.raises(MoveRefused):
                network.move_state(centre, to=after, by=HAND, at=SATURDAY)
            assert Centre.objects.get(pk=centre.pk).state == before
