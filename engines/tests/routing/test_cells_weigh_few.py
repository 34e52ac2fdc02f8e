"""What cells are for: of a long shelf few centres are weighed, and of a short one all of them."""

import pytest

from hamafza_engines.routing import Directory, Params, Problem, _cells, _solve, solve

from .builders import ASK, centre, county


@pytest.fixture(autouse=True)
def short_shelves_have_cells_too(monkeypatch):
    monkeypatch.setattr(_cells, "_LONG", 1)
    monkeypatch.setattr(_cells, "_SIZE", 5)


class TestHowMuchIsWeighed:
    @pytest.fixture
    def weighed(self, monkeypatch):
        """Count the centres whose distance is computed, and those that are weighed whole."""
        counted = {"distances": 0, "whole": 0}

        def counting(kind, work):
            def counted_work(*args):
                counted[kind] += 1
                return work(*args)

            return counted_work

        monkeypatch.setattr(_cells, "nearness", counting("distances", _cells.nearness))
        monkeypatch.setattr(_solve, "values", counting("whole", _solve.values))
        return counted

    @pytest.mark.slow  # three thousand centres are made and cut into cells
    @pytest.mark.parametrize(("keep", "whole", "distances"), [(1, 3, 300), (100, 110, 900)])
    def test_is_a_part_of_a_county_of_three_thousand(self, monkeypatch, weighed, keep, whole, distances):
        monkeypatch.setattr(_cells, "_SIZE", 128)
        directory = Directory(county(9, count=3000, wide=3.0))

        plan = solve(Problem(ASK, directory), params=Params(keep=keep))

        assert len(plan.ranked) == keep
        assert weighed["whole"] <= whole
        assert weighed["distances"] <= distances

    def test_is_everyone_where_there_is_no_directory(self, weighed):
        solve(Problem(ASK, county(9)), params=Params(keep=1))

        assert weighed == {"distances": 0, "whole": 80}

    def test_is_everyone_of_a_shelf_that_is_short(self, monkeypatch, weighed):
        monkeypatch.setattr(_cells, "_LONG", 81)

        solve(Problem(ASK, Directory(county(9))), params=Params(keep=1))

        assert weighed == {"distances": 0, "whole": 80}

    def test_is_everyone_when_half_of_them_are_to_be_kept(self, weighed):
        directory = Directory(county(9))

        solve(Problem(ASK, directory), params=Params(keep=41))

        assert weighed == {"distances": 0, "whole": 80}

    def test_is_nobody_far_away_once_the_near_ones_are_better(self, weighed):
        near = tuple(centre(id_) for id_ in range(1, 6))
        far = tuple(centre(id_, lat=35.0, lng=51.0) for id_ in range(6, 106))

        solve(Problem(ASK, Directory(near + far)), params=Params(keep=2))

        assert weighed["distances"] <= 10  # theirs, and of whoever shares a cell with one of them
