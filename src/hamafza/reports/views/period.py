"""A season, a year or a campaign of one unit: composed when it is asked for, never stored."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hamafza.kernel import clock, paging
from hamafza.network.guards import guarded
from hamafza.people.answers import Signed, query, sheet, turn
from hamafza.reports import content, document
from hamafza.reports.period_forms import PeriodForm
from hamafza.reports.queries import period as queries
from hamafza.reports.queries.period import Bar, Child, MonthsReport, Span, TypedSum, Unit
from hamafza.reports.views.report import said_of_lines
from hamafza.ui import paper as papers
from hamafza.ui.digits import grouped
from hamafza.ui.moments import say

COLUMNS = [
    (gettext_lazy("رقم"), 36), (gettext_lazy("این بازه"), 14), (gettext_lazy("بازهٔ پیش"), 14),
    (gettext_lazy("از کجا"), 40),
]  # fmt: skip
PAPER_BARS = 12


@guarded("report.see")
@require_safe
def page(request: Signed) -> HttpResponse:
    form, unit = _asked(request)
    return _shown(request, form, unit)


def _shown(request: Signed, form: PeriodForm, unit: Unit | None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "unit": unit, "query": query(request)}
    if unit and not form.errors:
        span = form.span
        months = queries.months_reports(unit, span)
        bars = queries.chart(unit, span, content.FINISHED)
        most = max((bar.number for bar in bars), default=0)
        context |= {
            "said": form.said,
            "rows": queries.figures(unit, span),
            "bars": [
                {"label": _bar_said(bar, span), "number": bar.number, "share": bar.number / most} for bar in bars
            ] if most else [],
            "months": [{"one": one, "gap": gap_said(one)} for one in months],
            "typed": [{"one": one, "whence": _whence(one)} for one in _typed(span, months)],
            "heads": [one.label for one in queries.OF_A_CHILD],
            "children": [
                {"child": child, "href": _of(request, child)} for child in queries.children_over(unit, span)
            ],
        }  # fmt: skip
    return render(request, "reports/period.html", context, status=422 if form.errors else 200)


@guarded("report.see")
@require_safe
def lines(request: Signed, key: str) -> HttpResponse:
    form, unit = _asked(request)
    if unit is None or form.errors:
        return _shown(request, form, unit) if form.errors else _nothing()
    wanted = content.wanted(unit.level, key)
    if wanted is None:
        raise Http404
    found = paging.paged(
        queries.behind_span(unit, form.span, wanted), "day", down=True,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    context = {
        "wanted": wanted,
        "where": f"{unit} · {form.said}",
        "back": f"{reverse('reports:period')}?{query(request)}",
        "rows": said_of_lines(found.rows),
        "next": turn(request, "after", found.after),
        "previous": turn(request, "before", found.before),
    }
    return render(request, "reports/lines.html", context)


@guarded("report.see")
@require_safe
def paper(request: Signed) -> HttpResponse:
    form, unit = _asked(request)
    if unit is None or form.errors:
        return _shown(request, form, unit) if form.errors else _nothing()
    letter = papers.Letter(
        title=_("گزارش %(month)s: %(unit)s") % {"month": form.said, "unit": unit},
        date=say(clock.local(clock.now()).date(), "short"),
        footer=_("هم‌افزا؛ رقم‌ها از دفتر روزانه"),
    )
    answer = HttpResponse(papers.pdf(document.SHEET, letter, _facts(unit, form.span)), content_type=papers.PDF)
    answer["Content-Disposition"] = 'inline; filename="report-period.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@guarded("report.see")
@require_safe
def sheet_of(request: Signed) -> HttpResponse:
    form, unit = _asked(request)
    if unit is None or form.errors:
        return _shown(request, form, unit) if form.errors else _nothing()
    span = form.span
    rows: list[list[Any]] = [
        [str(row.wanted.label), row.number, row.before, _("دفتر روزانه")] for row in queries.figures(unit, span)
    ]
    rows += [
        [_caption(one), one.number, "", _("دستی: %(whence)s") % {"whence": _whence(one)}]
        for one in _typed(span, queries.months_reports(unit, span))
    ]
    return sheet("report-period", f"{unit}", COLUMNS, rows)


def _asked(request: Signed) -> tuple[PeriodForm, Unit | None]:
    """The form, and the unit: the one that is named, else the first that words find, else the widest of her own."""
    at = clock.now()
    form = PeriodForm(request.GET.copy() or {}, today=clock.local(at).date())
    found = queries.units(request.user, at, request.GET.get("q", "")[:80])
    key = request.GET.get("unit", "")
    unit = queries.unit(request.user, at, key[:80]) if key else (found[0] if found else None)
    if key and unit is None:
        raise Http404  # not hers, or there is none
    if unit and unit.key not in {one.key for one in found}:
        found = [unit, *found]
    form.fields["unit"].choices = [(one.key, str(one)) for one in found]  # type: ignore[attr-defined]
    form.data.setdefault("unit", unit.key if unit else "")  # type: ignore[attr-defined]
    form.data.setdefault("kind", "season")  # type: ignore[attr-defined]
    form.is_valid()
    return form, unit


def _nothing() -> HttpResponse:
    raise Http404


def _of(request: Signed, child: Child) -> str:
    kept = request.GET.copy()
    kept["unit"] = child.unit.key
    kept.pop("q", None)
    return f"{reverse('reports:period')}?{kept.urlencode()}"


def _typed(span: Span, months: list[MonthsReport]) -> list[TypedSum]:
    """Of whole months only: what was typed for a month says nothing of a campaign's days."""
    return queries.typed_over(months) if span.whole else []


def _whence(one: TypedSum) -> str:
    if one.below:
        return _("جمع واحدهای پایین‌تر در %(n)s ماه") % {"n": grouped(one.months)}
    return _("جمع %(n)s ماه") % {"n": grouped(one.months)}


def _caption(one: TypedSum) -> str:
    return f"{one.caption} ({one.unit})" if one.unit else one.caption


def gap_said(one: MonthsReport) -> str:
    """Why a month's report is not here, or what it left out."""
    report = one.report
    if report is None:
        over = one.month.last < clock.local(clock.now()).date()
        return _("گزارشی برای این ماه نیست.") if over else _("این ماه هنوز تمام نشده است.")
    if one.gap == "open":
        holder = report.holder.full_name if report.holder else "—"
        return _("%(state)s؛ نزد %(who)s") % {"state": report.get_state_display(), "who": holder}
    if one.gap == "bypassed":
        n = grouped(len(report.missing))
        return _("بی %(n)s واحد: %(why)s") % {"n": n, "why": report.missing_because}
    return ""


def _bar_said(bar: Bar, span: Span) -> str:
    by_day = not span.whole and (span.last - span.first).days < queries.MOST_DAYS
    return say(bar.day, "day" if by_day else "month")


def _facts(unit: Unit, span: Span) -> dict[str, Any]:
    """JSON values only, as the sheet of a month's report takes them."""
    rows, months = queries.figures(unit, span), queries.months_reports(unit, span)
    bars = queries.chart(unit, span, content.FINISHED)
    most = max((row.number for row in rows), default=0) or 1
    top = max((bar.number for bar in bars), default=0)
    gaps = [f"{say(one.month.first, 'month')}: {gap}" for one in months if (gap := gap_said(one))]
    return {
        "state": _("از دفتر روزانه و گزارش‌های ماهانه فراهم شده است."),
        "heads": [_("رقم"), _("این بازه"), _("بازهٔ پیش"), ""],
        "rows": [
            [str(row.wanted.label), grouped(row.number), grouped(row.before), max(0, row.number) / most]
            for row in rows
        ],
        "bars_head": _("نیازهای به‌نتیجه‌رسیده"),
        "bars": [[_bar_said(bar, span), grouped(bar.number), bar.number / top] for bar in bars]
        if top and len(bars) <= PAPER_BARS else [],
        "map": "", "map_head": "", "map_alt": "",
        "typed_head": _("رقم‌های دستی (از دفتر روزانه نیست)"),
        "typed_heads": [_("رقم"), _("دستی"), _("از کجا")],
        "typed": [
            [one.caption, f"{grouped(one.number)} {one.unit}".strip(), _whence(one)] for one in _typed(span, months)
        ],
        "nothing": "",
        "narrative_head": _("از گزارش‌های ماهانه"),
        "narrative": [
            f"{say(one.month.first, 'month')}: {one.first_line}"
            for one in months if one.first_line and one.gap in {"", "bypassed"}
        ],
        "missing": "، ".join(gaps),
    }  # fmt: skip
