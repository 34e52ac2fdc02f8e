"""Domains, centres, hours, holidays, grants and absences."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hamafza.people.models import Person
from hamafza.places.models import Place


class Domain(models.Model):
    """A field of service (عرصهٔ تخصصی). Editable data: the list differs between provinces."""

    key = models.CharField(max_length=30, unique=True)
    name_fa = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    tone = models.CharField(max_length=20, default="mint")
    taxonomy_term = models.CharField(max_length=80, blank=True)  # Open Eligibility
    is_sensitive = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_fa


class CentreKind(models.TextChoices):
    SPECIALISED = "specialised", _("کانون تخصصی")
    NEIGHBOURHOOD = "neighbourhood", _("کانون محله‌ای")
    AGENCY = "agency", _("دفتر دستگاه")
    PARTNER = "partner", _("سازمان همکار")


class CentreState(models.TextChoices):
    PROPOSED = "proposed", _("پیشنهادشده")
    ACTIVE = "active", _("فعال")
    DORMANT = "dormant", _("خاموش")
    CLOSED = "closed", _("بسته")


CENTRE_MOVES = {
    "proposed": {"active", "closed"},
    "active": {"dormant", "closed"},
    "dormant": {"active", "closed"},
    "closed": set[str](),
}


class Centre(models.Model):
    """Somewhere that helps: it has domains, hours, capacity, and someone responsible."""

    MOVES = CENTRE_MOVES

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    search_key = models.CharField(max_length=160, db_index=True)
    kind = models.CharField(max_length=15, choices=CentreKind)
    state = models.CharField(max_length=10, choices=CentreState, default=CentreState.ACTIVE)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=60)  # the part of the country it serves
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=15, blank=True)
    description = models.TextField(blank=True)
    is_public = models.BooleanField(default=True)  # shelters and safe houses are not
    takes_referrals = models.BooleanField(default=True)
    confirmed_at = models.DateTimeField(null=True)  # when someone last said that this entry is right
    imported_id = models.CharField(max_length=80, blank=True)  # HSDS id of the source

    class Meta:
        indexes = [models.Index(fields=["area_path", "state"])]

    def __str__(self) -> str:
        return self.name

    @property
    def access_path(self) -> str:
        return self.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset({self.pk})


class CentreDomain(models.Model):
    """A domain in which a centre helps, and how many more it can take; what was said long ago counts as "ask"."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="services")
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="+")
    capacity_free = models.PositiveSmallIntegerField(null=True)
    capacity_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "domain"], name="a_domain_once_per_centre"),
            models.CheckConstraint(
                condition=Q(capacity_free=None, capacity_at=None)
                | Q(capacity_free__isnull=False, capacity_at__isnull=False),
                name="capacity_has_its_instant",
            ),
        ]


class Hours(models.Model):
    """Opening hours of one weekday (Saturday 0 … Friday 6) from a date on, until the next dated set."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="weekday_is_0_to_6"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="closes_after_it_opens"),
        ]
        indexes = [models.Index(fields=["centre", "weekday"])]


class Holiday(models.Model):
    """A day on which the offices of the country, or of one place, are closed. Editable: lunar days move."""

    date = models.DateField()
    name = models.CharField(max_length=120)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["date"], condition=Q(place=None), name="a_national_holiday_once"),
            models.UniqueConstraint(fields=["date", "place"], name="a_local_holiday_once"),
        ]


class Role(models.TextChoices):
    OPERATOR = "operator", pgettext_lazy("role", "پذیرش")
    SECRETARY = "secretary", _("دبیر کانون")
    HEAD = "head", _("مدیر کانون")
    COUNTY = "county_coordinator", _("هماهنگ‌کنندهٔ شهرستان")
    PROVINCE = "provincial_coordinator", _("هماهنگ‌کنندهٔ استان")
    LAST_DOOR = "last_door", _("مسئول آخرین در")
    ADMIN = "admin", _("مدیر سامانه")


class GrantQuerySet(models.QuerySet["Grant"]):
    def valid(self, at: datetime) -> "GrantQuerySet":
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at, revoked_at=None)


class Grant(models.Model):
    """A role that a person holds over a centre or a place, for a time. Rights come from here alone."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=25, choices=Role)
    centre = models.ForeignKey(Centre, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    granted_by = models.CharField(max_length=60)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(centre__isnull=False, place__isnull=True) | Q(centre__isnull=True, place__isnull=False),
                name="a_grant_is_over_a_centre_or_a_place",
            )
        ]
        indexes = [models.Index(fields=["person", "role"]), models.Index(fields=["centre", "role"])]

    @property
    def scope(self) -> Centre | Place | None:
        """What the role is over; the constraint above makes it one of the two."""
        return self.centre or self.place


class Absence(models.Model):
    """Someone is away; the deputy answers in her stead."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="nobody_is_her_own_deputy"),
        ]
