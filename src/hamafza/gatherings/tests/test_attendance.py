"""Who came: kept from a paper list, put right with history, and tapped on the sheet's link."""

from datetime import date, datetime, timedelta

import pytest

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings.models import Guest, Mending, Presence
from hamafza.gatherings.tests.telling import (
    DAY,
    FIRST,
    HOUR,
    circle,
    guest,
    keep,
    lines,
    serving,
    told,
    turn,
    weeks_of,
)
from hamafza.kernel.actors import Door
from hamafza.kernel.errors import NotAllowed, Refused
from hamafza.volunteers import service
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db


class TestTheList:
    def test_kept_it_is_held_and_lies_with_nobody(self, world: World) -> None:
        who = serving(world)
        occasion = keep(world, turn(circle(world)), who[:3], guests=[guest(world, "مهمان یکم")], others=4)

        assert (occasion.state, occasion.people, occasion.holder, occasion.due_at) == ("held", 8, None, None)
        assert lines("gathering_held") == [(8, "")]

    def test_volunteers_who_came_were_active_and_have_their_hours(self, world: World) -> None:
        who = serving(world)
        occasion = keep(world, turn(circle(world, minutes=75)), who[:2], at=FIRST + DAY)

        for she in who:
            she.refresh_from_db()
        assert [she.active_on for she in who[:3]] == [date(2026, 10, 29), date(2026, 10, 29), None]
        deeds = service.deeds([she.pk for she in who], date(2026, 10, 29), date(2026, 10, 29))
        assert [(deed.volunteer, deed.minutes, deed.key) for deed in deeds] == [
            (she.pk, 75, f"gatherings.occasion:{occasion.pk}") for she in who[:2]
        ]
        assert service.deeds([who[0].pk], date(2026, 10, 30), date(2026, 11, 30)) == []

    def test_a_newcomer_becomes_a_guest_once(self, world: World) -> None:
        gathering = circle(world)
        for n in range(2):
            keep(world, turn(gathering, n), [], newcomers=[("مریم تازه", "09151112233")])

        assert [(one.full_name, one.mobile) for one in Guest.objects.all()] == [("مریم تازه", "09151112233")]
        assert Presence.objects.count() == 2

    @pytest.mark.parametrize(
        ("at", "others", "refused"),
        [
            (FIRST - 61 * timedelta(minutes=1), 5, gatherings.TooEarly),
            (FIRST + 61 * DAY, 5, gatherings.TooOld),
            (FIRST + HOUR, 0, gatherings.NobodyCame),
        ],
    )
    def test_it_is_refused(self, world: World, at: datetime, others: int, refused: type[Refused]) -> None:
        occasion = turn(circle(world))

        with pytest.raises(refused):
            keep(world, occasion, [], others=others, at=at)
        assert turn(occasion.gathering).state == "planned"

    def test_a_stranger_keeps_nothing(self, world: World) -> None:
        occasion = turn(circle(world))
        for name in ("sara", "reza", "admin", "stranger"):
            with pytest.raises(NotAllowed):
                keep(world, occasion, serving(world)[:1], by=name)

    def test_a_list_that_comes_late_puts_a_miss_right_in_the_journal_too(self, world: World) -> None:
        gathering, who = circle(world), serving(world)
        gatherings.miss(turn(gathering), reason="few", by=world.person["zahra"], at=FIRST + HOUR)

        occasion = keep(world, turn(gathering), who, by="maryam", at=FIRST + 3 * DAY)

        assert (occasion.state, occasion.reason, occasion.holder) == ("held", "", None)
        assert lines("gathering_missed") == []
        assert lines("gathering_held") == [(6, "")]


class TestMending:
    def test_it_keeps_history_and_corrects_the_journal(self, world: World) -> None:
        who, gathering = serving(world), circle(world)
        keep(world, turn(gathering), who[:4])

        occasion = keep(world, turn(gathering), who[1:], at=FIRST + 3 * DAY, by="maryam")

        one = Mending.objects.get()
        assert (one.before, one.after, one.added, one.removed, one.by) == (4, 5, 2, 1, world.person["maryam"])
        assert occasion.people == 5
        assert lines("gathering_held") == [(5, "")]

    def test_the_same_list_again_changes_nothing(self, world: World) -> None:
        who, gathering = serving(world), circle(world)
        for _again in range(2):
            keep(world, turn(gathering), who)

        assert not Mending.objects.exists()
        assert lines("gathering_held") == [(6, "")]

    def test_the_right_line_is_taken_back_when_two_gatherings_had_as_many(self, world: World) -> None:
        who = serving(world)
        first, second = circle(world), circle(world, title="حلقهٔ دوم")
        keep(world, turn(first), who, at=FIRST + 2 * HOUR)
        keep(world, turn(second), who, at=FIRST + 3 * HOUR)

        keep(world, turn(first), who[:2], at=FIRST + 4 * HOUR)

        assert sorted(lines("gathering_held")) == [(2, ""), (6, "")]


class TestTheTap:
    def test_twice_is_once_and_counts_when_the_list_is_kept(self, world: World) -> None:
        who, gathering = serving(world), circle(world)
        for minute in (0, 5):
            at = FIRST + timedelta(minutes=minute)
            gatherings.tap(turn(gathering), by=who[0], at=at)

        assert Presence.objects.get().via == "qr"
        occasion = keep(world, turn(gathering), who[:2])
        assert occasion.people == 2

    def test_after_the_list_was_closed_it_is_counted_too(self, world: World) -> None:
        who, gathering = serving(world), circle(world)
        keep(world, turn(gathering), who[:2], at=FIRST + HOUR)

        gatherings.tap(turn(gathering), by=who[2], at=FIRST + 2 * HOUR)

        assert turn(gathering).people == 3
        assert lines("gathering_held") == [(3, "")]
        who[2].refresh_from_db()
        assert who[2].active_on == date(2026, 10, 29)

    @pytest.mark.parametrize(
        ("at", "valid"),
        [
            (FIRST - HOUR - timedelta(seconds=1), False),
            (FIRST - HOUR, True),
            (FIRST.replace(hour=23, minute=59), True),
            (FIRST.replace(hour=0) + DAY, False),
            (FIRST + 7 * DAY, False),
        ],
    )
    def test_it_is_valid_on_its_day_only(self, world: World, at: datetime, valid: bool) -> None:
        occasion, (she,) = turn(circle(world)), serving(world, "گلنار رئیسی")

        assert occasion.takes_taps(at) is valid
        if not valid:
            with pytest.raises(gatherings.NotToday):
                gatherings.tap(occasion, by=she, at=at)
            assert not Presence.objects.exists()

    def test_a_night_that_goes_on_past_midnight_is_valid_to_its_end(self, world: World) -> None:
        from datetime import time

        occasion = turn(circle(world, hour=time(23), minutes=120))

        assert occasion.takes_taps(occasion.starts_at + 2 * HOUR)
        assert not occasion.takes_taps(occasion.starts_at + 2 * HOUR + timedelta(minutes=1))

    def test_a_volunteer_of_another_centre_is_told_so(self, world: World) -> None:
        (she,) = serving(world, "سمیه", centre="konarak")

        with pytest.raises(gatherings.NotHere):
            gatherings.tap(turn(circle(world)), by=she, at=FIRST)

    @pytest.mark.parametrize("by", [HAND, Door("web")])
    def test_nobody_taps_for_her(self, world: World, by: object) -> None:
        with pytest.raises(NotAllowed):
            gatherings.tap(turn(circle(world)), by=by, at=FIRST)


class TestFallingAway:
    def test_a_third_fewer_than_the_four_before_reaches_the_head_once(self, world: World) -> None:
        who, gathering = serving(world), circle(world)
        weeks_of(world, gathering, who, who, who, who, who[:4])

        assert told("gathering_falls") == ["maryam"]
        keep(world, turn(gathering, 4), who[:3], at=turn(gathering, 4).starts_at + DAY)
        assert told("gathering_falls") == ["maryam"]

    def test_a_little_fewer_is_life(self, world: World) -> None:
        who = serving(world)
        weeks_of(world, circle(world), who, who, who, who, who[:5])

        assert told("gathering_falls") == []

    def test_the_index_is_kept_for_sorting(self, world: World) -> None:
        who, gathering = serving(world), circle(world)
        weeks_of(world, gathering, who, who, who)
        gathering.refresh_from_db()

        assert (gathering.counted, gathering.continuity) == (3, 100)
        assert gathering.created_at == SATURDAY
