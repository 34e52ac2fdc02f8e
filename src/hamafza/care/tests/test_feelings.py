"""How it was: one tap, never twice, never with a name; and an attack that compares what is shown from day to day."""

import random
from datetime import timedelta

import pytest

from hamafza.care import commands as care
from hamafza.care import queries, secrecy
from hamafza.care.commands.feelings import DOOR, NothingToSay, WhichOne
from hamafza.care.models import Answers, Mark
from hamafza.care.states import Feeling
from hamafza.care.tests.telling import DAY, KIND, NAMES, NOW, TODAY, Deeds, serving
from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import NotAllowed
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.volunteers.models import Volunteer
from tests.cast import World

pytestmark = pytest.mark.django_db


def say(volunteer: Volunteer, deed, feeling: str = "good", at=NOW, **more: str) -> Answers:
    return care.say_how_it_was(volunteer=volunteer, key=deed.key, feeling=feeling, by=DOOR, at=at, **more)


def shown(world: World, who: str = "maryam") -> list[Answers]:
    return list(queries.answers_found(world.person[who], NOW))


class TestATap:
    def test_is_open_for_thirty_days(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        old, fresh = deeds.add(she, day=TODAY - 31 * DAY), deeds.add(she, day=TODAY - 30 * DAY)

        assert queries.to_feel(she, NOW) == [fresh]
        with pytest.raises(NothingToSay):
            say(she, old)

    def test_counts_once(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        deed = deeds.add(she)
        say(she, deed)
        assert queries.to_feel(she, NOW) == []
        with pytest.raises(NothingToSay):
            say(she, deed, "bad")
        assert Answers.objects.get().waiting["good"] == 1

    def test_of_anothers_deed_is_none(self, world: World, deeds: Deeds) -> None:
        she, other = serving(world), serving(world, 1)
        with pytest.raises(NothingToSay):
            say(other, deeds.add(she))

    @pytest.mark.parametrize("feeling", ["", "great", "GOOD"])
    def test_is_one_of_three(self, world: World, deeds: Deeds, feeling: str) -> None:
        she = serving(world)
        with pytest.raises(WhichOne):
            say(she, deeds.add(she), feeling)

    def test_the_same_day_of_a_series_is_another_deed(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        deeds.add(she, n=7, day=TODAY - DAY)
        deeds.add(she, n=7, day=TODAY - 2 * DAY)
        assert len(queries.to_feel(she, NOW)) == 2
        say(she, deeds.kept[0])
        assert len(queries.to_feel(she, NOW)) == 1

    def test_does_not_come_in_her_own_name(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        with pytest.raises(NotAllowed):
            care.say_how_it_was(volunteer=she, key=deeds.add(she).key, feeling="good", by=she, at=NOW)


class TestWithoutATrace:
    def test_no_row_points_to_her_or_to_an_instant(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        say(she, deeds.add(she), "bad", words="سرد بود")

        assert {field.name for field in Mark._meta.fields} == {"mark"}
        assert {field.name for field in Answers._meta.fields if field.is_relation} == {"centre"}
        books = [AuditLine, JournalLine, StateChange]
        assert she.ref not in repr([list(model.objects.values()) for model in books])
        assert {line.by for line in AuditLine.objects.filter(verb__startswith="care.")} == {"door:felt"}

    def test_a_mark_tells_nothing_without_the_key(self, world: World, deeds: Deeds, settings) -> None:
        she = serving(world)
        deed = deeds.add(she)
        say(she, deed)
        kept = set(Mark.objects.values_list("mark", flat=True))
        assert secrecy.mark("felt", she.pk, deed.key, deed.day) in kept

        settings.SECRET_KEY = "another"
        assert secrecy.mark("felt", she.pk, deed.key, deed.day) not in kept

    def test_words_stand_in_no_order(self, world: World, deeds: Deeds) -> None:
        orders = set()
        for _round in range(12):
            Answers.objects.all().delete()
            Mark.objects.all().delete()
            Volunteer.objects.all().delete()
            for n in range(6):
                she = serving(world, n)
                say(she, deeds.add(she), words=str(n))
            orders.add(tuple(Answers.objects.get().words))
        assert len(orders) > 1


class TestWhatIsShown:
    def test_nothing_until_six_different_people(self, world: World, deeds: Deeds) -> None:
        some = [serving(world, n) for n in range(6)]
        for one in some[:5]:
            say(one, deeds.add(one), words="خسته شدم")
        for _more in range(4):  # the fifth speaks often: that makes no sixth person
            say(some[4], deeds.add(some[4]), "bad")
        assert shown(world) == []

        say(some[5], deeds.add(some[5]), "better")
        (cell,) = shown(world)
        assert (cell.count, cell.good, cell.better, cell.bad) == (10, 5, 1, 4) and len(cell.words) == 5
        assert cell.share(Feeling.GOOD) == pytest.approx(0.5)

    @pytest.mark.parametrize(("who", "count"), [
        ("maryam", 1), ("nader", 1), ("parvin", 1), ("zahra", 0), ("sara", 0), ("reza", 0), ("admin", 0), ("stranger", 0),
    ])  # fmt: skip
    def test_to_the_head_and_those_above(self, world: World, deeds: Deeds, who: str, count: int) -> None:
        for n in range(6):
            she = serving(world, n)
            say(she, deeds.add(she))

        assert len(shown(world, who)) == count

    def test_is_narrowed(self, world: World, deeds: Deeds) -> None:
        for n in range(6):
            she = serving(world, n)
            say(she, deeds.add(she))
        head = world.person["maryam"]

        assert queries.answers_found(head, NOW, kind=KIND, words="مهرگان").exists()
        assert not queries.answers_found(head, NOW, kind="other").exists()
        assert not queries.answers_found(head, NOW, month=queries.months(NOW)[0]).exists()


class TestADifferencingAttack:
    """An officer writes down what she sees after each answer, knows who answered, and subtracts."""

    @pytest.mark.parametrize("seed", range(3))
    def test_finds_nobody(self, world: World, deeds: Deeds, seed: int) -> None:
        dice = random.Random(seed)
        some = [serving(world, n) for n in range(len(NAMES))]
        seen: dict[int, tuple[int, int, int]] = {}
        since: dict[int, set[int]] = {}  # by cell: who answered since it last moved
        moved = 0
        for turn in range(90):
            one = dice.choice(some)
            deed = deeds.add(one, day=TODAY - dice.randrange(1, 28) * DAY, n=1000 * seed + turn + 1)
            since.setdefault(say(one, deed, dice.choice(Feeling.values)).pk, set()).add(one.pk)
            now = {cell.pk: (cell.good, cell.better, cell.bad) for cell in shown(world)}
            if now != seen:
                changed = [pk for pk in now if now[pk] != seen.get(pk, (0, 0, 0))]
                assert len(changed) == 1  # one cell at a time, by a whole batch
                before = seen.get(changed[0], (0, 0, 0))
                assert sum(now[changed[0]]) - sum(before) >= secrecy.BATCH
                assert len(since.pop(changed[0])) >= secrecy.BATCH
                seen, moved = now, moved + 1
        assert moved >= 3

    def test_subtracting_a_month_from_the_whole_finds_no_small_rest(self, world: World, deeds: Deeds) -> None:
        """No total is shown that holds more than the cells themselves."""
        for n in range(6):
            she = serving(world, n)
            say(she, deeds.add(she))
        other = serving(world, 6)
        say(other, deeds.add(other), "bad")
        say(other, deeds.add(other, day=TODAY - timedelta(days=20)), "bad")

        assert sum(cell.bad for cell in shown(world)) == 0
