"""A paper list as people write it, read line by line."""

import pytest

from hamafza.gatherings.reading import Known, read, taken_apart
from hamafza.gatherings.tests.telling import guest, serving
from tests.cast import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(world: World) -> Known:
    serving(world, "گلنار رئیسی", "شیرین دهواری", "شیرین بلوچ", "سید رضا هاشمی")  # …0001 to …0004
    serving(world, "مریم کنارکی", centre="konarak")
    guest(world, "بی‌بی نور", mobile="09151110000")
    return Known(world.centre["chabahar"])


def names(known: Known, text: str) -> list[tuple[str, list[str]]]:
    return [(line.kind, [one.name for one in line.candidates]) for line in read(text, known)]


@pytest.mark.parametrize(
    ("raw", "name", "mobile"),
    [
        ("گلنار رئیسی", "گلنار رئیسی", ""),
        ("۳. خانم گلنار رئیسی", "گلنار رئیسی", ""),
        ("۳- گلنار رئیسی ۰۹۱۵ ۵۵۵ ۰۰۰۱", "گلنار رئیسی", "09155550001"),
        ("+98 915 555 0001", "", "09155550001"),
        ("• آقای دکتر رضا هاشمی", "رضا هاشمی", ""),
        ("خانم", "خانم", ""),
        ("12) بی‌بی نور", "بی‌بی نور", ""),
    ],
)
def test_a_line_is_taken_apart(raw: str, name: str, mobile: str) -> None:
    assert taken_apart(raw) == (name, mobile)


class TestWhoIsMeant:
    @pytest.mark.parametrize(
        "line",
        ["گلنار رئیسی", "گلنار رييسی", "گلنار  رئيسي", "خانم رئیسی", "گلنار", "۰۹۱۵۵۵۵۰۰۰۱", "گلنار ر 09155550001"],
    )
    def test_in_any_spelling_or_by_number_it_is_she(self, known: Known, line: str) -> None:
        assert names(known, line) == [("one", ["گلنار رئیسی"])]

    def test_an_earlier_guest_is_known_again(self, known: Known) -> None:
        assert names(known, "بی بی نور\n09151110000") == [("one", ["بی‌بی نور"])]

    def test_a_bare_first_name_of_two_is_ambiguous(self, known: Known) -> None:
        assert names(known, "شیرین") == [("several", ["شیرین بلوچ", "شیرین دهواری"])]

    def test_the_very_name_wins_over_a_longer_one(self, world: World) -> None:
        serving(world, "زهرا", "زهرا بلوچ")

        assert names(Known(world.centre["chabahar"]), "زهرا") == [("one", ["زهرا"])]

    def test_nobody_of_another_centre_is_meant(self, known: Known) -> None:
        assert names(known, "مریم کنارکی") == [("new", [])]

    def test_a_known_name_with_a_strange_number_is_somebody_new(self, known: Known) -> None:
        assert names(known, "گلنار رئیسی ۰۹۱۲۰۰۰۰۰۰۰") == [("new", [])]

    def test_a_number_that_nobody_has_needs_a_name(self, known: Known) -> None:
        assert names(known, "۰۹۱۲۰۰۰۰۰۰۰") == [("nameless", [])]

    def test_who_stands_twice_is_read_once_and_empty_lines_are_nothing(self, known: Known) -> None:
        assert names(known, "گلنار رئیسی\n\n  \n۰۹۱۵۵۵۵۰۰۰۱\nتازه‌وارد\nتازه‌وارد") == [
            ("one", ["گلنار رئیسی"]),
            ("new", []),
        ]

    def test_hostile_lines_are_read_as_names(self, known: Known) -> None:
        found = read("<script>\n" + "ا" * 5000 + "\n%s%s\n\u202eنام", known)

        assert all(len(line.text) <= 160 and len(line.name) <= 120 for line in found)
