"""Hops, their notes and files, signed links, and the last door."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from hamafza.intake.models import Need
from hamafza.intake.states import Outcome
from hamafza.kernel.actors import Actor
from hamafza.network.access import reach
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.referrals.states import (
    DOOR_MOVES,
    MOVES,
    OPEN,
    TAKEN,
    DoorAction,
    DoorState,
    HopState,
    Mode,
    Why,
)


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "referral.see") -> "ReferralQuerySet":
        """Hops of one's centre, of one's place, or the one hop of a link."""
        within = reach(actor, action, at)
        if within.referral_id is not None:
            return self.filter(pk=within.referral_id)
        return self.filter(within.q(path="need__request__place__path", centre="centre__"))

    def open(self) -> "ReferralQuerySet":
        return self.filter(state__in=OPEN)

    def due(self, at: datetime) -> "ReferralQuerySet":
        return self.open().filter(due_at__lte=at)

    def whole(self) -> "ReferralQuerySet":
        """With everything that an answer touches."""
        return self.select_related("need__request__place", "need__domain", "centre__place", "holder")


class Referral(models.Model):
    """One hop of one need: a centre is asked, and someone there must answer by a certain hour."""

    MOVES = MOVES

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    state = models.CharField(max_length=16, choices=HopState, default=HopState.OFFERED)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.RANKED)
    rank = models.PositiveSmallIntegerField(default=1)
    reasons = models.JSONField(default=list)  # why this centre: [{"name", "value", "share"}, ...]
    runner_up = models.CharField(max_length=120, blank=True)
    sender = models.CharField(max_length=60)  # who offered it
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    since_at = models.DateTimeField()  # the last sign of life in this state; the ladder counts from here
    answer_by = models.DateTimeField(null=True)  # the promised instant, as people see it
    due_at = models.DateTimeField(null=True)  # the next instant at which the ladder moves by itself
    rung = models.PositiveSmallIntegerField(default=0)
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    hold_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=500, blank=True)
    outcome = models.CharField(max_length=15, choices=Outcome, blank=True)
    evidence = models.TextField(blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_open_hop_has_a_holder_and_a_deadline",
                condition=~Q(state__in=OPEN)
                | Q(holder__isnull=False, due_at__isnull=False, answer_by__isnull=False, ended_at=None),
            ),
            models.CheckConstraint(
                name="a_refusal_has_a_reason",
                condition=~Q(state__in=[HopState.DECLINED, HopState.NOT_DONE, HopState.ON_HOLD, HopState.WITHDRAWN])
                | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="a_done_hop_has_an_outcome_and_evidence",
                condition=~Q(state=HopState.DONE) | (~Q(outcome="") & ~Q(evidence="")),
            ),
            models.UniqueConstraint(
                fields=["need"], condition=Q(state__in=TAKEN), name="one_centre_at_a_time_has_taken_a_need"
            ),
            models.UniqueConstraint(
                fields=["need", "centre"], condition=Q(state__in=OPEN), name="a_centre_is_asked_once_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["centre", "state", "due_at"]), models.Index(fields=["state", "due_at"])]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def access_path(self) -> str:
        return self.need.request.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset({self.centre_id})

    @property
    def access_referral(self) -> int:
        return self.pk


class Note(models.Model):
    """A sign of life while the centre works on it."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()
    for_applicant = models.BooleanField(default=True)


class AnswerLink(models.Model):
    """A signed way to answer one hop without an account; refreshable, revocable, used up by an answer."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)  # sha256; the token itself is in the SMS alone
    until = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)  # wrong phone digits

    token = ""  # known to the one who makes the link, for one screen; never stored

    def is_live(self, at: datetime) -> bool:
        return self.used_at is None and self.revoked_at is None and self.until > at and self.tries < 5


class LastDoor(models.Model):
    """No centre could: a named officer of the province must find a way."""

    MOVES = DOOR_MOVES

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=DoorState, default=DoorState.OPEN)
    why = models.CharField(max_length=20)  # exhausted | refusals | reopened
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    rung = models.PositiveSmallIntegerField(default=0)
    action = models.CharField(max_length=10, choices=DoorAction, blank=True)
    note = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_finished_last_door_says_what_was_done", condition=~Q(state=DoorState.DONE) | ~Q(action="")
            ),
            models.UniqueConstraint(fields=["need"], condition=Q(state="open"), name="one_last_door_per_need"),
        ]
        indexes = [models.Index(fields=["state", "due_at"])]

    def get_why_display(self) -> str:
        return str(Why(self.why).label)

    @property
    def access_path(self) -> str:
        return self.need.request.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset()
