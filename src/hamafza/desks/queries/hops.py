"""Hops: what a centre has to say, and what others watch over."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from hamafza.desks import addresses
from hamafza.desks.rows import MINE, WATCH, Action, Row, grey, named, tone_of
from hamafza.kernel.clock import local as in_tehran
from hamafza.referrals.models import Referral
from hamafza.referrals.queries import scrub
from hamafza.referrals.states import HopState
from hamafza.ui.digits import local
from hamafza.ui.moments import duration

LIMIT = 60
NOTE_NEAR = timedelta(days=3)  # a progress note is asked for when its day is this near
FIELDS = (
    "pk", "state", "since_at", "answer_by", "rung", "need__request_id", "need__request__title",
    "need__request__applicant_name", "need__request__place__name_fa", "need__request__place__name_en", "need__domain__name_fa",
    "need__domain__name_en", "need__domain__tone", "centre__name",
)  # fmt: skip


def at_centres(within: Q, at: datetime) -> list[Row]:
    """Offers to answer, first contacts, notes that are due, and what wakes today."""
    tonight = in_tehran(at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    asks = (
        Q(state__in=[HopState.OFFERED, HopState.ACCEPTED])
        | Q(state=HopState.IN_PROGRESS, answer_by__lt=at + NOTE_NEAR)
        | Q(state=HopState.ON_HOLD, hold_until__lt=tonight)
    )
    return [_mine(one, at) for one in _hops(Referral.objects.filter(within).filter(asks))]


def late(within: Q, at: datetime, *, full: bool) -> list[Row]:
    """Past the hour that was promised; someone above keeps an eye on it. `full`: she reads these requests by place."""
    asks = Q(state__in=[HopState.OFFERED, HopState.ACCEPTED, HopState.IN_PROGRESS], answer_by__lt=at)
    return [_watched(one, full) for one in _hops(Referral.objects.filter(within).filter(asks))]


def _hops(hops: Any) -> list[dict[str, Any]]:
    return list(hops.order_by("answer_by", "pk").values(*FIELDS)[:LIMIT])


def _mine(one: dict[str, Any], at: datetime) -> Row:
    pk = one["pk"]
    said = {
        HopState.OFFERED: (_("می‌پذیرم"), "accept", "post", "primary", _("%(long)s است که منتظر پاسخ شماست")),
        HopState.ACCEPTED: (_("تماس گرفتم"), "contacted", "post", "primary", _("تماس نخست")),
        HopState.IN_PROGRESS: (_("چه پیش رفت؟"), "note", "write", "secondary", _("یادداشت پیشرفت")),
        HopState.ON_HOLD: (_("از سر می‌گیریم"), "resume", "post", "secondary", _("امروز بیدار می‌شود")),
    }
    waited = {"long": duration(at - one["since_at"])}
    label, verb, how, kind, why = said[one["state"]]
    return _row(one, Action(label, f"/today/referrals/{pk}/{verb}", how=how, kind=kind), why % waited, MINE)


def _watched(one: dict[str, Any], full: bool) -> Row:
    why = _("بی‌پاسخ در %(centre)s") if one["state"] == HopState.OFFERED else _("بی‌خبر از %(centre)s")
    return _row(
        one,
        Action(_("پیگیری"), addresses.referral(one["pk"])),
        why % {"centre": one["centre__name"]},
        WATCH,
        full,
    )


def _row(one: dict[str, Any], act: Action, why: str, pile: str, full: bool = False) -> Row:
    title = one["need__request__title"]
    if one["state"] == HopState.OFFERED and not full:  # a centre that is only asked reads no name and no number
        title = scrub(title, one["need__request__applicant_name"])
    return Row(
        key=f"referral:{one['pk']}",
        title=title,
        href=addresses.referral(one["pk"]),
        note=grey(local(f"هم{one['need__request_id']}"), named(one, "need__request__place__"), why),
        due_at=one["answer_by"],
        opened_at=one["since_at"],
        action=act,
        chip=named(one, "need__domain__"),
        tone=tone_of(one["need__domain__tone"]),
        pile=pile,
    )
