"""What the verbs share: a unit's code, the journal's line, whom to tell."""

from collections.abc import Iterable
from datetime import datetime

from hamafza.journal import entries as journal
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.moves import subject_of
from hamafza.notices import moments, outbox
from hamafza.people.models import Person
from hamafza.reports import deadlines
from hamafza.reports.models import Report
from hamafza_engines.persian import to_persian_digits


def code_of(report: Report) -> str:
    return report.centre.code if report.centre else report.place.path


def line(kind: str, report: Report, at: datetime, detail: str = "") -> None:
    centre = report.centre.code if report.centre else ""
    journal.record(kind, place=report.place.path, centre=centre, detail=detail or report.level, at=at)


def tell(people: Iterable[Person | None], template: str, report: Report, at: datetime) -> None:
    day = moments.day_and_hour(datetime.combine(report.due_on, deadlines.MORNING, TEHRAN)).split("،")[0]
    for person in dict.fromkeys(people):
        if person is not None:
            outbox.to_person(
                person, template, at=at, subject=subject_of(report), url=f"/reports/{report.pk}/",
                code=to_persian_digits(report.code), until=day,
            )  # fmt: skip
