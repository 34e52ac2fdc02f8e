"""A report of one unit and period, the remarks pinned to it, and its earlier editions."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from hamafza.kernel.actors import Actor
from hamafza.network.access import reach
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.reports.models.campaigns import Campaign
from hamafza.reports.periods import Period
from hamafza.reports.states import MOVES, Kind, Level, State


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "report.see") -> "ReportQuerySet":
        """By the place of the unit, or by its centre."""
        return self.filter(reach(actor, action, at).q(path="place__path", centre="centre__"))

    def open(self) -> "ReportQuerySet":
        return self.exclude(state=State.ACCEPTED)

    def monthly(self) -> "ReportQuerySet":
        return self.filter(kind=Kind.MONTH)

    def same_period(self, report: "Report") -> "ReportQuerySet":
        return self.filter(kind=report.kind, month=report.month, campaign=report.campaign_id)

    def of_unit(self, report: "Report") -> "ReportQuerySet":
        """A centre is itself wherever it has moved to."""
        if report.centre_id:
            return self.filter(centre=report.centre_id)
        return self.filter(level=report.level, centre=None, place=report.place_id)

    def whole(self) -> "ReportQuerySet":
        return self.select_related("campaign", "place", "centre__place", "holder", "submitted_by", "accepted_by")


class Report(models.Model):
    """What one unit did in a month, a season, a year or a campaign. Its holder has the next step until `due_on`; `due_at` is the clock's."""

    MOVES = MOVES

    level = models.CharField(max_length=10, choices=Level)
    centre = models.ForeignKey(Centre, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MONTH)
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="reports")
    first = models.DateField()  # the days of its period, both included
    last = models.DateField()
    month = models.IntegerField()  # 140508: the one in which its period ends
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    edition = models.PositiveSmallIntegerField(default=1)
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(default=0)
    nothing = models.BooleanField(default=False)  # "no activity" is a legal report
    narrative = models.TextField(blank=True)
    figures = models.JSONField(default=dict)  # {key: number}, as they were when it was sent
    summed = models.JSONField(default=list)  # what units below typed, added up as it was sent
    missing = models.JSONField(default=list)  # codes of units below that had not reported
    missing_because = models.CharField(max_length=300, blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    first_submitted_on = models.DateField(null=True)  # what "on time" is measured by
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)  # why it came back or was unlocked
    created_at = models.DateTimeField()

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "kind", "month"], condition=Q(centre__isnull=False, campaign=None),
                name="a_centre_reports_a_period_once",
            ),
            models.UniqueConstraint(
                fields=["place", "kind", "month"], condition=Q(centre=None, campaign=None),
                name="a_place_reports_a_period_once",
            ),
            models.UniqueConstraint(
                fields=["campaign", "centre"], condition=Q(campaign__isnull=False, centre__isnull=False),
                name="a_centre_reports_a_campaign_once",
            ),
            models.UniqueConstraint(
                fields=["campaign", "place"], condition=Q(campaign__isnull=False, centre=None),
                name="a_place_reports_a_campaign_once",
            ),
            models.CheckConstraint(
                name="a_report_of_a_campaign_has_one",
                condition=Q(kind=Kind.CAMPAIGN, campaign__isnull=False) | (~Q(kind=Kind.CAMPAIGN) & Q(campaign=None)),
            ),
            models.CheckConstraint(name="a_period_begins_before_it_ends", condition=Q(first__lte=F("last"))),
            models.CheckConstraint(
                name="a_report_of_a_centre_has_one",
                condition=Q(level=Level.CENTRE, centre__isnull=False) | (~Q(level=Level.CENTRE) & Q(centre=None)),
            ),
            models.CheckConstraint(
                name="an_open_report_has_a_holder_and_a_deadline",
                condition=Q(state=State.ACCEPTED) | Q(holder__isnull=False, due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_accepts_her_own_report",
                condition=~Q(state=State.ACCEPTED)
                | (Q(accepted_by__isnull=False, submitted_by__isnull=False) & ~Q(accepted_by=F("submitted_by"))),
            ),
            models.CheckConstraint(
                name="what_comes_back_says_why", condition=~Q(state=State.SENT_BACK) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="what_is_missing_has_a_reason", condition=Q(missing=[]) | ~Q(missing_because="")
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "due_at"]), models.Index(fields=["month", "level"])]

    @property
    def unit(self) -> Centre | Place:
        return self.centre or self.place

    @property
    def code(self) -> str:
        """«۱۴۰۵/۸-۱۲»: the month of its end and a number; says nothing of the unit."""
        return f"{self.month // 100}/{self.month % 100}-{self.pk}"

    @property
    def period(self) -> Period:
        return Period(self.kind, self.first, self.last, self.campaign.name if self.campaign else "")

    @property
    def is_open(self) -> bool:
        return self.state != State.ACCEPTED

    @property
    def access_path(self) -> str:
        return self.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset({self.centre_id} if self.centre_id else ())


class Remark(models.Model):
    """A word about one figure, or about the whole, from whoever reads it one level up."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="remarks")
    edition = models.PositiveSmallIntegerField()
    figure = models.CharField(max_length=30, blank=True)  # its key; "" is the whole report
    text = models.CharField(max_length=500)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class Edition(models.Model):
    """An accepted report as it was before it was unlocked."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    nothing = models.BooleanField()
    narrative = models.TextField(blank=True)
    figures = models.JSONField()
    missing = models.JSONField()
    missing_because = models.CharField(max_length=300, blank=True)
    typed = models.JSONField(default=list)  # as queries.frozen gives it
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unlocked_because = models.CharField(max_length=500)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="an_edition_has_one_number")]


class Opened(models.Model):
    """A month, season or year whose reports have been asked for; there is one of each."""

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MONTH)
    month = models.IntegerField()  # the last one of it
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "month"], name="a_period_is_asked_for_once")]
