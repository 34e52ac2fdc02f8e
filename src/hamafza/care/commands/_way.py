"""What the verbs share: the journal's line, and telling a volunteer or an officer."""

from datetime import datetime

from django.conf import settings

from hamafza.care.models import Step
from hamafza.journal import entries as journal
from hamafza.kernel.moves import subject_of
from hamafza.notices import moments, outbox
from hamafza.people.models import Person
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.queries import link_of
from hamafza_engines.persian import to_persian_digits


def line(kind: str, volunteer: Volunteer, at: datetime, *, detail: str = "") -> None:
    centre = volunteer.centre
    journal.record(kind, place=centre.place.path, centre=centre.code, detail=detail, people=1, at=at)


def tell_her(volunteer: Volunteer, template: str, part: str, at: datetime) -> None:
    """By SMS with her own link, and in her inbox where she has an account."""
    address = f"/v/{link_of(volunteer)}/{part}"
    subject, link = subject_of(volunteer), f"{settings.BASE_URL}{address}"
    outbox.to_phone(volunteer.mobile, template, at=at, subject=subject, link=link)
    if volunteer.person:
        outbox.to_person(volunteer.person, template, at=at, subject=subject, url=address, link=link)


def tell_holder(step: Step, template: str, at: datetime, to: Person | None = None) -> None:
    person = to or step.holder
    if person and step.due_at:
        outbox.to_person(
            person, template, at=at, subject=subject_of(step), url=f"/care/volunteers/{step.volunteer_id}/",
            code=to_persian_digits(str(step.pk)), until=moments.day_and_hour(step.due_at).split("،")[0],
        )  # fmt: skip
