"""A request, its needs, its words and files, who may see it and who has read it."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hamafza.intake.states import (
    FINAL,
    MOVES,
    NEED_FINAL,
    NEED_MOVES,
    Door,
    Ending,
    NeedState,
    Outcome,
    RequestState,
    Urgency,
)
from hamafza.kernel import codes
from hamafza.kernel.actors import Actor
from hamafza.network.access import reach
from hamafza.network.models import Centre, Domain
from hamafza.people.models import Person
from hamafza.places.models import Place


class ImportBatch(models.Model):
    """One file that came in through the import door; it can be undone as a whole."""

    file_name = models.CharField(max_length=120)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=60)
    at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)


class ImportFile(models.Model):
    """How far a file has come: where its rows wait, which column means what, how many were taken in."""

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="file")
    sha256 = models.CharField(max_length=64, db_index=True)
    shelf = models.CharField(max_length=64, blank=True)  # the name under which its rows wait; empty when done
    headings = models.JSONField()
    mapping = models.JSONField()  # {"phone": 3}: which column is which
    total = models.PositiveIntegerField()
    position = models.PositiveIntegerField(default=0)  # rows that were looked at
    known = models.PositiveIntegerField(default=0)  # rows that had come in before
    faulty = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    @property
    def access_path(self) -> str:
        return self.batch.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset()

    @property
    def is_running(self) -> bool:
        return self.started_at is not None and self.finished_at is None and self.batch.undone_at is None

    @property
    def share(self) -> float:
        """How much of it was looked at, 0 to 1."""
        return self.position / self.total if self.total else 1.0

    @property
    def state_words(self) -> str:
        if self.batch.undone_at:
            return str(_("برگردانده شد"))
        if self.finished_at:
            return str(_("وارد شد"))
        return str(_("در حال ورود") if self.started_at else _("هنوز ثبت نشده"))

    @property
    def tone(self) -> str:
        return "quiet" if self.batch.undone_at else "good" if self.finished_at else "attention"


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, actor: Actor, at: datetime, action: str = "request.see") -> "RequestQuerySet":
        """Only what this actor may see; every screen and every interface starts here."""
        within = reach(actor, action, at)
        if within.request_id is not None:
            return self.filter(pk=within.request_id)
        if within.everything:
            return self
        allowed = within.q(path="place__path")
        if within.centres or within.centre_paths:
            shared = Share.objects.live(at).filter(within.centre_q("centre__"))
            allowed |= Q(pk__in=shared.values("request"))
        return self.filter(allowed)

    def open(self) -> "RequestQuerySet":
        return self.exclude(state__in=FINAL)


class Request(models.Model):
    """What someone asked for. Until its end it has a holder and a deadline; the database itself insists."""

    MOVES = MOVES

    code = models.CharField(max_length=13, unique=True, default=codes.new_code)
    pin = models.CharField(max_length=4)  # last four digits of the phone, or of the slip
    state = models.CharField(max_length=16, choices=RequestState, default=RequestState.RECEIVED)
    door = models.CharField(max_length=10, choices=Door)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=90)
    text = models.TextField()
    applicant_name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=11, blank=True)
    safe_to_contact = models.BooleanField(default=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    search_key = models.TextField(blank=True)  # name and words without a space, as people write with and without
    sound_key = models.CharField(max_length=130, blank=True, default="")  # the name as it sounds, for other spellings
    urgency = models.CharField(max_length=1, choices=Urgency, default=Urgency.ORDINARY)
    danger = models.CharField(max_length=20, blank=True)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=60)
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=12, choices=Ending, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=80, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_open_request_has_a_holder_and_a_deadline",
                condition=Q(state__in=FINAL) | Q(holder__isnull=False, due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_closed_request_says_how_it_ended", condition=~Q(state=RequestState.CLOSED) | ~Q(ending="")
            ),
            models.CheckConstraint(
                name="a_duplicate_names_its_original",
                condition=Q(state=RequestState.DUPLICATE, duplicate_of__isnull=False)
                | (~Q(state=RequestState.DUPLICATE) & Q(duplicate_of=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["place", "-id"]),
            models.Index(fields=["holder", "due_at"]),
            models.Index(fields=["state", "due_at"]),
            models.Index(fields=["phone"]),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def number(self) -> str:
        """The short number people say inside the network: هم۴۷۲۰."""
        return f"هم{self.pk}"

    @property
    def spaced_code(self) -> str:
        return codes.spaced(self.code)

    @property
    def is_open(self) -> bool:
        return self.state not in FINAL

    @property
    def access_path(self) -> str:
        return self.place.path

    @property
    def access_request(self) -> int:
        return self.pk

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset(Share.objects.filter(request=self, ended_at=None).values_list("centre_id", flat=True))

    def access_centres_at(self, at: datetime) -> frozenset[int]:
        """Those that may still look back are among them, as in `visible_to`."""
        return frozenset(Share.objects.live(at).filter(request=self).values_list("centre_id", flat=True))


class Need(models.Model):
    """One thing needed, in one domain; a request may hold several, in an order ("housing first, then job")."""

    MOVES = NEED_MOVES

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="needs")
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=NeedState, default=NeedState.WAITING)
    outcome = models.CharField(max_length=15, choices=Outcome, blank=True)
    outcome_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_done_need_has_an_outcome",
                condition=(Q(state=NeedState.DONE) & ~Q(outcome="") & Q(outcome_at__isnull=False))
                | (~Q(state=NeedState.DONE) & Q(outcome="", outcome_at=None)),
            ),
            models.UniqueConstraint(fields=["request", "domain"], name="a_domain_once_per_request"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state not in NEED_FINAL

    @property
    def access_path(self) -> str:
        return self.request.access_path

    @property
    def access_centres(self) -> frozenset[int]:
        return self.request.access_centres

    def access_centres_at(self, at: datetime) -> frozenset[int]:
        return self.request.access_centres_at(at)


class TriageProposal(models.Model):
    """What the engine proposed and what the person decided; the difference is what it learns from."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="proposals")
    model_version = models.CharField(max_length=40)
    proposed = models.JSONField()  # domains with confidence and word spans, urgency, danger, abstained
    decided = models.JSONField(null=True)  # {"domains": [...], "urgency": "1"}
    corrected = models.BooleanField(null=True)
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)


class Word(models.Model):
    """Something added to a request later: by the applicant or by whoever helps."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="words")
    text = models.TextField(blank=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()
    for_applicant = models.BooleanField(default=True)  # may she read it on her page?


class Attachment(models.Model):
    """A file, stored under a random name outside the web root and served as a download only."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=150)
    stored_as = models.CharField(max_length=64, unique=True)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()


class Level(models.TextChoices):
    MINIMUM = "minimum", _("خلاصه، بی‌نام")  # while a hop is offered
    FULL = "full", _("کامل")  # once it is accepted


class ShareQuerySet(models.QuerySet["Share"]):
    def live(self, at: datetime) -> "ShareQuerySet":
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=at))


class Share(models.Model):
    """A centre may see this request, so much of it, until then. Written by the referral, read by every screen."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="shares")
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=8, choices=Level)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "centre"], name="one_share_per_centre")]


class Reading(models.Model):
    """Who opened this request and why; shown to the applicant on demand."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="readings")
    reader = models.CharField(max_length=60)
    reader_name = models.CharField(max_length=160)  # as shown: name and office
    purpose = models.CharField(max_length=30)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "reader", "purpose"], name="one_line_per_reader")]
