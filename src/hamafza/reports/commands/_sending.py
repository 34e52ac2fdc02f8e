"""How a locked report comes to its readers: a receipt for each, and a word with the link."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from hamafza.kernel.moves import subject_of
from hamafza.network import days
from hamafza.notices import outbox
from hamafza.reports import deadlines, queries
from hamafza.reports.models import Receipt, Report
from hamafza_engines.persian import to_persian_digits

LINK_LIVES = timedelta(days=120)


def send(report: Report, at: datetime) -> list[Receipt]:
    """To those who stand one and two levels up and to the named officials; to each once an edition."""
    people = [Receipt(person=person) for person in queries.persons_above(report, at)]
    named = [Receipt(official=official) for official in queries.named_officials(report)]
    return send_to(report, people + named, at)


def send_to(report: Report, receipts: Iterable[Receipt], at: datetime) -> list[Receipt]:
    found = []
    remind_at = None
    for receipt in receipts:
        remind_at = remind_at or days.within(report.place, at, deadlines.REMIND_AFTER)
        receipt.report, receipt.edition = report, report.edition
        receipt.sent_at, receipt.until, receipt.due_at = at, at + LINK_LIVES, remind_at
        receipt.save()
        tell_reader(receipt, "report_shared", at)
        found.append(receipt)
    return found


def tell_reader(receipt: Receipt, template: str, at: datetime) -> None:
    path = f"/r/{queries.token_of(receipt)}"
    subject, code = subject_of(receipt.report), to_persian_digits(receipt.report.code)
    if receipt.person:
        outbox.to_person(receipt.person, template, at=at, subject=subject, url=path, code=code)
    elif receipt.official:
        link = f"{settings.BASE_URL}{path}"
        outbox.to_phone(receipt.official.mobile, f"{template}_link", at=at, subject=subject, code=code, link=link)
