"""What the verbs share: who is responsible, whom to tell, the journal's line, planning ahead, and the index kept for sorting."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from hamafza.gatherings import continuity, deadlines, rhythm
from hamafza.gatherings.continuity import Turn
from hamafza.gatherings.models import Coming, Gathering, Occasion, Presence
from hamafza.gatherings.queries.turns import turns_of
from hamafza.gatherings.states import OccasionState
from hamafza.journal import entries as journal
from hamafza.journal.models import JournalLine
from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import local
from hamafza.kernel.moves import remember, subject_of
from hamafza.network import queries as network
from hamafza.network.days import DAY, Occurrence
from hamafza.notices import moments, outbox
from hamafza.people.models import Person
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import queries as serving
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import SERVES
from hamafza_engines.persian import to_persian_digits

HELD = "gathering_held"


def holder_of(gathering: Gathering, at: datetime) -> Person:
    """Who says what became of it: whoever leads or her deputy; the centre's responsible for one without an account."""
    leader = gathering.leader_account
    here = network.present(leader, at) if leader else None
    return here if here and here.is_active else network.responsible_for_centre(gathering.centre, at)


def head_of(gathering: Gathering, at: datetime) -> Person:
    return network.head_of(gathering.centre, at)


def plan_on(gathering: Gathering, by: Actor, at: datetime) -> int:
    """Put down its days of the next weeks; tells how many came new."""
    today, until = local(at).date(), local(at + deadlines.AHEAD).date()
    known = set(gathering.occasions.filter(meant_on__gte=today - 40 * DAY).values_list("meant_on", flat=True))
    fresh = [one for one in rhythm.ahead(gathering, today - DAY, until) if one.meant_on not in known]
    fresh = [one for one in fresh if rhythm.starts_at(gathering, one.day) > at]
    for one in fresh:
        _put(gathering, one, by, at)
    gathering.due_at = at + deadlines.PLAN_EVERY
    gathering.save(update_fields=["due_at"])
    return len(fresh)


def _put(gathering: Gathering, one: Occurrence, by: Actor, at: datetime) -> None:
    starts = rhythm.starts_at(gathering, one.day)
    occasion = Occasion.objects.create(
        gathering=gathering, meant_on=one.meant_on, moved_because=one.because, starts_at=starts,
        holder=holder_of(gathering, at), due_at=starts + timedelta(minutes=gathering.minutes), created_at=at,
    )  # fmt: skip
    remember(occasion, before="", after=OccasionState.PLANNED, by=by, at=at)


def line(kind: str, occasion: Occasion, at: datetime, *, people: int = 0, detail: str = "") -> None:
    centre = occasion.gathering.centre
    journal.record(kind, place=centre.place.path, centre=centre.code, at=at, people=people, detail=detail)


def count(occasion: Occasion, by: Actor, at: datetime) -> None:
    """People of a held occasion as its list says now; a line of the journal that said another number is taken back."""
    before, written = occasion.people, occasion.counted_at
    occasion.people = occasion.others + Presence.objects.filter(occasion=occasion).count()
    if before != occasion.people:
        if written:
            take_back(HELD, occasion, written, at)
        occasion.counted_at = at
        line(HELD, occasion, at, people=occasion.people)
    occasion.save(update_fields=["people", "others", "counted_at"])


def take_back(kind: str, occasion: Occasion, written: datetime, at: datetime) -> None:
    """A line carries no number of its occasion, by design: it is known by its centre and its instant."""
    lines = JournalLine.objects.filter(kind=kind, centre=occasion.gathering.centre.code, at=written, corrects=None)
    if found := lines.order_by("-seq").first():
        journal.take_back(found, at=at)


def seen_serving(occasion: Occasion, pks: Iterable[int], by: Actor, at: datetime) -> None:
    """Each volunteer who came was active on that day."""
    day = local(occasion.starts_at).date()
    for volunteer in Volunteer.objects.filter(pk__in=list(pks)).order_by("pk"):
        volunteers.note_activity(volunteer, day=day, by=by, at=at)


def keep_index(gathering: Gathering) -> continuity.Continuity:
    """Figure it out anew and keep it on the gathering, for lists to be sorted by."""
    found = continuity.of(turns_of(gathering))
    gathering.counted, gathering.continuity = found.meant, found.index or 0
    gathering.save(update_fields=["counted", "continuity"])
    return found


def misses_in_a_row(turns: list[Turn]) -> int:
    row = 0
    for turn in reversed(turns):
        if turn.state == continuity.HELD:
            break
        row += turn.state == continuity.MISSED
    return row


def tell(people: Iterable[Person], template: str, occasion: Occasion, at: datetime) -> None:
    """Number and hour; the title says more than an SMS may."""
    for person in dict.fromkeys(people):
        outbox.to_person(
            person, template, at=at, subject=subject_of(occasion), url=f"/gatherings/occasions/{occasion.pk}/",
            code=to_persian_digits(occasion.code), until=moments.day_and_hour(occasion.starts_at),
        )  # fmt: skip


def expected(occasion: Occasion) -> list[Volunteer]:
    """Volunteers of the centre who did not say that they would not come."""
    refusing = Coming.objects.filter(occasion=occasion, comes=False).values("volunteer")
    return list(serving.serving_at(occasion.gathering.centre).exclude(pk__in=refusing))


def tell_phones(
    people: Iterable[Volunteer], template: str, thing: Gathering | Occasion, code: object, day: datetime, at: datetime
) -> None:
    """One message a telephone, however many share it."""
    for mobile in dict.fromkeys(one.mobile for one in people):
        outbox.to_phone(
            mobile, template, at=at, subject=subject_of(thing), code=to_persian_digits(str(code)),
            until=moments.day_and_hour(day),
        )  # fmt: skip


def ask_leader(occasion: Occasion, at: datetime) -> None:
    """A volunteer who leads without an account types the list on her own page."""
    she = occasion.gathering.volunteer
    if she and she.person is None and she.state in SERVES:
        outbox.to_phone(
            she.mobile, "occasion_yours", at=at, subject=subject_of(occasion), code=to_persian_digits(occasion.code),
            until=moments.day_and_hour(occasion.starts_at), link=f"{settings.VOLUNTEER_URL}{serving.link_of(she)}/",
        )  # fmt: skip
