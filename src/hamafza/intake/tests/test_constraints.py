"""What the database itself refuses, whatever the code above it believes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from hamafza.intake.models import Level, Need, Reading, Request, Share
from hamafza.intake.states import FINAL, NeedState, RequestState
from hamafza.intake.tests.life import AT, request_in
from tests.cast import World

Break = Callable[[World], object]


def request(world: World, standing: str = "received", **changes: object) -> int:
    return Request.objects.filter(pk=request_in(world, standing).pk).update(**changes)


def need(world: World, standing: str = "triaged", **changes: object) -> int:
    return Need.objects.filter(request=request_in(world, standing)).update(**changes)


def second_need(world: World) -> object:
    first = Need.objects.get(request=request_in(world, "triaged"))
    return Need.objects.create(request=first.request, domain=first.domain)


def second_share(world: World) -> list[Share]:
    facts = {"request": world.request(), "centre": world.centre["chabahar"], "level": Level.FULL, "since": AT}
    return [Share.objects.create(**facts) for _ in range(2)]


def second_reading(world: World) -> list[Reading]:
    facts = {"request": world.request(), "reader": "person:1", "reader_name": "ر", "purpose": "t"}
    return [Reading.objects.create(**facts, first_at=AT, last_at=AT) for _ in range(2)]


BROKEN: list[tuple[str, str, Break]] = [
    ("an_open_request_has_a_holder_and_a_deadline", "nobody holds it", lambda w: request(w, holder=None)),
    ("an_open_request_has_a_holder_and_a_deadline", "no hour is set", lambda w: request(w, due_at=None)),
    (
        "an_open_request_has_a_holder_and_a_deadline",
        "it waits for her word, and nobody minds it",
        lambda w: request(w, "resolved", holder=None),
    ),
    (
        "an_open_request_has_a_holder_and_a_deadline",
        "it is confirmed, and nobody asks again",
        lambda w: request(w, "confirmed", due_at=None),
    ),
    ("a_closed_request_says_how_it_ended", "it just ended", lambda w: request(w, "closed", ending="")),
    (
        "a_closed_request_says_how_it_ended",
        "it was closed past the command",
        lambda w: request(w, "resolved", state=RequestState.CLOSED),
    ),
    ("a_duplicate_names_its_original", "of what?", lambda w: request(w, state=RequestState.DUPLICATE)),
    (
        "a_duplicate_names_its_original",
        "it goes on beside its original",
        lambda w: request(w, duplicate_of=w.request()),
    ),
    (
        "a_done_need_has_an_outcome",
        "done, and nobody says how",
        lambda w: need(w, state=NeedState.DONE, outcome_at=AT),
    ),
    (
        "a_done_need_has_an_outcome",
        "done, and nobody says when",
        lambda w: need(w, state=NeedState.DONE, outcome="solved"),
    ),
    ("a_done_need_has_an_outcome", "still open, with an outcome", lambda w: need(w, outcome="solved")),
    (
        "a_done_need_has_an_outcome",
        "open again, with the old outcome",
        lambda w: need(w, "resolved", state=NeedState.WAITING),
    ),
    ("a_domain_once_per_request", "the same need twice", second_need),
    ("one_share_per_centre", "two levels for one centre", second_share),
    ("one_line_per_reader", "two lines for one reader", second_reading),
]


@pytest.mark.parametrize(("name", "what", "break_it"), BROKEN, ids=[f"{name}: {what}" for name, what, _ in BROKEN])
def test_the_database_says_no(world: World, name: str, what: str, break_it: Break) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        break_it(world)

    by_columns = "UNIQUE constraint failed" in str(refused.value)  # SQLite names the columns instead
    assert name in str(refused.value) or by_columns


def test_every_constraint_of_the_area_is_broken_above() -> None:
    ours = apps.get_app_config("intake").get_models()
    named = {constraint.name for model in ours for constraint in model._meta.constraints}

    assert named == {name for name, _, _ in BROKEN}


@pytest.mark.parametrize("state", sorted(FINAL))
def test_an_ended_one_needs_neither_holder_nor_deadline(world: World, state: str) -> None:
    assert request(world, state, holder=None, due_at=None) == 1


def test_two_requests_never_share_a_code(world: World) -> None:
    code = world.request().code

    with pytest.raises(IntegrityError), transaction.atomic():
        request(world, code=code)


@pytest.mark.parametrize(
    ("model", "why"), [("place", "places"), ("holder", "people"), ("batch", "files"), ("duplicate_of", "originals")]
)
def test_what_a_request_leans_on_cannot_be_taken_away(model: str, why: str) -> None:
    field = Request._meta.get_field(model)

    assert field.remote_field.on_delete is models.PROTECT, why


def test_the_original_cannot_be_deleted_under_its_duplicate(world: World) -> None:
    duplicate = request_in(world, "duplicate")

    with pytest.raises(models.ProtectedError):
        duplicate.duplicate_of.delete()


@pytest.mark.parametrize("state", sorted(set(RequestState.values) - set(FINAL)))
def test_the_commands_themselves_always_leave_a_holder_and_an_hour_to_come(world: World, state: str) -> None:
    found = request_in(world, state)

    assert found.is_open
    assert found.holder is not None and found.holder.is_active
    assert found.due_at > found.received_at
    assert found.due_at < found.received_at + timedelta(days=40)
