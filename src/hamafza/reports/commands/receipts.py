"""An accepted report goes to the officials of its place; who opened it is known, and who did not is reminded once."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.people.models import Person
from hamafza.reports import queries, rules
from hamafza.reports.commands._sending import send_to, tell_reader
from hamafza.reports.commands._way import line
from hamafza.reports.models import Official, Receipt, Report
from hamafza.reports.states import State
from hamafza_engines.persian import parse_mobile


class NotAccepted(Refused):
    message = _("تنها گزارشی که پذیرفته و قفل شده است برای مسئولان می‌رود.")


class BadMobile(Refused):
    message = _("این شمارهٔ همراه درست نیست؛ آن را مانند ۰۹۱۵۱۲۳۴۵۶۷ بنویسید.")
    field = "mobile"


class AlreadyOfficial(Refused):
    message = _("این شماره از پیش در فهرست مسئولان این‌جا هست.")
    field = "mobile"


@command(rule=rules.may_share)
def add_official(report: Report, *, full_name: str, office: str, mobile: str, by: Person, at: datetime) -> Official:
    """From now on reports of this county or province reach her; this one at once. Raises NotAccepted, BadMobile, AlreadyOfficial."""
    if report.state != State.ACCEPTED:
        raise NotAccepted
    number = parse_mobile(mobile)
    if not number:
        raise BadMobile
    place = queries.seat_of(report)
    if Official.objects.filter(place=place, mobile=number, removed_at=None).exists():
        raise AlreadyOfficial
    official = Official.objects.create(
        place=place, full_name=full_name.strip()[:120], office=office.strip()[:120], mobile=number, added_by=by,
        added_at=at,
    )  # fmt: skip
    send_to(report, [Receipt(official=official)], at)
    return official


@command(rule=rules.may_name)
def remove_official(official: Official, *, by: Actor, at: datetime) -> Official:
    """She left the office: no more reports, and her links open nothing."""
    if official.removed_at is None:
        official.removed_at = at
        official.save(update_fields=["removed_at"])
        Receipt.objects.filter(official=official, opened_at=None, revoked_at=None).update(revoked_at=at, due_at=None)
        Receipt.objects.filter(official=official, revoked_at=None).update(until=at)
    return official


@command(rule=lambda by, receipt, at: rules.may_share(by, receipt.report, at))
def revoke_receipt(receipt: Receipt, *, by: Actor, at: datetime) -> Receipt:
    """It was sent to the wrong hand."""
    if receipt.revoked_at is None:
        receipt.revoked_at, receipt.due_at = at, None
        receipt.save(update_fields=["revoked_at", "due_at"])
    return receipt


@command(rule=None)
def open_by_link(receipt: Receipt, *, by: Actor, at: datetime) -> Receipt:
    """She has it before her; the first time is what counts. Whoever holds a live link may: the view has checked it."""
    if receipt.opened_at is None and receipt.is_live(at):
        receipt.opened_at, receipt.due_at = at, None
        receipt.save(update_fields=["opened_at", "due_at"])
        line("report_read", receipt.report, at)
    return receipt


@command(rule=is_the_clock)
def remind(receipt: Receipt, *, by: Actor, at: datetime) -> Receipt:
    """Once, kindly; after that she stands among those who have not read."""
    receipt.due_at = None
    receipt.save(update_fields=["due_at"])
    if receipt.is_live(at) and receipt.edition == receipt.report.edition:  # else a newer one is on its way, or there
        tell_reader(receipt, "report_unread", at)
    return receipt
