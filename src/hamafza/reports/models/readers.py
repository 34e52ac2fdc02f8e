"""Officials, and the receipts of what reached them."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.reports.models.report import Report


class Official(models.Model):
    """Somebody in office who should know, and needs no account: reports of this place reach her by link."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    full_name = models.CharField(max_length=120)
    office = models.CharField(max_length=120)
    mobile = models.CharField(max_length=11)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "mobile"], condition=Q(removed_at=None), name="an_official_once_in_a_place"
            ),
            models.CheckConstraint(
                name="an_official_can_be_reached", condition=~Q(full_name="") & ~Q(office="") & ~Q(mobile="")
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def access_path(self) -> str:
        return self.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset()


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def live(self, at: datetime) -> "ReceiptQuerySet":
        return self.filter(revoked_at=None, until__gt=at)

    def unread(self) -> "ReceiptQuerySet":
        return self.filter(opened_at=None, revoked_at=None)

    def whole(self) -> "ReceiptQuerySet":
        return self.select_related(
            "report__campaign", "report__place", "report__centre__place", "person", "official__place"
        )


class Receipt(models.Model):
    """One edition of a report in the hand of one official: sent, perhaps reminded of, opened once."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="receipts")
    edition = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    official = models.ForeignKey(Official, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    until = models.DateTimeField()  # her link opens nothing afterwards
    due_at = models.DateTimeField(null=True)  # when she is reminded, once
    opened_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_receipt_is_of_a_person_or_an_official",
                condition=Q(person__isnull=False, official=None) | Q(person=None, official__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["report", "edition", "person"], condition=Q(revoked_at=None), name="a_person_gets_a_report_once"
            ),
            models.UniqueConstraint(
                fields=["report", "edition", "official"], condition=Q(revoked_at=None),
                name="an_official_gets_a_report_once",
            ),
            models.CheckConstraint(
                name="nobody_is_reminded_of_what_she_read", condition=Q(opened_at=None) | Q(due_at=None)
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["due_at"])]

    @property
    def reader(self) -> Person | Official:
        found = self.person or self.official
        assert found  # by constraint
        return found

    @property
    def office(self) -> str:
        return self.official.office if self.official else ""

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and self.until > at

    @property
    def access_path(self) -> str:
        return self.report.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return self.report.access_centres
