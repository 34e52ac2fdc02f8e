"""How likely a centre accepts: the interval against exact sums of fractions, closed laws and published tables."""

from fractions import Fraction
from math import comb, inf, nan, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.routing import Params, Problem, acceptance, solve

from .builders import ASK, centre

FLAT = Params(prior_accepted=1.0, prior_refused=1.0)


def told(accepted=0, declined=0, expired=0, *, level=0.9, params=FLAT):
    past = centre(accepted=accepted, declined=declined, expired=expired)
    return acceptance(past, params=params, level=level)


def below(x, a, b):
    """I_x(a, b) for whole a and b, exactly: at least a of a + b - 1 throws of chance x."""
    x, n = Fraction(x), a + b - 1
    return float(sum(comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1)))


class TestTheInterval:
    @pytest.mark.parametrize("accepted", [0, 1, 4, 11, 30])
    @pytest.mark.parametrize("declined", [0, 1, 5, 30])
    @pytest.mark.parametrize("level", [0.5, 0.9, 0.99])
    def test_leaves_the_same_share_on_either_side_as_exact_sums_say(self, accepted, declined, level):
        found = told(accepted, declined, level=level)

        assert below(found.low, 1 + accepted, 1 + declined) == pytest.approx((1 - level) / 2, abs=1e-9)
        assert below(found.high, 1 + accepted, 1 + declined) == pytest.approx((1 + level) / 2, abs=1e-9)

    @pytest.mark.parametrize(
        ("accepted", "declined", "low", "high"),
        [
            # Bayes' interval (flat prior) of 0/10, 5/10 and 10/10, 95 %: closed for the ends, by 1 - 0.025^(1/11).
            (0, 10, 1 - 0.975 ** (1 / 11), 1 - 0.025 ** (1 / 11)),
            (10, 0, 0.025 ** (1 / 11), 0.975 ** (1 / 11)),
            # Beta(2, 2) has the distribution 3x^2 - 2x^3; at its quartiles the cubic is solved by the cosine.
            (1, 1, 0.0942993, 0.9057007),
        ],
    )
    def test_is_that_of_the_books(self, accepted, declined, low, high):
        found = told(accepted, declined, level=0.95)

        assert (found.low, found.high) == (pytest.approx(low, abs=1e-7), pytest.approx(high, abs=1e-7))

    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, 300), st.integers(0, 300), st.floats(0.01, 0.99))
    def test_of_refusals_is_that_of_acceptances_turned_round(self, accepted, declined, level):
        one, other = told(accepted, declined, level=level), told(declined, accepted, level=level)

        assert one.low == pytest.approx(1 - other.high, abs=1e-9)
        assert one.mean == pytest.approx(1 - other.mean)

    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, 300), st.integers(0, 300), st.floats(0.01, 0.98))
    def test_widens_with_the_level(self, accepted, declined, level):
        narrow, wide = told(accepted, declined, level=level), told(accepted, declined, level=level + 0.01)

        assert wide.low < narrow.low
        assert narrow.high < wide.high

    @pytest.mark.parametrize("offers", [3, 30, 300, 3000])
    def test_narrows_as_the_root_of_the_offers(self, offers):
        """The spread of Beta(a, a) is 1 / (2 sqrt(2a + 1)); 68 % of a law near the normal lie within it."""
        found = told(offers, offers, level=0.6827)

        assert found.high - found.low == pytest.approx(
            1 / sqrt(2 * offers + 3), rel=0.1 if offers < 30 else 0.01
        )

    @pytest.mark.parametrize(
        ("accepted", "declined"), [(10**6, 3), (3, 10**6), (10**6, 10**6), (10**12, 10**12)]
    )
    def test_of_a_very_long_past_is_narrow_and_in_order(self, accepted, declined):
        found = told(accepted, declined)

        assert 0 <= found.low <= found.high <= 1
        assert found.high - found.low < 0.002
        assert found.low - 1e-4 <= found.mean <= found.high + 1e-4

    @settings(max_examples=30, deadline=None)
    @given(st.floats(0.01, 100), st.floats(0.01, 100))
    def test_of_a_prior_of_any_shape_holds_its_mean(self, accepted, refused):
        found = told(params=Params(prior_accepted=accepted, prior_refused=refused), level=0.98)

        assert 0 <= found.low < found.high <= 1
        assert found.mean == pytest.approx(accepted / (accepted + refused))


class TestTheMean:
    @pytest.mark.parametrize(
        ("past", "mean", "offers"),
        [
            ((0, 0, 0), 3 / 4, 0),
            ((1, 0, 0), 4 / 5, 1),
            ((0, 1, 0), 3 / 5, 1),
            ((0, 0, 1), 3 / 5, 1),
            ((5, 2, 1), 8 / 12, 8),
            ((97, 0, 99), 100 / 200, 196),
        ],
    )
    def test_is_the_share_accepted_with_three_and_one_imagined(self, past, mean, offers):
        found = told(*past, params=Params())

        assert (found.mean, found.offers) == (pytest.approx(mean), offers)

    @settings(max_examples=20, deadline=None)
    @given(st.integers(0, 2000), st.integers(0, 2000))
    def test_rises_with_every_yes_and_falls_with_every_no(self, accepted, declined):
        one = told(accepted, declined, level=0.5).mean

        assert (
            told(accepted + 1, declined, level=0.5).mean > one > told(accepted, declined + 1, level=0.5).mean
        )

    @settings(max_examples=20, deadline=None)
    @given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
    def test_does_not_know_silence_from_a_no(self, accepted, declined, expired):
        assert told(accepted, declined, expired) == told(accepted, declined + expired, 0)

    def test_is_the_value_that_the_ranking_uses(self):
        past = centre(accepted=5, declined=2, expired=1)

        ranked = solve(Problem(ASK, (past,))).ranked[0]

        assert [r.value for r in ranked.reasons if r.name == "acceptance"] == [acceptance(past).mean]


@pytest.mark.parametrize("level", [-0.1, 0.0, 1.0, 1.1, 90, nan, inf])
def test_a_level_that_is_no_share_is_refused(level):
    with pytest.raises(ValueError, match="between 0 and 1"):
        told(level=level)
