"""Requests that wait at the door: untriaged, without a centre, or opened again."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from hamafza.desks import addresses
from hamafza.desks.rows import MINE, WATCH, Action, Row, grey, named
from hamafza.intake.models import Need, Reading, Request, TriageProposal
from hamafza.intake.states import Door, NeedState, RequestState
from hamafza.kernel.models import StateChange
from hamafza.network.queries import domains
from hamafza.people.models import Person
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.states import OPEN, DoorState
from hamafza.ui.digits import local

LIMIT = 60
SURE = 0.6  # below this the engine's proposal is not offered as a one-tap answer
FIELDS = (
    "pk", "title", "door", "danger", "received_at", "due_at", "urgency", "place__name_fa", "place__name_en",
)  # fmt: skip


def untriaged(within: Q) -> list[Row]:
    """Received and not yet understood."""
    found = list(
        Request.objects.filter(within, state=RequestState.RECEIVED).order_by("due_at", "pk").values(*FIELDS)[:LIMIT]
    )
    proposals = _sure_proposals(one["pk"] for one in found)
    return [_untriaged(one, proposals.get(one["pk"])) for one in found]


def _untriaged(one: dict[str, Any], proposed: tuple[str, str] | None) -> Row:
    act = Action(_("تشخیص"), addresses.triage(one["pk"]))
    chip, tone = _("تازه"), "info"
    if one["danger"]:
        act, chip, tone = (
            Action(_("رسیدگی فوری"), addresses.triage(one["pk"]), kind="danger"),
            _("خطر"),
            "late",
        )
    elif proposed:
        key, name = proposed
        act = Action(
            _("درست است: %(domain)s") % {"domain": name},
            f"/today/requests/{one['pk']}/agree",
            how="post",
            kind="primary",
            fields={"domain": key, "urgency": one["urgency"]},
        )
    return _row(one, act, chip=chip, tone=tone, why=Door(one["door"]).label)


def _sure_proposals(pks: Iterable[int]) -> dict[int, tuple[str, str]]:
    """{request: (domain key, its name)} where the engine is sure of one single need."""
    known = domains()
    sure: dict[int, tuple[str, str]] = {}
    for pk, said in TriageProposal.objects.filter(request__in=list(pks), decided_at=None).values_list(
        "request", "proposed"
    ):
        best = said["domains"][0] if said["domains"] and not said["abstained"] else None
        if best and best["confidence"] >= SURE and len(said.get("needs", ())) <= 1 and best["domain"] in known:
            sure[pk] = (best["domain"], str(known[best["domain"]]))
    return sure


def without_centre(within: Q) -> list[Row]:
    """Triaged, but neither a centre nor the last door has it: a choice is waited for."""
    held = Referral.objects.filter(need__request=OuterRef("pk"), state__in=OPEN)
    door = LastDoor.objects.filter(need__request=OuterRef("pk"), state=DoorState.OPEN)
    waiting = Need.objects.filter(request=OuterRef("pk"), state=NeedState.WAITING)
    found = (
        Request.objects.filter(within, state__in=[RequestState.TRIAGED, RequestState.IN_REFERRAL])
        .filter(Exists(waiting), ~Exists(held), ~Exists(door))
        .order_by("due_at", "pk")
        .values(*FIELDS)[:LIMIT]
    )
    return [
        _row(
            one,
            Action(_("گزینش مرکز"), addresses.request(one["pk"]), kind="primary"),
            chip=_("در جست‌وجوی مرکز"),
            tone="attention",
        )
        for one in found
    ]


def reopened(within: Q, person: Person) -> list[Row]:
    """The applicant says it is not solved; shown until this person has looked at it since."""
    seen = (
        Reading.objects.filter(request=OuterRef("pk"), reader=person.ref)
        .order_by()
        .values("request")
        .annotate(last=Max("last_at"))
        .values("last")
    )
    found = (
        Request.objects.filter(within, reopened__gt=0, state__in=[RequestState.TRIAGED, RequestState.IN_REFERRAL])
        .annotate(opened_at=Subquery(_last_opening()), seen_at=Subquery(seen))
        .filter(Q(seen_at=None) | Q(seen_at__lt=F("opened_at")))
        .order_by("due_at", "pk")
        .values(*FIELDS)[:LIMIT]
    )
    return [
        _row(
            one,
            Action(_("دیدن"), addresses.request(one["pk"])),
            chip=_("دوباره باز شد"),
            tone="attention",
            pile=WATCH,
        )
        for one in found
    ]


def _last_opening() -> QuerySet[Any]:
    subject = Concat(Value("intake.request:"), Cast(OuterRef("pk"), CharField()))
    moved = StateChange.objects.filter(subject=subject, after=RequestState.TRIAGED).exclude(
        before=RequestState.RECEIVED
    )
    return moved.order_by("-id").values("at")[:1]


def _row(one: dict[str, Any], act: Action, *, chip: str, tone: str, why: object = "", pile: str = MINE) -> Row:
    return Row(
        key=f"request:{one['pk']}",
        title=one["title"],
        href=addresses.request(one["pk"]),
        note=grey(local(f"هم{one['pk']}"), named(one, "place__"), why),
        due_at=one["due_at"],
        opened_at=one["received_at"],
        action=act,
        chip=chip,
        tone=tone,
        pile=pile,
    )
