"""The centre's inbox, on screen, on paper and as a sheet."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hamafza.kernel import clock
from hamafza.network.guards import guarded
from hamafza.referrals import queries
from hamafza.referrals.views.sheet import workbook

TABS = {
    "waiting": gettext_lazy("منتظر پاسخ"),
    "active": gettext_lazy("در دست انجام"),
    "held": gettext_lazy("معلق"),
    "ended": gettext_lazy("پایان‌یافته"),
}
WHOLE = 2_000  # rows of a printed or exported list


@guarded("referral.see")
@require_safe
def inbox(request: Any) -> HttpResponse:
    at = clock.now()
    view = view_of(request)
    words = request.GET.get("q", "")
    page = queries.inbox(
        request.user,
        at,
        view=view,
        words=words,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "page": page,
        "view": view,
        "words": words,
        "tabs": tabs(request, view, at),
        "found_in": TABS[view],
    }
    context |= {
        "next": _turn(view, words, "after", page.after),
        "previous": _turn(view, words, "before", page.before),
    }
    return render(request, "referrals/inbox.html", context)


@guarded("referral.see")
@require_safe
def printed(request: Any) -> HttpResponse:
    at = clock.now()
    view = view_of(request)
    page = queries.inbox(request.user, at, view=view, words=request.GET.get("q", ""), size=WHOLE)
    return render(request, "referrals/inbox_print.html", {"page": page, "title": TABS[view]})


@guarded("referral.see")
@require_safe
def exported(request: Any) -> HttpResponse:
    at = clock.now()
    view = view_of(request)
    page = queries.inbox(request.user, at, view=view, words=request.GET.get("q", ""), size=WHOLE)
    answer = HttpResponse(
        workbook(str(TABS[view]), page.rows),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer["Content-Disposition"] = f'attachment; filename="referrals-{view}.xlsx"'
    answer["Cache-Control"] = "no-store"
    return answer


def view_of(request: Any) -> str:
    asked = request.GET.get("view", "")
    return asked if asked in queries.VIEWS else "waiting"


def tabs(request: Any, view: str, at: datetime) -> list[dict[str, Any]]:
    count = queries.counts(request.user, at)
    return [
        {
            "label": label,
            "href": f"{reverse('referrals:inbox')}?view={name}",
            "current": name == view,
            "count": count[name] if name != "ended" else 0,
        }
        for name, label in TABS.items()
    ]


def _turn(view: str, words: str, way: str, key: str) -> str:
    return f"?{urlencode({'view': view, 'q': words, way: key})}" if key else ""
