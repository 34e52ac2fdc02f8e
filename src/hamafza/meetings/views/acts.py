"""Every verb of a meeting, its parts, a decision and an action: buttons at once, and verbs with a form, in two tables."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from hamafza.intake import uploads
from hamafza.kernel import clock
from hamafza.kernel.arriving import takes_files
from hamafza.kernel.errors import Refused
from hamafza.meetings import captions, forms, queries
from hamafza.meetings import commands as meetings
from hamafza.meetings.models import Action, Decision, Meeting, Series
from hamafza.network.guards import signed_in
from hamafza.people.answers import Signed, done, not_done, see_other
from hamafza.ui.refusals import show


@dataclass(frozen=True)
class Once:
    """A button that does it at once."""

    kind: str
    command: Callable[..., Any]
    said: Any
    more: dict[str, Any] = field(default_factory=dict)
    at: str = ""  # where on the page one goes on


@dataclass(frozen=True)
class Act:
    """A verb with a form: its words on the screen and its command."""

    kind: str
    form: type[forms.TimedForm]
    command: Callable[..., Any]
    title: Any
    submit: Any
    said: Any
    explains: Any = ""
    button: str = "primary"


ONCE = {
    "open": Once("meeting", meetings.open_agenda, _("دستور جلسه باز شد و دعوت‌ها رفت."), at="agenda"),
    "send": Once("meeting", meetings.send_agenda, _("دستور جلسه برای همهٔ دعوت‌شدگان رفت."), at="agenda"),
    "begin": Once("meeting", meetings.begin, _("نشست آغاز شد. حاضران را بزنید و گفت‌وگو را همین‌جا بنویسید."), at="attendance"),
    "refresh": Once("meeting", meetings.refresh_agenda, _("دستور جلسه از نو نوشته شد؛ آنچه برداشته‌اید بازنمی‌گردد."), at="agenda"),
    "everyone": Once("meeting", meetings.mark_the_rest, _("همهٔ آنان که نشانی نداشتند، حاضر شدند."), at="attendance"),
    "minutes": Once("meeting", meetings.send_minutes, _("پیش‌نویس برای حاضران رفت؛ هفت روز کاری فرصت ایراد دارند.")),
    "confirm": Once("meeting", meetings.confirm_minutes, _("صورت‌جلسه قطعی شد.")),
    "up": Once("item", meetings.move_item, "", {"up": True}, at="agenda"),
    "down": Once("item", meetings.move_item, "", {"up": False}, at="agenda"),
    "drop": Once("item", meetings.drop_item, _("از دستور جلسه برداشته شد؛ پایین همین فهرست می‌توانید بازگردانید."), at="agenda"),
    "restore": Once("item", meetings.restore_item, _("به دستور جلسه بازگشت."), at="agenda"),
    "present": Once("invitee", meetings.mark, "", {"attended": "present"}, at="attendance"),
    "absent": Once("invitee", meetings.mark, "", {"attended": "absent"}, at="attendance"),
    "excused": Once("invitee", meetings.mark, "", {"attended": "excused"}, at="attendance"),
    "unmark": Once("invitee", meetings.mark, "", {"attended": ""}, at="attendance"),
    "coming": Once("invitee", meetings.say_whether_coming, _("سپاس؛ نوشته شد که می‌آیید."), {"answer": "yes"}),
    "not-coming": Once("invitee", meetings.say_whether_coming, _("نوشته شد که نمی‌آیید."), {"answer": "no"}),
    "uninvite": Once("invitee", meetings.uninvite, _("از فهرست دعوت برداشته شد."), at="attendance"),
    "take-back": Once("decision", meetings.take_back, _("پیشنهاد برداشته شد."), at="decisions"),
    "start": Once("action", meetings.start_action, _("نوشته شد: در دست انجام.")),
    "verify": Once("action", meetings.verify, _("تأیید شد. سپاس.")),
}  # fmt: skip

ACTS = {
    "cancel": Act(
        "meeting", forms.CancelForm, meetings.cancel, _("برگزار نمی‌شود"), _("ثبت و خبر دادن"),
        _("ثبت شد؛ به همهٔ دعوت‌شدگان خبر می‌رسد."), _("دلیل و، اگر روشن است، روز تازه به همه گفته می‌شود."), "danger",
    ),
    "object": Act(
        "meeting", forms.ReasonForm, meetings.object_to_minutes, _("ایراد دارم"), _("فرستادن برای دبیر"),
        _("ایراد شما به دبیر نشست رسید."), _("بنویسید کجای صورت‌جلسه درست نیست. دبیر آن را اصلاح می‌کند و دوباره می‌فرستد."),
    ),
    "adopt": Act(
        "decision", forms.AdoptForm, meetings.adopt, _("تصویب شد"), _("ثبت مصوبه"), _("مصوبه ثبت شد."),
        _("هر مصوبه یا مسئولی دارد که تا روزی کاری کند، یا دلیلی که چرا اقدامی لازم نیست."),
    ),
    "add-action": Act(
        "decision", forms.ActionForm, meetings.add_action, _("اقدامی دیگر"), _("سپردن اقدام"), _("اقدام سپرده شد."),
    ),
    "reword": Act(
        "decision", forms.WordsForm, meetings.reword, _("بهتر نوشتن"), _("ثبت"), _("متن تازه ثبت شد."),
    ),
    "defer": Act(
        "decision", forms.DeferForm, meetings.defer, _("به نشست بعد بماند"), _("ثبت"),
        _("ثبت شد؛ خودبه‌خود در دستور نشست بعد می‌آید."),
    ),
    "reject": Act(
        "decision", forms.ReasonForm, meetings.reject, _("تصویب نشد"), _("ثبت"), _("ثبت شد: تصویب نشد."), "", "danger",
    ),
    "claim": Act(
        "action", forms.ClaimForm, meetings.claim_done, _("انجام شد"), _("فرستادن برای تأیید"),
        _("نوشته شد. همکار دیگری آن را می‌بیند و تأیید می‌کند."), _("کسی جز شما آن را می‌بیند و تأیید می‌کند؛ پس بنویسید چه ببیند."),
    ),
    "return": Act(
        "action", forms.ReasonForm, meetings.send_back, _("بازگرداندن، با دلیل"), _("بازگرداندن"),
        _("با دلیل شما بازگشت."), _("بنویسید چه مانده است تا مسئول اقدام بداند."), "danger",
    ),
    "block": Act(
        "action", forms.BlockForm, meetings.block, _("گره خورده است"), _("ثبت و خبر دادن"),
        _("ثبت شد؛ به آن همکار گفته می‌شود. مهلت سر جای خود است."), _("کسی که کار نزد او مانده است خبر می‌گیرد؛ مهلت عوض نمی‌شود."),
    ),
    "postpone": Act(
        "action", forms.PostponeForm, meetings.postpone, _("جابه‌جایی مهلت"), _("ثبت مهلت تازه"), _("مهلت تازه ثبت شد."),
        _("دو بار می‌توان مهلت را جابه‌جا کرد؛ پس از آن تنها رئیس نشست."),
    ),
    "cancel-action": Act(
        "action", forms.ReasonForm, meetings.cancel_action, _("لغو اقدام"), _("لغو"), _("لغو شد."),
        _("تنها رئیس نشست می‌تواند اقدامی را لغو کند."), "danger",
    ),
}  # fmt: skip


@signed_in
@require_POST
def at_once(request: Signed, pk: int, name: str) -> HttpResponse:
    at, once = clock.now(), ONCE[name]
    found = get_object_or_404(queries.thing(once.kind, request.user, at), pk=pk)
    address = address_of(found).partition("#")[0]
    try:
        once.command(found, by=request.user, at=at, **once.more)
    except Refused as refused:
        if request.htmx:
            return _part(request, found, once, at, str(refused.message))
        return not_done(request, f"{address}#{once.at}" if once.at else address, refused.message)
    if request.htmx:
        return _part(request, found, once, at)
    if once.kind == "action" and request.POST.get("view") in queries.VIEWS:
        address = f"{reverse('meetings:actions')}?view={request.POST['view']}"
    elif once.at:
        address = f"{address}#{once.at}"
    return done(request, address, once.said) if once.said else see_other(address)


def _part(request: Signed, found: Any, once: Once, at: datetime, refused: str = "") -> HttpResponse:
    """The part of the page that the button stands in, as it is now."""
    if isinstance(found, Action):
        row = queries.row_of(queries.thing("action", request.user, at).get(pk=found.pk), request.user, at)
        context = {"row": row, "said": refused or once.said, "tone": "attention" if refused else "good"}
        return render(request, "meetings/actions.html#changed", context)
    meeting = found if isinstance(found, Meeting) else found.meeting
    desk = queries.desk_of(queries.thing("meeting", request.user, at).get(pk=meeting.pk), request.user, at)
    context = {
        "desk": desk,
        "meeting": desk.meeting,
        "said": refused or once.said,
        "tone": "attention" if refused else "good",
    }
    return render(request, f"meetings/meeting.html#{once.at}", context)


@signed_in
@takes_files(uploads.LIMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def with_form(request: Signed, pk: int, name: str) -> HttpResponse:
    at, act = clock.now(), ACTS[name]
    found = get_object_or_404(queries.thing(act.kind, request.user, at), pk=pk)
    form = act.form(request.POST or None, request.FILES or None, at=at, initial=_initial(found, name))
    if request.method == "POST" and form.is_valid():
        try:
            act.command(found, by=request.user, at=at, **_said(form))
            return done(request, address_of(found), act.said)
        except Refused as refused:
            show(form, refused)
    context = {
        "act": act, "form": form, "thing": found, "back": address_of(found), "lead": _lead(found),
        "names": forms.names_around(_meeting_of(found)),
    }  # fmt: skip
    return render(request, "meetings/act.html", context, status=422 if form.errors else 200)


def _said(form: Any) -> dict[str, Any]:
    """A file is kept only when everything else is in order."""
    said = dict(form.cleaned_data)
    if isinstance(form, forms.ClaimForm):
        file = said.pop("file", None)
        if file is not None:
            said |= {"file_name": file.name, "file_type": file.content_type, "stored_as": uploads.keep(file)}
    return said


def _initial(found: Any, name: str) -> dict[str, Any]:
    return {"text": found.text} if name == "reword" else {"due_on": found.due_on} if name == "postpone" else {}


def _meeting_of(found: Any) -> Meeting:
    if isinstance(found, Action):
        return found.decision.meeting
    return found if isinstance(found, Meeting) else found.meeting


def _lead(found: Any) -> str:
    if isinstance(found, (Action, Decision)):
        return found.text
    return captions.name_of(_meeting_of(found))


def address_of(found: Any) -> str:
    """The page on which a thing stands."""
    if isinstance(found, Action):
        return reverse("meetings:action", args=[found.pk])
    if isinstance(found, Series):
        return reverse("meetings:series", args=[found.pk])
    address = reverse("meetings:meeting", args=[_meeting_of(found).pk])
    return f"{address}#decisions" if isinstance(found, Decision) else address
