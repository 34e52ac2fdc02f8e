"""Pictures beside the narrative of a report."""

from django.db import models
from django.db.models import Q

from hamafza.people.models import Person
from hamafza.reports.models.report import Report


class Photo(models.Model):
    """A picture in the editions from `edition` on; one that stood in a locked edition leaves only those after it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="photos")
    edition = models.PositiveSmallIntegerField()  # the first that has it
    gone_in = models.PositiveSmallIntegerField(null=True)  # the first that has it no more
    order = models.PositiveSmallIntegerField()
    alt = models.CharField(max_length=200)
    agreed = models.BooleanField()  # nobody can be recognised, or they agreed
    stored_as = models.CharField(max_length=64, unique=True)
    content_type = models.CharField(max_length=40)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(name="a_photo_is_described", condition=~Q(alt="")),
            models.CheckConstraint(name="whoever_is_in_a_photo_agreed", condition=Q(agreed=True)),
            models.CheckConstraint(
                name="a_photo_stood_in_an_edition", condition=Q(gone_in=None) | Q(gone_in__gt=models.F("edition"))
            ),
        ]
