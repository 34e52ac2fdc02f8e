"""One officer's open hops and last-door tasks go to another, with their deadlines; an order of the handover."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.notices.moments import day_and_hour
from hamafza.people.models import Person
from hamafza.referrals import rules
from hamafza.referrals.commands import _way as way
from hamafza.referrals.models import LastDoor, Referral


class MayNotAnswer(Refused):
    message = _("کسی که برای ارجاع‌ها برگزیده‌اید نقشی در آن کانون یا جا ندارد. نقش‌ها را هم به او بسپارید.")


@command(rule=None, lock="need.request")  # the handover's own rule covers it
def pass_on_hop(hop: Referral, *, to: Person, by: Actor, at: datetime) -> Referral:
    """Another answers it by the same hour. Raises MayNotAnswer."""
    if not hop.is_open:
        return hop
    if not rules.may_answer(to, hop, at):
        raise MayNotAnswer
    hop.holder = to
    hop.save(update_fields=["holder"])
    way.tell_holder(hop, "referral_handed_over", at, until=day_and_hour(way.answer_by(hop)))
    way.settle(hop.need.request, by=by, at=at)
    return hop


@command(rule=None, lock="need.request")  # the same
def pass_on_last_door(task: LastDoor, *, to: Person, by: Actor, at: datetime) -> LastDoor:
    """Another finds the way by the same hour. Raises MayNotAnswer."""
    if not rules.may_open_the_last_door(to, task, at):
        raise MayNotAnswer
    task.officer = to
    task.save(update_fields=["officer"])
    way.tell_officer(to, task.need.request, "last_door_opened", at, until=day_and_hour(task.due_at))
    way.settle(task.need.request, by=by, at=at)
    return task
