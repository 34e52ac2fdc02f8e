"""How it was for those who served, as far as six different people have said it: by centre, kind and month."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hamafza.care import queries
from hamafza.care.forms import FeelingsForm
from hamafza.care.models import Answers
from hamafza.care.states import Feeling
from hamafza.care.views import lists
from hamafza.journal.months import Month
from hamafza.kernel import clock
from hamafza.network.guards import guarded
from hamafza.people.answers import Signed, sheet
from hamafza.ui.digits import local, percent
from hamafza.ui.moments import say
from hamafza.volunteers import service

TITLE = gettext_lazy("چطور بود؟")
COLUMNS = [
    (gettext_lazy("کانون"), 36), (gettext_lazy("گونه"), 24), (gettext_lazy("ماه"), 16), (gettext_lazy("پاسخ"), 10),
    (Feeling.GOOD.label, 14), (Feeling.BETTER.label, 20), (Feeling.BAD.label, 14),
]  # fmt: skip
TONES = {Feeling.GOOD: "good", Feeling.BETTER: "attention", Feeling.BAD: "late"}


@guarded("care.see_feelings")
@require_safe
def listing(request: Signed) -> HttpResponse:
    form, found = _found(request)
    page = lists.stretch(request, found, "month", down=True)
    context = {"form": form, "rows": [_row(one) for one in page.rows], **lists.around(request, page)}
    return render(request, "care/feelings.html", context, status=422 if form.errors else 200)


@guarded("care.see_feelings")
@require_safe
def printed(request: Signed) -> HttpResponse:
    return lists.printed(request, TITLE, COLUMNS, _lines(request), "care:feelings")


@guarded("care.see_feelings")
@require_safe
def exported(request: Signed) -> HttpResponse:
    return sheet("feelings", str(COLUMNS[3][0]), COLUMNS, _lines(request))


def _found(request: Signed) -> tuple[FeelingsForm, Any]:
    at = clock.now()
    form = FeelingsForm(request.GET, by=request.user, at=at)
    asked = {**form.asked, "kind": form.cleaned_data.get("kind") or "", "month": form.asked_month}
    return form, queries.answers_found(request.user, at, **asked)


def _row(one: Answers) -> dict[str, Any]:
    return {
        "answers": one, "kind": service.kinds().get(one.kind, one.kind), "month": _month(one),
        "bars": [(feeling.label, one.share(feeling), percent(one.share(feeling)), TONES[feeling]) for feeling in Feeling],
    }  # fmt: skip


def _month(one: Answers) -> str:
    return say(Month.from_code(one.month).first, "month")


def _lines(request: Signed) -> list[list[str]]:
    def cells(rows: list[Answers]) -> list[list[str]]:
        return [
            [
                one.centre.name, str(service.kinds().get(one.kind, one.kind)), _month(one), local(one.count),
                local(one.good), local(one.better), local(one.bad),
            ]
            for one in rows
        ]  # fmt: skip

    return lists.whole(_found(request)[1], "month", cells, down=True)
