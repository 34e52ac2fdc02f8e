"""Tables of states, rows that the database refuses, and who may do what."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings import rules
from hamafza.gatherings.models import Coming, Feast, Gathering, Guest, Mending, Occasion, Presence
from hamafza.gatherings.states import GATHERING_MOVES, OCCASION_MOVES, GatheringState, OccasionState
from hamafza.gatherings.tests.telling import DAY, FIRST, HOUR, circle, guest, keep, serving, turn
from hamafza.journal.models import JournalLine
from hamafza.kernel.actors import Door, System
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.kernel.moves import may_move
from hamafza.network import commands as network
from hamafza.notices.models import Message
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db
G, S = GatheringState, OccasionState


class TestTables:
    @pytest.mark.parametrize("before", S)
    @pytest.mark.parametrize("after", S)
    def test_an_occasion_moves_by_its_table(self, before: str, after: str) -> None:
        allowed = {("planned", "held"), ("planned", "missed"), ("planned", "cancelled"), ("missed", "held")}

        assert may_move(Occasion(state=before), after) is ((before, after) in allowed)

    def test_tables_name_every_state(self) -> None:
        assert set(OCCASION_MOVES) == set(S) and set(GATHERING_MOVES) == set(G)
        assert GATHERING_MOVES[G.ENDED] == set()

    @pytest.mark.parametrize("verb", ["miss", "cancel", "keep"])
    def test_what_was_called_off_does_not_move(self, world: World, verb: str) -> None:
        occasion = turn(circle(world))
        gatherings.cancel(occasion, reason="venue", by=world.person["zahra"], at=SATURDAY)
        acts: dict[str, Callable[[], Any]] = {
            "miss": lambda: gatherings.miss(occasion, reason="few", by=world.person["zahra"], at=FIRST),
            "cancel": lambda: gatherings.cancel(occasion, reason="few", by=world.person["zahra"], at=SATURDAY),
            "keep": lambda: keep(world, occasion, serving(world)),
        }

        with pytest.raises(MoveRefused):
            acts[verb]()
        assert turn(occasion.gathering).people == 0 and not Presence.objects.exists()

    def test_every_move_is_remembered(self, world: World) -> None:
        occasion = keep(world, turn(circle(world)), serving(world))
        changes = StateChange.objects.filter(subject=f"gatherings.occasion:{occasion.pk}").order_by("pk")

        assert list(changes.values_list("before", "after")) == [("", "planned"), ("planned", "held")]


class TestWhatTheDatabaseRefuses:
    @pytest.fixture
    def occasion(self, world: World) -> Occasion:
        return turn(circle(world))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"leader": None}, {"every": 0}, {"every": 13}, {"weekday": 7}, {"minutes": 5}, {"rule": "month", "every": 6},
            {"rule": "feast"}, {"feast": "muharram"}, {"due_at": None}, {"state": "ended"}, {"continuity": 101},
            {"state": "ended", "due_at": None, "ended_because": "few"},
        ],
        ids=str,
    )  # fmt: skip
    def test_a_gathering(self, occasion: Occasion, wrong: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Gathering.objects.filter(pk=occasion.gathering_id).update(**wrong)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"holder": None}, {"due_at": None}, {"holder": None, "due_at": None}, {"reason": "few"}, {"people": 3},
            {"state": "missed"}, {"state": "missed", "reason": "few"}, {"state": "held"}, {"settled_at": FIRST},
            {"state": "cancelled", "settled_at": FIRST},
        ],
        ids=str,
    )  # fmt: skip
    def test_an_occasion(self, occasion: Occasion, wrong: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Occasion.objects.filter(pk=occasion.pk).update(**wrong)

    def test_two_on_one_day(self, occasion: Occasion) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Occasion.objects.create(
                gathering=occasion.gathering, meant_on=occasion.meant_on, starts_at=FIRST, holder=occasion.holder,
                due_at=FIRST, created_at=FIRST,
            )  # fmt: skip

    def test_a_presence_of_nobody_of_two_or_twice(self, world: World, occasion: Occasion) -> None:
        (she,), one = serving(world, "سمیه"), guest(world, "مهمان")
        Presence.objects.create(occasion=occasion, volunteer=she, via="list", at=FIRST)
        for who in ({}, {"volunteer": she, "guest": one}, {"volunteer": she}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Presence.objects.create(occasion=occasion, via="list", at=FIRST, **who)

    def test_a_feast_that_ends_before_it_begins(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Feast.objects.create(key="x", name_fa="x", name_en="x", first_on=date(2027, 1, 2), last_on=date(2027, 1, 1))


KEEPERS = {"zahra", "maryam", "nader", "parvin"}
EVERYBODY = ["zahra", "maryam", "nader", "parvin", "sara", "hamid", "reza", "karim", "farhad", "admin", "stranger"]


class TestWhoMay:
    @pytest.mark.parametrize("who", EVERYBODY)
    def test_keep_found_and_tell_by_the_matrix(self, world: World, who: str) -> None:
        (she,) = serving(world, "سمیه")
        gathering = circle(world, leader=she)
        person = world.person[who]

        assert rules.may_found(person, world.centre["chabahar"], SATURDAY) is (who in KEEPERS)
        assert rules.may_keep(person, gathering, SATURDAY) is (who in KEEPERS)
        assert rules.may_tell(person, turn(gathering), SATURDAY) is (who in KEEPERS)
        sees = KEEPERS | {"admin"}
        assert Gathering.objects.visible_to(person, SATURDAY).exists() is (who in sees)
        assert Occasion.objects.visible_to(person, SATURDAY).exists() is (who in sees)
        assert rules.may_keep_feasts(person, None, SATURDAY) is (who in {"admin", "parvin"})

    def test_whoever_leads_keeps_it_wherever_she_serves(self, world: World) -> None:
        gathering, sara = circle(world, leader=world.person["sara"]), world.person["sara"]

        assert rules.may_keep(sara, gathering, SATURDAY)
        assert list(Gathering.objects.visible_to(sara, SATURDAY)) == [gathering]
        assert keep(world, turn(gathering), serving(world), by="sara").people == 6

    def test_a_volunteer_with_an_account_leads_by_it(self, world: World) -> None:
        (she,) = serving(world, "سمیه", person=world.person["stranger"])
        gathering = circle(world, leader=she)

        assert turn(gathering).holder == world.person["stranger"]
        assert rules.may_tell(world.person["stranger"], turn(gathering), SATURDAY)

    def test_who_stands_in_leads_for_that_time(self, world: World) -> None:
        gathering = circle(world, leader=world.person["sara"])
        network.set_absence(
            world.person["sara"],
            deputy=world.person["hamid"],
            since=SATURDAY,
            until=SATURDAY + DAY,
            by=HAND,
            at=SATURDAY,
        )

        assert rules.may_keep(world.person["hamid"], gathering, SATURDAY + HOUR)
        assert not rules.may_keep(world.person["hamid"], gathering, SATURDAY + 2 * DAY)

    @pytest.mark.parametrize("by", [Door("web"), System("tick")])
    def test_the_clock_moves_only_what_time_moves(self, world: World, by: Any) -> None:
        occasion = turn(circle(world))

        with pytest.raises(NotAllowed):
            gatherings.occasion_late(occasion, by=world.person["zahra"], at=FIRST)
        with pytest.raises(NotAllowed):
            gatherings.tap(occasion, by=by, at=FIRST)


class TestFounding:
    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"title": " "}, "title"), ({"rule": "daily"}, "every"), ({"every": 0}, "every"), ({"weekday": 7}, "weekday"),
            ({"rule": "feast"}, "feast"), ({"minutes": 10}, "minutes"), ({"rule": "month", "every": 6}, "every"),
        ],
    )  # fmt: skip
    def test_it_is_refused_by_its_field(self, world: World, wrong: dict[str, Any], field: str) -> None:
        with pytest.raises(gatherings.BadGathering) as refused:
            circle(world, **wrong)

        assert refused.value.field == field
        assert not Gathering.objects.exists()

    def test_not_led_by_who_left_or_serves_elsewhere(self, world: World) -> None:
        gone, elsewhere = serving(world, "سمیه", state="archived")[0], serving(world, "طاهره", centre="konarak")[0]
        for leader in (gone, elsewhere):
            with pytest.raises(gatherings.BadGathering):
                circle(world, leader=leader)

    def test_not_at_a_centre_that_sleeps(self, world: World) -> None:
        type(world.centre["chabahar"]).objects.filter(pk=world.centre["chabahar"].pk).update(state="dormant")

        with pytest.raises(gatherings.CentreRests):
            circle(world)


class TestNobodyIsNamed:
    def test_in_journal_audit_history_and_messages(self, world: World) -> None:
        who, gathering = serving(world), circle(world, hour=time(18))
        gatherings.say_whether_coming(turn(gathering), comes=True, by=who[0], at=SATURDAY)
        gatherings.tap(turn(gathering), by=who[0], at=FIRST)
        keep(world, turn(gathering), who[:3], newcomers=[("قناری ناشناس", "09157778899")])
        keep(world, turn(gathering), who, at=FIRST + DAY)
        gatherings.miss(
            turn(gathering, 1), reason="few", note="شیدا نیامد", by=world.person["zahra"], at=FIRST + 8 * DAY
        )
        gatherings.cancel(turn(gathering, 2), reason="venue", by=world.person["zahra"], at=FIRST + 9 * DAY)

        words = {
            "قناری",
            "شیدا",
            "09157778899",
            "حلقهٔ همدلی",
            *(one.mobile for one in who),
            *(one.full_name for one in who),
        }
        for model in (JournalLine, AuditLine, StateChange):
            told = repr(list(model.objects.values()))
            assert [word for word in words if word in told] == [], model
        texts = repr(list(Message.objects.values_list("body", "template", "url")))
        assert [word for word in words if word in texts] == []
        assert Guest.objects.count() == Coming.objects.count() == Mending.objects.count() == 1
