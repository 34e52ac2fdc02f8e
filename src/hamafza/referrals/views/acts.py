"""The verbs that need a form: its words on the screen and the command it calls, in one table."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hamafza.referrals import advice, forms
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral

Choices = Callable[[HttpRequest, Referral, datetime], dict[str, Any]]


@dataclass(frozen=True)
class Act:
    """One verb. `choices` gives its form what depends on the hop."""

    form: type[django_forms.Form]
    command: Callable[..., Any]
    title: Any
    submit: Any
    said: Any
    explains: Any = ""
    kind: str = "primary"
    action: str = "referral.answer"
    choices: Choices = field(default=lambda request, hop, at: {})


def _other_centres(request: HttpRequest, hop: Referral, at: datetime) -> dict[str, Any]:
    words = request.GET.get("q", "") or request.POST.get("q", "")
    return {"centres": advice.other_centres(hop, at=at, words=words)}


ACTS = {
    "decline": Act(
        forms.DeclineForm,
        referrals.decline,
        title=_("نمی‌توانم، با دلیل"),
        submit=_("ثبت و سپردن به گزینهٔ بعدی"),
        said=_("ثبت شد. درخواست همین دقیقه به گزینهٔ بعدی رفت."),
        explains=_("درخواست بی‌پاسخ نمی‌ماند: همان دقیقه به مرکز بعدی می‌رود."),
        kind="danger",
    ),
    "hold": Act(
        forms.HoldForm,
        referrals.hold,
        title=_("مهلت با دلیل"),
        submit=_("ثبت مهلت"),
        said=_("مهلت ثبت شد؛ همان روز خودبه‌خود بازمی‌گردد."),
        explains=_("درخواست نزد شما می‌ماند و در روزی که می‌گویید دوباره یادآوری می‌شود."),
    ),
    "note": Act(
        forms.NoteForm,
        referrals.note,
        title=_("ثبت پیشرفت"),
        submit=_("ثبت"),
        said=_("ثبت شد و مهلت از نو شمرده می‌شود."),
    ),
    "finish": Act(
        forms.FinishForm,
        referrals.finish,
        title=_("ثبت نتیجه"),
        submit=_("ثبت نتیجه"),
        said=_("نتیجه ثبت شد؛ ده روز دیگر از متقاضی می‌پرسیم."),
        explains=_("ده روز دیگر از متقاضی می‌پرسیم که آیا حل شد."),
    ),
    "give-up": Act(
        forms.GiveUpForm,
        referrals.give_up,
        title=_("نشد، با دلیل"),
        submit=_("ثبت و سپردن به گزینهٔ بعدی"),
        said=_("ثبت شد. درخواست همین دقیقه به گزینهٔ بعدی رفت."),
        explains=_("کار از نزد شما می‌رود و مرکز بعدی آن را برمی‌دارد."),
        kind="danger",
    ),
    "relay": Act(
        forms.RelayForm,
        referrals.relay,
        title=_("سپردن به مرکز دیگر"),
        submit=_("سپردن"),
        said=_("سپرده شد؛ داستان درخواست یکی می‌ماند."),
        explains=_("مرکز دیگر آنچه را تاکنون گذشته است می‌بیند."),
        choices=_other_centres,
    ),
    "withdraw": Act(
        forms.WithdrawForm,
        referrals.withdraw,
        title=_("پس گرفتن از این مرکز"),
        submit=_("پس گرفتن"),
        said=_("پس گرفته شد؛ اکنون می‌توانید مرکز دیگری برگزینید."),
        explains=_("به مرکز همین حالا گفته می‌شود که کاری از او نمی‌خواهد."),
        kind="danger",
        action="referral.withdraw",
    ),
}
