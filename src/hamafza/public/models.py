"""What has been published: figures with the lines that went into them, and stories with whose word they have."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from hamafza.intake.models import Need
from hamafza.kernel.actors import Actor, Applicant
from hamafza.network.access import reach
from hamafza.network.models import Centre, Domain
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.public.states import MOVES, OVER, WAITING, Ended, StoryState


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
    closes = models.IntegerField(null=True)  # 1405: with it a season of that year's ratings was closed
    at = models.DateTimeField()


class StoryQuerySet(models.QuerySet["Story"]):
    def whole(self) -> "StoryQuerySet":
        return self.select_related(
            "need__request__place", "domain", "place", "centre", "written_by", "approved_by", "holder"
        )

    def visible_to(self, actor: Actor, at: datetime) -> "StoryQuerySet":
        """Hers for the applicant; for officers by the matrix."""
        if isinstance(actor, Applicant):
            return self.filter(need__request=actor.request_id)
        within = reach(actor, "story.see", at)
        return (
            self if within.everything else self.filter(within.q(path="need__request__place__path", centre="centre__"))
        )

    def waiting(self) -> "StoryQuerySet":
        return self.filter(state__in=WAITING)

    def in_print(self) -> "StoryQuerySet":
        """What anybody may read. A domain that became sensitive since takes its stories with it."""
        return self.filter(state=StoryState.PUBLISHED, domain__is_sensitive=False)


class Story(models.Model):
    """What became of one need, in a few sentences without a name, for all to read: with her word and a second reader's."""

    MOVES = MOVES

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")  # never nearer than the county
    centre = models.ForeignKey(Centre, null=True, on_delete=models.PROTECT, related_name="+")  # who did it; not printed
    month = models.IntegerField()  # 140508: when it ended well
    title = models.CharField(max_length=90)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=StoryState, default=StoryState.DRAFT)
    reason = models.CharField(max_length=400, blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)  # her "yes"
    approved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_waiting_story_has_a_holder_and_a_deadline",
                condition=~Q(state__in=WAITING) | Q(holder__isnull=False, due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_printed_story_has_her_word_and_a_second_reader",
                condition=~Q(state__in=[StoryState.PUBLISHED, StoryState.TAKEN_BACK])
                | Q(agreed_at__isnull=False, approved_by__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_approves_her_own_story",
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")),
            ),
            models.CheckConstraint(name="a_story_that_ended_says_why", condition=~Q(state__in=OVER) | ~Q(reason="")),
            models.UniqueConstraint(fields=["need"], condition=~Q(state__in=OVER), name="one_story_of_a_need"),
        ]
        indexes = [models.Index(fields=["state", "due_at"]), models.Index(fields=["state", "-published_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def why(self) -> str:
        """Why it ended, in words."""
        return str(Ended(self.reason).label) if self.reason in Ended.values else self.reason

    @property
    def access_path(self) -> str:
        return self.need.request.place.path

    @property
    def access_centres(self) -> frozenset[int]:
        return frozenset({self.centre_id} if self.centre_id else ())

    @property
    def access_request(self) -> int:
        return self.need.request_id
