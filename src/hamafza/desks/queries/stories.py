"""Stories that wait: a draft to send to the applicant, one that she agreed to and a second person reads."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from hamafza.desks import addresses
from hamafza.desks.rows import Action, Row, grey
from hamafza.people.models import Person
from hamafza.public.queries import stories
from hamafza.public.states import StoryState


def waiting(person: Person, at: datetime) -> Iterator[Row]:
    """With her now."""
    for one in stories.waiting_for(person):
        agreed = one.state == StoryState.AGREED
        label = _("خواندن و تأیید") if agreed else _("پرسیدن از متقاضی")
        yield Row(
            key=f"story:{one.pk}",
            title=one.title,
            href=addresses.story(one.pk),
            note=grey(one.get_state_display(), one.domain, one.place),
            due_at=one.due_at or at,
            opened_at=one.agreed_at or one.written_at,
            action=Action(label, addresses.story(one.pk)),
            chip=_("داستان"),
        )
