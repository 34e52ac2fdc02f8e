"""A request comes in, by whatever door."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hamafza.intake import advice, deadlines, rules
from hamafza.intake.commands.ending import withdraw
from hamafza.intake.models import ImportBatch, Request, TriageProposal
from hamafza.intake.states import RequestState, Urgency
from hamafza.intake.titles import title_of
from hamafza.journal import entries as journal
from hamafza.kernel import codes
from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.kernel.moves import remember, subject_of
from hamafza.network import queries as network
from hamafza.network.calendar import Calendar
from hamafza.notices import outbox
from hamafza.places.models import Place
from hamafza_engines.persian import compact_key, homophone_key

TEXT_LIMIT = 5_000


class EmptyRequest(Refused):
    message = _("لطفاً بنویسید چه کمکی می‌خواهید؛ یک جملهٔ کوتاه بس است.")
    field = "text"


class TooLong(Refused):
    message = _("این متن بسیار بلند است. لطفاً کوتاه‌تر از ۵٬۰۰۰ نویسه بنویسید؛ دنباله را می‌توانید بعد بیفزایید.")
    field = "text"


class BadPlace(Refused):
    message = _("لطفاً شهر یا روستا را برگزینید تا نزدیک‌ترین مرکز را بیابیم.")
    field = "place"


@command(rule=rules.may_receive, keep=("door",))
def receive(
    place: Place,
    *,
    door: str,
    text: str,
    by: Actor,
    at: datetime,
    applicant_name: str = "",
    phone: str = "",
    safe_to_contact: bool = True,
    latitude: float | None = None,
    longitude: float | None = None,
    external_id: str = "",
    batch: ImportBatch | None = None,
    came_at: datetime | None = None,
) -> Request:
    """Take in a request: it has a code, an owner and a deadline from this moment on. No ID is ever asked.

    Raises EmptyRequest, TooLong.
    """
    text = text.strip()
    if not text:
        raise EmptyRequest
    if len(text) > TEXT_LIMIT:
        raise TooLong
    proposed = advice.suggest(text)
    urgency = Urgency(str(proposed["urgency"]))
    request = Request.objects.create(
        pin=phone[-4:] if phone else codes.new_pin(),
        door=door,
        place=place,
        title=title_of(text),
        text=text,
        applicant_name=applicant_name.strip(),
        phone=phone,
        safe_to_contact=safe_to_contact,
        latitude=latitude,
        longitude=longitude,
        search_key=compact_key(f"{applicant_name} {text}"),
        sound_key=homophone_key(applicant_name)[:130],
        urgency=urgency,
        danger=proposed["dangers"][0]["kind"] if proposed["dangers"] else "",
        received_at=came_at or at,  # a paper may have lain somewhere; deadlines count from now
        received_by=by.ref,
        holder=network.door_officer(place, at),
        due_at=Calendar([]).due(at, deadlines.triage_span(urgency)),
        batch=batch,
        external_id=external_id,
    )
    TriageProposal.objects.create(request=request, model_version=proposed["model_version"], proposed=proposed, at=at)
    remember(request, before="", after=RequestState.RECEIVED, by=by, at=at)
    journal.record("request_received", place=place.path, detail=door, people=1, at=at)
    if safe_to_contact:
        outbox.to_phone(
            phone,
            "request_received",
            at=at,
            subject=subject_of(request),
            code=request.code,
            link=settings.TRACK_URL,
        )
    return request


@command(rule=rules.may_import)
def open_batch(place: Place, *, file_name: str, by: Actor, at: datetime) -> ImportBatch:
    """A file that is about to be taken in."""
    return ImportBatch.objects.create(file_name=file_name[:120], place=place, by=by.ref, at=at)


class CannotUndo(Refused):
    message = _("بخشی از این فایل پیش رفته است و دیگر نمی‌توان همه را برگرداند. موردها را یکی‌یکی کنار بگذارید.")


@command(rule=lambda by, batch, at: rules.may_import(by, batch.place, at))
def undo_batch(batch: ImportBatch, *, by: Actor, at: datetime) -> ImportBatch:
    """Withdraw every request of a file as long as nobody has worked on one of them. Raises CannotUndo."""
    requests = list(Request.objects.filter(batch=batch))
    if any(request.state != RequestState.RECEIVED for request in requests):
        raise CannotUndo
    for request in requests:
        withdraw(request, by=by, at=at, reason="import_undone", tell=False)
    batch.undone_at = at
    batch.save(update_fields=["undone_at"])
    return batch
