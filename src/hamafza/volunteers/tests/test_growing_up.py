"""When somebody is eighteen for certain: by her year, by her month, at Nowruz, and who answers for her until then."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.models import AuditLine
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.tests.conftest import WEB, Applies
from hamafza.volunteers.tests.test_join_page import said as form
from tests.cast import SATURDAY, World

DAY = timedelta(days=1)
GUARDIAN = {"guardian_name": "مادر گلنار", "guardian_mobile": "09150001111", "guardian_agrees": True}


def born(year: int, month: int | None = None) -> Volunteer:
    return Volunteer(birth_year=year, birth_month=month)


def jalali(year: int, month: int, day: int) -> date:
    found: date = JalaliDate(year, month, day).to_gregorian()
    return found


class TestTheDay:
    @pytest.mark.parametrize(
        ("month", "grown_on"),
        [
            (None, (1406, 1, 1)), (1, (1405, 2, 1)), (6, (1405, 7, 1)), (7, (1405, 8, 1)), (11, (1405, 12, 1)),
            (12, (1406, 1, 1)),
        ],
    )  # fmt: skip
    def test_is_the_first_after_whatever_is_known(self, month: int | None, grown_on: tuple[int, int, int]) -> None:
        she, day = born(1387, month), jalali(*grown_on)

        assert she.grown_on == day
        assert she.is_minor(day - DAY) and not she.is_minor(day)

    def test_is_nowruz_after_a_leap_year_too(self) -> None:
        """1403 has a thirtieth of Esfand: on it she is still a minor."""
        eve = jalali(1403, 12, 30)

        assert born(1385).is_minor(eve) and born(1385).grown_on == eve + DAY
        assert not born(1384).is_minor(eve) and born(1385, 11).grown_on == jalali(1403, 12, 1)

    @given(st.integers(1300, 1395), st.integers(1, 12), st.integers(1, 29), st.integers(0, 9_000))
    def test_nobody_under_eighteen_is_ever_taken_for_grown(self, year: int, month: int, day: int, later: int) -> None:
        """Whatever her true birthday: where we call her grown, she is; with her month we err by less than a month."""
        birthday, today = jalali(year + 18, month, day), jalali(year + 5, month, day) + later * DAY
        for she in (born(year), born(year, month)):
            if not she.is_minor(today):
                assert today >= birthday
        if not today < birthday + 31 * DAY:
            assert not born(year, month).is_minor(today)
        assert born(year, month).grown_on <= born(year).grown_on

    @given(st.integers(1300, 1395), st.none() | st.integers(1, 12), st.dates(date(2021, 4, 1), date(2033, 1, 1)))
    def test_her_age_and_her_minority_never_disagree(self, year: int, month: int | None, today: date) -> None:
        she = born(year, month)

        assert (she.age(today) < 18) is she.is_minor(today)
        assert she.age(today + DAY) in {she.age(today), she.age(today) + 1, she.age(today) + 2}


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    when = jalali(year, month, day)
    return datetime(when.year, when.month, when.day, hour, minute, second, tzinfo=TEHRAN)


@pytest.mark.django_db
class TestComing:
    @pytest.mark.parametrize(
        ("month", "when", "needs"),
        [
            (None, at(1405, 8, 2), True),
            (None, at(1405, 12, 29, 23, 59, 59), True),
            (None, at(1406, 1, 1, 0, 0, 0), False),
            (7, at(1405, 7, 30, 23, 59, 59), True),  # her month is not over
            (7, at(1405, 8, 1, 0, 0, 0), False),
            (8, at(1405, 8, 2), True),
            (12, at(1405, 12, 29), True),
        ],
    )
    def test_in_the_year_in_which_she_turns_eighteen(
        self, applies: Applies, month: int | None, when: datetime, needs: bool
    ) -> None:
        if needs:
            with pytest.raises(volunteers.GuardianMissing) as refused:
                applies(birth_year=1387, birth_month=month, at=when)
            assert refused.value.field == ("birth_month" if month is None else "guardian_name")
            assert applies(birth_year=1387, birth_month=month, at=when, **GUARDIAN).guardian_agreed_at == when
        else:
            assert applies(birth_year=1387, birth_month=month, at=when).guardian_name == ""

    @pytest.mark.parametrize(("year", "month", "kept"), [(1370, 5, None), (1386, 5, None), (1387, 5, 5), (1389, 5, 5)])
    def test_a_month_is_kept_only_where_it_is_of_use(
        self, applies: Applies, year: int, month: int, kept: int | None
    ) -> None:
        assert applies(birth_year=year, birth_month=month, **GUARDIAN).birth_month == kept

    @pytest.mark.parametrize(
        "name", ["گلنار رئیسی", "گلنار  رييسی", "‌گلنار رئیسی‌", "آب", ".", "؟؟"]
    )  # fmt: skip
    def test_nobody_is_her_own_guardian_and_a_dot_is_no_name(self, applies: Applies, name: str) -> None:
        with pytest.raises(volunteers.GuardianMissing) as refused:
            applies(birth_year=1389, **{**GUARDIAN, "guardian_name": name})

        assert refused.value.field == "guardian_name" and not Volunteer.objects.exists()

    def test_a_shared_telephone_is_no_offence(self, applies: Applies) -> None:
        """A mother's telephone is often the only one in the house."""
        she = applies(birth_year=1389, **{**GUARDIAN, "guardian_mobile": "09151112233"})

        assert she.guardian_mobile == she.mobile

    def test_an_officer_needs_the_same_word(self, world: World) -> None:
        said: dict[str, Any] = {"full_name": "نوجوان تازه", "mobile": "09151110000", "birth_year": 1387}
        zahra, centre = world.person["zahra"], world.centre["chabahar"]
        with pytest.raises(volunteers.MonthMissing):
            volunteers.enter(centre, by=zahra, at=SATURDAY, **said)
        assert volunteers.enter(centre, by=zahra, at=SATURDAY, birth_month=2, **said).state == "applied"

    def test_her_guardian_stands_in_no_book(self, applies: Applies) -> None:
        applies(birth_year=1389, **GUARDIAN)
        told = repr(list(AuditLine.objects.values()))

        assert "مادر" not in told and "09150001111" not in told

    @pytest.mark.parametrize("month", [0, 13, 99])
    def test_the_database_knows_twelve_months(self, applies: Applies, month: int) -> None:
        she = applies()
        with pytest.raises(IntegrityError), transaction.atomic():
            Volunteer.objects.filter(pk=she.pk).update(birth_month=month)


@pytest.mark.django_db
class TestThePages:
    @pytest.fixture(autouse=True)
    def nine_on_a_saturday(self) -> Iterator[None]:
        cache.clear()
        with time_machine.travel(SATURDAY, tick=False):
            yield

    def test_the_form_names_the_month_and_keeps_what_was_typed(self, world: World, client: Client) -> None:
        answer = client.post("/join", form(skills=[], birth_year="۱۳۸۷"))
        page = answer.content.decode()

        assert answer.status_code == 422 and "ماه تولدتان را هم بنویسید" in page
        assert 'value="۱۳۸۷"' in page or 'value="1387"' in page
        assert not Volunteer.objects.exists()
        assert client.post("/join", form(skills=[], birth_year="۱۳۸۷", birth_month="6")).status_code == 303
        assert Volunteer.objects.get().birth_month == 6

    @pytest.mark.parametrize("month", ["0", "13", "مهر", "-1", "7.0", "<b>"])
    def test_a_month_that_is_none_is_refused(self, world: World, client: Client, month: str) -> None:
        assert client.post("/join", form(skills=[], birth_year="1387", birth_month=month)).status_code == 422
        assert not Volunteer.objects.exists()

    @pytest.mark.parametrize(("language", "word"), [("fa", "فروردین"), ("en", "Farvardin")])
    def test_months_are_named_in_the_language_of_the_page(
        self, world: World, client: Client, language: str, word: str
    ) -> None:
        client.cookies["hamafza_language"] = language
        assert word in client.get("/join").content.decode()

    @pytest.mark.parametrize(
        ("year", "consent", "badge", "warned"),
        [(1370, False, False, False), (1388, True, True, False), (1387, False, True, True)],
    )
    def test_her_officer_sees_it_and_what_is_missing(
        self, world: World, applies: Applies, client: Client, year: int, consent: bool, badge: bool, warned: bool
    ) -> None:
        """Whoever came before the month was asked may stand there without a guardian's word."""
        she = applies(**(GUARDIAN if consent else {}), birth_year=year if consent else 1370)
        Volunteer.objects.filter(pk=she.pk).update(birth_year=year)
        client.force_login(world.person["zahra"])
        page = client.get(f"/volunteers/{she.pk}/").content.decode()

        assert ("زیر هجده سال" in page) is badge
        assert ("موافقت سرپرست نوشته نشده است" in page) is warned


@pytest.mark.django_db
def test_by_the_web_and_by_hand_the_rule_is_one(world: World) -> None:
    for by in (WEB, world.person["zahra"]):
        with pytest.raises(volunteers.GuardianMissing):
            volunteers.apply(
                world.centre["chabahar"], full_name="گلنار رئیسی", mobile="09151112233", birth_year=1388, by=by,
                at=SATURDAY,
            )  # fmt: skip
