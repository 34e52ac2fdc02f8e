"""What is added to a request on its way, and who has looked at it."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from hamafza.intake import rules
from hamafza.intake.models import Attachment, Reading, Request, Word
from hamafza.kernel.actors import Actor, Applicant, LinkHolder
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.kernel.moves import subject_of
from hamafza.notices import outbox


class NothingSaid(Refused):
    message = _("لطفاً چیزی بنویسید.")
    field = "text"


@command(rule=rules.may_add_word)
def add_word(request: Request, *, text: str, by: Actor, at: datetime, for_applicant: bool = True) -> Word:
    """A further word, by the applicant or by whoever helps. Raises NothingSaid."""
    if not text.strip():
        raise NothingSaid
    word = Word.objects.create(
        request=request, text=text.strip()[:5_000], by=by.ref, at=at, for_applicant=for_applicant
    )
    if isinstance(by, Applicant) and request.holder:
        outbox.to_person(request.holder, "applicant_wrote", at=at, subject=subject_of(request), code=request.number)
    return word


@command(rule=rules.may_add_word)
def attach(
    request: Request,
    *,
    name: str,
    stored_as: str,
    content_type: str,
    size: int,
    sha256: str,
    by: Actor,
    at: datetime,
) -> Attachment:
    """A file that was already checked and stored (`intake/uploads.py`)."""
    return Attachment.objects.create(
        request=request,
        name=name[:150],
        stored_as=stored_as,
        content_type=content_type,
        size=size,
        sha256=sha256,
        by=by.ref,
        at=at,
    )


def _may_read(by: Actor, request: Request, at: datetime) -> bool:
    """The holder of a link was checked against her hop, which lies downstream."""
    return isinstance(by, LinkHolder) or rules.may_see(by, request, at)


@command(rule=_may_read)
def note_reading(request: Request, *, reader_name: str, purpose: str, by: Actor, at: datetime) -> Request:
    """Someone opened this file. The applicant may ask who did."""
    line, created = Reading.objects.get_or_create(
        request=request,
        reader=by.ref,
        purpose=purpose,
        defaults={"reader_name": reader_name, "first_at": at, "last_at": at},
    )
    if not created:
        Reading.objects.filter(pk=line.pk).update(times=F("times") + 1, last_at=at, reader_name=reader_name)
    return request


@command(rule=None, keep=("rows",))
def note_export(*, rows: int, by: Actor, at: datetime) -> None:
    """So many rows left as a file; the audit keeps who and when. The rows were chosen by `visible_to`."""
