"""The afternoon counted by hand: weeks, states, areas and holidays by lot, against loops over the plain rows."""

import random
from datetime import date, time, timedelta

import pytest

from hamafza.network import commands as network
from hamafza.network.calendar import iranian_weekday
from hamafza.network.coverage import HOURS, coverage_of, next_day
from hamafza.network.models import Centre, Domain, Holiday, Hours
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db
OFFICE = {**{day: (time(8), time(14)) for day in range(5)}, 5: (time(8), time(12))}


def by_lot(world: World, dice: random.Random) -> None:
    """Another life for every centre: hours (twice dated), domains, states, areas; a few holidays."""
    for n in range(5):
        world.centre[f"more{n}"] = network.create(
            world.place[dice.choice(["1104", "1110", "1101", "0901"])], name=f"کانون {n}", kind="specialised",
            domains=dice.sample(list(world.domain.values()), dice.randint(0, 3)), by=HAND, at=SATURDAY - timedelta(days=9),
        )  # fmt: skip
    for centre in world.centre.values():
        for start in dice.sample([date(2026, 1, 1), date(2026, 10, 27), date(2026, 10, 30)], dice.randint(0, 2)):
            week = {
                day: [
                    (time(dice.randint(6, 11)), time(12)),
                    (time(dice.randint(13, 17), 30), time(dice.randint(18, 22))),
                ]
                for day in dice.sample(range(7), dice.randint(1, 6))
            }
            network.set_hours(centre, week=week, from_date=start, by=HAND, at=SATURDAY)
        Centre.objects.filter(pk=centre.pk).update(
            state=dice.choice(["active", "active", "active", "dormant", "proposed", "closed"]),
            takes_referrals=dice.random() < 0.85,
            area_path=dice.choice([centre.area_path, "IR/11/", "IR/"]),
        )
    for day, place in ((date(2026, 10, 26), None), (date(2026, 10, 28), world.place["1104"])):
        if dice.random() < 0.7:
            Holiday.objects.create(date=day, name="تعطیل", place=place)


def is_open(centre: Centre, day: date, hour: int) -> bool:
    if any(
        centre.place.path.startswith(one.place.path if one.place else "IR/") for one in Holiday.objects.filter(date=day)
    ):
        return False
    rows = list(Hours.objects.filter(centre=centre))
    if not rows:
        said = OFFICE.get(iranian_weekday(day))
        return said is not None and said[1] > time(hour)
    return any(
        row.closes > time(hour)
        for row in rows
        if row.weekday == iranian_weekday(day)
        and row.from_date <= day
        and (row.until_date is None or day <= row.until_date)
    )


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("over", ["11", "ir"])
def test_every_cell_is_what_one_counts_by_hand(world: World, seed: int, over: str) -> None:
    dice = random.Random(seed)
    by_lot(world, dice)
    place = world.place["11"].parent if over == "ir" else world.place["11"]
    weekday, hour = dice.randrange(7), dice.choice(HOURS)

    found = coverage_of(place, SATURDAY, weekday=weekday, hour=hour)

    day = SATURDAY.date() + timedelta(days=(weekday - iranian_weekday(SATURDAY.date())) % 7)
    assert found.day == day
    centres = list(Centre.objects.filter(state="active", takes_referrals=True).select_related("place"))
    reached = {one.path: 0 for one in found.places}
    for domain in Domain.objects.all():
        for part in found.places:
            serving = {
                one.pk
                for one in centres
                if one.services.filter(domain=domain).exists()
                and (part.path.startswith(one.area_path) or one.area_path.startswith(part.path))
            }
            awake = {one.pk for one in centres if one.pk in serving and is_open(one, day, hour)}
            cell = found.cell(domain.key, part.path)
            assert cell is not None and (cell.serving, cell.open) == (serving, awake), (domain.key, part.path)
            assert cell.is_gap is (not awake) and cell.could_open is (not awake and bool(serving))
            reached[part.path] += bool(awake)
    assert found.open_in == reached
    assert {(one.domain.key, one.place.path) for one in found.gaps} == {
        (domain.key, part.path)
        for domain in Domain.objects.all()
        for part in found.places
        if not found.cell(domain.key, part.path).open
    }


@pytest.mark.parametrize(("second", "day"), [(-1, date(2026, 10, 23)), (0, date(2026, 10, 24))])
def test_the_day_begins_at_midnight_in_tehran(second: int, day: date) -> None:
    midnight = SATURDAY.replace(hour=0)

    assert next_day(iranian_weekday(day), midnight + timedelta(seconds=second)) == day


def test_an_hour_earlier_never_reaches_less(world: World) -> None:
    by_lot(world, random.Random(99))
    for weekday in range(7):
        gaps = [len(coverage_of(world.place["11"], SATURDAY, weekday=weekday, hour=hour).gaps) for hour in HOURS]
        assert gaps == sorted(gaps)
