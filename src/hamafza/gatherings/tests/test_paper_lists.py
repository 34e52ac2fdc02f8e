"""Paper lists as they are really typed: long, doubled, numbered in three alphabets, with strangers and with tricks."""

import random
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.gatherings import reading
from hamafza.gatherings.models import Guest, Presence
from hamafza.gatherings.reading import Candidate, Known, read, taken_apart
from hamafza.gatherings.tests.telling import FIRST, HOUR, circle, guest, serving, turn
from hamafza.gatherings.tests.test_leading import chosen, typed, words
from hamafza.kernel import clock
from hamafza.network.models import Centre
from tests.cast import World

MOBILE = "09155550001"
NAMES = ["گلنار رئیسی", "شیرین دهواری", "شیرین بلوچ", "علی‌رضا هاشمی", "فاطمه سادات موسوی", "حاجی بی‌بی نور"]


def known(*names: str, mobiles: bool = True) -> Known:
    """Everybody of a centre without a database."""
    found = Known.__new__(Known)
    found.all = [
        Candidate(f"v{n}", name, f"0915555{n:04}" if mobiles else "") for n, name in enumerate(names or NAMES, start=1)
    ]
    return found


def meant(text: str, *names: str) -> list[tuple[str, list[str]]]:
    return [(line.kind, [one.name for one in line.candidates]) for line in read(text, known(*names))]


class TestALine:
    @pytest.mark.parametrize(
        "raw",
        [
            "۳ ۰۹۱۵۵۵۵۰۰۰۱", "3 09155550001", "۱۲. ۰۹۱۵-۵۵۵-۰۰۰۱", "٠٩١٥٥٥٥٠٠٠١", "+۹۸۹۱۵۵۵۵۰۰۰۱", "00989155550001",
            "(0915) 555 0001", "0915 555 00 01", "\u200f۰۹۱۵۵۵۵۰۰۰۱\u200f", "تلفن: ۰۹۱۵۵۵۵۰۰۰۱", "۰۹۱۵۵۵۵۰۰۰۱ گلنار",
            "9155550001", "۱) ۹۱۵۵۵۵۰۰۰۱", "۲۰۰ ۰۹۱۵۵۵۵۰۰۰۱", "گلنار ۱۳۷۵ ۰۹۱۵۵۵۵۰۰۰۱",
        ],
    )  # fmt: skip
    def test_a_number_is_found_however_it_is_written(self, raw: str) -> None:
        assert taken_apart(raw)[1] == MOBILE

    @pytest.mark.parametrize(
        "raw",
        ["۰۵۱۳۸۵۰۰۰۰۰", "۰۹۱۵۵۵۵۰۰۰", "۱۴۰۵/۰۸/۰۷", "6037 9911 2233 4455", "۰۹۱۵۵۵۵۰۰۰۱۲", "گلنار ۱۲۳۴۵"],
    )
    def test_what_is_no_mobile_is_none(self, raw: str) -> None:
        assert taken_apart(raw)[1] == ""

    @pytest.mark.parametrize(
        ("raw", "name"),
        [
            ("۳ گلنار رئیسی", "گلنار رئیسی"), ("٣- گلنار رئیسی", "گلنار رئیسی"), ("(۳) گلنار رئیسی", "گلنار رئیسی"),
            ("3_ گلنار رئیسی", "گلنار رئیسی"), ("۳/ گلنار رئیسی", "گلنار رئیسی"), ("✓ گلنار رئیسی", "گلنار رئیسی"),
            ("گلنار رئیسی ✓", "گلنار رئیسی"), ("سرکار خانم دکتر گلنار رئیسی", "گلنار رئیسی"),
            ("گلنار رئیسی\t09155550001", "گلنار رئیسی"), ("گلنار\u00a0رئیسی", "گلنار رئیسی"),
            ("\u202bگلنار رئیسی\u202c", "گلنار رئیسی"), ("\ufeffگلنار رئیسی", "گلنار رئیسی"),
        ],
    )  # fmt: skip
    def test_a_name_is_left_without_its_ornaments(self, raw: str, name: str) -> None:
        assert taken_apart(raw)[0] == name


class TestWhoIsMeant:
    @pytest.mark.parametrize(
        ("line", "name"),
        [
            ("عليرضا هاشمي", "علی‌رضا هاشمی"), ("علی رضا هاشمی", "علی‌رضا هاشمی"), ("علیرضاهاشمی", "علی‌رضا هاشمی"),
            ("فاطمه‌سادات موسوی", "فاطمه سادات موسوی"), ("فاطمه موسوی", "فاطمه سادات موسوی"),
            ("موسوی فاطمه سادات", "فاطمه سادات موسوی"), ("بی بی نور", "حاجی بی‌بی نور"),
            ("گُلنار رئیسی", "گلنار رئیسی"), ("گلنار رییسی", "گلنار رئیسی"), ("گلنـــار رئیسی", "گلنار رئیسی"),
        ],
    )  # fmt: skip
    def test_in_the_spellings_of_paper(self, line: str, name: str) -> None:
        assert meant(line) == [("one", [name])]

    def test_one_who_stands_there_in_two_spellings_and_by_number_is_read_once(self) -> None:
        text = "علی‌رضا هاشمی\nعليرضا هاشمي\n۴. آقای علی رضا هاشمی\n۰۹۱۵۵۵۵۰۰۰۴"

        assert meant(text) == [("one", ["علی‌رضا هاشمی"])]

    def test_a_namesake_is_told_apart_by_her_number(self) -> None:
        text = "شیرین ۰۹۱۵۵۵۵۰۰۰۲\nشیرین ۰۹۱۵۵۵۵۰۰۰۳\nشیرین"

        assert [kind for kind, _names in meant(text)] == ["one", "one", "several"]

    def test_two_newcomers_of_one_name_with_two_numbers_are_two(self) -> None:
        assert len(meant("مریم تازه ۰۹۱۲۰۰۰۰۰۰۱\nمریم تازه ۰۹۱۲۰۰۰۰۰۰۲\nمریم تازه")) == 3

    @pytest.mark.parametrize("line", ["۱", "۱۲۳", "-", "…", "؟؟", "*", "\u200c\u200c", "آ", "خ"])
    def test_what_is_nobody_is_nameless(self, line: str) -> None:
        assert [kind for kind, _names in meant(line)] in (["nameless"], [])

    def test_a_title_alone_means_not_everybody(self) -> None:
        for line in ("خانم", "آقا", "دکتر", "حاجی"):
            assert meant(line)[0][0] in {"new", "nameless"}, line


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"]) | st.sampled_from("۰۱۲۳۴۵۶۷۸۹\u200c\u200f\u202e\n-.،٠1 شیرین"),
    max_size=300,
)  # fmt: skip


class TestAnyTextAtAll:
    @settings(max_examples=200, deadline=None)
    @given(TEXT)
    def test_it_is_read_without_harm(self, text: str) -> None:
        found = read(text, known())

        assert [line.number for line in found] == list(range(len(found)))
        assert len(found) <= len(text.splitlines())
        for line in found:
            assert line.kind in {"one", "several", "new", "nameless"}
            assert len(line.name) <= 120 and len(line.text) <= 160 and line.text.strip()
            assert line.mobile == "" or (len(line.mobile) == 11 and line.mobile.startswith("09"))
        certain = [line.candidates[0].key for line in found if line.kind == "one"]
        assert len(certain) == len(set(certain))

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from(range(6)), min_size=1, max_size=25), st.randoms(use_true_random=False))
    def test_each_known_name_is_found_once_in_any_order_and_dress(self, wanted: list[int], dice: random.Random) -> None:
        dresses = [
            str, lambda name: name.replace("ی", "ي").replace("ک", "ك"), lambda name: f"۱۷. {name}",
            lambda name: f"  {name} \u200f", lambda name: name.replace("\u200c", " "),
        ]  # fmt: skip
        text = "\n".join(dice.choice(dresses)(NAMES[n]) for n in wanted)
        found = meant(text)

        assert all(kind == "one" for kind, _who in found), found
        assert sorted(who[0] for _kind, who in found) == sorted({NAMES[n] for n in wanted})

    def test_hundreds_of_hostile_lines_are_quick(self) -> None:
        """No pattern that grows with the square of a line."""
        import time

        many = known(*(f"نام {n} خانواده {n}" for n in range(600)))
        text = "\n".join(["0 " * 5000, "۰-" * 3000, "+" * 4000, *("ا" * 3000 for _n in range(300))])
        begun = time.perf_counter()
        read(text, many)

        assert time.perf_counter() - begun < 3


@pytest.mark.django_db
class TestTwoHundredNames:
    @pytest.fixture(autouse=True)
    def now(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for cache in caches.all(initialized_only=True):
            cache.clear()
        monkeypatch.setattr(clock, "now", lambda: FIRST + 2 * HOUR)

    @pytest.fixture
    def zahra(self, world: World) -> Client:
        client = Client()
        client.force_login(world.person["zahra"])
        return client

    def test_are_read_and_kept_with_as_many_questions_as_twenty(
        self, world: World, zahra: Client, django_assert_max_num_queries: Any
    ) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        names = [f"نام {one} خانوادهٔ {two}" for one in "ابپتثجچحخد" for two in "رزسشصضطظعغفقکگلمنوهی"]
        serving(world, *(name for n, name in enumerate(names) if n % 2))
        gathering, asked = circle(world), []
        for n, size in enumerate((20, 200)):
            where = f"/gatherings/occasions/{turn(gathering, n).pk}/list"
            turn(gathering, n).__class__.objects.filter(pk=turn(gathering, n).pk).update(starts_at=FIRST)
            with CaptureQueriesContext(
                connection,
            ) as looked:
                first = zahra.post(where, {"text": "\n".join(names[:size]), "others": ""})
            asked.append(len(looked))
            assert len(chosen(first)) == size
        assert asked[1] <= asked[0] + 1

        answer = typed(zahra, where, "\n".join(names))
        assert answer.status_code in {302, 303}
        assert turn(gathering, 1).people == 200
        assert Presence.objects.filter(guest=None).count() == Guest.objects.count() == 100

    def test_four_hundred_and_one_lines_are_too_many_and_stay_typed(self, world: World, zahra: Client) -> None:
        where = f"/gatherings/occasions/{turn(circle(world)).pk}/list"
        fine = zahra.post(where, {"text": "\n".join(f"نام {n} تازه" for n in range(reading.LONGEST)), "others": ""})
        many = zahra.post(where, {"text": "\n".join(f"نام {n} تازه" for n in range(401)), "others": ""})

        assert (fine.status_code, many.status_code) == (200, 422)
        assert "در دو بار" in words(many) and "نام ۴۰۰" not in words(many) and "نام 400 تازه" in words(many)

    @pytest.mark.parametrize("others", ["-1", "۱۰۰۰۰۱", "چند", "1.5", "۱٬۰۰۰٬۰۰۰"])
    def test_a_wrong_number_of_others_is_said(self, world: World, zahra: Client, others: str) -> None:
        where = f"/gatherings/occasions/{turn(circle(world)).pk}/list"
        answer = zahra.post(where, {"text": "گلنار رئیسی", "others": others})

        assert answer.status_code == 422 and "گلنار رئیسی" in words(answer)

    def test_in_persian_digits_with_a_half_space_it_is_understood(self, world: World, zahra: Client) -> None:
        where = f"/gatherings/occasions/{turn(circle(world)).pk}/list"
        typed(zahra, where, "", others="۱\u200c۲")

        assert turn(turn_gathering(world)).people == 12

    def test_the_same_newcomer_of_the_next_week_is_known_again(self, world: World, zahra: Client) -> None:
        gathering = circle(world)
        typed(zahra, f"/gatherings/occasions/{turn(gathering).pk}/list", "کبری تازه‌وارد")
        kind = read("كبري تازه وارد", Known(Centre.objects.get(pk=gathering.centre_id)))[0].kind

        assert kind == "one" and Guest.objects.count() == 1

    def test_a_guest_who_became_a_volunteer_is_asked_about(self, world: World) -> None:
        """Both are known: nobody guesses which."""
        guest(world, "گلنار رئیسی")
        serving(world, "گلنار رئیسی")

        assert read("گلنار رئیسی", Known(world.centre["chabahar"]))[0].kind == "several"


def turn_gathering(world: World) -> Any:
    from hamafza.gatherings.models import Gathering

    return Gathering.objects.get(centre=world.centre["chabahar"])
