"""Whose page this browser may open: kept in the session for an hour after code and digits were right."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from hamafza.intake.models import Request
from hamafza.kernel.actors import Applicant

KEY = "applicant"
AN_HOUR = timedelta(hours=1)


def begin(http: HttpRequest, request: Request, at: datetime) -> None:
    """A fresh session id, so that nobody who planted one comes in with her."""
    http.session.cycle_key()
    http.session[KEY] = [request.pk, (at + AN_HOUR).timestamp()]


def end(http: HttpRequest) -> None:
    http.session.pop(KEY, None)


def visitor(http: HttpRequest, at: datetime) -> Applicant | None:
    pk, until = http.session.get(KEY, (0, 0))
    return Applicant(pk) if until > at.timestamp() else None
