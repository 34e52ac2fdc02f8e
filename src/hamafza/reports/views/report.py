"""One report: its figures with their lines, what is missing, what was said about it, and the paper."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hamafza.journal.models import JournalLine
from hamafza.kernel import clock, paging
from hamafza.network.guards import guarded
from hamafza.network.models import Centre, Domain
from hamafza.people.answers import Signed, sheet, turn
from hamafza.places.models import Place
from hamafza.reports import content, document, forms, gaps, queries, rules
from hamafza.reports import poster as posters
from hamafza.reports.models import Report
from hamafza.reports.states import WRITING, State
from hamafza.ui import paper as papers
from hamafza.ui.digits import local
from hamafza.ui.moments import say


@guarded("report.see")
@require_safe
def page(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    return show_page(request, _seen(request, pk, at), at, {})


def show_page(request: Signed, report: Report, at: datetime, failed: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page, with the form that was refused in place of its empty twin."""
    writes = report.state in WRITING and rules.may_write(request.user, report, at)
    reads = rules.may_accept(request.user, report, at)
    shares = rules.may_share(request.user, report, at) and report.state == State.ACCEPTED
    shown = {
        "submit": writes, "photo": writes, "unphoto": writes, "remark": True, "withdraw": True, "official": shares,
        "accept": reads and report.state == State.SUBMITTED, "back": reads and report.state == State.SUBMITTED,
        "unlock": reads and report.state == State.ACCEPTED,
    }  # fmt: skip
    missing = queries.missing(report)
    parts = queries.parts(report)
    today = clock.local(at).date()
    lines = queries.lines_of(report)
    context = {
        "report": report,
        "code": local(report.code),
        "lines": lines,
        "is_empty": not any(line.number for line in lines),
        "missing": missing,
        "parts": [{"part": one, "gap": gaps.said(one, at)} for one in parts],
        "runs": today <= report.last,
        "withdraws": report.campaign and rules.may_call(request.user, report.campaign, at),
        "withdraw": failed.get("withdraw"),
        "children": list(queries.children(report).order_by("place__path", "pk")) if report.centre_id is None else [],
        "remarks": queries.remarks_on_all(report),
        "receipts": queries.receipts_of(report) if report.state == State.ACCEPTED else [],
        "unread_below": queries.unread_below(report),
        "shares": shares,
        "refused": [form for verb, form in failed.items() if not shown[verb]],
        "official": failed.get("official") or forms.OfficialForm(prefix="official"),
        "editions": report.editions.select_related("accepted_by"),
        "writes": writes,
        "reads": shown["accept"],
        "unlocks": shown["unlock"],
        "late": report.state in WRITING and report.due_on < today,
        "submit": failed.get("submit") or _submit_form(report, writes, parts),
        "typed": queries.typed_of(report),
        "photos": queries.photos_of(report),
        "unphoto": failed.get("unphoto"),
        "photo": failed.get("photo") or forms.PhotoForm(prefix="photo"),
        "remark": failed.get("remark") or forms.RemarkForm(),
        "pinned": _pinned(failed.get("remark"), [line.wanted.key for line in lines]),
        "back": failed.get("back") or failed.get("accept") or forms.ReasonForm(prefix="back"),
        "rate": queries.rate_of_unit(report, today),
        "trend": queries.trend(report, today),
        "unlock": failed.get("unlock") or forms.ReasonForm(prefix="unlock"),
    }
    return render(request, "reports/report.html", context, status=status)


def _pinned(refused: forms.RemarkForm | None, keys: list[str]) -> str:
    """The figure whose remark could not be kept; its fold stays open with what was typed."""
    key = str(refused["figure"].value() or "") if refused else ""
    return key if key in keys else ""


def _submit_form(report: Report, writes: bool, parts: list[queries.Part]) -> forms.SubmitForm:
    """The words of the months are there to begin with."""
    asked = queries.asked(report) if writes else []
    before = queries.typed_before(report) if asked else {}
    drawn = [f"{say(one.month.first, 'month')}: {one.first_line}" for one in parts if one.first_line]
    return forms.SubmitForm(initial={"narrative": report.narrative or "\n".join(drawn)}, asked=asked, before=before)


@guarded("report.see")
@require_safe
def lines(request: Signed, pk: int, key: str) -> HttpResponse:
    """The journal's lines behind one figure."""
    at = clock.now()
    report = _seen(request, pk, at)
    wanted = content.wanted(report.level, key)
    if wanted is None:
        raise Http404
    found = paging.paged(
        queries.behind(report, wanted), "day", down=True,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    context = {
        "wanted": wanted,
        "where": f"{report.unit} · {report.period}",
        "back": reverse("reports:report", args=[report.pk]),
        "rows": said_of_lines(found.rows),
        "next": turn(request, "after", found.after),
        "previous": turn(request, "before", found.before),
    }
    return render(request, "reports/lines.html", context)


@guarded("report.see")
@require_safe
def paper(request: Signed, pk: int) -> HttpResponse:
    return on_paper(_seen(request, pk, clock.now()))


def on_paper(report: Report) -> HttpResponse:
    answer = HttpResponse(document.pdf(report), content_type=papers.PDF)
    answer["Content-Disposition"] = f'inline; filename="report-{report.month}-{report.pk}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@guarded("report.see")
@require_safe
def poster(request: Signed, pk: int) -> HttpResponse:
    """A picture for the phone, of what is accepted only: it goes from hand to hand."""
    report = _seen(request, pk, clock.now())
    if report.state != State.ACCEPTED:
        raise Http404
    return picture(report)


def picture(report: Report) -> HttpResponse:
    answer = HttpResponse(posters.png(report), content_type="image/png")
    answer["Content-Disposition"] = f'inline; filename="report-{report.month}-{report.pk}.png"'
    answer["Cache-Control"] = "no-store"
    return answer


@guarded("report.see")
@require_safe
def sheet_of(request: Signed, pk: int) -> HttpResponse:
    """All figures; what somebody typed says so in its own column."""
    report = _seen(request, pk, clock.now())
    rows: list[list[Any]] = [
        [str(line.wanted.label), line.number, line.before, _("دفتر روزانه")] for line in queries.lines_of(report)
    ]
    rows += [
        [
            f"{one.caption} ({one.unit})" if one.unit else one.caption,
            one.number,
            "",
            _("دستی: %(whence)s") % {"whence": one.whence},
        ]
        for one in queries.typed_of(report)
    ]
    columns = [(_("رقم"), 36), (report.period.this, 14), (report.period.previous, 14), (_("از کجا"), 40)]
    return sheet(f"report-{report.month}-{report.pk}", f"{report.unit}", columns, rows)


def _seen(request: Signed, pk: int, at: datetime) -> Report:
    return get_object_or_404(Report.objects.visible_to(request.user, at).whole(), pk=pk)


def said_of_lines(lines: list[JournalLine]) -> list[dict[str, Any]]:
    """Lines with their codes in words; a place or centre that is no more is shown by its code."""
    places = {place.path: str(place) for place in Place.objects.filter(path__in={line.place for line in lines})}
    centres = dict(Centre.objects.filter(code__in={line.centre for line in lines}).values_list("code", "name"))
    domains = {domain.key: str(domain) for domain in Domain.objects.all()}
    return [
        {
            "line": line,
            "place": places.get(line.place, line.place),
            "centre": centres.get(line.centre, line.centre),
            "domain": domains.get(line.domain, line.domain),
        }
        for line in lines
    ]
