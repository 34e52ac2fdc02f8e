"""Thanks that are owed, and letters that were given: lists, one tap for many, and papers."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from hamafza.care import captions, queries
from hamafza.care import commands as care
from hamafza.care import paper as papers_
from hamafza.care.forms import FindForm, LettersForm
from hamafza.care.models import Letter
from hamafza.care.states import LetterKind
from hamafza.care.views import lists
from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network.guards import guarded
from hamafza.people.answers import Signed, done, not_done, query, sheet
from hamafza.ui.digits import local
from hamafza.ui.moments import say
from hamafza.ui.paper import PDF
from hamafza.volunteers.models import Volunteer

OWED, GIVEN = gettext_lazy("سپاس‌های مانده"), gettext_lazy("نامه‌ها و گواهی‌ها")
OWED_COLUMNS = [
    (gettext_lazy("نام"), 30), (gettext_lazy("کانون"), 36), (gettext_lazy("پله"), 14), (gettext_lazy("آخرین خدمت"), 18),
]  # fmt: skip
GIVEN_COLUMNS = [
    (gettext_lazy("شماره"), 12), (gettext_lazy("گونه"), 16), (gettext_lazy("نام"), 30), (gettext_lazy("کانون"), 36),
    (gettext_lazy("تاریخ"), 16), (gettext_lazy("ساعت خدمت"), 20), (gettext_lazy("امضا از"), 26),
]  # fmt: skip
AT_ONCE = 200  # papers in one file


@guarded("care.thank")
@require_safe
def owed(request: Signed) -> HttpResponse:
    form, found = _owed(request)
    page = lists.stretch(request, found, "search_key")
    chosen = set(_numbers(request.GET.getlist("to")))
    context = {
        "form": form, "rows": page.rows, "kinds": LetterKind.choices, "chosen": chosen, "tabs": _tabs("thanks"),
        **lists.around(request, page),
    }  # fmt: skip
    return render(request, "care/thanks.html", context, status=422 if form.errors else 200)


@guarded("care.thank")
@require_safe
def owed_printed(request: Signed) -> HttpResponse:
    return lists.printed(request, OWED, OWED_COLUMNS, _owed_lines(request), "care:thanks")


@guarded("care.thank")
@require_safe
def owed_sheet(request: Signed) -> HttpResponse:
    return sheet("thanks", str(OWED), OWED_COLUMNS, _owed_lines(request))


@guarded("care.thank")
@require_POST
def send(request: Signed) -> HttpResponse:
    """To one or to many; from the list or from her page."""
    at = clock.now()
    wanted = _numbers(request.POST.getlist("to"))
    kind = request.POST.get("kind", "")
    kind = kind if kind in LetterKind.values else LetterKind.THANKS
    people = list(queries.seen(request.user, at, "care.thank").filter(pk__in=wanted).order_by("search_key", "pk"))
    try:
        first = care.thank(volunteers=people, kind=kind, by=request.user, at=at)
    except Refused as refused:
        return not_done(request, reverse("care:thanks"), refused.message)
    n = queries.given(request.user, at, same=str(first.pk)).count()
    said = ngettext("برای %(n)s نفر نوشته شد و به او خبر رسید.", "برای %(n)s نفر نوشته شد و به آنان خبر رسید.", n)
    return done(request, f"{reverse('care:letters')}?same={first.pk}", said % {"n": local(n)})


@guarded("care.see")
@require_safe
def letters(request: Signed) -> HttpResponse:
    form, found = _given(request)
    page = lists.stretch(request, found, "at", down=True)
    context = {
        "form": form, "rows": [_row(one) for one in page.rows], "tabs": _tabs("letters"), "at_once": AT_ONCE,
        "same": request.GET.get("same", ""), **lists.around(request, page),
    }  # fmt: skip
    return render(request, "care/letters.html", context, status=422 if form.errors else 200)


@guarded("care.see")
@require_safe
def letters_printed(request: Signed) -> HttpResponse:
    return lists.printed(request, GIVEN, GIVEN_COLUMNS, _given_lines(request), "care:letters")


@guarded("care.see")
@require_safe
def letters_sheet(request: Signed) -> HttpResponse:
    return sheet("letters", str(GIVEN), GIVEN_COLUMNS, _given_lines(request))


@guarded("care.see")
@require_safe
def papers(request: Signed) -> HttpResponse:
    """All letters of the list as it is filtered, a page each; none is left out in silence."""
    _form, found = _given(request)
    some = list(found.order_by("year", "serial")[: AT_ONCE + 1])
    back = f"{reverse('care:letters')}?{query(request)}"
    if not some:
        return not_done(request, back, _("در این فهرست نامه‌ای نیست."))
    if len(some) > AT_ONCE:
        said = _("در این فهرست بیش از %(n)s نامه است. آن را با کانون، گونه یا واژه‌ای کوتاه‌تر کنید.")
        return not_done(request, back, said % {"n": local(AT_ONCE)})
    return file_of(some)


@guarded("care.see")
@require_safe
def paper(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    return file_of([get_object_or_404(Letter.objects.visible_to(request.user, at).whole(), pk=pk)])


def file_of(some: list[Letter]) -> HttpResponse:
    """The file's name tells a number only."""
    name = f"letter-{some[0].year}-{some[0].serial}" if len(some) == 1 else "letters"
    answer = HttpResponse(papers_.pdf(some), content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _numbers(sent: Sequence[str]) -> list[int]:
    """Of people, as a form sends them; what is none is left out."""
    return [int(pk) for pk in sent if pk.isascii() and pk.isdigit() and len(pk) < 19]


def _tabs(here: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "href": reverse(f"care:{name}"), "current": name == here}
        for name, label in (("thanks", OWED), ("letters", GIVEN))
    ]


def _owed(request: Signed) -> tuple[FindForm, Any]:
    at = clock.now()
    form = FindForm(request.GET, by=request.user, at=at, without=("month", "kind"))
    return form, queries.owed(request.user, at, **form.asked)


def _owed_lines(request: Signed) -> list[list[str]]:
    def cells(rows: list[Volunteer]) -> list[list[str]]:
        return [
            [
                one.full_name,
                one.centre.name,
                one.get_rung_display(),
                say(one.active_on, "short") if one.active_on else "",
            ]
            for one in rows
        ]

    return lists.whole(_owed(request)[1], "search_key", cells)


def _given(request: Signed) -> tuple[LettersForm, Any]:
    at = clock.now()
    form = LettersForm(request.GET, by=request.user, at=at)
    asked = {**form.asked, "kind": form.cleaned_data.get("kind") or "", "same": request.GET.get("same", "")}
    return form, queries.given(request.user, at, **asked)


def _row(one: Letter) -> dict[str, Any]:
    return {"letter": one, "number": local(one.number), "hours": captions.hours(one.minutes)}


def _given_lines(request: Signed) -> list[list[str]]:
    def cells(rows: list[Letter]) -> list[list[str]]:
        return [
            [
                local(one.number), str(one.get_kind_display()), one.volunteer.full_name, one.volunteer.centre.name,
                say(one.at, "short"), captions.hours(one.minutes), one.by.full_name,
            ]
            for one in rows
        ]  # fmt: skip

    return lists.whole(_given(request)[1], "at", cells, down=True)
