"""What the database itself does not let in, whoever writes it."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from hamafza.network.models import Absence, Centre, CentreDomain, Domain, Grant, Holiday, Hours
from hamafza.people.models import ApiToken, Person
from hamafza.places.models import Place
from tests.cast import SATURDAY, World

DAY = timedelta(days=1)
Make = Callable[[World], models.Model]
TODAY = date(2026, 12, 1)


def grant(world: World, **scope: Any) -> Grant:
    return Grant(person=world.person["reza"], role="operator", since=SATURDAY, granted_by="test", **scope)


def hours(world: World, **change: Any) -> Hours:
    said = {"weekday": 0, "opens": time(8), "closes": time(12), "from_date": TODAY}
    return Hours(centre=world.centre["work"], **said | change)


def absence(world: World, deputy: str = "sara", days: int = 1) -> Absence:
    return Absence(
        person=world.person["zahra"], deputy=world.person[deputy], since=SATURDAY, until=SATURDAY + days * DAY
    )


def service(world: World, domain: str = "housing", **said: Any) -> CentreDomain:
    return CentreDomain(centre=world.centre["work"], domain=world.domain[domain], **said)


def person(username: str) -> Person:
    return Person(username=username, full_name="x", search_key="x", joined_at=SATURDAY)


def token(world: World) -> ApiToken:
    return ApiToken(person=world.person["reza"], name="x", hash="a" * 64, created_at=SATURDAY, until=SATURDAY + DAY)


def copy_of(thing: models.Model) -> models.Model:
    thing.pk, thing._state.adding = None, True
    return thing


TAKEN: dict[str, Make] = {
    "a role over a centre": lambda w: grant(w, centre=w.centre["work"]),
    "a role over a place": lambda w: grant(w, place=w.place["11"]),
    "an hour of Saturday": lambda w: hours(w),
    "an hour of Friday": lambda w: hours(w, weekday=6),
    "one minute open": lambda w: hours(w, opens=time(8), closes=time(8, 1)),
    "an absence of a day": lambda w: absence(w),
    "room not yet said": lambda w: service(w),
    "no room": lambda w: service(w, capacity_free=0, capacity_at=SATURDAY),
    "a place with its slash": lambda w: Place(
        path="IR/12/", kind="province", name_fa="x", search_key="x", sort_key="x"
    ),
    "another name": lambda w: person("reza2"),
    "a key": token,
}
REFUSED: dict[str, Make] = {
    "a role over nothing": lambda w: grant(w),
    "a role over both": lambda w: grant(w, place=w.place["11"], centre=w.centre["work"]),
    "an eighth day of the week": lambda w: hours(w, weekday=7),
    "closing before opening": lambda w: hours(w, opens=time(12), closes=time(8)),
    "closing at the opening": lambda w: hours(w, opens=time(8), closes=time(8)),
    "an absence of no length": lambda w: absence(w, days=0),
    "an absence that ends before it begins": lambda w: absence(w, days=-1),
    "her own deputy": lambda w: absence(w, deputy="zahra"),
    "room without its instant": lambda w: service(w, capacity_free=3),
    "an instant without room": lambda w: service(w, capacity_at=SATURDAY),
    "less than no room": lambda w: service(w, capacity_free=-1, capacity_at=SATURDAY),
    "a domain twice in a centre": lambda w: service(w, "employment"),
    "a code twice": lambda w: copy_of(Centre.objects.get(code="work")),
    "a key of a domain twice": lambda w: copy_of(Domain.objects.get(key="health")),
    "a path without its slash": lambda w: Place(
        path="IR/12", kind="province", name_fa="x", search_key="x", sort_key="x"
    ),
    "a path twice": lambda w: copy_of(Place.objects.get(path="IR/11/")),
    "a user name twice": lambda w: person("reza"),
    "a user name twice in another case": lambda w: person("REZA"),
}


@pytest.mark.parametrize("what", TAKEN)
def test_is_taken(world: World, what: str) -> None:
    thing = TAKEN[what](world)
    thing.save()
    assert thing.pk


@pytest.mark.parametrize("what", REFUSED)
def test_is_refused(world: World, what: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        REFUSED[what](world).save()


@pytest.mark.parametrize("place", [None, "11"])
def test_a_holiday_is_there_once_in_its_place(world: World, place: str | None) -> None:
    where = world.place[place] if place else None
    Holiday.objects.create(date=TODAY, name="x", place=where)
    Holiday.objects.create(date=TODAY, name="x", place=world.place["1104"])
    Holiday.objects.create(date=TODAY + DAY, name="x", place=where)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(date=TODAY, name="y", place=where)


def test_two_keys_never_share_a_hash(world: World) -> None:
    token(world).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        token(world).save()


@pytest.mark.parametrize(
    "thing",
    [
        lambda w: w.place["1104"],  # centres stand there
        lambda w: w.domain["health"],  # centres do it
        lambda w: w.place["11"],  # counties lie in it
    ],
    ids=["a place in use", "a domain in use", "a place with parts"],
)
def test_what_is_in_use_is_not_deleted(world: World, thing: Make) -> None:
    with pytest.raises(models.ProtectedError):
        thing(world).delete()


def test_a_deputy_is_not_deleted_while_somebody_counts_on_her(world: World) -> None:
    absence(world).save()
    with pytest.raises(models.ProtectedError):
        world.person["sara"].delete()
