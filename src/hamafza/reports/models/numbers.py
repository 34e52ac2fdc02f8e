"""Numbers that are asked for besides the journal's, and those that were typed."""

from django.db import models
from django.db.models import Q

from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.reports.models.report import Report
from hamafza.reports.states import Level


class TypedWanted(models.Model):
    """A number that the journal cannot know, and that a province asks its units to type."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")  # the province
    level = models.CharField(max_length=10, choices=Level)
    caption = models.CharField(max_length=80)
    unit = models.CharField(max_length=20, blank=True)  # «نفر», «ساعت»
    adds_up = models.BooleanField(default=True)  # may the numbers of units be summed?
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "level", "caption"], condition=Q(retired_at=None), name="a_number_is_asked_for_once"
            ),
            models.CheckConstraint(name="an_asked_number_has_a_caption", condition=~Q(caption="")),
        ]

    def __str__(self) -> str:
        return self.caption

    @property
    def access_path(self) -> str:
        return self.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset()


class Typed(models.Model):
    """Such a number in one report, and who typed it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="typed")
    wanted = models.ForeignKey(TypedWanted, on_delete=models.PROTECT, related_name="+")
    number = models.BigIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["wanted"]
        constraints = [
            models.UniqueConstraint(fields=["report", "wanted"], name="a_number_is_typed_once"),
            models.CheckConstraint(name="a_typed_number_is_not_negative", condition=Q(number__gte=0)),
        ]
