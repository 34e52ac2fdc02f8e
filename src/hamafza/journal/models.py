"""The journal. A correction is a second line; nothing is ever changed or removed."""

from django.db import models


class JournalLine(models.Model):
    """One deed: kind, domain, place, centre, day, people, amount. No foreign key and no name, by design."""

    seq = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    day = models.DateField()  # the day in Iran
    kind = models.CharField(max_length=40)  # "request_received"
    domain = models.CharField(max_length=30, blank=True)
    place = models.CharField(max_length=60)  # path
    centre = models.CharField(max_length=20, blank=True)  # centre's code
    detail = models.CharField(max_length=30, blank=True)  # reason, outcome, door: always a code
    people = models.IntegerField(default=0)
    amount_rial = models.BigIntegerField(default=0)
    corrects = models.BigIntegerField(null=True)  # seq of the line that this one takes back
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["place", "day"]),
            models.Index(fields=["kind", "day"]),
            models.Index(fields=["centre", "day"]),
        ]


class MonthTotal(models.Model):
    """What a Jalali month brought in one place, with all that lies in it: derived from the lines, never typed."""

    place = models.CharField(max_length=60)  # path
    month = models.IntegerField()  # 140509 is Azar 1405
    domain = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=40)
    detail = models.CharField(max_length=30, blank=True)
    lines = models.BigIntegerField()
    people = models.BigIntegerField()
    amount_rial = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "month", "domain", "kind", "detail"], name="one_total_a_cell"),
        ]


class Under(models.Model):
    """A place of some line, and one of the places that it lies in; borders as they were when it was written."""

    place = models.CharField(max_length=60)  # path
    above = models.CharField(max_length=60)  # path

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "above"], name="a_place_lies_in_another_once")]


class Folded(models.Model):
    """How far the totals have read: one row, locked by whoever adds to them."""

    seq = models.BigIntegerField(default=0)

    @classmethod
    def upto(cls) -> int:
        return cls.objects.filter(pk=1).values_list("seq", flat=True).first() or 0

    @classmethod
    def locked(cls) -> "Folded":
        cls.objects.get_or_create(pk=1)
        return cls.objects.select_for_update(of=("self",)).get(pk=1)
