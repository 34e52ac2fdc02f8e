"""«راهی که آمده است»: everything that happened to a request, oldest first, each in one sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hamafza.desks.queries.page import Page
from hamafza.feedback.models import Survey
from hamafza.feedback.states import SurveyState
from hamafza.intake.models import Request, TriageProposal
from hamafza.intake.states import Door, RequestState, Urgency
from hamafza.kernel.models import StateChange
from hamafza.kernel.moves import subject_of
from hamafza.referrals import queries as referrals
from hamafza.referrals.commands.answering import UNDO_WITHIN
from hamafza.referrals.models import Referral
from hamafza.referrals.states import CENTRE_RESTS, Decline, DoorAction, DoorState, Hold, HopState, NotDone
from hamafza.ui.digits import percent
from hamafza.ui.moments import duration, say

REASONS: dict[str, Any] = {**dict(Hold.choices), **dict(NotDone.choices), **dict(Decline.choices)}
WITNESSES = 4  # words shown beside the triage
LEANS = 0.1  # a word that weighed less decided nothing


@dataclass(frozen=True)
class Step:
    """One line of the way: `who` in bold, what happened, and a grey line under it."""

    at: datetime
    tone: str
    who: str
    did: str
    note: str = ""
    quote: str = ""
    undo: int | None = None  # a note that its writer may still take back


def way_of(page: Page, actor_ref: str, at: datetime) -> list[Step]:
    """Every hop of every need with who held it how long, declines with reason, relays as one story, notes and words."""
    changes = list(StateChange.objects.filter(subject=subject_of(page.request)).order_by("id"))
    notes = [note for several in page.story.notes.values() for note in several]
    refs = [change.by for change in changes] + [note.by for note in notes] + [word.by for word in page.words]
    names = referrals.names_of([page.request.received_by, *refs])
    steps = [*_life(page, changes, names), *_hops(page, at), *_notes(page, names, actor_ref, at)]
    steps += [*_words(page, names), *_doors(page), *_surveys(page)]
    return sorted(steps, key=lambda step: step.at)


def _life(page: Page, changes: list[StateChange], names: dict[str, str]) -> Iterable[Step]:
    request = page.request
    for change in changes:
        who = names[change.by]
        if not change.before:
            door = Door(request.door).label
            quote = page.seen.text if page.seen.is_full else ""
            yield Step(change.at, "done", who, _("درخواست را ثبت کرد"), f"{say(change.at, 'time')} · {door}", quote)
        elif change.before == RequestState.RECEIVED and change.after == RequestState.TRIAGED:
            yield _triaged(page, change, who)
        elif change.after == RequestState.TRIAGED and change.before != RequestState.IN_REFERRAL:
            quote = change.reason if page.seen.is_full else ""
            yield Step(
                change.at,
                "refused",
                who,
                _("گفت هنوز حل نشده است؛ درخواست دوباره باز شد"),
                say(change.at, "time"),
                quote,
            )
        elif change.after in ENDS:
            yield Step(change.at, "done", who, str(ENDS[change.after]()), say(change.at, "time"))


ENDS: dict[str, Any] = {
    RequestState.RESOLVED: lambda: _("همهٔ نیازها را به نتیجه رساند"),
    RequestState.PARTLY_RESOLVED: lambda: _("نیازها را تا اندازه‌ای به نتیجه رساند"),
    RequestState.CONFIRMED: lambda: _("تأیید کرد که کار به نتیجه رسید"),
    RequestState.CLOSED: lambda: _("درخواست را بست"),
    RequestState.WITHDRAWN: lambda: _("درخواست را پس گرفت"),
    RequestState.DUPLICATE: lambda: _("این درخواست را با درخواست پیشین یکی کرد"),
}


def _triaged(page: Page, change: StateChange, who: str) -> Step:
    domains = "، ".join(str(need.domain) for need in page.story.needs)
    did = _("تشخیص داد: %(domains)s، %(urgency)s") % {
        "domains": domains, "urgency": Urgency(page.request.urgency).label
    }  # fmt: skip
    note = say(change.at, "time")
    proposal = TriageProposal.objects.filter(request=page.request, decided_at__isnull=False).order_by("-pk").first()
    if proposal and page.seen.is_full:
        note += _evidence(page.request, proposal)
    return Step(change.at, "done", who, did, note)


def _evidence(request: Request, proposal: TriageProposal) -> str:
    """The words that decided, if the engine's first proposal stood; otherwise that a person corrected it."""
    if proposal.corrected:
        return " · " + _("پیشنهاد سامانه اصلاح شد")
    first = next(iter(proposal.proposed["domains"]), None)
    if first is None:
        return ""
    words = [f"«{word}»" for word in witnesses(request.text, first)][:WITNESSES]
    said = " · " + _("واژه‌های گواه: %(words)s") % {"words": "، ".join(words)} if words else ""
    return said + " · " + _("اطمینان %(share)s") % {"share": percent(first["confidence"])}


def witnesses(text: str, proposed: dict[str, Any]) -> list[str]:
    """The words of the text on which a proposal leans, each once, in their order."""
    spans = [span for span in proposed.get("words", ()) if span["weight"] >= LEANS]
    words = [text[span["start"] : span["end"]] for span in spans]
    return list(dict.fromkeys(word for word in words if word.strip()))


def _hops(page: Page, at: datetime) -> Iterable[Step]:
    for hop in page.story.hops:
        relayed = hop.parent is not None and hop.parent.reason == NotDone.RELAYED
        if hop.state == HopState.NOT_DONE and hop.reason == NotDone.RELAYED:
            continue  # told with the hop it went on to
        since = hop.offered_at
        parts = [say(since, "time"), *_held(hop, at), hop.note if page.seen.is_full else ""]
        if relayed:
            who, did = hop.parent.centre.name, _relay(hop)  # type: ignore[union-attr]
            tone = _tone(hop)
        else:
            who, did, tone = hop.centre.name, _did(hop), _tone(hop)
        yield Step(since, tone, who, did, " · ".join(part for part in parts if part), _evidence_of(page, hop))


def _held(hop: Referral, at: datetime) -> list[str]:
    held = duration(referrals.held_for(hop, at))
    if hop.state == HopState.OFFERED:
        return [_("%(time)s است که نزد ایشان است") % {"time": held}]
    if hop.state == HopState.WITHDRAWN or hop.state == HopState.CLOSED_ELSEWHERE:
        return [_("%(time)s نزد ایشان بود") % {"time": held}]
    onward = (
        [_("همان دقیقه به گزینهٔ بعدی رفت")]
        if hop.state in {HopState.DECLINED, HopState.EXPIRED, HopState.NOT_DONE}
        else []
    )
    if hop.state in {HopState.DECLINED, HopState.EXPIRED}:
        return [_("%(time)s نزد ایشان بود") % {"time": held}, *onward]
    return [_("پس از %(time)s پاسخ داد") % {"time": held}, *onward]


def _relay(hop: Referral) -> str:
    return _("آن را به %(centre)s سپرد: %(then)s") % {"centre": hop.centre.name, "then": _did(hop)}


def _did(hop: Referral) -> str:
    if hop.reason == CENTRE_RESTS:
        return _("دیگر در این راه نیست؛ این مرکز خاموش یا بسته شد")
    reason = str(REASONS.get(hop.reason, ""))
    said = {
        HopState.OFFERED: _("در انتظار پاسخ"),
        HopState.ACCEPTED: _("پذیرفت"),
        HopState.IN_PROGRESS: _("پذیرفت و در دست انجام دارد"),
        HopState.ON_HOLD: _("پذیرفت و مهلت خواست: %(reason)s"),
        HopState.DONE: _("به نتیجه رساند: %(outcome)s"),
        HopState.NOT_DONE: _("پذیرفت، اما نشد: %(reason)s"),
        HopState.DECLINED: _("نپذیرفت: %(reason)s"),
        HopState.EXPIRED: _("تا پایان مهلت پاسخی نداد"),
        HopState.WITHDRAWN: _("دیگر در این راه نیست؛ فرستنده آن را پس گرفت"),
        HopState.CLOSED_ELSEWHERE: _("دیگر لازم نبود؛ مرکز دیگری پذیرفت"),
    }[HopState(hop.state)]
    return said % {"reason": reason, "outcome": hop.get_outcome_display()}


def _tone(hop: Referral) -> str:
    if hop.state in {HopState.DECLINED, HopState.EXPIRED, HopState.NOT_DONE}:
        return "refused"
    if hop.state == HopState.OFFERED:
        return "waiting"
    return "noted" if hop.state in {HopState.WITHDRAWN, HopState.CLOSED_ELSEWHERE} else "done"


def _evidence_of(page: Page, hop: Referral) -> str:
    return hop.evidence if page.seen.is_full else ""


def _notes(page: Page, names: dict[str, str], actor_ref: str, at: datetime) -> Iterable[Step]:
    if not page.seen.is_full:
        return
    centres = {hop.pk: hop.centre.name for hop in page.story.hops}
    hops = {hop.pk for hop in page.story.hops}
    for pk, notes in page.story.notes.items():
        for note in notes if pk in hops else ():
            fresh = note.by == actor_ref and at - note.at <= UNDO_WITHIN
            when = f"{say(note.at, 'time')} · {names[note.by]}"
            yield Step(note.at, "noted", centres[pk], _("خبر داد"), when, note.text, note.pk if fresh else None)


def _words(page: Page, names: dict[str, str]) -> Iterable[Step]:
    for word in page.words:
        did = _("افزود") if word.for_applicant else _("برای همکاران نوشت")
        yield Step(word.at, "noted", names[word.by], did, say(word.at, "time"), word.text)


def _doors(page: Page) -> Iterable[Step]:
    for door in page.story.doors:
        who, when = door.officer.full_name, say(door.opened_at, "time")
        waits = door.state == DoorState.OPEN
        yield Step(door.opened_at, "waiting" if waits else "noted", who, _("به‌عنوان آخرین در، پیگیر شد"), when)
        if door.state == DoorState.DONE and door.ended_at:
            quote = door.note if page.seen.is_full else ""
            did = _("راهی یافت: %(action)s") % {"action": DoorAction(door.action).label}
            yield Step(door.ended_at, "done", who, did, say(door.ended_at, "time"), quote)


def _surveys(page: Page) -> Iterable[Step]:
    for survey in Survey.objects.filter(request=page.request).order_by("pk"):
        if survey.sent_at:
            yield Step(
                survey.sent_at,
                "noted",
                _("سامانه"),
                _("از متقاضی پرسید که آیا حل شد"),
                say(survey.sent_at, "time"),
            )
        if survey.state == SurveyState.ANSWERED and survey.answered_at:
            quote = survey.word if page.seen.is_full else ""
            tone = "refused" if survey.solved == "no" else "done"
            did = _("پاسخ داد: %(answer)s") % {"answer": survey.get_solved_display()}
            yield Step(survey.answered_at, tone, _("متقاضی"), did, say(survey.answered_at, "time"), quote)
