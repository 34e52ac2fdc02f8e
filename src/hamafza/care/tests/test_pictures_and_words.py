"""The picture of a year for any hours, the way to the next rung in words, criteria at their edges."""

import pytest
from django.test import Client
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from hamafza.care import captions, queries
from hamafza.care.models import Criterion
from hamafza.care.queries import Evidence, Rise, Year
from hamafza.care.states import Measure
from hamafza.care.tests.telling import NOW
from hamafza.volunteers.states import Rung
from tests.cast import World

MONTHS = queries.months(NOW)


class TestThePicture:
    @given(st.lists(st.integers(0, 60 * 744), min_size=12, max_size=12))
    def test_stays_in_its_frame_and_tells_the_duty(self, minutes: list[int]) -> None:
        year = Year(list(zip(MONTHS, minutes, strict=True)), [])
        bars, line, most = captions.bars(year), captions.duty_line(year), max(24 * 60, *minutes)
        assert 0 <= line <= captions.TALL
        for bar, number in zip(bars, minutes, strict=True):
            assert 0 <= bar.y <= captions.TALL and 0 <= bar.height <= captions.TALL + 0.1
            assert bar.full is (number >= 24 * 60) and (bar.height > 0 or number * captions.TALL < 0.06 * most)
            assert (bar.y <= line + 0.1) is bar.full or abs(bar.y - line) <= 0.2
        assert year.minutes == sum(minutes) and year.this_month == minutes[-1]

    def test_names_each_month_once(self) -> None:
        names = [bar.name for bar in captions.bars(Year([(month, 0) for month in MONTHS], []))]
        assert len(set(names)) == 12 and names[-1].startswith("آبان")


class TestTheWay:
    def rise(self, **missing: int) -> Rise:
        return Rise(Rung.MEMBER, [Evidence(Measure(name), 5, 5 + lacks) for name, lacks in missing.items()])

    @pytest.mark.parametrize(("language", "one", "two"), [
        ("fa", "۱ ساعت دیگر تا", "۲ ماه دیگر و ۱ رأی اعتماد دیگر تا"),
        ("en", "1 more hour to become", "2 more months and 1 more vote of trust to become"),
    ])  # fmt: skip
    def test_says_what_is_missing_and_nothing_else(self, language: str, one: str, two: str) -> None:
        with override(language):
            assert captions.way_to(self.rise(hours=1, months=0)).startswith(one)
            assert captions.way_to(self.rise(months=2, hours=0, trust=1)).startswith(two)

    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_says_that_all_is_there_and_that_the_ladder_ends(self, language: str) -> None:
        with override(language):
            texts = {
                captions.way_to(self.rise(hours=0)),
                captions.way_to(Rise(None, [])),
                captions.way_to(self.rise(hours=3)),
            }
        assert len(texts) == 3 and all(texts)

    @given(st.integers(0, 2000), st.integers(0, 999))
    def test_is_met_exactly_when_nothing_is_missing(self, has: int, wants: int) -> None:
        line = Evidence(Measure.HOURS, has, wants)
        assert line.is_met is (line.missing == 0) and 0 <= line.share <= 1
        assert line.is_met is (line.share >= 1)


@pytest.mark.django_db
class TestCriteriaAtTheirEdges:
    def send(self, world: World, **said: str) -> int:
        client = Client()
        client.force_login(world.person["parvin"])
        form = client.get("/care/criteria").context["form"]
        return client.post(
            "/care/criteria", {**{name: field.initial for name, field in form.fields.items()}, **said}
        ).status_code

    @pytest.mark.parametrize(("typed", "code"), [
        ("0", 303), ("999", 303), ("1000", 422), ("-1", 422), ("۷۲", 303), ("٧٢", 303), ("", 422), ("۷۲٫۵", 422), ("x", 422),
        ("9" * 400, 422),
    ])  # fmt: skip
    def test_hours(self, world: World, typed: str, code: int) -> None:
        assert self.send(world, member_hours=typed) == code
        assert Criterion.objects.exists() is (code == 303)

    @pytest.mark.parametrize(("typed", "code"), [("0", 303), ("1", 303), ("2", 422)])
    def test_trust_is_asked_or_not(self, world: World, typed: str, code: int) -> None:
        assert self.send(world, member_trust=typed) == code
