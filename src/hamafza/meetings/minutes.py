"""The minutes as an office keeps them: letterhead, who was there, what was said, what was decided and who does it."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from persiantools.jdatetime import JalaliDate

from hamafza.kernel.clock import local as in_iran
from hamafza.meetings import captions, queries
from hamafza.meetings.models import Decision, Meeting
from hamafza.meetings.quorum import quorum_of
from hamafza.meetings.states import BEFORE, DECIDED, DecisionState, MeetingState
from hamafza.ui import paper
from hamafza.ui.digits import local
from hamafza.ui.moments import say

SHEET = Path(__file__).parent / "sheets" / "minutes.typ"


def pdf(meeting: Meeting, at: datetime) -> bytes:
    """In the language of the page."""
    return paper.pdf(SHEET, _letter(meeting), _facts(meeting, at))


def pages(meeting: Meeting, at: datetime, *, ppi: int = 110) -> list[bytes]:
    """The same as pictures."""
    return paper.pages(SHEET, _letter(meeting), _facts(meeting, at), ppi=ppi)


def number_of(meeting: Meeting) -> str:
    """«۱۴۰۵/۳/۱۲»: year, series, sitting."""
    return f"{JalaliDate(in_iran(meeting.starts_at).date()).year}/{meeting.code}"


def _letter(meeting: Meeting) -> paper.Letter:
    series = meeting.series
    signed = [(_("رئیس نشست"), series.chair.full_name), (_("دبیر نشست"), series.secretary.full_name)]
    return paper.Letter(
        title=_title(meeting),
        number=number_of(meeting),
        date=say(meeting.starts_at, "short"),
        footer=captions.name_of(meeting),
        signatures=() if meeting.state in BEFORE else signed,
    )


def _title(meeting: Meeting) -> str:
    if meeting.state in BEFORE or meeting.state == MeetingState.CANCELLED:
        return _("دستور جلسهٔ %(name)s") % {"name": captions.name_of(meeting)}
    if meeting.state in DECIDED:
        return _("صورت‌جلسهٔ %(name)s") % {"name": captions.name_of(meeting)}
    return _("پیش‌نویس صورت‌جلسهٔ %(name)s") % {"name": captions.name_of(meeting)}


def _facts(meeting: Meeting, at: datetime) -> dict[str, Any]:
    points, seats, decisions = queries.minutes_of(meeting, at)
    came = [seat for seat in seats if seat.invitee.attended == "present"]
    missing = [seat for seat in seats if seat.invitee.attended in {"absent", "excused"}]
    adopted = [one for one in decisions if one.state == DecisionState.ADOPTED]
    others = [one for one in decisions if one.state != DecisionState.ADOPTED]
    return {
        "says": _says(),
        "heads": _heads(),
        "about": _about(meeting),
        "came": [[local(n), seat.invitee.person.full_name, seat.capacity, ""] for n, seat in enumerate(came, start=1)],
        "missing": _("، ").join(
            f"{one.invitee.person.full_name} ({one.invitee.get_attended_display()})" for one in missing
        ),
        "quorum": _quorum(meeting) if came else "",
        "points": [
            {
                "number": local(n),
                "title": point.said,
                "kind": point.item.get_kind_display() if point.item.kind != "other" else "",
                "minutes": [part for part in point.item.minutes.split("\n") if part.strip()],
            }
            for n, point in enumerate(points, start=1)
        ],
        "decisions": [row for one in adopted for row in _rows(one)],
        "others": [[local(one.number), one.text, one.get_state_display(), one.reason] for one in others],
        "note": _note(meeting),
    }


def _says() -> dict[str, str]:
    return {
        "came": _("حاضران"),
        "missing": _("غایبان:"),
        "points": _("دستور جلسه و گفت‌وگو"),
        "no_points": _("بندی در دستور جلسه نیست."),
        "decisions": _("مصوبه‌ها و اقدام‌ها"),
        "others": _("پیشنهادهای دیگر"),
    }


def _heads() -> dict[str, list[str]]:
    return {
        "came": [_("ردیف"), _("نام"), _("سمت"), _("امضا")],
        "decisions": [_("شماره"), _("مصوبه"), _("اقدام"), _("مسئول"), _("مهلت")],
        "others": [_("شماره"), _("متن"), _("نتیجه"), _("توضیح")],
    }


def _about(meeting: Meeting) -> list[tuple[str, str]]:
    lines = [
        (_("زمان"), say(meeting.starts_at, "time")),
        (_("جا"), meeting.host.name if meeting.host else str(meeting.series.place)),
        (_("رئیس نشست"), meeting.series.chair.full_name),
        (_("دبیر نشست"), meeting.series.secretary.full_name),
    ]
    if meeting.moved_because:
        lines.append((_("جابه‌جا شد"), meeting.moved_because))
    return lines


def _quorum(meeting: Meeting) -> str:
    quorum = quorum_of(meeting)
    said = _("از %(invited)s دعوت‌شده %(present)s نفر حاضر بودند؛ حد نصاب %(needed)s نفر است.")
    return said % {name: local(getattr(quorum, name)) for name in ("invited", "present", "needed")}


def _rows(decision: Decision) -> list[list[str]]:
    """The decision once, each of its actions in a line of its own."""
    actions = list(decision.actions.all())
    if not actions:
        return [
            [
                local(decision.number),
                decision.text,
                _("اقدامی لازم نیست: %(why)s") % {"why": decision.no_action_because},
                "",
                "",
            ]
        ]
    return [
        [
            local(decision.number) if not n else "",
            decision.text if not n else "",
            one.text if one.text != decision.text else _("همان"),
            one.owner.full_name,
            say(one.due_on, "short"),
        ]
        for n, one in enumerate(actions)
    ]


def _note(meeting: Meeting) -> str:
    if meeting.state in DECIDED and meeting.confirmed_at:
        return _("این صورت‌جلسه در %(day)s قطعی شد.") % {"day": say(meeting.confirmed_at, "long")}
    if meeting.state == MeetingState.MINUTES_DRAFT and meeting.due_at:
        return _("اگر تا %(day)s ایرادی گرفته نشود، قطعی می‌شود.") % {"day": say(meeting.due_at, "time")}
    return ""
