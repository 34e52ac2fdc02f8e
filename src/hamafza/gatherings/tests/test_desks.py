"""What a person finds on her first page, in her morning message and in her centre's report; and lives drawn at random."""

import random
from datetime import timedelta

import pytest
from django.db.models import Q
from django.test import Client

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings import queries
from hamafza.gatherings.continuity import of
from hamafza.gatherings.models import Gathering, Occasion, Presence
from hamafza.gatherings.queries.turns import turns_of
from hamafza.gatherings.tests.telling import DAY, FIRST, HOUR, NAMES, circle, guest, keep, lines, serving, turn
from hamafza.journal.models import JournalLine
from hamafza.kernel import clock
from hamafza.kernel.chain import verify
from hamafza.kernel.errors import Refused
from hamafza.kernel.ticking import tick
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db


def first_page(world: World, who: str) -> str:
    client = Client()
    client.force_login(world.person[who])
    return client.get("/").content.decode()


class TestTheFirstPage:
    @pytest.fixture(autouse=True)
    def evening(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(clock, "now", lambda: FIRST + 3 * HOUR)

    def test_whoever_leads_owes_the_list(self, world: World) -> None:
        occasion = turn(circle(world))

        assert f"/gatherings/occasions/{occasion.pk}/list" in first_page(world, "zahra")
        assert f"/gatherings/occasions/{occasion.pk}/" not in first_page(world, "maryam")

    def test_a_miss_lies_with_the_head(self, world: World) -> None:
        occasion = turn(circle(world))
        gatherings.miss(occasion, reason="few", by=world.person["zahra"], at=FIRST + HOUR)

        assert f"/gatherings/occasions/{occasion.pk}/follow" in first_page(world, "maryam")
        assert f"/gatherings/occasions/{occasion.pk}/" not in first_page(world, "zahra")

    def test_what_lies_ahead_or_is_kept_is_no_work(self, world: World) -> None:
        gathering = circle(world)
        keep(world, turn(gathering), serving(world))

        assert "/gatherings/occasions/" not in first_page(world, "zahra")

    def test_the_same_is_counted_for_the_morning(self, world: World) -> None:
        first, second = circle(world), circle(world, title="حلقهٔ دوم")
        gatherings.miss(turn(first), reason="few", by=world.person["zahra"], at=FIRST + HOUR)

        counted = queries.waiting_counts(FIRST + 2 * HOUR)
        assert counted == {world.person["maryam"].pk: 1, world.person["zahra"].pk: 1}
        assert [one.gathering for one in queries.occasions_waiting(world.person["zahra"], FIRST + HOUR)] == [second]


class TestTheBeat:
    def test_costs_nothing_while_nothing_waits(self, world: World, django_assert_max_num_queries: object) -> None:
        tick(SATURDAY)
        gathering = circle(world)
        before = Occasion.objects.filter(gathering=gathering).count()

        assert tick(SATURDAY + HOUR)["gatherings.asked_after"] == 0
        assert Occasion.objects.filter(gathering=gathering).count() == before

    def test_the_same_minute_twice_changes_nothing(self, world: World) -> None:
        gathering = circle(world)
        for _again in range(2):
            tick(FIRST + 4 * DAY)
        first = list(Occasion.objects.filter(gathering=gathering).order_by("pk").values("state", "holder", "rung"))
        tick(FIRST + 4 * DAY)

        assert (
            list(Occasion.objects.filter(gathering=gathering).order_by("pk").values("state", "holder", "rung")) == first
        )


@pytest.mark.slow  # a season of a gathering, told by dice
@pytest.mark.parametrize("seed", range(4))
def test_lives_drawn_at_random_keep_to_the_rules(world: World, seed: int) -> None:
    dice, who = random.Random(seed), serving(world)
    known = guest(world, "مهمان همیشگی")
    gathering = circle(world, every=dice.choice([1, 2]), weekday=dice.randrange(7), gives_way=dice.random() < 0.5)
    zahra, maryam, at = world.person["zahra"], world.person["maryam"], SATURDAY
    while at < SATURDAY + 70 * DAY:
        tick(at)
        occasion = dice.choice(list(Occasion.objects.whole().filter(gathering=gathering).order_by("pk")))
        some = dice.sample(who, dice.randint(0, len(NAMES)))
        try:
            match dice.choice(["keep", "keep", "miss", "cancel", "follow", "tap", "coming"]):
                case "keep":
                    more = {"guests": [known] if dice.random() < 0.5 else [], "others": dice.randint(0, 3)}
                    gatherings.keep_list(occasion, volunteers=some, by=zahra, at=at, **more)
                case "miss":
                    gatherings.miss(occasion, reason="few", by=zahra, at=at)
                case "cancel":
                    gatherings.cancel(occasion, reason="venue", by=maryam, at=at)
                case "follow":
                    gatherings.follow(occasion, followed="پیگیری شد", by=maryam, at=at)
                case "tap":
                    gatherings.tap(occasion, by=dice.choice(who), at=at)
                case "coming":
                    gatherings.say_whether_coming(occasion, comes=dice.random() < 0.5, by=dice.choice(who), at=at)
        except Refused:
            pass
        at += timedelta(hours=dice.uniform(1, 20))

    held = Occasion.objects.filter(gathering=gathering, state="held")
    for one in held:
        assert one.people == one.others + Presence.objects.filter(occasion=one).count()
        assert one.people > 0 and one.holder_id is None
    assert sorted(people for people, _detail in lines("gathering_held")) == sorted(
        held.values_list("people", flat=True)
    )
    missed = Occasion.objects.filter(gathering=gathering, state="missed").count()
    assert len(lines("gathering_missed")) == missed
    stuck = Occasion.objects.filter(gathering=gathering).filter(Q(state="planned", starts_at__lt=at - 4 * DAY))
    assert not stuck.exists()
    gathering = Gathering.objects.get(pk=gathering.pk)
    assert gathering.continuity == (of(turns_of(gathering)).index or 0)
    assert verify("journal", JournalLine)
