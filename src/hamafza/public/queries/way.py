"""The way a request came, in plain words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hamafza.intake.models import Request
from hamafza.intake.states import Door, RequestState
from hamafza.kernel.models import StateChange
from hamafza.kernel.moves import subject_of
from hamafza.network.models import Centre
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.queries.whole import Story
from hamafza.referrals.states import CENTRE_RESTS, Decline, DoorAction, DoorState, HopState


@dataclass(frozen=True)
class Step:
    """One thing that happened: when, what, and how it looks on the line."""

    at: datetime
    text: str
    tone: str = "done"


def way_of(request: Request, story: Story) -> list[Step]:
    """Oldest first. What happened at the same instant keeps the order in which it is told here."""
    steps = [Step(request.received_at, _("درخواست شما رسید (%(door)s).") % {"door": Door(request.door).label})]
    opened, ended = _of_request(request)
    steps += opened
    for hop in story.hops:
        steps += _of_hop(hop)
    for door in story.doors:
        steps += _of_door(door)
    return sorted([*steps, *ended], key=lambda step: step.at)


def _of_request(request: Request) -> tuple[list[Step], list[Step]]:
    """What opened the way (told before the hops of the same instant), and what ended it (told after)."""
    opened: list[Step] = []
    ended: list[Step] = []
    for change in StateChange.objects.filter(subject=subject_of(request)).order_by("id"):
        if text := _moved(change):
            (opened if change.after == RequestState.TRIAGED else ended).append(Step(change.at, text))
    return opened, ended


def _moved(change: StateChange) -> str:
    if change.after == RequestState.TRIAGED:
        if change.before == RequestState.RECEIVED:
            return _("روشن شد چه کمکی لازم است.")
        return _("دوباره باز شد.") if change.before != RequestState.IN_REFERRAL else ""
    return {
        RequestState.RESOLVED: _("همهٔ کارها به نتیجه رسید."),
        RequestState.PARTLY_RESOLVED: _("بخشی از کار به نتیجه رسید."),
        RequestState.CONFIRMED: _("گفتید که به نتیجه رسید."),
        RequestState.CLOSED: _("بسته شد."),
        RequestState.WITHDRAWN: _("کنار گذاشته شد."),
        RequestState.DUPLICATE: _("با درخواست دیگر شما یکی شد و همان‌جا پیگیری می‌شود."),
    }.get(RequestState(change.after), "")


def _of_hop(hop: Referral) -> list[Step]:
    centre = {"centre": name_of(hop.centre)}
    steps = [
        Step(
            hop.offered_at,
            _("به %(centre)s سپرده شد.") % centre,
            "waiting" if hop.state == HopState.OFFERED else "done",
        )
    ]
    if hop.answered_at and hop.state != HopState.DECLINED:
        steps.append(Step(hop.answered_at, _("%(centre)s پذیرفت.") % centre))
    if hop.ended_at:
        text, tone = _ended(hop)
        if text:
            steps.append(Step(hop.ended_at, text % centre, tone))
    return steps


def _ended(hop: Referral) -> tuple[str, str]:
    if hop.reason == CENTRE_RESTS:
        return _("%(centre)s دیگر درخواست نمی‌پذیرد؛ به راه بعدی رفت."), "noted"
    if hop.state == HopState.DECLINED:
        why = Decline(hop.reason).label if hop.reason in Decline.values else ""
        return _("%(centre)s نتوانست بپذیرد:") + f" {why}.".replace("%", "%%"), "refused"
    return {
        HopState.EXPIRED: (_("%(centre)s در مهلت پاسخ نداد؛ به راه بعدی رفت."), "refused"),
        HopState.NOT_DONE: (_("%(centre)s نتوانست به پایان برساند؛ به راه بعدی رفت."), "refused"),
        HopState.DONE: (_("%(centre)s کار را انجام‌شده ثبت کرد."), "done"),
        HopState.WITHDRAWN: (_("از %(centre)s پس گرفته شد."), "noted"),
    }.get(HopState(hop.state), ("", "noted"))


def _of_door(door: LastDoor) -> list[Step]:
    steps = [Step(door.opened_at, _("به مسئول ویژهٔ استان سپرده شد تا راهی بیابد."))]
    if door.state == DoorState.DONE and door.ended_at:
        found = DoorAction(door.action).label
        steps.append(Step(door.ended_at, _("مسئول ویژه راهی یافت: %(way)s.") % {"way": found}))
    return steps


def name_of(centre: Centre) -> str:
    """A safe house is not named, not even to her: the page may be read by someone beside her."""
    return centre.name if centre.is_public else _("یکی از مراکز همکار")
