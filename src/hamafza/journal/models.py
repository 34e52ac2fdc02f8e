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
        indexes = [models.Index(fields=["place", "day"]), models.Index(fields=["kind", "day"])]
