"""The life of a centre to the second: thirty days, midnight in Tehran, a month's rest; all centres against counting by hand."""

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import product

import pytest

from hamafza.journal.models import JournalLine
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.kernel.moves import may_move
from hamafza.kernel.ticking import tick
from hamafza.network import commands as network
from hamafza.network import life
from hamafza.network.models import Centre, CentreState
from hamafza.notices.models import Message
from hamafza.succession import commands as succession
from hamafza.succession import queries, tasks
from hamafza.succession.models import Check, Round
from hamafza.succession.tests.telling import CLOCK, DAY, HAND, HOUR
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
MONTH = timedelta(days=30)
WEEK = timedelta(days=7)
ALLOWED = {
    ("proposed", "active"), ("proposed", "closed"), ("active", "dormant"), ("active", "closed"), ("dormant", "active"),
    ("dormant", "closed"),
}  # fmt: skip


@pytest.fixture
def signs(monkeypatch: pytest.MonkeyPatch) -> dict[int, life.Sign]:
    """One sign alone, by the number of the centre; who is not in it is not known."""
    told: dict[int, life.Sign] = {}

    def look(centres: object, at: datetime) -> Mapping[int, life.Sign]:
        return {pk: sign for pk, sign in told.items() if pk in set(centres)}  # type: ignore[call-overload]

    monkeypatch.setattr(life, "_signs", {"test": (1, "نشانه", look)})
    return told


def dead(last: date | None = None) -> life.Sign:
    return life.Sign(False, last)


@pytest.mark.parametrize(("before", "after"), list(product(CentreState.values, CentreState.values)))
def test_the_table(before: str, after: str) -> None:
    assert may_move(Centre(state=before), after) is ((before, after) in ALLOWED)


class TestThirtyDays:
    @pytest.mark.parametrize(
        ("last", "alive"),
        [
            (datetime(2026, 9, 24, 23, 59, 59, tzinfo=TEHRAN), False),  # thirty days ago
            (datetime(2026, 9, 25, 0, 0, 0, tzinfo=TEHRAN), True),
            (datetime(2026, 9, 24, 20, 30, 0, tzinfo=TEHRAN), False),
        ],
    )
    def test_are_days_of_tehran(self, last: datetime, alive: bool) -> None:
        for hour in (0, 9, 23):
            at = datetime(2026, 10, 24, hour, 59, 59, tzinfo=TEHRAN)
            assert life.since(last, at).alive is alive
            assert life.since(last.astimezone(tz=None), at).alive is alive  # the same instant on another clock

    def test_of_a_day_alone_count_the_same(self) -> None:
        assert life.since(date(2026, 9, 25), SATURDAY).alive and not life.since(date(2026, 9, 24), SATURDAY).alive
        assert life.since(None, SATURDAY) == life.Sign(False, None)

    def test_go_over_the_new_year_and_a_leap_day(self) -> None:
        """30 Esfand 1403 was a leap day; thirty days later it is 30 Farvardin 1404."""
        leap = date(2025, 3, 20)

        assert life.since(leap, datetime(2025, 4, 18, 23, 59, tzinfo=TEHRAN)).alive
        assert not life.since(leap, datetime(2025, 4, 19, 0, 0, tzinfo=TEHRAN)).alive


class TestTheRound:
    @pytest.mark.parametrize(
        ("hour", "minute", "looked"), [(6, 59, False), (7, 0, True), (23, 59, True), (0, 0, False)]
    )
    def test_is_from_seven_in_the_morning_of_tehran(
        self, world: World, signs: dict[int, life.Sign], hour: int, minute: int, looked: bool
    ) -> None:
        tick(SATURDAY.replace(hour=hour, minute=minute))

        assert Round.objects.exists() is looked

    def test_is_one_a_day_and_again_the_next(self, world: World, signs: dict[int, life.Sign]) -> None:
        for at in (SATURDAY, SATURDAY + HOUR, SATURDAY.replace(hour=23), SATURDAY + DAY, SATURDAY + DAY + HOUR):
            tick(at)

        assert list(Round.objects.order_by("day").values_list("day", flat=True)) == [
            SATURDAY.date(), (SATURDAY + DAY).date(),
        ]  # fmt: skip

    @pytest.mark.parametrize("state", ["proposed", "closed"])
    def test_passes_by_whoever_has_not_begun_or_has_ended(
        self, world: World, signs: dict[int, life.Sign], state: str
    ) -> None:
        pk = world.centre["work"].pk
        Centre.objects.filter(pk=pk).update(state=state)
        signs[pk] = dead()
        assert queries.seemingly(SATURDAY) == []
        signs[pk] = life.Sign(True)
        assert queries.seemingly(SATURDAY) == []

    def test_says_nothing_of_a_sleeper_of_whom_nobody_knows_anything(
        self, world: World, signs: dict[int, life.Sign]
    ) -> None:
        Centre.objects.filter(pk=world.centre["work"].pk).update(state="dormant")

        assert queries.seemingly(SATURDAY) == []


class TestAMonthsRest:
    def asked(self, world: World, at: datetime) -> bool:
        return world.centre["work"].pk in {pk for pk, _kind, _evidence in queries.seemingly(at)}

    @pytest.fixture
    def quiet(self, world: World, signs: dict[int, life.Sign]) -> Centre:
        signs[world.centre["work"].pk] = dead()
        return world.centre["work"]

    @pytest.mark.parametrize(("after", "again"), [(MONTH - SECOND, False), (MONTH, True), (MONTH + SECOND, True)])
    def test_after_an_answer(self, world: World, quiet: Centre, after: timedelta, again: bool) -> None:
        check = succession.open_check(quiet, kind="asleep", evidence=[], by=CLOCK, at=SATURDAY)
        succession.keep(check, reason="زنده است", by=world.person["nader"], at=SATURDAY + HOUR)

        assert self.asked(world, SATURDAY + HOUR + after) is again

    @pytest.mark.parametrize(("after", "again"), [(MONTH - SECOND, False), (MONTH, True)])
    def test_after_it_woke(self, world: World, quiet: Centre, after: timedelta, again: bool) -> None:
        network.move_state(quiet, to="dormant", by=HAND, at=SATURDAY - DAY, reason="آزمون")
        network.move_state(quiet, to="active", by=HAND, at=SATURDAY, reason="آزمون")

        assert self.asked(world, SATURDAY + after) is again

    def test_while_one_waits_no_second_is_opened(self, world: World, quiet: Centre) -> None:
        succession.open_check(quiet, kind="asleep", evidence=[], by=CLOCK, at=SATURDAY)

        assert not self.asked(world, SATURDAY + 90 * DAY)
        with pytest.raises(succession.AlreadyAsked):
            succession.open_check(quiet, kind="asleep", evidence=[], by=CLOCK, at=SATURDAY + DAY)

    def test_is_that_of_one_centre_alone(self, world: World, quiet: Centre, signs: dict[int, life.Sign]) -> None:
        """«۱» rests; «۱۱» does not, though its name begins alike."""
        other = Centre.objects.exclude(pk=quiet.pk).first()
        assert other is not None
        subject = f"network.centre:{quiet.pk}"
        StateChange.objects.create(subject=subject, before="dormant", after="active", by="system:x", at=SATURDAY)
        signs[other.pk] = dead()

        assert [pk for pk, _kind, _evidence in queries.seemingly(SATURDAY + HOUR)] == [other.pk]


class TestTheWeek:
    @pytest.fixture
    def check(self, world: World) -> Check:
        return succession.open_check(
            world.centre["work"], kind="asleep", evidence=[["entry", ""]], by=CLOCK, at=SATURDAY
        )

    @pytest.mark.parametrize(("before", "rung"), [(SECOND, 0), (timedelta(), 1)])
    def test_is_seven_days_to_the_second(self, world: World, check: Check, before: timedelta, rung: int) -> None:
        tasks.checks(check.due_at - before)
        check.refresh_from_db()

        assert check.rung == rung

    def test_goes_round_and_round_and_moves_nothing(self, world: World, check: Check) -> None:
        for n in range(1, 4):
            succession.late(Check.objects.whole().get(), by=CLOCK, at=SATURDAY + n * WEEK)
        world.centre["work"].refresh_from_db()

        assert (Check.objects.get().rung, world.centre["work"].state) == (3, "active")
        assert JournalLine.objects.filter(kind="deadline_missed", detail="centre_check").count() == 3

    def test_a_centre_moved_by_hand_is_not_moved_twice(self, world: World, check: Check) -> None:
        """She confirms what somebody else has just done: nothing changes, and the page says so."""
        network.move_state(world.centre["work"], to="dormant", by=HAND, at=SATURDAY + HOUR, reason="دستی")
        check = Check.objects.whole().get()

        with pytest.raises(MoveRefused):
            succession.confirm(check, reason="خاموش است", by=world.person["nader"], at=SATURDAY + 2 * HOUR)
        assert Check.objects.get().state == "open"
        assert queries.settled(SATURDAY + 3 * HOUR) == [check.pk]

    def test_what_waits_goes_to_nobody_who_may_not_decide(self, world: World, check: Check) -> None:
        with pytest.raises(succession.MayNotDecide):
            succession.pass_on_check(check, to=world.person["mina"], by=world.person["parvin"], at=SATURDAY)
        assert Check.objects.get().holder == world.person["nader"]

    @pytest.mark.parametrize("verb", ["settle", "late", "hand_over_check"])
    def test_only_the_clock(self, world: World, check: Check, verb: str) -> None:
        for who in ("admin", "nader"):
            with pytest.raises(NotAllowed):
                getattr(succession, verb)(check, by=world.person[who], at=SATURDAY)

    def test_no_name_is_kept(self, world: World, check: Check) -> None:
        succession.keep(check, reason="با مینا حرف زدم", by=world.person["nader"], at=SATURDAY + HOUR)

        kept = repr(list(JournalLine.objects.values())) + repr(list(AuditLine.objects.values()))
        kept += " ".join(Message.objects.filter(template__startswith="centre").values_list("body", flat=True))
        assert not any(word in kept for word in ("نادر", "مینا", "حرف زدم"))


@pytest.mark.parametrize("seed", range(6))
def test_what_is_asked_is_what_one_would_ask_by_hand(world: World, signs: dict[int, life.Sign], seed: int) -> None:
    """States, signs, answers and moves of the last weeks by lot."""
    dice, at = random.Random(seed), SATURDAY + 60 * DAY
    expected = []
    for n in range(9):
        world.centre[f"n{n}"] = network.create(
            world.place["1104"], name=f"کانون {n}", kind="specialised", domains=[], by=HAND, at=SATURDAY - 90 * DAY
        )
    StateChange.objects.filter(subject__startswith="network.centre:").delete()
    for centre in sorted(world.centre.values(), key=lambda one: one.pk):
        state = dice.choice(["active", "active", "dormant", "proposed", "closed"])
        Centre.objects.filter(pk=centre.pk).update(state=state)
        known, alive = dice.random() < 0.8, dice.random() < 0.5
        if known:
            signs[centre.pk] = life.Sign(alive, None)
        calm = False
        match dice.choice(["", "", "open", "answered", "moved"]):
            case "open":
                succession.open_check(centre, kind="asleep", evidence=[], by=CLOCK, at=at - 90 * DAY)
                calm = True
            case "answered":
                ago = dice.choice([MONTH - SECOND, MONTH, MONTH + DAY])
                Check.objects.create(centre=centre, kind="asleep", state="gone", opened_at=SATURDAY, ended_at=at - ago)
                calm = ago < MONTH
            case "moved":
                ago = dice.choice([MONTH - SECOND, MONTH])
                StateChange.objects.create(
                    subject=f"network.centre:{centre.pk}", before="dormant", after=state, by="system:x", at=at - ago
                )
                calm = ago < MONTH
        if calm:
            continue
        if state == "active" and known and not alive:
            expected.append((centre.pk, "asleep"))
        if state == "dormant" and known and alive:
            expected.append((centre.pk, "awake"))

    assert [(pk, kind) for pk, kind, _evidence in queries.seemingly(at)] == expected
