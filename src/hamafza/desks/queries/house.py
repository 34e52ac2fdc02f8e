"""The admin's morning round: messages given up, backups, accounts without a role, the chains."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hamafza.desks import addresses
from hamafza.journal.models import JournalLine
from hamafza.kernel import chain
from hamafza.kernel.models import AuditLine
from hamafza.network.models import Grant
from hamafza.notices.models import Message, Status
from hamafza.people.models import Person
from hamafza.ui.digits import local
from hamafza.ui.moments import remaining

OLD = timedelta(days=2)
TAIL = 50


@dataclass(frozen=True)
class Check:
    """One thing of the house: how it stands, and where to put it right."""

    title: str
    said: str
    good: bool
    url: str = ""
    label: str = ""


def round_of(at: datetime) -> list[Check]:
    return [_letters(), _backup(at), _accounts(at), _chains()]


def _letters() -> Check:
    dead = Message.objects.filter(status=Status.DEAD).count()
    if not dead:
        return Check(_("پیام‌ها"), _("همه رفته است یا در راه است."), good=True)
    said = ngettext("%(n)s پیام به مقصد نرسید.", "%(n)s پیام به مقصد نرسید.", dead) % {"n": local(dead)}
    return Check(_("پیام‌ها"), said, good=False, url=addresses.DEAD_LETTERS, label=_("دیدن و فرستادن دوباره"))


def _backup(at: datetime) -> Check:
    made = [file.stat().st_mtime for file in Path(settings.DATA, "backups").glob("*.tar.gz*")]
    if not made:
        return Check(_("پشتیبان"), _("هنوز پشتیبانی گرفته نشده است. فرمان backup را اجرا کنید."), good=False)
    last = datetime.fromtimestamp(max(made), UTC)
    said = _("آخرین پشتیبان: %(ago)s") % {"ago": remaining(last, at)}
    return Check(_("پشتیبان"), said, good=at - last < OLD)


def _accounts(at: datetime) -> Check:
    held = Grant.objects.valid(at).values("person")
    bare = Person.objects.filter(is_active=True, is_admin=False).exclude(pk__in=held).count()
    if not bare:
        return Check(_("حساب‌ها"), _("هر حساب نقشی دارد."), good=True)
    said = ngettext("%(n)s حساب نقشی ندارد.", "%(n)s حساب نقشی ندارد.", bare) % {"n": local(bare)}
    return Check(_("حساب‌ها"), said, good=False, url=addresses.OFFICERS, label=_("دادن نقش"))


def _chains() -> Check:
    """The last links only, so that the page stays quick; the whole is walked by the verifier."""
    whole = _tail_fits(JournalLine) and _tail_fits(AuditLine)
    said = _("آخرین حلقه‌ها درست است.") if whole else _("زنجیره بریده است! همین امروز بررسی کنید.")
    return Check(_("زنجیرهٔ دفتر و حسابرسی"), said, good=whole)


def _tail_fits(model: type[models.Model]) -> bool:
    """Whether each of the last lines carries the link that its content and the line before it make."""
    lines = list(model._default_manager.order_by("-seq")[:TAIL])
    fits = [line.hash == chain.link(line.prev_hash, chain.facts(line)) for line in lines]  # type: ignore[attr-defined]
    follows = [
        later.prev_hash == earlier.hash and later.seq == earlier.seq + 1  # type: ignore[attr-defined]
        for later, earlier in pairwise(lines)
    ]
    return all(fits) and all(follows)
