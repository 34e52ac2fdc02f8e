"""The counts, each a query that anyone can repeat on the database that the replay leaves behind."""

from typing import Any

from django.db.models import Exists, OuterRef

from hamafza.intake.models import Need, Request
from hamafza.intake.states import FINAL, NeedState
from hamafza.journal.models import JournalLine
from hamafza.kernel.chain import verify
from hamafza.kernel.models import AuditLine
from hamafza.referrals.models import LastDoor, Referral


def counts(received: int, seconds: float) -> dict[str, Any]:
    """`received`: rows of the file that could be a request; the rest comes from the database."""
    requests = Request.objects.count()
    still_open = Request.objects.exclude(state__in=FINAL)
    unfinished = Need.objects.filter(request=OuterRef("pk")).exclude(state__in=[NeedState.DONE, NeedState.DROPPED])
    finished = Need.objects.filter(request=OuterRef("pk"), state=NeedState.DONE)
    outcome = Request.objects.filter(Exists(finished), ~Exists(unfinished))
    hops = Referral.objects.count()
    return {
        "requests": requests,
        "reached_outcome": outcome.count(),
        "open_with_owner_and_deadline": Request.objects.exclude(pk__in=outcome.values("pk"))
        .exclude(state__in=FINAL)
        .filter(holder__isnull=False, due_at__isnull=False)
        .count(),
        "without_owner_or_deadline": still_open.filter(holder=None).count()
        + still_open.filter(due_at=None, holder__isnull=False).count(),
        "lost": received - requests,
        "hops": hops,
        "reroutes": hops - Referral.objects.values("need").distinct().count(),
        "last_door": LastDoor.objects.count(),
        "breaches": JournalLine.objects.filter(kind="deadline_missed").count(),
        "journal_lines": JournalLine.objects.count(),
        "chain_ok": verify("journal", JournalLine) and verify("audit", AuditLine),
        "seconds": round(seconds, 1),
        "requests_per_second": round(requests / seconds, 1) if seconds else 0.0,
    }
