"""One tap after a deed, without a trace of who tapped: care/secrecy.py."""

import secrets
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.care import queries, secrecy
from hamafza.care.models import Answers, Mark
from hamafza.care.rules import through_her_own_door
from hamafza.care.states import Feeling
from hamafza.journal.months import Month
from hamafza.kernel import rows
from hamafza.kernel.actors import Actor, Door
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.volunteers.models import Volunteer

DOOR = Door("felt")
LONGEST = 300


class NothingToSay(Refused):
    message = _("دربارهٔ این کار پیش از این گفته‌اید، یا بیش از سی روز از آن گذشته است. سپاس.")


class WhichOne(Refused):
    message = _("یکی از سه پاسخ را بزنید.")
    field = "feeling"


@command(rule=through_her_own_door)
def say_how_it_was(
    *, volunteer: Volunteer, key: str, feeling: str, by: Actor, at: datetime, words: str = ""
) -> Answers:
    """Counted with those of her centre, for the kind and month of the deed. Raises WhichOne, NothingToSay."""
    if feeling not in Feeling.values:
        raise WhichOne
    deed = next((one for one in queries.to_feel(volunteer, at) if one.key == key), None)
    if deed is None:
        raise NothingToSay
    _mark, is_first = Mark.objects.get_or_create(mark=secrecy.mark("felt", volunteer.pk, deed.key, deed.day))
    if not is_first:  # a second tap that ran beside the first
        raise NothingToSay
    cell, _new = Answers.objects.get_or_create(
        centre=volunteer.centre, kind=key.partition(":")[0], month=Month.of(deed.day).code
    )
    rows.read_again(cell)
    _count(cell, volunteer, feeling, words.strip()[:LONGEST])
    return cell


def _count(cell: Answers, volunteer: Volunteer, feeling: str, words: str) -> None:
    """Into what waits; when six different people are in it, all of it is shown at once."""
    waits = {"people": 0, **dict.fromkeys(Feeling.values, 0), "words": [], **cell.waiting}
    _mark, is_new = Mark.objects.get_or_create(mark=secrecy.mark("batch", volunteer.pk, cell.pk, cell.batches))
    waits["people"] += is_new
    waits[feeling] += 1
    if words:
        waits["words"].insert(secrets.randbelow(len(waits["words"]) + 1), words)
    if waits["people"] >= secrecy.BATCH:
        for one in Feeling.values:
            setattr(cell, one, getattr(cell, one) + waits[one])
        cell.words = [*waits["words"], *cell.words]
        cell.batches += 1
        waits = {}
    cell.waiting = waits
    cell.save()
