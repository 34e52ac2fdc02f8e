"""What has been published, and which lines went into it."""

from django.db import models


class Batch(models.Model):
    """So many people, published in one week for one place, month and domain; never split, never changed."""

    week = models.DateField()  # its Saturday
    month = models.IntegerField()  # 140509
    measure = models.CharField(max_length=20)
    place = models.CharField(max_length=60)  # path
    domain = models.CharField(max_length=30, blank=True)  # "" where it is not told apart
    count = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["place", "month"])]
        constraints = [models.CheckConstraint(name="a_batch_is_a_crowd", condition=models.Q(count__gte=5))]


class Taken(models.Model):
    """How many of a cell's people are in batches already. Not published."""

    month = models.IntegerField()
    measure = models.CharField(max_length=20)
    place = models.CharField(max_length=60)  # path
    domain = models.CharField(max_length=30, blank=True)
    count = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "measure", "place", "domain"], name="a_cell_is_taken_once")
        ]


class Publication(models.Model):
    """A week whose figures are out; there is one of each."""

    week = models.DateField(unique=True)  # its Saturday
    at = models.DateTimeField()
