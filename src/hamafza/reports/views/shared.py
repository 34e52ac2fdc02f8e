"""A locked report before an official without an account: she opens it with one tap, and that is noted once.

The tap is a POST, so that a message app that looks ahead at links reads nothing in her name.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hamafza.kernel import clock, limits
from hamafza.kernel.actors import Door
from hamafza.network.guards import View, open_to_all
from hamafza.people.answers import see_other
from hamafza.reports import commands as reports
from hamafza.reports import queries
from hamafza.reports.models import Report
from hamafza.reports.views.report import on_paper, picture
from hamafza.ui.digits import local


def quietly(view: View) -> View:
    """The address is the key: no cache keeps it, no other page hears of it, and one may not knock endlessly."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if limits.wait("report-link", limits.caller(request), limit=60, seconds=600):
            answer = _dead(request, status=429)
        else:
            answer = view(request, *args, **kwargs)
        answer["Referrer-Policy"] = "same-origin"  # "no-referrer" would send our own forms with Origin: null
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return inner


@open_to_all("an official reads one locked report by her own link")
@require_http_methods(["GET", "HEAD", "POST"])
@quietly
def page(request: HttpRequest, token: str) -> HttpResponse:
    at = clock.now()
    receipt = queries.by_token(token, at)
    report = queries.as_of(receipt.report, receipt.edition) if receipt else None
    if receipt is None or report is None:
        return _dead(request)
    if request.method == "POST":
        reports.open_by_link(receipt, by=Door("report_link"), at=at)
        return see_other(reverse("reports:shared", args=[token]))
    context = {"report": report, "token": token, "code": local(report.code)}
    if receipt.opened_at is None:
        return render(request, "reports/shared_cover.html", context)
    lines = queries.lines_of(report)
    most = max((line.number for line in lines), default=0) or 1
    context |= {
        "rows": [{"line": line, "share": line.number / most} for line in lines],
        "typed": queries.typed_of(report),
        "photos": queries.photos_of(report),
        "newer": receipt.report.edition > receipt.edition,
    }
    return render(request, "reports/shared.html", context)


@open_to_all("the same report as paper, by the same link")
@require_safe
@quietly
def paper(request: HttpRequest, token: str) -> HttpResponse:
    return opened(request, token, on_paper)


@open_to_all("the same report as a picture, by the same link")
@require_safe
@quietly
def poster(request: HttpRequest, token: str) -> HttpResponse:
    return opened(request, token, picture)


def opened(request: HttpRequest, token: str, show: Callable[[Report], HttpResponse]) -> HttpResponse:
    """After the tap alone."""
    receipt = queries.by_token(token, clock.now())
    report = queries.as_of(receipt.report, receipt.edition) if receipt else None
    if receipt is None or report is None:
        return _dead(request)
    if receipt.opened_at is None:
        return see_other(reverse("reports:shared", args=[token]))
    return show(report)


def _dead(request: HttpRequest, status: int = 410) -> HttpResponse:
    return render(request, "reports/shared_dead.html", status=status)
