"""Shift → bookings, each with the quarters of an hour that it fills; asks for stand-ins and reports of no-shows beside.

Two bookings of one person cannot overlap: each quarter of an hour of hers is a row, and a row is there once. No name or
number stands here: only which volunteer.
"""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from hamafza.kernel.actors import Actor
from hamafza.network.access import reach
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.shifts.states import (
    ASK_MOVES,
    BOOKING_MOVES,
    COMING,
    OPEN,
    QUARTER,
    SEATED,
    SHIFT_MOVES,
    AskState,
    BookingState,
    ShiftState,
)
from hamafza.volunteers.models import Skill, Volunteer


class ShiftQuerySet(models.QuerySet["Shift"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "shift.see") -> "ShiftQuerySet":
        return self.filter(reach(actor, action, at).q(path="centre__place__path", centre="centre__"))

    def open(self) -> "ShiftQuerySet":
        return self.filter(state__in=OPEN)

    def whole(self) -> "ShiftQuerySet":
        return self.select_related("centre__place", "skill__domain", "officer", "holder")

    def counted(self) -> "ShiftQuerySet":
        """With `.taken`, how many seats are filled."""
        seated = Booking.objects.filter(shift=OuterRef("pk"), state__in=SEATED).order_by().values("shift")
        taken = Subquery(seated.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        return self.annotate(taken=Coalesce(taken, 0))

    def uncovered(self) -> "ShiftQuerySet":
        """Those for which hands are still missing."""
        short = Q(taken__lt=F("needed"))
        return self.counted().filter(short)


class Shift(models.Model):
    """Some hours of one day at a centre, how many are needed, and who sees to it that they are there."""

    MOVES = SHIFT_MOVES

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    needed = models.PositiveSmallIntegerField()
    skill = models.ForeignKey(Skill, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    officer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")  # responsible for it
    state = models.CharField(max_length=10, choices=ShiftState, default=ShiftState.DRAFT)
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=12, blank=True)  # of a cancellation, coded
    created_at = models.DateTimeField()

    taken: int  # by .counted()

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["state", "due_at"]),
            models.Index(fields=["centre", "day"]),
            models.Index(fields=["day"]),
        ]
        constraints = [
            models.CheckConstraint(name="a_shift_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="a_shift_needs_someone_within_reason", condition=Q(needed__gte=1, needed__lte=200)
            ),
            models.CheckConstraint(
                name="an_open_shift_has_a_holder_and_a_deadline",
                condition=~Q(state__in=sorted(OPEN)) | Q(holder__isnull=False, due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_cancelled_shift_has_a_reason", condition=~Q(state=ShiftState.CANCELLED) | ~Q(reason="")
            ),
            models.UniqueConstraint(
                fields=["centre", "starts_at", "ends_at"],
                condition=Q(skill=None) & ~Q(state=ShiftState.CANCELLED),
                name="the_same_hours_without_a_skill_once",
            ),
            models.UniqueConstraint(
                fields=["centre", "starts_at", "ends_at", "skill"],
                condition=Q(skill__isnull=False) & ~Q(state=ShiftState.CANCELLED),
                name="the_same_hours_with_a_skill_once",
            ),
        ]

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def access_path(self) -> str:
        return self.centre.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset({self.centre_id})


class BookingQuerySet(models.QuerySet["Booking"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "shift.see") -> "BookingQuerySet":
        return self.filter(reach(actor, action, at).q(path="shift__centre__place__path", centre="shift__centre__"))

    def coming(self) -> "BookingQuerySet":
        return self.filter(state__in=COMING)

    def seated(self) -> "BookingQuerySet":
        return self.filter(state__in=SEATED)

    def whole(self) -> "BookingQuerySet":
        return self.select_related(
            "volunteer__person", "shift__centre__place", "shift__skill__domain", "shift__officer", "shift__holder"
        )


class Booking(models.Model):
    """One volunteer and one shift, whatever became of it."""

    MOVES = BOOKING_MOVES

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="bookings")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BookingState)
    since_at = models.DateTimeField()
    reason = models.CharField(max_length=12, blank=True)  # of a call-off, coded
    is_late = models.BooleanField(default=False)  # called off within a day of the beginning
    is_excused = models.BooleanField(default=False)  # did not come, with a good reason

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["since_at", "id"]
        indexes = [models.Index(fields=["volunteer", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["shift", "volunteer"], name="a_volunteer_once_on_a_shift"),
            models.CheckConstraint(
                name="a_call_off_has_a_reason", condition=~Q(state=BookingState.CALLED_OFF) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="only_a_no_show_is_excused", condition=Q(is_excused=False) | Q(state=BookingState.NO_SHOW)
            ),
        ]

    @property
    def access_path(self) -> str:
        return self.shift.access_path

    @property
    def access_centres(self) -> frozenset[int]:
        return self.shift.access_centres


class Busy(models.Model):
    """A quarter of an hour of a volunteer that is given away, counted from 1970. Two bookings cannot have the same one."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="busy")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="+")
    quarter = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["volunteer", "quarter"], name="nobody_is_in_two_places_at_once")]


class AskQuerySet(models.QuerySet["Ask"]):
    def live(self) -> "AskQuerySet":
        return self.filter(state=AskState.ASKED)

    def whole(self) -> "AskQuerySet":
        return self.select_related(
            "volunteer__person", "shift__centre__place", "shift__skill__domain", "shift__officer", "shift__holder"
        )


class Ask(models.Model):
    """A volunteer was asked to step in; she has until `due_at`, then the next one is asked."""

    MOVES = ASK_MOVES

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="asks")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=6, choices=AskState, default=AskState.ASKED)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        indexes = [models.Index(fields=["state", "due_at"])]
        constraints = [models.UniqueConstraint(fields=["shift", "volunteer"], name="nobody_is_asked_twice_for_a_shift")]


class Absent(models.Model):
    """Somebody who was there says that another did not come; it counts when a second one says so, or the officer."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "by"], name="a_no_show_is_told_once_by_one")]


def quarters(shift: Shift) -> range:
    """The quarters of an hour of this shift, counted from 1970."""
    length = timedelta(minutes=QUARTER).total_seconds()
    return range(quarter_of(shift.starts_at), int(-(-shift.ends_at.timestamp() // length)))


def quarter_of(at: datetime) -> int:
    return int(at.timestamp() // timedelta(minutes=QUARTER).total_seconds())
