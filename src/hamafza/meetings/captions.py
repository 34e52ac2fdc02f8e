"""Words of the screen for things of a meeting."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hamafza.meetings.models import Action, AgendaItem, Decision, Invitee, Meeting, Series
from hamafza.meetings.states import SERIES_ENDED, ActionState, Cancel, MeetingState
from hamafza.network.days import Rule
from hamafza.network.models import Role
from hamafza.ui.digits import local, speaks_persian
from hamafza.ui.moments import say

A, M = ActionState, MeetingState
TONES = {
    A.OPEN: "quiet", A.IN_PROGRESS: "info", A.BLOCKED: "attention", A.DONE_CLAIMED: "calm", A.RETURNED: "attention",
    A.VERIFIED: "good", A.CANCELLED: "quiet",
    M.PLANNED: "quiet", M.AGENDA_OPEN: "info", M.AGENDA_SENT: "info", M.HELD: "attention", M.MINUTES_DRAFT: "attention",
    M.MINUTES_CONFIRMED: "calm", M.CLOSED: "good",
    "adopted": "good", "rejected": "quiet", "deferred": "attention", "proposed": "info",
}  # fmt: skip
STEPS = (M.PLANNED, M.AGENDA_OPEN, M.AGENDA_SENT, M.HELD, M.MINUTES_DRAFT, M.MINUTES_CONFIRMED, M.CLOSED)


def weekdays() -> list[tuple[int, str]]:
    """Saturday 0 … Thursday 5; nobody meets on Fridays."""
    return list(enumerate([_("شنبه"), _("یکشنبه"), _("دوشنبه"), _("سه‌شنبه"), _("چهارشنبه"), _("پنجشنبه")]))


def rule_of(series: Series) -> str:
    """«هر ۲ هفته، سه‌شنبه‌ها ساعت ۱۰:۰۰»."""
    facts = {
        "n": local(series.every),
        "day": dict(weekdays())[series.weekday],
        "hour": local(f"{series.hour:%H:%M}"),
    }
    if series.rule == Rule.WEEKS:
        return (
            _("هر هفته، %(day)s ساعت %(hour)s") if series.every == 1 else _("هر %(n)s هفته، %(day)s ساعت %(hour)s")
        ) % facts
    nth = [_("نخستین"), _("دومین"), _("سومین"), _("چهارمین"), _("آخرین")][series.every - 1]
    return _("%(nth)s %(day)s هر ماه، ساعت %(hour)s") % {**facts, "nth": nth}


def name_of(meeting: Meeting) -> str:
    """«شورای هماهنگی چابهار، نشست ۳»."""
    return _("%(series)s، نشست %(n)s") % {"series": meeting.series.title, "n": local(meeting.number)}


def said(item: AgendaItem) -> str:
    """A person's own words as they are; a source's sentence in the reader's language and digits."""
    if not item.facts:
        return item.title
    return _(item.title) % {name: _fact(name, value) for name, value in item.facts.items()}


def _fact(name: str, value: Any) -> str:
    text = say(date.fromisoformat(value), "day") if name == "since" else local(value)
    return text if speaks_persian() else f"\u2068{text}\u2069"  # Persian names keep to themselves in an English line


def capacity_of(invitee: Invitee) -> str:
    """In which capacity she is called: «دبیر کانون، کانون سلامت مهرگان»."""
    own = {"chair": _("رئیس نشست"), "minutes": _("دبیر نشست"), "guest": _("مهمان"), "": ""}
    role = own[invitee.role] if invitee.role in own else str(Role(invitee.role).label)
    return f"{role}، {invitee.scope}" if invitee.scope else role


def steps_of(meeting: Meeting) -> list[dict[str, str]]:
    """For the stepper; a meeting that was not held has none."""
    short = [
        _("برنامه"), pgettext("step", "دستور جلسه"), _("فرستاده شد"), _("برگزار شد"), _("پیش‌نویس"),
        pgettext("step", "قطعی"), _("بسته"),
    ]  # fmt: skip
    here = STEPS.index(MeetingState(meeting.state)) if meeting.state in STEPS else -1
    return [
        {"label": label, "state": "done" if n < here or here == len(STEPS) - 1 else "current" if n == here else "todo"}
        for n, label in enumerate(short)
    ]


def follows(meeting: Meeting) -> str:
    """What happens if nobody does anything."""
    return {
        M.PLANNED: _("دستور جلسه خودبه‌خود باز می‌شود، از کارهای مانده پر می‌شود و دعوت‌ها می‌رود."),
        M.AGENDA_OPEN: _("اگر زودتر نفرستید، دستور جلسه همان‌گونه که هست برای همه می‌رود."),
        M.AGENDA_SENT: _(
            "روز نشست آن را آغاز کنید تا حضور و گفت‌وگو همان‌جا نوشته شود. اگر برگزار نشد، دلیلش را بنویسید."
        ),
        M.HELD: _("صورت‌جلسه را تا این زمان بفرستید؛ اگر دیر شود، به رئیس نشست گفته می‌شود."),
        M.MINUTES_DRAFT: _("اگر تا این زمان کسی ایراد نگیرد، صورت‌جلسه قطعی می‌شود."),
        M.MINUTES_CONFIRMED: _("تا آخرین اقدام این نشست تأیید نشود، بسته نمی‌شود."),
    }.get(MeetingState(meeting.state), "")


def reason_of(meeting: Meeting) -> str:
    """Why it is not held, in words."""
    if meeting.reason == SERIES_ENDED:
        return _("این سلسله نشست پایان یافت.")
    return str(Cancel(meeting.reason).label) if meeting.reason else ""


def became_of(decision: Decision) -> str:
    """What became of it, in a few words: «۲ از ۳ اقدام تأیید شد»."""
    actions = list(decision.actions.all())
    if decision.state != "adopted" or not actions:
        return decision.get_state_display()
    done = sum(action.state == A.VERIFIED for action in actions)
    said = ngettext("%(done)s از %(all)s اقدام تأیید شد", "%(done)s از %(all)s اقدام تأیید شد", len(actions))
    return said % {"done": local(done), "all": local(len(actions))}


def tone_of(thing: Action | Meeting | Decision) -> str:
    return TONES.get(thing.state, "quiet")
