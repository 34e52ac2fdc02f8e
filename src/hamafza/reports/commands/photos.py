"""Photos beside the narrative: put there and taken away while the unit writes; a locked edition keeps its own."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hamafza.intake import uploads
from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, Refused
from hamafza.people.models import Person
from hamafza.reports import queries, rules
from hamafza.reports.models import Photo, Report
from hamafza.reports.states import WRITING

MOST = 4
PICTURES = ("image/jpeg", "image/png", "image/webp")


class EnoughPhotos(Refused):
    message = _("هر گزارش چهار عکس دارد و نه بیشتر. نخست یکی را بردارید.")
    field = "file"


class NotAPicture(Refused):
    message = _("این فایل عکس سالمی نیست. عکس JPEG، PNG یا WebP بفرستید.")
    field = "file"


class NotDescribed(Refused):
    message = _("در یک جمله بنویسید در عکس چه دیده می‌شود؛ کسی که آن را نمی‌بیند همین را می‌شنود.")
    field = "alt"


class NotAgreed(Refused):
    message = _("تنها عکسی را بگذارید که کسی در آن شناخته نمی‌شود، یا هر که دیده می‌شود پذیرفته است.")
    field = "agreed"


@command(rule=rules.may_write)
def add_photo(
    report: Report, *, alt: str, agreed: bool, stored_as: str, content_type: str, by: Person, at: datetime
) -> Photo:
    """A picture that was already checked and stored. Raises MoveRefused, EnoughPhotos, NotAPicture, NotDescribed, NotAgreed."""
    if report.state not in WRITING:
        raise MoveRefused
    if content_type not in PICTURES:
        raise NotAPicture
    if not alt.strip():
        raise NotDescribed
    if not agreed:
        raise NotAgreed
    there = queries.photos_of(report)
    if len(there) >= MOST:
        raise EnoughPhotos
    return Photo.objects.create(
        report=report, edition=report.edition, order=max((one.order for one in there), default=0) + 1,
        alt=alt.strip()[:200], agreed=True, stored_as=stored_as, content_type=content_type, added_by=by, added_at=at,
    )  # fmt: skip


@command(rule=rules.may_write)
def remove_photo(report: Report, *, photo: int, by: Actor, at: datetime) -> Report:
    """Out of what is being written; its file goes too, unless a locked edition shows it. Raises MoveRefused."""
    if report.state not in WRITING:
        raise MoveRefused
    found = next((one for one in queries.photos_of(report) if one.pk == photo), None)
    if found is None:
        raise MoveRefused
    if found.edition < report.edition:
        found.gone_in = report.edition
        found.save(update_fields=["gone_in"])
        return report
    path = uploads.path_of(found.stored_as)
    found.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
    return report
