"""The nation by provinces and a province by counties: figures, punctuality, and gaps with their reasons."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from hamafza.journal.months import Month
from hamafza.kernel import clock
from hamafza.network import maps
from hamafza.network.guards import guarded
from hamafza.people.answers import Signed, query, sheet
from hamafza.places.models import Kind, Place
from hamafza.reports import forms, queries
from hamafza.reports.queries.nation import FIGURES, Rollup, Row
from hamafza.ui.digits import grouped, percent
from hamafza.ui.moments import say
from hamafza_engines.persian import search_key

MONTHS = 12
STEPS = (1, 20, 60, 200)  # needs that ended, in a month
LEAD = [(gettext_lazy("جا"), 28)]
TAIL = [
    (gettext_lazy("گزارش رسید"), 14), (gettext_lazy("به‌هنگام"), 14), (gettext_lazy("پذیرفته از همه"), 16),
    (gettext_lazy("جای خالی و دلیلش"), 50),
]  # fmt: skip


@guarded("report.see")
@require_safe
def page(request: Signed, code: str = "") -> HttpResponse:
    form, found = _found(request, code, clock.now())
    national = found.over.kind == Kind.NATION
    picture = _picture(found) if len(found.rows) > 1 else None  # a map of one place says nothing
    context = {
        "form": form,
        "found": found,
        "national": national,
        "heads": [one.label for one in FIGURES],
        "rows": [{"row": row, "gap": gap_said(row)} for row in found.rows],
        "month": found.month,
        "code": code,
        "query": query(request),
        "picture": picture,
        "legend": [{"level": n, "label": words} for n, words in enumerate(_legend())],
    }
    return render(request, "reports/nation.html", context, status=422 if form.errors else 200)


@guarded("report.see")
@require_safe
def printed(request: Signed, code: str = "") -> HttpResponse:
    _form, found = _found(request, code, clock.now())
    context = {
        "title": f"{found.over}: {say(found.month.first, 'month')}",
        "columns": [str(heading) for heading, _width in _columns()],
        "lines": [[grouped(cell) if isinstance(cell, int) else cell for cell in line] for line in _lines(found)],
        "back": "reports:nation",
    }
    return render(request, "ui/list_print.html", context)


@guarded("report.see")
@require_safe
def sheet_of(request: Signed, code: str = "") -> HttpResponse:
    _form, found = _found(request, code, clock.now())
    return sheet(
        f"reports-{found.month.code}", f"{found.over} {say(found.month.first, 'month')}", _columns(), _lines(found)
    )


def _found(request: Signed, code: str, at: datetime) -> tuple[forms.NationForm, Rollup]:
    over = queries.province_of(code) if code else queries.whole_nation()
    if over is None:
        raise Http404
    today = queries.day_of(at)
    this = Month.of(today)
    form = forms.NationForm(request.GET)
    form.fields["month"].choices = [  # type: ignore[attr-defined]
        (month.code, say(month.first, "month")) for month in (this.plus(-n) for n in range(1, MONTHS + 1))
    ]
    form.is_valid()
    said = form.cleaned_data
    month = Month.from_code(said.get("month") or this.plus(-1).code)
    found = queries.rollup(over, month, request.user, at, today)
    if code and not found.rows:
        raise Http404  # not hers, or nothing lies in it
    words = search_key((said.get("q") or "")[:80]).split()
    rows = [row for row in found.rows if all(word in row.place.search_key for word in words)]
    if said.get("which") == "gaps":
        rows = [row for row in rows if row.gap and row.units]
    return form, Rollup(found.over, found.month, rows)


def gap_said(row: Row) -> str:
    """The reason of a gap, or nothing."""
    report = row.report
    if row.gap == "none":
        return _("واحدی برای گزارش نبود.") if not row.units else _("گزارش این‌جا خواسته نشده است.")
    if row.gap == "open" and report:
        holder = report.holder.full_name if report.holder else "—"
        return _("%(state)s؛ نزد %(who)s") % {"state": report.get_state_display(), "who": holder}
    if row.gap == "bypassed" and report:
        n = grouped(len(report.missing))
        return ngettext("بی %(n)s گزارش: %(why)s", "بی %(n)s گزارش: %(why)s", len(report.missing)) % {
            "n": n,
            "why": report.missing_because,
        }
    return ""


def _columns() -> list[tuple[Any, int]]:
    return [*LEAD, *((one.label, 16) for one in FIGURES), *TAIL]


def _lines(found: Rollup) -> list[list[Any]]:
    lines: list[list[Any]] = [
        [str(row.place), *row.numbers, _share(row.rate.came_share), _share(row.rate.in_time_share),
         f"{grouped(row.accepted)}/{grouped(row.units)}", gap_said(row)]
        for row in found.rows
    ]  # fmt: skip
    if len(lines) > 1:
        rate = found.rate
        lines.append([_("همه"), *found.totals, _share(rate.came_share), _share(rate.in_time_share), "", ""])
    return lines


def _share(share: float | None) -> str:
    return "—" if share is None else percent(share)


def _legend() -> list[str]:
    return [_("هیچ"), grouped(1), grouped(STEPS[1]), grouped(STEPS[2]), _("%(n)s و بیشتر") % {"n": grouped(STEPS[3])}]


def _picture(found: Rollup) -> maps.Picture:
    """Where how many needs came to an end."""
    counts = {row.place.path: row.figures["finished"] for row in found.rows}

    def label(place: Place) -> str:
        n = counts[place.path]
        return ngettext("%(place)s: %(n)s نیاز به نتیجه رسید", "%(place)s: %(n)s نیاز به نتیجه رسید", n) % {
            "place": place,
            "n": grouped(n),
        }

    def href(place: Place) -> str:
        return reverse("reports:province", args=[place.code]) if place.kind == Kind.PROVINCE else f"#place-{place.pk}"

    return maps.cells([row.place for row in found.rows], counts, label, href, STEPS)
