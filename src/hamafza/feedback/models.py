"""One survey: when it is asked, when silence is accepted, and what she said."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from hamafza.feedback.states import MOVES, Solved, SurveyState, Wave
from hamafza.intake.models import Request
from hamafza.kernel.actors import Actor


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, actor: Actor, at: datetime) -> "SurveyQuerySet":
        """Answers are seen by whoever may see the request."""
        return self.filter(request__in=Request.objects.visible_to(actor, at))


class Survey(models.Model):
    """Three short questions to the person who asked."""

    MOVES = MOVES

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    wave = models.CharField(max_length=10, choices=Wave)
    state = models.CharField(max_length=10, choices=SurveyState, default=SurveyState.ASLEEP)
    due_at = models.DateTimeField(null=True)  # when it is asked; then, until when an answer is awaited
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    contacted = models.BooleanField(null=True)
    useful = models.BooleanField(null=True)
    solved = models.CharField(max_length=4, choices=Solved, blank=True)
    word = models.TextField(blank=True)
    rated_at = models.DateTimeField(null=True)  # counted beside a service: once a year for one person

    objects = SurveyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_waiting_survey_has_a_date",
                condition=~Q(state__in=[SurveyState.ASLEEP, SurveyState.SENT]) | Q(due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_answered_survey_has_an_answer", condition=~Q(state=SurveyState.ANSWERED) | ~Q(solved="")
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state__in=[SurveyState.ASLEEP, SurveyState.SENT]),
                name="one_survey_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"])]
