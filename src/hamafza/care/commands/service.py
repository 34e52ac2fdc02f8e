"""What was done and asked: a finished hop, a word with her, and the weekly look at the ladder."""

from datetime import datetime, time, timedelta

from hamafza.care import rules
from hamafza.care.commands import _way as way
from hamafza.care.commands.ladder import propose
from hamafza.care.deadlines import AGAIN_AFTER, PER_HOP
from hamafza.care.models import Contact, Round, Served, Step
from hamafza.care.queries.ladder import rises
from hamafza.care.states import StepState
from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.clock import TEHRAN, local
from hamafza.kernel.commands import command
from hamafza.network.calendar import iranian_weekday
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.referrals.models import Referral
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import queries as serving
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import Rung

LOOKS_AT = time(7)


@command(rule=None)  # the rule of the hop that was finished covers it
def note_service(volunteer: Volunteer, *, hop: Referral, by: Actor, at: datetime) -> Volunteer:
    """A hop that she brought to its end is a deed of hers, by an estimate of minutes; once a hop."""
    day = local(at).date()
    Served.objects.get_or_create(referral=hop, defaults={"volunteer": volunteer, "day": day, "minutes": PER_HOP})
    return volunteers.note_activity(volunteer, day=day, by=by, at=at)


@command(rule=rules.may_see)
def note_contact(volunteer: Volunteer, *, by: Person, at: datetime) -> Volunteer:
    """«با او صحبت کردم»: her silence is counted anew from today."""
    Contact.objects.create(volunteer=volunteer, by=Person.objects.get(pk=by.pk), at=at)
    way.line("volunteer_asked", volunteer, at)
    return volunteer


@command(rule=is_the_clock)
def look_through(centre: Centre, *, by: Actor, at: datetime) -> Centre:
    """Whoever has all that her next rung asks is proposed."""
    waits = Step.objects.waiting().values("volunteer")
    refused = Step.objects.filter(state=StepState.REFUSED, ended_at__gt=at - AGAIN_AFTER).values("volunteer")
    open_to = serving.serving_at(centre).exclude(rung=Rung.SECRETARY).exclude(pk__in=waits).exclude(pk__in=refused)
    some = list(open_to.filter(active_on__isnull=False).select_related("centre__place", "person").order_by("pk"))
    for pk, rise in (rises(centre, some, at) if some else {}).items():
        if rise.is_met:
            propose(next(one for one in some if one.pk == pk), by=by, at=at)
    return centre


@command(rule=is_the_clock)
def come_again(*, by: Actor, at: datetime) -> Round:
    """The ladder is looked through next on Saturday morning."""
    today = local(at).date()
    saturday = today + timedelta(days=7 - iranian_weekday(today))
    due_at = datetime.combine(saturday, LOOKS_AT, TEHRAN)
    found, _new = Round.objects.update_or_create(pk=1, defaults={"due_at": due_at})
    return found
