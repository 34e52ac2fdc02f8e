"""Files that came in, for those who may import."""

from datetime import datetime

from django.db.models import QuerySet

from hamafza.intake.models import ImportFile
from hamafza.kernel.actors import Actor
from hamafza.network.access import reach


def visible(by: Actor, at: datetime) -> QuerySet[ImportFile]:
    """The newest first."""
    within = reach(by, "request.import", at).q(path="batch__place__path")
    return ImportFile.objects.filter(within).select_related("batch__place").order_by("-pk")


def same_before(file: ImportFile) -> ImportFile | None:
    """The very same file, taken in earlier and not undone."""
    earlier = ImportFile.objects.filter(sha256=file.sha256, started_at__isnull=False, pk__lt=file.pk)
    return earlier.filter(batch__undone_at=None).select_related("batch").order_by("-pk").first()
