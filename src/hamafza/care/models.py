"""Criteria, votes, steps, letters, contacts, and answers that keep no link to whoever gave them."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from hamafza.care.states import STEP_MOVES, WAITING, Feeling, LetterKind, Measure, StepState
from hamafza.kernel.actors import Actor
from hamafza.network.access import reach
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.referrals.models import Referral
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import Rung


class Criterion(models.Model):
    """What a province asks for in place of `ladder.toml`; without a rung it holds for everybody."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    rung = models.CharField(max_length=10, choices=Rung, blank=True)
    measure = models.CharField(max_length=10, choices=Measure)
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "rung", "measure"], name="a_criterion_once_per_province")
        ]


class Vote(models.Model):
    """One who serves beside her trusts her with the next rung. `mark` is a keyed hash: care/secrecy.py."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="+")
    rung = models.CharField(max_length=10, choices=Rung)
    mark = models.CharField(max_length=64, unique=True)


class StepQuerySet(models.QuerySet["Step"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "care.see") -> "StepQuerySet":
        within = reach(actor, action, at)
        return self.filter(within.q(path="volunteer__centre__place__path", centre="volunteer__centre__"))

    def waiting(self) -> "StepQuerySet":
        return self.filter(state__in=WAITING)

    def whole(self) -> "StepQuerySet":
        return self.select_related("volunteer__centre__place", "volunteer__person", "holder", "granted_by")


class Step(models.Model):
    """One rung up: proposed with its evidence, granted by the head, countersigned one level above."""

    MOVES = STEP_MOVES

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="+")
    rung = models.CharField(max_length=10, choices=Rung)
    state = models.CharField(max_length=10, choices=StepState, default=StepState.PROPOSED)
    evidence = models.JSONField(default=list)  # [[measure, has, wants], ...] as it stood on that day
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    proposed_at = models.DateTimeField()
    granted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    granted_level = models.PositiveSmallIntegerField(default=0)  # rules.level_of, when it was granted
    countersigned_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"])]
        constraints = [
            models.CheckConstraint(
                name="a_waiting_step_has_a_holder_and_a_deadline",
                condition=~Q(state__in=["proposed", "granted"]) | Q(holder__isnull=False, due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_countersigns_herself",
                condition=Q(countersigned_by=None) | ~Q(countersigned_by=F("granted_by")),
            ),
            models.CheckConstraint(
                name="who_was_raised_has_both_signatures",
                condition=~Q(state="raised") | Q(granted_by__isnull=False, countersigned_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_step_is_refused_with_a_reason", condition=~Q(state="refused") | ~Q(reason="")
            ),
            models.UniqueConstraint(
                fields=["volunteer"], condition=Q(state__in=["proposed", "granted"]), name="one_step_at_a_time"
            ),
        ]

    @property
    def access_path(self) -> str:
        return self.volunteer.access_path

    @property
    def access_centres(self) -> frozenset[int]:
        return self.volunteer.access_centres


class Served(models.Model):
    """A hop that a volunteer with an account brought to its end: the deed of referrals."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="+")
    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["volunteer", "day"])]


class Book(models.Model):
    """The register of letters of one Jalali year; its row is locked while a number is taken."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "care.see") -> "LetterQuerySet":
        within = reach(actor, action, at)
        return self.filter(within.q(path="volunteer__centre__place__path", centre="volunteer__centre__"))

    def whole(self) -> "LetterQuerySet":
        return self.select_related("volunteer__centre__place", "by")


class Letter(models.Model):
    """A thank-you letter or a certificate, with its number; the hours are those of that day and stay."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=LetterKind)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()
    minutes = models.PositiveIntegerField()
    deeds = models.PositiveIntegerField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["volunteer", "at"])]
        constraints = [models.UniqueConstraint(fields=["year", "serial"], name="a_letter_has_its_own_number")]

    @property
    def number(self) -> str:
        return f"{self.year}/{self.serial}"

    @property
    def access_path(self) -> str:
        return self.volunteer.access_path

    @property
    def access_centres(self) -> frozenset[int]:
        return self.volunteer.access_centres


class Contact(models.Model):
    """Somebody asked how she is; that alone is kept, not what was said."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class AnswersQuerySet(models.QuerySet["Answers"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "care.see_feelings") -> "AnswersQuerySet":
        return self.filter(reach(actor, action, at).q(path="centre__place__path", centre="centre__"))

    def shown(self) -> "AnswersQuerySet":
        return self.filter(batches__gt=0)


class Answers(models.Model):
    """How one kind of activity was for those of one centre in one Jalali month, in numbers: care/secrecy.py says why so.

    What officers see moves in batches of `secrecy.BATCH` different people; until then answers wait unseen.
    """

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)  # as in volunteers.service
    month = models.PositiveIntegerField()  # 140508
    batches = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    better = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    words = models.JSONField(default=list)
    waiting = models.JSONField(default=dict)  # {"people": 2, "good": 1, "bad": 1, "words": [...]}

    objects = AnswersQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "kind", "month"], name="one_row_of_answers")]

    @property
    def count(self) -> int:
        return self.good + self.better + self.bad

    def share(self, feeling: str) -> float:
        number: int = getattr(self, Feeling(feeling).value)
        return number / self.count if self.count else 0.0


class Mark(models.Model):
    """That somebody answered already, as a keyed hash; no time, no number of its own."""

    mark = models.CharField(max_length=64, primary_key=True)


class Round(models.Model):
    """When the ladder is next looked through; one row."""

    due_at = models.DateTimeField()
