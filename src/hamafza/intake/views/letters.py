"""Paper letters, typed as a table: all rows at one go, all or none."""

from __future__ import annotations  # BaseFormSet is generic only for the checker

import json
from typing import Any

from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hamafza.intake import commands as intake
from hamafza.intake import queries
from hamafza.intake.forms import KEY, Letters, fresh_key
from hamafza.intake.models import ImportBatch
from hamafza.intake.views import taking
from hamafza.intake.views.taking import Signed
from hamafza.kernel import clock
from hamafza.kernel.commands import Once
from hamafza.kernel.errors import Refused
from hamafza.network.access import reach
from hamafza.network.guards import guarded
from hamafza.ui.moments import say

MORE = 5


@guarded("request.receive")
@never_cache
def letters(request: Signed) -> HttpResponse:
    """The table; sent, its slips. `?batch=` shows what was taken in a moment ago."""
    at = clock.now()
    within = reach(request.user, "request.receive", at)
    options: dict[str, Any] = {
        "prefix": "l",
        "form_kwargs": {"within": None if within.everything else within.paths},
    }
    if request.method != "POST":
        return _page(request, Letters(**options), fresh_key())
    key = request.POST.get("key", "")
    key = key if KEY.fullmatch(key) else fresh_key()
    if "more" in request.POST:
        return _page(request, _with_more_rows(request, options), key)
    rows = Letters(request.POST, **options)
    if not rows.is_valid():
        return _page(request, rows, key, status=422)
    written = [_words(form.cleaned_data) for form in rows.forms if form.has_changed()]
    once = Once(
        f"letters:{key}",
        json.dumps([{**row, "place": row["place"].path} for row in written], ensure_ascii=False),
    )
    try:
        batch = intake.receive_letters(
            letters=written,
            file_name=_("نامه‌های %(day)s") % {"day": say(at, "time")},
            by=request.user,
            at=at,
            once=once,
        )
    except Refused as refused:
        return _page(request, rows, fresh_key(), problem=str(refused.message), status=422)
    return _done(request, batch)


def _done(request: Signed, batch: ImportBatch) -> HttpResponse:
    fresh = [pk for pk in queries.numbers_of(batch) if pk not in taking.latest(request)]
    taking.remember(request, *fresh)
    return taking.see_other(f"{reverse('intake:slips')}?n={batch.rows}")


def _page(request: Signed, rows: BaseFormSet, key: str, *, problem: str = "", status: int = 200) -> HttpResponse:
    return render(request, "intake/letters.html", {"rows": rows, "key": key, "problem": problem}, status=status)


def _with_more_rows(request: Signed, options: dict[str, Any]) -> BaseFormSet:
    """Without a script: the same rows, and a few empty ones."""
    data = request.POST.copy()
    total = data.get("l-TOTAL_FORMS", "")
    data["l-TOTAL_FORMS"] = str(min(60, (int(total) if total.isascii() and total.isdigit() else 0) + MORE))
    return Letters(data, **options)


def _words(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in ("place", "text", "applicant_name", "phone")}
