"""Every page knows the instant at which it was made."""

from datetime import datetime

from django.http import HttpRequest

from hamafza.kernel import clock


def instant(request: HttpRequest) -> dict[str, datetime]:
    """`now`: read once a page, so that all its deadlines agree."""
    return {"now": clock.now()}
