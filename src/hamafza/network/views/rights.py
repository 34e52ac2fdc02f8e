"""`matrix.toml` in words: what each role may do, over what."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from hamafza.network.access import matrix
from hamafza.network.guards import signed_in
from hamafza.network.models import Role

KINDS = {
    "request": _("درخواست"),
    "referral": _("ارجاع"),
    "centre": _("کانون"),
    "network": _("شبکه"),
    "notices": _("پیام‌ها"),
}
VERBS = {
    "request.receive": _("ثبت درخواست"),
    "request.see": _("دیدن درخواست"),
    "request.triage": _("تشخیص"),
    "request.add_word": _("افزودن سخن"),
    "request.withdraw": _("پس گرفتن درخواست"),
    "request.confirm": _("تأیید نتیجه"),
    "request.merge": _("یکی کردن درخواست‌های تکراری"),
    "request.see_readers": _("دیدن خوانندگان پرونده"),
    "request.import": _("ورود گروهی"),
    "referral.see": _("دیدن ارجاع"),
    "referral.offer": _("ارجاع دادن"),
    "referral.withdraw": _("پس گرفتن ارجاع"),
    "referral.answer": _("پاسخ به ارجاع"),
    "referral.invite_link": _("فرستادن پیوند پاسخ"),
    "referral.last_door": _("کار در آخرین در"),
    "centre.see": _("دیدن کانون‌ها"),
    "centre.edit": _("ویرایش کانون"),
    "centre.create": _("گشودن کانون"),
    "centre.say_capacity": _("گفتن ظرفیت"),
    "centre.see_load": _("دیدن بار کار کانون"),
    "centre.import": _("ورود فهرست کانون‌ها"),
    "network.grant": _("دادن و پس گرفتن نقش"),
    "network.keep_calendar": _("نگه‌داری تقویم"),
    "network.set_absence": _("ثبت مرخصی همکار"),
    "network.see_matrix": _("دیدن پوشش عرصه‌ها"),
    "network.reset_factor": _("برداشتن گام دوم گم‌شده، با مدیری دیگر"),
    "network.preview": _("دیدن از چشم همکار"),
    "notices.see_dead": _("دیدن پیام‌های نرسیده"),
}
SCOPES = {
    "all": _("همه"),
    "place": _("در محدودهٔ خود"),
    "centre": _("کانون خود"),
    "centre_place": _("آنچه نزد کانون‌های محدودهٔ اوست"),
    "own": _("از آنِ خود"),
}


@dataclass(frozen=True)
class Line:
    verb: str
    cells: list[str]


@signed_in
@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """The table that code and tests read, readable."""
    tables = [(label, _lines(kind)) for kind, label in KINDS.items()]
    roles = [role.label for role in Role]
    return render(request, "network/rights.html", {"tables": [t for t in tables if t[1]], "roles": roles})


def _lines(kind: str) -> list[Line]:
    return [
        Line(str(VERBS.get(action, action)), [_words(scopes.get(role, "")) for role in Role])
        for action, scopes in matrix().items()
        if action.split(".")[0] == kind
    ]


def _words(scope: str) -> str:
    return "، ".join(str(SCOPES[word]) for word in scope.split())
