"""Series → meetings → items of the agenda and decisions → actions; invitees beside the meeting.

Everything is seen through its series' place, or by those who are invited, chair, keep the minutes or own an action.
"""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import local
from hamafza.meetings.states import (
    ACTION_MOVES,
    BEFORE,
    DECISION_MOVES,
    MEETING_FINAL,
    MEETING_MOVES,
    SERIES_MOVES,
    UNVERIFIED,
    ActionState,
    Answer,
    Attended,
    DecisionState,
    Kind,
    MeetingState,
    SeriesState,
)
from hamafza.network.access import Reach, reach
from hamafza.network.days import Rule
from hamafza.network.models import Absence, Centre, Domain, Role
from hamafza.people.models import Person
from hamafza.places.models import Place


def in_her_name(actor: Person, at: datetime) -> models.QuerySet[Person]:
    """She herself, and those for whom she stands in."""
    away = Absence.objects.filter(deputy=actor, since__lte=at, until__gt=at)
    return Person.objects.filter(Q(pk=actor.pk) | Q(pk__in=away.values("person")))


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "meeting.see") -> "SeriesQuerySet":
        """By place, by a host centre, by office in it, or by an invitation to one of its meetings."""
        within = reach(actor, action, at)
        seen = within.q(path="place__path") | _hosted(within)
        if isinstance(actor, Person) and actor.is_active:
            me = in_her_name(actor, at)
            seen |= Q(chair__in=me) | Q(secretary__in=me)
            if action == "meeting.see":
                seen |= Q(pk__in=Invitee.objects.filter(person__in=me).values("meeting__series"))
        return self.filter(seen)

    def active(self) -> "SeriesQuerySet":
        return self.filter(state=SeriesState.ACTIVE)


def _hosted(within: Reach) -> Q:
    if not within.centres and not within.centre_paths:
        return Q(pk=None)
    return Q(pk__in=SeriesHost.objects.filter(within.centre_q("centre__")).values("series"))


class Series(models.Model):
    """A meeting that comes again: whose, when, where in turn, who is called, who leads and who writes."""

    MOVES = SERIES_MOVES

    title = models.CharField(max_length=120)
    search_key = models.CharField(max_length=160, db_index=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    domain = models.ForeignKey(Domain, null=True, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=6, choices=Rule)
    every = models.PositiveSmallIntegerField(default=1)  # weeks: every N weeks; month: the Nth weekday, 5 is the last
    weekday = models.PositiveSmallIntegerField()  # Saturday 0 … Thursday 5
    first_on = models.DateField()  # no meeting before this day; weeks are counted from it
    hour = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=90)
    quorum_percent = models.PositiveSmallIntegerField(default=50)
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    secretary = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=SeriesState, default=SeriesState.ACTIVE)
    due_at = models.DateTimeField(null=True)  # when the next meeting must be planned: as the last one begins
    created_at = models.DateTimeField()

    objects = SeriesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="no_series_meets_on_fridays", condition=Q(weekday__lte=5)),
            models.CheckConstraint(
                name="a_series_comes_again_within_reason", condition=Q(every__gte=1, every__lte=12, minutes__gte=15)
            ),
            models.CheckConstraint(
                name="the_nth_weekday_is_within_a_month", condition=~Q(rule=Rule.MONTH) | Q(every__lte=5)
            ),
            models.CheckConstraint(name="a_quorum_is_a_share", condition=Q(quorum_percent__lte=100)),
            models.CheckConstraint(name="the_chair_does_not_write", condition=~Q(chair=F("secretary"))),
            models.CheckConstraint(
                name="an_active_series_plans_on", condition=~Q(state=SeriesState.ACTIVE) | Q(due_at__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def access_path(self) -> str:
        return self.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset(host.centre_id for host in self.hosts.all())


class SeriesHost(models.Model):
    """A centre whose turn comes round; the order is the round."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="hosts")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["series", "centre"], name="a_host_once_in_a_round")]


class SeriesRole(models.Model):
    """A role whose holders in the place of the series are invited."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=25, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "role"], name="a_role_is_invited_once")]


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "meeting.see") -> "MeetingQuerySet":
        """By the place of its series, by its host, by office in the series, or by invitation."""
        within = reach(actor, action, at)
        seen = within.q(path="series__place__path", centre="host__")
        if isinstance(actor, Person) and actor.is_active:
            me = in_her_name(actor, at)
            seen |= Q(series__chair__in=me) | Q(series__secretary__in=me)
            if action == "meeting.see":
                seen |= Q(pk__in=Invitee.objects.filter(person__in=me).values("meeting"))
        return self.filter(seen)

    def open(self) -> "MeetingQuerySet":
        return self.exclude(state__in=MEETING_FINAL)

    def whole(self) -> "MeetingQuerySet":
        """With everything that a move touches."""
        return self.select_related(
            "series__place", "series__domain", "series__chair", "series__secretary", "host", "holder"
        )


class Meeting(models.Model):
    """One sitting of a series; its holder sees to the next step until `due_at`."""

    MOVES = MEETING_MOVES

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    meant_on = models.DateField()  # the day that the rule says
    moved_because = models.CharField(max_length=200, blank=True)  # the day of rest that moved it
    starts_at = models.DateTimeField()
    host = models.ForeignKey(Centre, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=18, choices=MeetingState, default=MeetingState.PLANNED)
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(default=0)
    held_at = models.DateTimeField(null=True)
    drafted_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=12, blank=True)  # of a cancellation, coded
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="a_number_once_in_a_series"),
            models.UniqueConstraint(
                fields=["series", "meant_on"],
                condition=~Q(state=MeetingState.CANCELLED),
                name="a_day_of_the_rule_is_met_once",
            ),
            models.CheckConstraint(
                name="an_open_meeting_has_a_holder_and_a_deadline",
                condition=Q(state__in=MEETING_FINAL) | Q(holder__isnull=False, due_at__isnull=False, ended_at=None),
            ),
            models.CheckConstraint(
                name="a_cancelled_meeting_has_a_reason", condition=~Q(state=MeetingState.CANCELLED) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="minutes_are_of_a_meeting_that_was_held",
                condition=Q(state__in=sorted({*BEFORE, MeetingState.CANCELLED})) | Q(held_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"]), models.Index(fields=["starts_at"])]

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.series.minutes)

    @property
    def day(self) -> object:
        return local(self.starts_at).date()

    @property
    def code(self) -> str:
        """«۳/۱۲»: which series, which sitting; says nothing of either."""
        return f"{self.series_id}/{self.number}"

    @property
    def is_open(self) -> bool:
        return self.state not in MEETING_FINAL

    @property
    def access_path(self) -> str:
        return self.series.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset({self.host_id} if self.host_id else ())


class Invitee(models.Model):
    """Someone who is called to a meeting, in which capacity, whether she comes and whether she came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitees")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=25, blank=True)  # chair | minutes | guest | a role of the network
    scope = models.CharField(max_length=120, blank=True)  # «کانون سلامت مهرگان»
    answer = models.CharField(max_length=3, choices=Answer, blank=True)
    attended = models.CharField(max_length=8, choices=Attended, blank=True)
    at = models.DateTimeField(null=True)  # when the last of both was said

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="a_person_is_invited_once")]


class AgendaItem(models.Model):
    """One point of the agenda, and what was said to it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.CharField(max_length=60, blank=True)  # "meetings.action:12"; loose
    title = models.CharField(max_length=300)  # a person's words, or a sentence with places for `facts`
    facts = models.JSONField(default=dict)
    minutes = models.TextField(blank=True)
    written_at = models.DateTimeField(null=True)
    added_by = models.CharField(max_length=60)
    dropped_at = models.DateTimeField(null=True)  # a person took it off; it does not write itself again

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "subject"], condition=~Q(subject=""), name="a_subject_once_on_an_agenda"
            )
        ]


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "meeting.see") -> "DecisionQuerySet":
        return self.filter(meeting__in=Meeting.objects.visible_to(actor, at, action).values("pk"))

    def whole(self) -> "DecisionQuerySet":
        return self.select_related(
            "meeting__series__place", "meeting__series__chair", "meeting__series__secretary", "deferred_to"
        )


class Decision(models.Model):
    """What was put to the vote, in its own words, and what became of it."""

    MOVES = DECISION_MOVES

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.SET_NULL, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    search_key = models.TextField()
    state = models.CharField(max_length=8, choices=DecisionState, default=DecisionState.PROPOSED)
    continues = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+"
    )  # left over from before
    deferred_to = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)  # why rejected or left
    no_action_because = models.CharField(max_length=300, blank=True)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="a_number_once_in_a_meeting"),
            models.CheckConstraint(
                name="a_left_decision_says_for_which_meeting",
                condition=Q(state=DecisionState.DEFERRED, deferred_to__isnull=False)
                | ~Q(state=DecisionState.DEFERRED) & Q(deferred_to=None),
            ),
            models.CheckConstraint(
                name="what_is_decided_has_its_instant",
                condition=Q(state__in=[DecisionState.ADOPTED, DecisionState.REJECTED], decided_at__isnull=False)
                | Q(state__in=[DecisionState.PROPOSED, DecisionState.DEFERRED], decided_at=None),
            ),
        ]

    @property
    def code(self) -> str:
        return f"{self.meeting.code}/{self.number}"

    @property
    def access_path(self) -> str:
        return self.meeting.access_path

    @property
    def access_centres(self) -> frozenset[int]:
        return self.meeting.access_centres


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, actor: Actor, at: datetime) -> "ActionQuerySet":
        """Through its meeting, or because it is hers to do, to free or to verify."""
        seen = Q(decision__meeting__in=Meeting.objects.visible_to(actor, at).values("pk"))
        if isinstance(actor, Person) and actor.is_active:
            me = in_her_name(actor, at)
            seen |= Q(owner__in=me) | Q(blocked_on__in=me) | Q(holder__in=me)
        return self.filter(seen)

    def unverified(self) -> "ActionQuerySet":
        return self.filter(state__in=UNVERIFIED)

    def of_place(self, path: str) -> "ActionQuerySet":
        return self.filter(decision__meeting__series__place__path__startswith=path)

    def whole(self) -> "ActionQuerySet":
        """With everything that a move touches."""
        return self.select_related(
            "decision__meeting__series__place", "decision__meeting__series__domain", "decision__meeting__series__chair",
            "decision__meeting__series__secretary", "owner", "holder", "blocked_on", "verified_by",
        )  # fmt: skip


class Action(models.Model):
    """What one person has promised to do until a day; done only when another has seen that it is done."""

    MOVES = ACTION_MOVES

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(max_length=500)
    search_key = models.CharField(max_length=600)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # whose turn it is
    due_on = models.DateField()
    times_moved = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, choices=ActionState, default=ActionState.OPEN)
    since_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # when the clock looks at it again
    rung = models.PositiveSmallIntegerField(default=0)
    evidence = models.TextField(blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    file_type = models.CharField(max_length=40, blank=True)
    stored_as = models.CharField(max_length=64, blank=True)
    claimed_at = models.DateTimeField(null=True)
    blocked_on = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)  # why it is stuck, came back or was cancelled
    verified_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = ActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_open_action_has_a_holder_and_a_deadline",
                condition=~Q(state__in=UNVERIFIED) | Q(holder__isnull=False, due_at__isnull=False, ended_at=None),
            ),
            models.CheckConstraint(
                name="what_is_claimed_done_has_evidence",
                condition=~Q(state__in=[ActionState.DONE_CLAIMED, ActionState.VERIFIED])
                | (~Q(evidence="") & Q(claimed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="nobody_verifies_her_own_action",
                condition=~Q(state=ActionState.VERIFIED) & Q(verified_by=None)
                | Q(state=ActionState.VERIFIED, verified_by__isnull=False) & ~Q(verified_by=F("owner")),
            ),
            models.CheckConstraint(
                name="what_is_stuck_says_on_whom_and_why",
                condition=~Q(state=ActionState.BLOCKED) | (Q(blocked_on__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="what_comes_back_or_is_cancelled_says_why",
                condition=~Q(state__in=[ActionState.RETURNED, ActionState.CANCELLED]) | ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"]), models.Index(fields=["owner", "state"])]

    @property
    def meeting(self) -> Meeting:
        return self.decision.meeting

    @property
    def series(self) -> Series:
        return self.decision.meeting.series

    @property
    def is_open(self) -> bool:
        return self.state in UNVERIFIED

    @property
    def access_path(self) -> str:
        return self.meeting.access_path

    @property
    def access_centres(self) -> frozenset[int]:
        return self.meeting.access_centres


class Feed(models.Model):
    """A person's own calendar address for other programs; of its secret only the hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(revoked_at=None), name="one_living_feed_a_person")
        ]

    token = ""  # known to the one who makes it, for one screen; never stored
