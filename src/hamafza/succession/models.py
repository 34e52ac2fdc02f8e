"""Successors and their steps, handovers and their parts, centres without a head, centres that seem asleep."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from persiantools.jdatetime import JalaliDate

from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import local
from hamafza.network.access import reach
from hamafza.network.models import Centre, Grant, Role
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.succession.states import (
    ACTING_MOVES,
    CHECK_MOVES,
    LEARNING,
    READY,
    STAGE_MOVES,
    ActingState,
    Answer,
    CheckKind,
    CheckState,
    Ending,
    Stage,
)
from hamafza.volunteers.models import Volunteer


class SuccessorQuerySet(models.QuerySet["Successor"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "succession.see") -> "SuccessorQuerySet":
        """By centre or place; the officer sees whom she trains, the successor sees herself."""
        within = reach(actor, action, at)
        seen = within.q(path="centre__place__path", centre="centre__") | within.q(path="place__path")
        if isinstance(actor, Person) and actor.is_active:
            seen |= Q(officer=actor) | Q(person=actor)
        return self.filter(seen)

    def going_on(self) -> "SuccessorQuerySet":
        return self.exclude(state=Stage.ENDED)

    def learning(self) -> "SuccessorQuerySet":
        """Those for whom a next stage waits; their `due_at` asks the officer."""
        return self.filter(state__in=LEARNING)

    def ready(self) -> "SuccessorQuerySet":
        """Those who could lead tomorrow, and who are still here."""
        serves = Q(volunteer=None) | Q(volunteer__state="accepted")
        return self.filter(serves, Q(person=None) | Q(person__is_active=True), state__in=READY)

    def whole(self) -> "SuccessorQuerySet":
        return self.select_related("officer", "person", "volunteer", "centre__place", "place", "certified_by")


class Successor(models.Model):
    """Somebody who learns an officer's work beside her, up to the day on which she can do it alone."""

    MOVES = STAGE_MOVES

    officer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=25, choices=Role)
    centre = models.ForeignKey(Centre, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(Volunteer, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=24)  # "person:7" or "volunteer:3": the same human being counts once
    state = models.CharField(max_length=12, choices=Stage, default=Stage.SHADOW)
    since_at = models.DateTimeField()  # of this stage
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # when the officer is asked whether a next step is near
    asked = models.PositiveSmallIntegerField(default=0)  # how often she was, in this stage
    certified_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    trained_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # as she certified
    ending = models.CharField(max_length=10, choices=Ending, blank=True)

    objects = SuccessorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_successor_learns_a_centre_or_a_place",
                condition=Q(centre__isnull=False, place=None) | Q(centre=None, place__isnull=False),
            ),
            models.CheckConstraint(
                name="a_successor_is_somebody_else",
                condition=(Q(person__isnull=False) | Q(volunteer__isnull=False))
                & (Q(person=None) | ~Q(person=F("officer"))),
            ),
            models.CheckConstraint(
                name="whoever_learns_has_a_day_on_which_we_ask",
                condition=~Q(state__in=sorted(LEARNING)) | Q(due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="another_person_certifies",
                condition=~Q(state=Stage.CERTIFIED)
                | (Q(certified_by__isnull=False, trained_by__isnull=False) & ~Q(certified_by=F("trained_by"))),
            ),
            models.CheckConstraint(name="an_ended_training_says_why", condition=~Q(state=Stage.ENDED) | ~Q(ending="")),
            models.UniqueConstraint(
                fields=["officer", "who", "role", "centre"],
                condition=Q(centre__isnull=False) & ~Q(state=Stage.ENDED),
                name="a_successor_once_at_a_centre",
            ),
            models.UniqueConstraint(
                fields=["officer", "who", "role", "place"],
                condition=Q(place__isnull=False) & ~Q(state=Stage.ENDED),
                name="a_successor_once_over_a_place",
            ),
        ]
        indexes = [models.Index(fields=["centre", "state"]), models.Index(fields=["state", "due_at"])]

    @property
    def name(self) -> str:
        return str(self.volunteer.full_name if self.volunteer else self.person.full_name)  # type: ignore[union-attr]

    @property
    def over(self) -> Centre | Place:
        return self.centre or self.place  # type: ignore[return-value]

    @property
    def access_path(self) -> str:
        return self.over.access_path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset({self.centre_id} if self.centre_id else ())


class Step(models.Model):
    """One stage reached: on which day, what was seen, and who saw it."""

    successor = models.ForeignKey(Successor, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=12, choices=Stage)
    at = models.DateTimeField()
    seen_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["successor", "stage"], name="a_stage_is_reached_once")]


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "succession.hand_over") -> "HandoverQuerySet":
        """By place, or because one gave, took or made it."""
        seen = reach(actor, action, at).q(path="place__path")
        if isinstance(actor, Person) and actor.is_active:
            took = HandoverPart.objects.filter(taker=actor).values("handover")
            seen |= Q(giver=actor) | Q(done_by=actor) | Q(pk__in=took) | Q(back_of__in=took)
        return self.filter(seen)

    def whole(self) -> "HandoverQuerySet":
        return self.select_related("giver", "done_by", "place", "back_of", "returned").prefetch_related("parts__taker")


class Handover(models.Model):
    """Everything that lay with one officer went to others, at one instant."""

    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    done_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # none: by the clock
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")  # under which all her roles lay
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    back_of = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="returned")

    objects = HandoverQuerySet.as_manager()

    @property
    def number(self) -> str:
        """«۱۴۰۵/۱۲»"""
        return f"{JalaliDate(local(self.at).date()).year}/{self.pk}"

    @property
    def total(self) -> int:
        return sum(len(part.things) for part in self.parts.all())

    @property
    def access_path(self) -> str:
        return self.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset()


class HandoverPart(models.Model):
    """One kind of things and who has them now, as the paper says it."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=20)
    taker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    things = models.JSONField(default=list)  # [{"key", "title", "address"}]; never whom they are about

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "kind", "taker"], name="a_kind_goes_to_a_taker_once")
        ]


class ActingQuerySet(models.QuerySet["Acting"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "succession.see") -> "ActingQuerySet":
        seen = reach(actor, action, at).q(path="centre__place__path", centre="centre__")
        if isinstance(actor, Person) and actor.is_active:
            seen |= Q(pk__in=Offer.objects.filter(person=actor).values("acting"))
        return self.filter(seen)

    def open(self) -> "ActingQuerySet":
        return self.exclude(state=ActingState.ENDED)

    def whole(self) -> "ActingQuerySet":
        return self.select_related("centre__place", "holder", "grant__person")


class Acting(models.Model):
    """A centre without a head: somebody is asked to lead for a month, else whoever stands above holds it."""

    MOVES = ACTING_MOVES

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ActingState, default=ActingState.OFFERED)
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    grant = models.ForeignKey(Grant, null=True, on_delete=models.SET_NULL, related_name="+")
    since_at = models.DateTimeField()

    objects = ActingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre"], condition=~Q(state=ActingState.ENDED), name="a_centre_lacks_its_head_once"
            ),
            models.CheckConstraint(
                name="a_centre_without_head_has_a_holder_and_a_deadline",
                condition=Q(state=ActingState.ENDED) | Q(holder__isnull=False, due_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"])]

    @property
    def access_path(self) -> str:
        return self.centre.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset({self.centre_id})


class Offer(models.Model):
    """Somebody who was asked to lead, and what she said."""

    acting = models.ForeignKey(Acting, on_delete=models.CASCADE, related_name="offers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.WAITING)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["acting", "person"], name="a_person_is_asked_to_lead_once")]


class CheckQuerySet(models.QuerySet["Check"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "succession.see") -> "CheckQuerySet":
        return self.filter(reach(actor, action, at).q(path="centre__place__path", centre="centre__"))

    def open(self) -> "CheckQuerySet":
        return self.filter(state=CheckState.OPEN)

    def whole(self) -> "CheckQuerySet":
        return self.select_related("centre__place", "holder", "decided_by")


class Check(models.Model):
    """A centre seems asleep, or awake again: whoever stands above looks and says; nothing happens silently."""

    MOVES = CHECK_MOVES

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=CheckKind)
    state = models.CharField(max_length=6, choices=CheckState, default=CheckState.OPEN)
    evidence = models.JSONField(default=list)  # [[sign, "2026-10-24" or ""]]: when each sign of life was last seen
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre"], condition=Q(state=CheckState.OPEN), name="a_centre_is_checked_once_at_a_time"
            ),
            models.CheckConstraint(
                name="an_open_check_has_a_holder_and_a_deadline",
                condition=~Q(state=CheckState.OPEN) | Q(holder__isnull=False, due_at__isnull=False, ended_at=None),
            ),
            models.CheckConstraint(
                name="whoever_decides_on_a_centre_says_why",
                condition=~Q(state__in=[CheckState.MOVED, CheckState.STAYS])
                | (~Q(reason="") & Q(decided_by__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"])]

    @property
    def access_path(self) -> str:
        return self.centre.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset({self.centre_id})


class Round(models.Model):
    """A day on which signs of life were looked for; there is one of each."""

    day = models.DateField(unique=True)
    at = models.DateTimeField()
