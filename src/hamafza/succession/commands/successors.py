"""A successor begins beside an officer and climbs: each stage with its day, what was seen, and who saw it."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from hamafza.journal import entries as journal
from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.commands import command
from hamafza.kernel.errors import NotAllowed, Refused
from hamafza.kernel.moves import move, remember, subject_of
from hamafza.network import queries as network
from hamafza.network.models import Grant
from hamafza.notices import outbox
from hamafza.people.models import Person
from hamafza.succession import rules
from hamafza.succession.models import Step, Successor
from hamafza.succession.states import Ending, Stage
from hamafza.volunteers.models import Volunteer
from hamafza_engines.persian import to_persian_digits

ASK_AFTER = timedelta(days=60)  # without a next stage


class NotHerself(Refused):
    message = _("هیچ‌کس جانشین خودش نمی‌شود. همکار یا داوطلب دیگری برگزینید.")
    field = "who"


class AlreadyLearning(Refused):
    message = _("او از پیش در شمار جانشینان این نقش است.")
    field = "who"


class NotServing(Refused):
    message = _("تنها همکار فعال یا داوطلبی که در خدمت است جانشین می‌شود.")
    field = "who"


class NothingSeen(Refused):
    message = _("بنویسید چه دیده شد که گام تازه را نشان می‌دهد؛ یک جمله بس است.")
    field = "note"


class SecondPerson(Refused):
    message = _("گام آخر را کسی تأیید می‌کند که آموزش‌دهنده نیست: مدیر کانون یا هماهنگ‌کننده.")


@command(rule=rules.may_begin)
def begin(held: Grant, *, who: Person | Volunteer, by: Person, at: datetime, note: str = "") -> Successor:
    """Somebody walks beside the officer of this role from today on. Raises NotHerself, NotServing, AlreadyLearning."""
    volunteer = who if isinstance(who, Volunteer) else None
    person = who if isinstance(who, Person) else who.person
    if person == held.person:
        raise NotHerself
    if (volunteer and volunteer.state != "accepted") or (person and not person.is_active):
        raise NotServing
    name = person.ref if person else volunteer.ref  # type: ignore[union-attr]
    same = Successor.objects.going_on().filter(
        officer=held.person, who=name, role=held.role, centre=held.centre, place=held.place
    )
    if same.exists():
        raise AlreadyLearning
    successor = Successor.objects.create(
        officer=held.person, role=held.role, centre=held.centre, place=held.place, person=person, volunteer=volunteer,
        who=name, since_at=at, started_at=at, due_at=at + ASK_AFTER,
    )  # fmt: skip
    Step.objects.create(successor=successor, stage=Stage.SHADOW, at=at, seen_by=by, note=note.strip()[:500])
    remember(successor, before="", after=Stage.SHADOW, by=by, at=at)
    _line("successor_began", successor, at)
    _tell_her(successor, "successor_began", at)
    return successor


def _may_advance(by: Actor, successor: Successor, at: datetime) -> bool:
    """For the last stage the matrix asks more; who trained is told so in words."""
    if successor.state == Stage.LEADS_ALONE:
        return rules.may_certify(by, successor, at) or rules.may_train(by, successor, at)
    return rules.may_train(by, successor, at)


@command(rule=_may_advance, keep=("to",))
def advance(successor: Successor, *, to: str, note: str, by: Person, at: datetime) -> Successor:
    """The next stage, with what was seen. Raises NothingSeen, SecondPerson, MoveRefused, NotAllowed."""
    if to == Stage.ENDED:
        raise NotAllowed
    if not note.strip():
        raise NothingSeen
    last = to == Stage.CERTIFIED
    if last and not rules.may_certify(by, successor, at):
        raise SecondPerson
    due_at = None if last else at + ASK_AFTER
    move(
        successor, to=to, by=by, at=at, since_at=at, due_at=due_at, asked=0, certified_by=by if last else None,
        trained_by=successor.officer if last else None,
    )  # fmt: skip
    Step.objects.create(successor=successor, stage=to, at=at, seen_by=by, note=note.strip()[:500])
    _line("successor_stage", successor, at)
    _tell_her(successor, "successor_stage", at)
    return successor


@command(rule=rules.may_train, keep=("ending",))
def end(successor: Successor, *, ending: str, by: Actor, at: datetime) -> Successor:
    """She learns no longer. Raises MoveRefused."""
    if ending not in Ending.values:
        ending = Ending.OTHER
    move(successor, to=Stage.ENDED, by=by, at=at, reason=ending, ending=ending, due_at=None)
    _line("successor_ended", successor, at)
    return successor


@command(rule=is_the_clock)
def ask(successor: Successor, *, by: Actor, at: datetime) -> Successor:
    """No next stage for sixty days: the officer is asked kindly; has she left, whoever answers above her."""
    officer = network.present(successor.officer, at)
    if not officer.is_active:
        place = successor.centre.place if successor.centre else successor.place
        assert place is not None  # by constraint
        officer = network.coordinator_of(place, at)
    _tell(officer, successor, "successor_waits", at)
    successor.asked = min(successor.asked + 1, 99)
    successor.due_at = at + ASK_AFTER
    successor.save(update_fields=["asked", "due_at"])
    return successor


@command(rule=None)  # the rule of the handover covers it
def pass_on(successor: Successor, *, to: Person, by: Actor, at: datetime) -> Successor:
    """Another officer trains her now; whoever takes the work over herself has reached the end of the way."""
    twin = Successor.objects.going_on().filter(
        officer=to, who=successor.who, role=successor.role, centre=successor.centre, place=successor.place
    )
    if to.ref == successor.who or twin.exists():
        ending = Ending.TOOK_OVER if to.ref == successor.who else Ending.OTHER
        move(successor, to=Stage.ENDED, by=by, at=at, reason=ending, ending=ending, due_at=None)
        return successor
    successor.officer = to
    successor.save(update_fields=["officer"])
    return successor


def _line(kind: str, successor: Successor, at: datetime) -> None:
    centre = successor.centre.code if successor.centre else ""
    journal.record(kind, place=successor.access_path, centre=centre, detail=successor.state, people=1, at=at)


def _tell_her(successor: Successor, template: str, at: datetime) -> None:
    if successor.person:
        _tell(successor.person, successor, template, at)


def _tell(person: Person, successor: Successor, template: str, at: datetime) -> None:
    outbox.to_person(
        person, template, at=at, subject=subject_of(successor), url=f"/succession/links/{successor.pk}/",
        code=to_persian_digits(str(successor.pk)),
    )  # fmt: skip
