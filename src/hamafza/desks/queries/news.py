"""New words of applicants that their holder has not seen yet."""

from datetime import datetime, timedelta

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from hamafza.desks import addresses
from hamafza.desks.rows import Action, Row, grey
from hamafza.intake.models import Request
from hamafza.intake.queries import fully_seen
from hamafza.notices.models import Channel, Message
from hamafza.people.models import Person
from hamafza.referrals.queries import scrub
from hamafza.ui.digits import local

LIMIT = 30
READ_WITHIN = timedelta(days=1)


def words(person: Person, at: datetime) -> list[Row]:
    """One row a request, however often she wrote; «دیدم» takes it away."""
    unread = (
        Message.objects.filter(to_person=person, channel=Channel.INBOX, template="applicant_wrote", read_at=None)
        .order_by()
        .values("subject")
        .annotate(first_at=Min("created_at"), last_at=Max("created_at"))
        .order_by("first_at")[:LIMIT]
    )
    wrote = {
        int(one["subject"].rsplit(":", 1)[1]): one for one in unread if one["subject"].startswith("intake.request:")
    }
    if not wrote:
        return []
    seen = Request.objects.visible_to(person, at).filter(pk__in=wrote).order_by("pk")
    full = set(fully_seen(person, at).filter(pk__in=wrote).values_list("pk", flat=True))
    return [
        _row(pk, title if pk in full else scrub(title, name), wrote[pk]["first_at"])
        for pk, title, name in seen.values_list("pk", "title", "applicant_name")
    ]


def _row(pk: int, title: str, since: datetime) -> Row:
    return Row(
        key=f"word:{pk}",
        title=title,
        href=addresses.request(pk),
        note=grey(local(f"هم{pk}"), _("متقاضی چیزی افزوده است")),
        due_at=since + READ_WITHIN,
        opened_at=since,
        action=Action(_("دیدم"), f"/today/requests/{pk}/seen", how="post"),
        chip=_("سخن تازه"),
        tone="info",
    )
