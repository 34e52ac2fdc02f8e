"""Volunteer → skills, free hours. Her name and number stay here; the journal knows only how many there are."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from persiantools.jdatetime import JalaliDate

from hamafza.kernel.actors import Actor
from hamafza.network.access import reach
from hamafza.network.models import Centre, Domain
from hamafza.people.models import Person
from hamafza.volunteers.states import ENDED, VOLUNTEER_MOVES, WAITING, Left, Part, Rung, VolunteerState

ADULT = 18


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "volunteer.see") -> "VolunteerQuerySet":
        return self.filter(reach(actor, action, at).q(path="centre__place__path", centre="centre__"))

    def serving(self) -> "VolunteerQuerySet":
        return self.filter(state=VolunteerState.ACCEPTED)

    def waiting(self) -> "VolunteerQuerySet":
        return self.filter(state__in=WAITING)

    def timed(self) -> "VolunteerQuerySet":
        """Those for whom time has something to do."""
        return self.filter(due_at__isnull=False)

    def whole(self) -> "VolunteerQuerySet":
        return self.select_related("centre__place", "holder", "person")


class Volunteer(models.Model):
    """Somebody who offered to serve at a centre. She needs no account; her own page opens by a signed link."""

    MOVES = VOLUNTEER_MOVES

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    person = models.OneToOneField(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )  # if she has an account
    full_name = models.CharField(max_length=120)
    search_key = models.CharField(max_length=160, db_index=True)
    mobile = models.CharField(max_length=11)
    birth_year = models.PositiveSmallIntegerField()  # Jalali
    birth_month = models.PositiveSmallIntegerField(null=True)  # asked only of whoever turns eighteen this year
    guardian_name = models.CharField(max_length=120, blank=True)
    guardian_mobile = models.CharField(max_length=11, blank=True)
    guardian_agreed_at = models.DateTimeField(null=True)  # under 18 only
    about = models.TextField(blank=True)  # what she would like to do, in her words
    hours_wished = models.PositiveSmallIntegerField(null=True)  # a month, as she herself would like it
    state = models.CharField(max_length=15, choices=VolunteerState, default=VolunteerState.APPLIED)
    rung = models.CharField(max_length=10, choices=Rung, blank=True)  # from acceptance on
    applied_at = models.DateTimeField()
    interview = models.TextField(blank=True)  # how the talk went, in a few words
    papers = models.CharField(max_length=300, blank=True)  # which documents somebody has seen; none is kept here
    interviewed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    interviewed_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)  # why refused, away or archived
    left = models.CharField(max_length=15, choices=Left, blank=True)
    returns_on = models.DateField(null=True)  # of a leave
    active_on = models.DateField(null=True)  # the last day on which she was seen to serve
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # who takes the next step
    since_at = models.DateTimeField(null=True)  # the present deadline runs from here
    due_at = models.DateTimeField(null=True)  # the next thing that time does
    step = models.PositiveSmallIntegerField(default=0)  # how many reminders of the present state have gone out
    link_no = models.PositiveSmallIntegerField(default=1)  # links of lower numbers open nothing any more

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        ordering = ["search_key", "id"]
        indexes = [
            models.Index(fields=["centre", "state"]),
            models.Index(fields=["state", "due_at"]),
            models.Index(fields=["mobile"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="whoever_waits_has_a_holder_and_a_deadline",
                condition=~Q(state__in=[VolunteerState.APPLIED, VolunteerState.IN_PROCESS])
                | Q(holder__isnull=False, due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_accepts_whom_she_interviewed",
                condition=~Q(accepted_by=F("interviewed_by")) & ~Q(accepted_by=F("person")),
            ),
            models.CheckConstraint(
                name="a_birth_month_is_1_to_12",
                condition=Q(birth_month=None) | Q(birth_month__gte=1, birth_month__lte=12),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def ref(self) -> str:
        """She acts herself, by her own link."""
        return f"volunteer:{self.pk}"

    @property
    def grown_on(self) -> date:
        """From this day on she is eighteen for certain: after her month, or after her year where that alone is known."""
        year, month = self.birth_year + ADULT, self.birth_month or 12
        return JalaliDate(year + month // 12, month % 12 + 1, 1).to_gregorian()

    def is_minor(self, day: date) -> bool:
        return day < self.grown_on

    def age(self, day: date) -> int:
        """In whole years of the calendar; eighteen only when it is certain."""
        years = int(JalaliDate(day).year) - self.birth_year
        return years - (years == ADULT and self.is_minor(day))

    @property
    def is_one_of_us(self) -> bool:
        return self.state not in ENDED

    @property
    def access_path(self) -> str:
        return self.centre.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset({self.centre_id})


class Skill(models.Model):
    """Something that is done by those who can. Editable data; a licensed one gates work."""

    key = models.CharField(max_length=30, unique=True)
    name_fa = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    domain = models.ForeignKey(Domain, null=True, on_delete=models.PROTECT, related_name="+")
    is_licensed = models.BooleanField(
        default=False
    )  # counts only with a paper that somebody has seen and that is valid
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_fa


class HasSkillQuerySet(models.QuerySet["HasSkill"]):
    def valid_on(self, day: date) -> "HasSkillQuerySet":
        """What counts on this day: a licence only when its paper was seen and has not run out."""
        fresh = Q(until=None) | Q(until__gte=day)
        return self.filter(fresh & (Q(skill__is_licensed=False) | Q(seen_by__isnull=False)))


class HasSkill(models.Model):
    """A skill of a volunteer, the paper that shows it, and until when it is valid."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    until = models.DateField(null=True)
    seen_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # when the next warning goes out
    warned = models.PositiveSmallIntegerField(default=0)  # 60, 30 and 7 days before, and on the day itself

    objects = HasSkillQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "skill"], name="a_skill_once_per_volunteer"),
            models.CheckConstraint(
                name="a_paper_seen_has_its_instant",
                condition=Q(seen_by=None, seen_at=None) | Q(seen_by__isnull=False, seen_at__isnull=False),
            ),
        ]


class Free(models.Model):
    """A part of a weekday (Saturday 0 … Friday 6) in which she is usually free."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="free")
    weekday = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=10, choices=Part)

    class Meta:
        ordering = ["weekday", "id"]
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "weekday", "part"], name="a_part_of_a_day_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="a_free_weekday_is_0_to_6"),
        ]
