"""An officer who looks at every door after every answer, and knows who served where, still learns nobody's feeling."""

import io
import random
import re
from itertools import pairwise

import pytest
from django.test import Client
from openpyxl import load_workbook

from hamafza.care import commands as care
from hamafza.care import secrecy
from hamafza.care.commands.feelings import DOOR, NothingToSay
from hamafza.care.models import Answers, Mark
from hamafza.care.states import Feeling
from hamafza.care.tests.telling import DAY, KIND, NOW, TODAY, Deeds, serving
from hamafza.journal.models import JournalLine
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.notices.models import Message
from hamafza.volunteers import service
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.queries import link_of
from tests.cast import World

pytestmark = pytest.mark.django_db
OTHER = "tests.other"


@pytest.fixture
def other_kind(deeds: Deeds):
    """A second kind of activity of the same people."""
    second = Deeds()
    service.register(OTHER, "کلاس آزمون", second.source)
    yield second
    del service._sources[OTHER]


def tap(volunteer: Volunteer, key: str, feeling: str = "good", **more: str) -> Answers:
    return care.say_how_it_was(volunteer=volunteer, key=key, feeling=feeling, by=DOOR, at=NOW, **more)


def add_other(second: Deeds, volunteer: Volunteer) -> str:
    deed = second.add(volunteer)
    second.kept[-1] = service.Deed(deed.volunteer, deed.day, deed.minutes, deed.key.replace(KIND, OTHER), deed.title)
    return second.kept[-1].key


def head(world: World) -> Client:
    client = Client()
    client.force_login(world.person["maryam"])
    return client


def sheet(client: Client, query: str = "") -> list[tuple]:
    book = load_workbook(io.BytesIO(b"".join(client.get(f"/care/feelings/sheet{query}"))))
    rows = list(book.active.iter_rows(values_only=True))
    return [row for row in rows if row[0] and any(str(cell).isdigit() for cell in row[3:] if cell is not None)]


def seen_everywhere(client: Client) -> str:
    pages = [client.get("/care/feelings"), client.get("/care/feelings/print")]
    return " ".join(re.sub(r"\s+", " ", page.content.decode()) for page in pages)


class TestFiveAndTheSixth:
    def test_five_are_at_no_door(self, world: World, deeds: Deeds) -> None:
        client = head(world)
        before = seen_everywhere(client)
        for n in range(5):
            she = serving(world, n)
            tap(she, deeds.add(she).key, "bad", words=f"راز {n}")
            assert sheet(client) == [] and "راز" not in seen_everywhere(client)
        strip = re.compile(r"\b\w{64}\b")  # tokens of the form
        assert strip.sub("", seen_everywhere(client)) == strip.sub("", before)

    def test_with_the_sixth_all_six_are_there_at_once(self, world: World, deeds: Deeds) -> None:
        client = head(world)
        for n in range(6):
            she = serving(world, n)
            tap(she, deeds.add(she).key, "bad" if n == 5 else "good", words=f"راز {n}")
        ((centre, kind, _month, count, good, better, bad),) = sheet(client)
        assert (kind, count, good, better, bad) == ("نوبت آزمون", "۶", "۵", "۰", "۱") and "مهرگان" in centre
        assert all(f"راز {n}" in seen_everywhere(client) for n in range(6))

    def test_the_seventh_moves_nothing(self, world: World, deeds: Deeds) -> None:
        client = head(world)
        for n in range(6):
            she = serving(world, n)
            tap(she, deeds.add(she).key)
        before = sheet(client)
        she = serving(world, 6)
        tap(she, deeds.add(she).key, "bad", words="راز")
        assert sheet(client) == before and "راز" not in seen_everywhere(client)

    def test_one_who_answers_often_is_one(self, world: World, deeds: Deeds) -> None:
        client, she = head(world), serving(world)
        for n in range(20):
            tap(she, deeds.add(she, day=TODAY - (n % 20) * DAY, n=n + 1).key)
        assert sheet(client) == []

    def test_twelve_deeds_of_six_people_open_once_a_batch_needs_six_anew(self, world: World, deeds: Deeds) -> None:
        client = head(world)
        some = [serving(world, n) for n in range(6)]
        counts = []
        for turn in range(2):
            for one in some:
                tap(one, deeds.add(one, day=TODAY - (turn + 1) * DAY).key)
                counts.append(sum(answers.count for answers in Answers.objects.all()))
        assert counts == [0, 0, 0, 0, 0, 6, 6, 6, 6, 6, 6, 12] and len(sheet(client)) == 1


class TestTwoActivitiesOfTheSamePeople:
    def test_cannot_be_laid_on_each_other(self, world: World, deeds: Deeds, other_kind: Deeds) -> None:
        """Six were at both, a seventh at one: what is shown of either is of six, and the seventh's answer is in none."""
        some = [serving(world, n) for n in range(7)]
        for one in some[:6]:
            tap(one, deeds.add(one).key)
        for one in some[:6]:
            tap(one, add_other(other_kind, one))
        tap(some[6], deeds.add(some[6]).key, "bad")
        rows = sheet(head(world))
        assert sorted((row[1], row[3], row[6]) for row in rows) == [("نوبت آزمون", "۶", "۰"), ("کلاس آزمون", "۶", "۰")]

    def test_six_at_one_and_five_at_the_other_show_one(self, world: World, deeds: Deeds, other_kind: Deeds) -> None:
        some = [serving(world, n) for n in range(6)]
        for one in some:
            tap(one, deeds.add(one).key)
        for one in some[:5]:
            tap(one, add_other(other_kind, one), "bad")
        assert [row[1] for row in sheet(head(world))] == ["نوبت آزمون"]

    def test_marks_of_one_kind_are_not_those_of_another(self, world: World, deeds: Deeds, other_kind: Deeds) -> None:
        she = serving(world)
        first, second = deeds.add(she).key, add_other(other_kind, she)
        tap(she, first)
        tap(she, second)
        with pytest.raises(NothingToSay):
            tap(she, second)
        assert Answers.objects.count() == 2

    def test_a_filter_is_no_second_door(self, world: World, deeds: Deeds, other_kind: Deeds) -> None:
        """Asking by kind, month, centre or word shows the same cells or fewer, never another sum."""
        some = [serving(world, n) for n in range(6)]
        for one in some:
            tap(one, deeds.add(one).key, "better")
        for one in some[:4]:
            tap(one, add_other(other_kind, one), "bad")
        client, centre = head(world), some[0].centre_id
        whole = set(sheet(client))
        for query in (
            f"?kind={KIND}",
            f"?kind={OTHER}",
            "?month=140508",
            "?month=140507",
            f"?centre={centre}",
            "?q=مهرگان",
        ):
            assert set(sheet(client, query)) <= whole


@pytest.mark.parametrize("seed", range(3))
def test_any_two_looks_differ_by_six_people_or_by_nothing(
    world: World, deeds: Deeds, other_kind: Deeds, seed: int
) -> None:
    """Two kinds, two centres, two months, one look after each answer: all pairs of looks are compared."""
    dice = random.Random(seed)
    some = [serving(world, n) for n in range(8)] + [serving(world, 8, centre="work")]
    looks: list[tuple[dict[int, tuple[int, ...]], set[int]]] = [({}, set())]
    for turn in range(70):
        one = dice.choice(some)
        day = TODAY - dice.choice([1, 2, 8, 20]) * DAY
        is_first = dice.random() < 0.5
        key = deeds.add(one, day=day, n=100 + turn).key if is_first else add_other(other_kind, one)
        tap(one, key, dice.choice(Feeling.values))
        shown = {cell.pk: (cell.good, cell.better, cell.bad) for cell in Answers.objects.shown()}
        looks.append((shown, {one.pk}))
    changes = 0
    for (before, _who), (after, _who_after) in pairwise(looks):
        for cell, numbers in after.items():
            difference = [b - a for a, b in zip(before.get(cell, (0, 0, 0)), numbers, strict=True)]
            assert min(difference) >= 0 and (sum(difference) == 0 or sum(difference) >= secrecy.BATCH)
            changes += sum(difference) > 0
    assert changes >= 3


class TestNoTrace:
    def test_in_any_book_message_or_address(self, world: World, deeds: Deeds) -> None:
        she, lines = serving(world), JournalLine.objects.count()
        answer = Client().post(
            f"/v/{link_of(she)}/felt", {"key": deeds.add(she).key, "feeling": "bad", "words": "سقف چکه می‌کرد"}
        )
        assert answer.status_code == 303 and "bad" not in answer["Location"] and "چکه" not in answer["Location"]
        for model in (AuditLine, StateChange, JournalLine, Message, Mark):
            kept = repr(list(model.objects.values()))
            assert not [word for word in ("چکه", she.full_name, she.mobile, she.ref) if word in kept]
        assert JournalLine.objects.count() == lines and not Message.objects.exists()

    def test_her_own_page_does_not_tell_it_either(self, world: World, deeds: Deeds) -> None:
        """Who takes her telephone afterwards sees no answer."""
        she = serving(world)
        tap(she, deeds.add(she).key, "bad", words="سقف چکه می‌کرد")
        page = Client().get(f"/v/{link_of(she)}/felt").content.decode()
        assert "چکه" not in page and deeds.kept[0].key not in page

    @pytest.mark.parametrize("said", [
        {"key": "", "feeling": "good"}, {"key": "x" * 5000, "feeling": "good"}, {"key": f"{KIND}:1", "feeling": "x" * 5000},
        {"key": f"{KIND}:999999999999999999999999", "feeling": "bad"}, {"key": "shifts.shift:۱", "feeling": "good"}, {},
    ])  # fmt: skip
    def test_a_made_up_answer_counts_nothing(self, world: World, deeds: Deeds, said: dict[str, str]) -> None:
        she = serving(world)
        deeds.add(she)
        answer = Client().post(f"/v/{link_of(she)}/felt", said)
        assert answer.status_code == 422 and not Answers.objects.exists() and not Mark.objects.exists()

    def test_long_words_are_cut_and_disguises_taken_out(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        cell = tap(she, deeds.add(she).key, words="\u202e" + "آ" * 900)
        assert cell.waiting["words"] == ["آ" * 300]

    @pytest.mark.parametrize("words", ["", "  ", "\u200c\u200f"])
    def test_no_words_are_kept_as_none(self, world: World, deeds: Deeds, words: str) -> None:
        she = serving(world)
        assert tap(she, deeds.add(she).key, words=words).waiting["words"] == []
