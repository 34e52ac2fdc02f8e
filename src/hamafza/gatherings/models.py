"""Gathering → occasions → who came; the table of feasts beside them. Names stay here; the journal knows only how many."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from hamafza.gatherings.deadlines import DOORS_OPEN
from hamafza.gatherings.states import (
    GATHERING_MOVES,
    OCCASION_MOVES,
    SETTLED,
    GatheringState,
    OccasionState,
    Rhythm,
    Via,
)
from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import local
from hamafza.network.access import reach
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import ENDED


class Feast(models.Model):
    """Days of a feast in one year. Lunar ones move by eleven days a year and may shift by a day with the moon."""

    key = models.CharField(max_length=20)
    name_fa = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    is_lunar = models.BooleanField(default=True)
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        ordering = ["first_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["key", "first_on"], name="a_feast_begins_once"),
            models.CheckConstraint(name="a_feast_ends_after_it_begins", condition=Q(last_on__gte=F("first_on"))),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_fa


class GatheringQuerySet(models.QuerySet["Gathering"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "gathering.see") -> "GatheringQuerySet":
        """By its centre and place, or because she leads it."""
        seen = reach(actor, action, at).q(path="centre__place__path", centre="centre__")
        if isinstance(actor, Person) and actor.is_active:
            seen |= Q(leader=actor) | Q(volunteer__person=actor) & ~Q(volunteer__state__in=sorted(ENDED))
        return self.filter(seen)

    def active(self) -> "GatheringQuerySet":
        return self.filter(state=GatheringState.ACTIVE)

    def whole(self) -> "GatheringQuerySet":
        return self.select_related("centre__place", "leader", "volunteer__person")


class Gathering(models.Model):
    """People of a centre who come together again and again; one of them leads."""

    MOVES = GATHERING_MOVES

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    search_key = models.CharField(max_length=160, db_index=True)
    leader = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(Volunteer, null=True, on_delete=models.PROTECT, related_name="+")  # or she leads
    rule = models.CharField(max_length=6, choices=Rhythm)
    every = models.PositiveSmallIntegerField(default=1)  # weeks: every N weeks; month: the Nth weekday, 5 is the last
    weekday = models.PositiveSmallIntegerField(default=0)  # Saturday 0 … Friday 6
    feast = models.CharField(max_length=20, blank=True)  # of which feast it keeps the days
    gives_way = models.BooleanField(default=False)  # moves a day on when its day is a day of rest
    hour = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=90)
    first_on = models.DateField()
    state = models.CharField(max_length=8, choices=GatheringState, default=GatheringState.ACTIVE)
    ended_because = models.CharField(max_length=12, blank=True)
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # when its next weeks must be planned
    counted = models.PositiveIntegerField(default=0)  # occasions that the index is made of
    continuity = models.PositiveSmallIntegerField(default=0)  # 0 to 100, see continuity.py; kept for sorting
    created_at = models.DateTimeField()

    objects = GatheringQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"]),
            models.Index(fields=["centre", "state"]),
            models.Index(fields=["continuity"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="one_person_leads_a_gathering",
                condition=Q(leader__isnull=False, volunteer=None) | Q(leader=None, volunteer__isnull=False),
            ),
            models.CheckConstraint(
                name="a_gathering_comes_again_within_reason",
                condition=Q(every__gte=1, every__lte=12, weekday__lte=6, minutes__gte=15, minutes__lte=600)
                & (~Q(rule=Rhythm.MONTH) | Q(every__lte=5)),
            ),
            models.CheckConstraint(
                name="a_feast_is_named_where_it_is_kept",
                condition=Q(rule=Rhythm.FEAST) & ~Q(feast="") | ~Q(rule=Rhythm.FEAST) & Q(feast=""),
            ),
            models.CheckConstraint(
                name="an_active_gathering_plans_on_an_ended_one_says_why",
                condition=Q(state=GatheringState.ACTIVE, due_at__isnull=False, ended_because="", ended_at=None)
                | Q(state=GatheringState.ENDED, due_at=None, ended_at__isnull=False) & ~Q(ended_because=""),
            ),
            models.CheckConstraint(name="continuity_is_0_to_100", condition=Q(continuity__lte=100)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.centre.place

    @property
    def leader_name(self) -> str:
        return (self.leader or self.volunteer).full_name  # type: ignore[union-attr]

    @property
    def leader_account(self) -> Person | None:
        """Of a volunteer only as long as she is one of us."""
        if self.volunteer:
            return self.volunteer.person if self.volunteer.is_one_of_us else None
        return self.leader

    @property
    def access_path(self) -> str:
        return self.centre.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset({self.centre_id})


class OccasionQuerySet(models.QuerySet["Occasion"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "gathering.see") -> "OccasionQuerySet":
        return self.filter(gathering__in=Gathering.objects.visible_to(actor, at, action).values("pk"))

    def open(self) -> "OccasionQuerySet":
        """Somebody owes it something."""
        return self.filter(holder__isnull=False)

    def whole(self) -> "OccasionQuerySet":
        return self.select_related(
            "gathering__centre__place", "gathering__leader", "gathering__volunteer__person", "holder"
        )


class Occasion(models.Model):
    """One day of a gathering. Its holder says what became of it, or what is done about a miss, until `due_at`."""

    MOVES = OCCASION_MOVES

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="occasions")
    meant_on = models.DateField()  # the day that the rule says
    moved_because = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=OccasionState, default=OccasionState.PLANNED)
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(default=0)
    others = models.PositiveIntegerField(default=0)  # who came and is on no list
    people = models.PositiveIntegerField(default=0)  # everybody who came
    reason = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=300, blank=True)  # in the words of whoever said why
    followed = models.CharField(max_length=300, blank=True)  # what the head does about a miss
    told = models.PositiveIntegerField(default=0)  # to how many a cancellation was told
    settled_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)  # when the journal's line that counts was written
    created_at = models.DateTimeField()

    objects = OccasionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"]), models.Index(fields=["starts_at"])]
        constraints = [
            models.UniqueConstraint(fields=["gathering", "meant_on"], name="a_day_of_a_gathering_comes_once"),
            models.CheckConstraint(
                name="whoever_holds_an_occasion_has_a_deadline",
                condition=Q(holder=None, due_at=None) | Q(holder__isnull=False, due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_occasion_in_sight_has_a_holder",
                condition=~Q(state=OccasionState.PLANNED) | Q(holder__isnull=False, settled_at=None),
            ),
            models.CheckConstraint(
                name="an_occasion_that_was_not_held_says_why",
                condition=Q(state__in=[OccasionState.MISSED, OccasionState.CANCELLED]) & ~Q(reason="")
                | Q(state__in=[OccasionState.PLANNED, OccasionState.HELD], reason=""),
            ),
            models.CheckConstraint(
                name="people_came_only_where_it_was_held", condition=Q(state=OccasionState.HELD) | Q(people=0)
            ),
            models.CheckConstraint(
                name="what_is_settled_has_its_instant",
                condition=~Q(state__in=sorted(SETTLED)) | Q(settled_at__isnull=False),
            ),
        ]

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.gathering.minutes)

    def takes_taps(self, at: datetime) -> bool:
        """From an hour before it until that day ends, or it itself does, if it goes on past midnight."""
        if self.state not in {OccasionState.PLANNED, OccasionState.HELD} or at < self.starts_at - DOORS_OPEN:
            return False
        return local(at).date() == local(self.starts_at).date() or at <= self.ends_at

    @property
    def code(self) -> str:
        """«۳/۴۰»: which gathering, which of its occasions; says nothing of either."""
        return f"{self.gathering_id}/{self.pk}"

    @property
    def is_planned(self) -> bool:
        return self.state == OccasionState.PLANNED

    @property
    def access_path(self) -> str:
        return self.gathering.access_path

    @property
    def access_centres(self) -> frozenset[int]:
        return self.gathering.access_centres


class Guest(models.Model):
    """Somebody who came and is no volunteer; known by name when she comes again."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    full_name = models.CharField(max_length=120)
    search_key = models.CharField(max_length=160)
    mobile = models.CharField(max_length=11, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["centre", "search_key"])]

    def __str__(self) -> str:
        return self.full_name


class Presence(models.Model):
    """She was there."""

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="presences")
    volunteer = models.ForeignKey(Volunteer, null=True, on_delete=models.PROTECT, related_name="+")
    guest = models.ForeignKey(Guest, null=True, on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=5, choices=Via)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occasion", "volunteer"], name="a_volunteer_is_there_once"),
            models.UniqueConstraint(fields=["occasion", "guest"], name="a_guest_is_there_once"),
            models.CheckConstraint(
                name="a_presence_is_of_a_volunteer_or_of_a_guest",
                condition=Q(volunteer__isnull=False, guest=None) | Q(volunteer=None, guest__isnull=False),
            ),
        ]

    @property
    def name(self) -> str:
        return (self.volunteer or self.guest).full_name  # type: ignore[union-attr]


class Mending(models.Model):
    """A list was put right afterwards: by whom, from how many to how many."""

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="mendings")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # without an account: see via
    via = models.CharField(max_length=5, choices=Via, default=Via.LIST)
    before = models.PositiveIntegerField()
    after = models.PositiveIntegerField()
    added = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["at", "pk"]


class Coming(models.Model):
    """«می‌آیم» or «نمی‌آیم», said on her own page."""

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="answers")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="+")
    comes = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["occasion", "volunteer"], name="an_answer_once_to_an_occasion")]
