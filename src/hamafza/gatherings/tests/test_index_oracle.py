"""The continuity index against a second reckoning in whole fractions, written from the words on the page and not from the code."""

import random
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings.continuity import Turn, of
from hamafza.gatherings.models import Gathering, Presence
from hamafza.gatherings.tests.telling import DAY, FIRST, HOUR, WEEK, circle, guest, keep, serving, turn
from tests.cast import HAND, SATURDAY, World

Told = tuple[str, int, frozenset[str]]  # how it ended, how many were there, who of them is known


def reckoned(told: list[Told]) -> tuple[int | None, dict[str, Fraction | None]]:
    """«از دوازده جلسهٔ آخر: ۴۰ نظم، ۲۵ پیوستگی، ۲۵ بازآمدن، ۱۰ روند»; what is not clear yet leaves its points to the rest."""
    last = told[-12:]
    if not last:
        return None, {}
    held = [one for one in last if one[0] == "held"]
    parts: dict[str, Fraction | None] = {"order": Fraction(len(held), len(last))}

    row, n = 0, len(told) - 1
    while n >= 0 and told[n][0] != "missed":
        row += told[n][0] == "held"
        n -= 1
    real = sum(one[0] != "cancelled" for one in last)
    parts["row"] = min(Fraction(1), Fraction(row, real)) if real else Fraction(0)

    shares = []
    for n in range(1, len(held)):
        before, after = held[n - 1][2], held[n][2]
        if before and after:
            shares.append(Fraction(sum(name in after for name in before), len(before)))
    shares = shares[-4:]
    parts["again"] = sum(shares, Fraction(0)) / len(shares) if shares else None

    earlier = [one[1] for one in held[:-1]][-4:]
    parts["trend"] = None
    if earlier:
        usual = Fraction(sum(earlier), len(earlier))
        parts["trend"] = min(Fraction(1), held[-1][1] / usual) if usual else Fraction(1)

    points = {"order": 40, "row": 25, "again": 25, "trend": 10}
    known = {name: value for name, value in parts.items() if value is not None}
    exact = 100 * sum(points[name] * value for name, value in known.items()) / sum(points[name] for name in known)
    whole = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal(1), ROUND_HALF_EVEN)
    return int(whole), parts


def third_less(told: list[Told]) -> bool:
    people = [one[1] for one in told[-12:] if one[0] == "held"]
    return (
        len(people) > 4 and sum(people[-5:-1]) > 0 and Fraction(people[-1]) <= Fraction(2, 3) * sum(people[-5:-1]) / 4
    )


def as_turns(told: list[Told]) -> list[Turn]:
    return [Turn(date(2026, 1, 1) + n * timedelta(days=7), *one) for n, one in enumerate(told)]


@st.composite
def lives(draw: st.DrawFn) -> list[Told]:
    """Whole lives: who is known is never more than who came, and only of what was held."""
    told: list[Told] = []
    for _n in range(draw(st.integers(0, 26))):
        state = draw(st.sampled_from(["held", "held", "held", "missed", "cancelled"]))
        who = frozenset(draw(st.sets(st.sampled_from("abcdefgh"), max_size=8))) if state == "held" else frozenset()
        told.append((state, len(who) + draw(st.integers(0, 9)) if state == "held" else 0, who))
    return told


class TestThePureArithmetic:
    @settings(max_examples=150, deadline=None)
    @given(lives())
    def test_both_reckonings_agree(self, told: list[Told]) -> None:
        found = of(as_turns(told))
        index, parts = reckoned(told)

        if index is None:
            assert found.index is None
            return
        assert found.index is not None and abs(found.index - index) <= 1  # a half may fall either way
        for name, value in (("regularity", "order"), ("streak", "row"), ("retention", "again"), ("trend", "trend")):
            mine, theirs = getattr(found, name), parts[value]
            assert (mine is None) is (theirs is None), name
            assert mine is None or mine == pytest.approx(float(theirs))  # type: ignore[arg-type]
        assert found.falls is third_less(told)

    @settings(max_examples=40, deadline=None)
    @given(lives(), st.permutations("abcdefgh"))
    def test_it_matters_not_who_they_are(self, told: list[Told], others: list[str]) -> None:
        """The same life with other names has the same index."""
        named = dict(zip("abcdefgh", others, strict=True))
        again = [(state, people, frozenset(named[one] for one in who)) for state, people, who in told]

        assert of(as_turns(again)).index == of(as_turns(told)).index

    @settings(max_examples=40, deadline=None)
    @given(lives(), lives())
    def test_what_lies_twelve_back_changes_only_the_row(self, older: list[Told], told: list[Told]) -> None:
        last = told[-12:]
        if len(last) < 12:
            return
        one, two = of(as_turns(last)), of(as_turns(older + last))

        assert (one.regularity, one.retention, one.trend) == (two.regularity, two.retention, two.trend)
        assert two.in_a_row >= one.in_a_row

    @settings(max_examples=40, deadline=None)
    @given(lives())
    def test_a_miss_never_raises_it(self, told: list[Told]) -> None:
        if not told or len(told) >= 12:  # the window moves on: something bad may leave it
            return
        assert of(as_turns([*told, ("missed", 0, frozenset())])).index <= of(as_turns(told)).index  # type: ignore[operator]


def as_rows_say(gathering: Gathering) -> list[Told]:
    """The life of a gathering from its bare rows."""
    told: list[Told] = []
    for one in gathering.occasions.exclude(state="planned").exclude(reason="ended").order_by("starts_at"):
        rows = Presence.objects.filter(occasion=one).values_list("volunteer_id", "guest_id")
        who = frozenset(f"v{v}" if v else f"g{g}" for v, g in rows) if one.state == "held" else frozenset()
        told.append((one.state, one.people, who))
    return told


@pytest.mark.django_db
class TestInTheDatabase:
    def index(self, gathering: Gathering) -> tuple[int, int]:
        gathering.refresh_from_db()
        return gathering.counted, gathering.continuity

    @pytest.mark.slow  # a year of a gathering
    @pytest.mark.parametrize("seed", [1, 2])
    def test_after_every_word_the_kept_figure_is_the_reckoned_one(self, world: World, seed: int) -> None:
        dice, who, zahra = random.Random(seed), serving(world), world.person["zahra"]
        known, gathering, at = guest(world, "مهمان همیشگی"), circle(world), SATURDAY
        for n in range(15):
            if n % 4 == 0:
                gatherings.plan_on(gathering, by=HAND, at=at)
            occasion = turn(gathering, n)
            at = occasion.starts_at + HOUR
            what = dice.choice(["keep", "keep", "keep", "miss", "cancel", "late"])
            some = dice.sample(who, dice.randint(1, len(who)))
            if what == "cancel":
                gatherings.cancel(occasion, reason="venue", by=zahra, at=occasion.starts_at - HOUR)
            elif what != "keep":
                gatherings.miss(occasion, reason="few", by=zahra, at=at)
            if what in {"keep", "late"}:
                more: dict[str, Any] = {"guests": [known] if dice.random() < 0.5 else [], "others": dice.randint(0, 4)}
                gatherings.keep_list(turn(gathering, n), volunteers=some, by=zahra, at=at + HOUR, **more)
            if dice.random() < 0.3 and turn(gathering, n).state == "held":
                gatherings.keep_list(turn(gathering, n), volunteers=who[:2], by=zahra, at=at + 2 * HOUR)
            told = as_rows_say(gathering)
            counted, kept = self.index(gathering)
            assert counted == len(told[-12:]) and abs(kept - (reckoned(told)[0] or 0)) <= 1

    def test_a_tap_after_the_list_moves_it_too(self, world: World) -> None:
        """Of three she alone came again; the two who tapped late bring the share back."""
        who, gathering = serving(world)[:3], circle(world)
        keep(world, turn(gathering), who)
        second = keep(world, turn(gathering, 1), who[:1], at=FIRST + WEEK + HOUR)
        low = self.index(gathering)[1]
        for she in who[1:]:
            gatherings.tap(turn(gathering, 1), by=she, at=second.starts_at + 2 * HOUR)

        assert low < self.index(gathering)[1] == 100

    def test_its_end_does_not_lower_it(self, world: World) -> None:
        """What was called off because the gathering ended was not meant any more; a cancellation before that stays."""
        who, gathering, zahra = serving(world), circle(world), world.person["zahra"]
        keep(world, turn(gathering), who)
        gatherings.cancel(turn(gathering, 1), reason="venue", by=zahra, at=FIRST + DAY)
        before = self.index(gathering)
        gatherings.end(gathering, reason="done", by=zahra, at=FIRST + 2 * DAY)

        assert self.index(gathering) == before
        assert gathering.occasions.filter(state="cancelled", reason="ended").count() >= 2

    def test_a_list_typed_out_of_turn_stands_in_its_own_place(self, world: World) -> None:
        """The second evening's list comes before the first's: the order of days counts, not of typing."""
        who, gathering = serving(world), circle(world)
        keep(world, turn(gathering, 1), who[:2], at=FIRST + WEEK + HOUR)
        keep(world, turn(gathering), who, at=FIRST + WEEK + 2 * HOUR)

        assert self.index(gathering)[1] == reckoned(as_rows_say(gathering))[0]
        assert [one[1] for one in as_rows_say(gathering)] == [6, 2]
