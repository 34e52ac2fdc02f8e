"""Campaigns: days in which a place works for one purpose. Who takes part is whoever owes a report of it."""

from django.db import models
from django.db.models import F, Q

from hamafza.people.models import Person
from hamafza.places.models import Place


class Campaign(models.Model):
    """Named days in one place; its centres, counties and province owe a report of them."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")  # a county or a province
    name = models.CharField(max_length=80)
    first = models.DateField()
    last = models.DateField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-last", "pk"]
        constraints = [
            models.CheckConstraint(name="a_campaign_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="a_campaign_begins_before_it_ends", condition=Q(first__lte=F("last"))),
            models.UniqueConstraint(
                fields=["place", "name", "first"], condition=Q(withdrawn_at=None), name="a_campaign_is_called_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def access_path(self) -> str:
        return self.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset()
