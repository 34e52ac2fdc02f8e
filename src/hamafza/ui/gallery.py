"""What the gallery at /ui/ shows: invented, and the same on every visit."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hamafza.kernel.clock import TEHRAN
from hamafza.ui import digits, fields
from hamafza.ui.deadline import deadline

AT = datetime(2026, 11, 22, 11, 0, tzinfo=TEHRAN)


class SpecimenForm(forms.Form):
    """One field of each kind."""

    full_name = forms.CharField(label=gettext_lazy("نام و نام خانوادگی"), max_length=80)
    phone = fields.PhoneField(
        label=gettext_lazy("شمارهٔ همراه"),
        mobile=True,
        help_text=gettext_lazy("کد رهگیری به همین شماره می‌رسد."),
    )
    born_on = fields.JalaliDateField(label=gettext_lazy("تاریخ تولد"))
    meets_at = fields.JalaliDateTimeField(label=gettext_lazy("زمان نشست"), required=False)
    household = fields.PersianIntegerField(label=gettext_lazy("شمار اعضای خانواده"), min_value=1, max_value=20)
    amount_rial = fields.RialField(label=gettext_lazy("مبلغ (ریال)"), required=False)
    domain = forms.ChoiceField(
        label=gettext_lazy("عرصهٔ خدمت"),
        choices=[
            ("health", gettext_lazy("سلامت")),
            ("work", gettext_lazy("اشتغال")),
            ("counsel", gettext_lazy("مشاوره")),
        ],
    )
    door = forms.ChoiceField(
        label=gettext_lazy("چگونه با شما تماس بگیریم؟"),
        widget=forms.RadioSelect,
        choices=[("call", gettext_lazy("تلفن")), ("text", gettext_lazy("پیامک"))],
    )
    story = forms.CharField(label=gettext_lazy("شرح"), widget=forms.Textarea({"rows": 3}), required=False)
    agrees = forms.BooleanField(label=gettext_lazy("اجازه می‌دهم این نیاز بدون نام من با کانون‌ها در میان گذاشته شود."))


def specimens() -> dict[str, Any]:
    """The context of the gallery."""
    return {
        "now": AT,
        "rings": [_ring(0.3, 48), _ring(0.85, 4), _ring(1.2, -3)],
        "form": SpecimenForm(initial={"born_on": AT.date() - timedelta(days=12_000), "household": 4}),
        "wrong_form": SpecimenForm(
            {"full_name": "", "phone": "۰۹۱۲", "born_on": "۱۴۰۴/۱۲/۳۰", "household": "چهار"},
            auto_id="wrong_%s",
        ),
        "steps": _steps(),
        "tabs": [
            {"label": _("نزد من"), "href": "#", "current": True, "count": 7},
            {"label": _("همهٔ کانون"), "href": "#", "current": False, "count": 31},
            {"label": _("پایان‌یافته"), "href": "#", "current": False, "count": 0},
        ],
        "columns": [_("شهرستان"), _("درخواست"), _("به نتیجه رسیده"), _("میانگین پاسخ")],
        "lines": [
            [_("چابهار"), digits.local(61), digits.local(58), _("۹ ساعت")],
            [_("کنارک"), digits.local(24), digits.local(20), _("۱۴ ساعت")],
            [_("زاهدان"), digits.local(102), digits.local(88), _("۱۱ ساعت")],
        ],
        "shapes": _shapes(),
        "legend": [
            {"level": n, "label": text}
            for n, text in enumerate(
                [_("بدون رقم"), _("کم"), _("میانه"), _("زیاد"), _("بسیار زیاد"), _("نیازمند توجه")]
            )
        ],
    }


def _ring(share: float, hours_left: int) -> Any:
    due = AT + timedelta(hours=hours_left)
    whole = timedelta(hours=abs(hours_left) / abs(1 - share))
    return deadline(due - whole, due, AT)


def _steps() -> list[dict[str, str]]:
    labels = [_("دریافت"), _("تشخیص"), _("ارجاع"), _("پذیرش"), _("خدمت"), _("نتیجه"), _("تأیید متقاضی")]
    states = ["done"] * 3 + ["current"] + ["todo"] * 3
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]


def _shapes() -> list[dict[str, Any]]:
    """Six hexagons standing for counties."""
    names = [_("چابهار"), _("کنارک"), _("زاهدان"), _("ایرانشهر"), _("سراوان"), _("زابل")]
    shapes = []
    for n, name in enumerate(names):
        x, y = 45 + (n % 3) * 80 + (n // 3) * 40, 45 + (n // 3) * 70
        shapes.append(
            {
                "d": f"M{x} {y - 44}l38 22v44l-38 22l-38-22v-44z",
                "level": n,
                "label": name,
                "href": "#map" if n % 2 else "",
                "text": name,
                "x": x,
                "y": y + 4,
            }
        )
    return shapes
