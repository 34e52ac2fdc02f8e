"""A report is sent by its unit, read one level up, accepted or sent back, and unlocked with a reason."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.clock import local
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, ReasonMissing, Refused
from hamafza.kernel.moves import move
from hamafza.network import queries as network
from hamafza.network.standing_in import NobodyElse
from hamafza.people.models import Person
from hamafza.reports import content, deadlines, queries, rules
from hamafza.reports.commands._sending import send
from hamafza.reports.commands._typing import write_numbers
from hamafza.reports.commands._way import code_of, line, tell
from hamafza.reports.holders import reader_of, writer_of
from hamafza.reports.models import Edition, Remark, Report
from hamafza.reports.states import MOVES, WRITING, State

LONGEST = 6_000


class GapsUnexplained(Refused):
    message = _(
        "چند گزارشی که این از آن‌ها ساخته می‌شود هنوز پذیرفته نشده است. صبر کنید، یا بنویسید چرا بی آن‌ها می‌فرستید؛ در گزارش نشان داده می‌شود."
    )
    field = "missing_because"


class NotNothing(Refused):
    message = _("در این بازه کارهایی ثبت شده است؛ نمی‌توان نوشت «فعالیتی نبود». همین رقم‌ها را بفرستید.")


class NotOverYet(Refused):
    message = _("این پویش هنوز تمام نشده است؛ گزارش آن از فردای روز پایانش فرستاده می‌شود.")


class NoSuchFigure(Refused):
    message = _("این گزارش چنین رقمی ندارد.")
    field = "figure"


@command(rule=rules.may_write)
def submit(
    report: Report, *, by: Person, at: datetime, narrative: str = "", nothing: bool = False, missing_because: str = "",
    typed: dict[int, int] | None = None,
) -> Report:  # fmt: skip
    """Send it: figures are the journal's, frozen with it; `typed` is {number asked for: number}.

    Raises NotOverYet, GapsUnexplained, NotNothing, NumberMissing, MoveRefused.
    """
    if local(at).date() <= report.last:
        raise NotOverYet
    figures = queries.computed(report)
    if nothing and any((typed or {}).values()):
        raise NotNothing
    if nothing and any(figures.values()):
        raise NotNothing
    gaps = queries.missing(report)
    if gaps and not missing_because.strip():
        raise GapsUnexplained
    if State.SUBMITTED not in MOVES[State(report.state)]:
        raise MoveRefused
    write_numbers(report, typed or {}, nothing, by, at)
    report.summed = queries.summed(report)
    report.figures, report.nothing, report.narrative = figures, nothing, narrative.strip()[:LONGEST]
    report.missing = [_gap(one, report) for one in gaps]
    report.missing_because = missing_because.strip()[:300] if gaps else ""
    report.submitted_at, report.submitted_by = at, by
    report.first_submitted_on = report.first_submitted_on or local(at).date()
    report.reason = ""
    move(
        report, to=State.SUBMITTED, by=by, at=at, holder=reader_of(report, at), since_at=at, rung=0,
        due_at=at + deadlines.READ_WITHIN,
        also=("figures", "summed", "nothing", "narrative", "missing", "missing_because", "submitted_at", "submitted_by",
              "first_submitted_on", "reason"),
    )  # fmt: skip
    in_time = local(at).date() <= deadlines.due_on(report.kind, report.last)
    line("report_submitted", report, at, detail="in_time" if in_time else "late")
    tell([report.holder], "report_to_read", report, at)
    return report


def _gap(one: Report, report: Report) -> str:
    """The unit below, or the unit's own month."""
    return code_of(one) if one.kind == report.kind else f"{code_of(one)} {one.month}"


@command(rule=rules.may_accept, keep=("figure",))
def remark(report: Report, *, text: str, by: Person, at: datetime, figure: str = "") -> Remark:
    """A word on one figure, or on the whole, while it is being read. Raises ReasonMissing, NoSuchFigure, MoveRefused."""
    if report.state != State.SUBMITTED:
        raise MoveRefused
    if not text.strip():
        raise ReasonMissing
    if figure and content.wanted(report.level, figure) is None:
        raise NoSuchFigure
    return Remark.objects.create(
        report=report, edition=report.edition, figure=figure, text=text.strip()[:500], by=by, at=at
    )


@command(rule=rules.may_accept)
def send_back(report: Report, *, reason: str, by: Actor, at: datetime) -> Report:
    """To be put right within five days, with remarks and this reason. Raises ReasonMissing, MoveRefused."""
    if report.state != State.SUBMITTED:  # what is accepted is unlocked, not sent back
        raise MoveRefused
    if not reason.strip():
        raise ReasonMissing
    _return(report, reason, by, at)
    line("report_sent_back", report, at)
    return report


@command(rule=rules.may_accept)
def accept(report: Report, *, by: Person, at: datetime) -> Report:
    """Locked: who, when and how to unlock stand on it. Raises MoveRefused."""
    move(report, to=State.ACCEPTED, by=by, at=at, accepted_at=at, accepted_by=by, holder=None, due_at=None, since_at=at)
    line("report_accepted", report, at)
    send(report, at)
    if report.submitted_by:
        tell([report.submitted_by], "report_accepted", report, at)
    return report


@command(rule=rules.may_accept)
def unlock(report: Report, *, reason: str, by: Actor, at: datetime) -> Report:
    """A correction: what was accepted is kept as a numbered edition, and the unit writes the next. Raises ReasonMissing, MoveRefused."""
    if not reason.strip():
        raise ReasonMissing
    if report.state != State.ACCEPTED:
        raise MoveRefused
    assert report.submitted_at and report.accepted_at and report.accepted_by  # by constraint
    Edition.objects.create(
        report=report, number=report.edition, nothing=report.nothing, narrative=report.narrative,
        figures=report.figures, typed=queries.frozen(report), missing=report.missing, missing_because=report.missing_because,
        submitted_at=report.submitted_at, submitted_by=report.submitted_by, accepted_at=report.accepted_at,
        accepted_by=report.accepted_by, unlocked_because=reason.strip()[:500],
    )  # fmt: skip
    report.edition += 1
    report.accepted_at = report.accepted_by = None
    _return(report, reason, by, at, also=("edition", "accepted_at", "accepted_by"))
    line("report_unlocked", report, at)
    return report


def _return(report: Report, reason: str, by: Actor, at: datetime, also: tuple[str, ...] = ()) -> None:
    report.reason = reason.strip()[:500]
    due = local(at).date() + deadlines.MEND_WITHIN
    rung, due_at = deadlines.next_rung(due, at)
    move(
        report, to=State.SENT_BACK, by=by, at=at, reason=report.reason, also=("reason", *also),
        holder=writer_of(report, at), since_at=at, due_on=due, due_at=due_at, rung=rung,
    )  # fmt: skip
    tell([report.holder], "report_back", report, at)


@command(rule=is_the_clock)
def chase(report: Report, *, by: Actor, at: datetime) -> Report:
    """One rung: before the day its writer; after it also her head, then whoever reads it; a reader is reminded weekly."""
    report.holder = writer_of(report, at) if report.state in WRITING else reader_of(report, at)
    people = [report.holder]
    if report.state == State.SUBMITTED:
        template = "report_to_read"
        if report.rung:
            people.append(network.provincial_coordinator(report.place, at))
        due_at = at + deadlines.WEEK
    else:
        template = "report_due" if local(at).date() <= report.due_on else "report_late"  # the clock may have slept
        if report.rung >= deadlines.HEAD_FROM and report.centre:
            people.append(network.head_of(report.centre, at))
        if report.rung >= deadlines.SUPERIOR_FROM:
            people.append(reader_of(report, at))
        due_at = deadlines.rung_at(report.due_on, report.rung + 1) or at + deadlines.WEEK
    tell(people, template, report, at)
    report.rung = min(report.rung + 1, 99)
    report.due_at = max(due_at, at + timedelta(hours=1))
    report.save(update_fields=["holder", "rung", "due_at"])
    return report


@command(rule=is_the_clock)
def hand_over(report: Report, *, by: Actor, at: datetime) -> Report:
    """Its holder is away or has left: whoever is there has it now. Raises NobodyElse."""
    here = writer_of(report, at) if report.state in WRITING else reader_of(report, at)
    if here == report.holder:
        raise NobodyElse
    report.holder = here
    report.save(update_fields=["holder"])
    return report


class MayNotHold(Refused):
    message = _("کسی که برای گزارش‌ها برگزیده‌اید، نه می‌تواند آن را بنویسد و نه بپذیرد. نقش‌ها را هم به او بسپارید.")


@command(rule=None)  # the rule of the handover covers it
def pass_on(report: Report, *, to: Person, by: Actor, at: datetime) -> Report:
    """Another writes or reads it by the same day. Raises MayNotHold."""
    fit = rules.may_write if report.state in WRITING else rules.may_accept
    if not fit(to, report, at):
        raise MayNotHold
    report.holder = to
    report.save(update_fields=["holder"])
    return report
