"""A request in every state of its life, led there by the commands; and the whole database at a glance."""

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps

from hamafza.intake import commands as intake
from hamafza.intake.models import Need, Request
from hamafza.intake.states import Ending, Outcome, RequestState
from hamafza.kernel.actors import Applicant
from tests.cast import HAND, SATURDAY, World

AT = SATURDAY + timedelta(hours=1)
S = RequestState


def request_in(world: World, state: str, *domains: str, at: datetime = SATURDAY, **more: Any) -> Request:
    """A request that has come to this state; nobody was asked on the way, so its needs are its own."""
    request = world.request(at=at, **more)
    if state != S.RECEIVED:
        {
            S.TRIAGED: triage,
            S.IN_REFERRAL: hand_out,
            S.RESOLVED: solve,
            S.PARTLY_RESOLVED: guide,
            S.CONFIRMED: confirm,
            S.CLOSED: close,
            S.WITHDRAWN: withdraw,
            S.DUPLICATE: merge,
        }[S(state)](world, request, domains or ("health",), at)
    request.refresh_from_db()
    assert request.state == state
    return request


def triage(world: World, request: Request, domains: tuple[str, ...], at: datetime) -> None:
    chosen = [world.domain[key] for key in domains]
    intake.triage(request, domains=chosen, urgency="0", automatic=False, by=world.person["reza"], at=at)


def hand_out(world: World, request: Request, domains: tuple[str, ...], at: datetime) -> None:
    triage(world, request, domains, at)
    intake.note_in_referral(request, by=HAND, at=at)


def finish(world: World, request: Request, domains: tuple[str, ...], at: datetime, outcome: str) -> None:
    triage(world, request, domains, at)
    for need in Need.objects.filter(request=request):
        intake.finish_need(need, outcome=outcome, by=HAND, at=at)


def solve(world: World, request: Request, domains: tuple[str, ...], at: datetime) -> None:
    finish(world, request, domains, at, Outcome.SOLVED)


def guide(world: World, request: Request, domains: tuple[str, ...], at: datetime) -> None:
    finish(world, request, domains, at, Outcome.GUIDED)


def confirm(world: World, request: Request, domains: tuple[str, ...], at: datetime) -> None:
    solve(world, request, domains, at)
    intake.confirm(request, by=Applicant(request.pk), at=at)


def close(world: World, request: Request, domains: tuple[str, ...], at: datetime) -> None:
    solve(world, request, domains, at)
    intake.close(request, ending=Ending.UNCONFIRMED, by=HAND, at=at)


def withdraw(world: World, request: Request, domains: tuple[str, ...], at: datetime) -> None:
    intake.withdraw(request, reason="دیگر لازم نیست", by=Applicant(request.pk), at=at)


def merge(world: World, request: Request, domains: tuple[str, ...], at: datetime) -> None:
    intake.merge(request, original=world.request(at=at), by=world.person["reza"], at=at)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the house; two of these are equal when nothing was written in between."""
    models = [model for model in apps.get_models() if model.__module__.startswith("hamafza.")]
    return {model._meta.label: [*map(repr, model._default_manager.order_by("pk").values_list())] for model in models}
