"""One request as its page tells it: steps, who holds it, the way it came. Reads intake, referrals and feedback."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from hamafza.desks import addresses
from hamafza.intake import rules as intake_rules
from hamafza.intake.models import Attachment, Need, Reading, Request, Word
from hamafza.intake.states import NeedState, RequestState
from hamafza.kernel.actors import Actor
from hamafza.network.access import reach
from hamafza.people.models import Person
from hamafza.referrals import queries as referrals
from hamafza.referrals import rules as hop_rules
from hamafza.referrals.models import AnswerLink, Referral
from hamafza.referrals.queries import Move, Seen, Story
from hamafza.referrals.states import Hold, HopState

STEPS = 7
PLACE_OF = {
    RequestState.RECEIVED: 1,
    RequestState.TRIAGED: 2,
    RequestState.RESOLVED: 6,
    RequestState.PARTLY_RESOLVED: 6,
}


@dataclass(frozen=True)
class Holder:
    """Who has one need now, until when, what happens otherwise by itself, and this person's moves."""

    title: str
    until: str
    otherwise: str
    tone: str
    moves: Sequence[Move] = ()
    need: Need | None = None


@dataclass(frozen=True)
class Why:
    """«چرا این کانون؟» for one hop."""

    centre: str
    bars: Sequence[referrals.Bar]
    runner_up: str


@dataclass(frozen=True)
class Page:
    """Everything on the page that is not a form."""

    request: Request
    seen: Seen
    story: Story
    steps: list[dict[str, str]]
    holders: list[Holder]
    why: list[Why]
    words: Sequence[Word] = ()
    files: Sequence[Attachment] = ()
    readers: Sequence[Reading] | None = None
    senders: list[tuple[Referral, AnswerLink | None]] = field(default_factory=list)


def requests_for(actor: Person, at: datetime) -> QuerySet[Request]:
    """What she may open at all; anything else is not there."""
    return Request.objects.visible_to(actor, at).select_related("place__parent", "holder", "duplicate_of")


def page_of(request: Request, actor: Person, at: datetime) -> Page:
    """Read once, told by several cards."""
    level = referrals.level_for(request, actor, at)
    may_triage = intake_rules.may_triage(actor, request, at)
    seen = referrals.seen_by(request, level, keeps_code=may_triage)
    story = _narrowed(referrals.story_of(request), request, actor, at)
    return Page(
        request=request,
        seen=seen,
        story=story,
        steps=steps_of(request, story.needs),
        holders=list(_holders(request, story, actor, at, may_triage)),
        why=[_why(hop) for need in story.needs for hop in story.open_hops(need)[:1] if hop.reasons],
        words=list(Word.objects.filter(request=request).order_by("at", "pk")) if seen.is_full else (),
        files=list(Attachment.objects.filter(request=request).order_by("at", "pk")) if seen.is_full else (),
        readers=_readers(request, actor, at),
        senders=_senders(story, actor, at),
    )


def _narrowed(story: Story, request: Request, actor: Actor, at: datetime) -> Story:
    """A centre follows the needs it was asked for; what else this person needs is none of its business."""
    within = reach(actor, "referral.see", at)
    if within.everything or any(request.access_path.startswith(path) for path in within.paths):
        return story
    mine = {hop.need_id for hop in story.hops if hop.centre_id in within.centres}
    return replace(
        story,
        needs=[need for need in story.needs if need.pk in mine],
        hops=[hop for hop in story.hops if hop.need_id in mine],
        doors=[door for door in story.doors if door.need_id in mine],
    )


def steps_of(request: Request, needs: Iterable[Need]) -> list[dict[str, str]]:
    """Received, triaged, referred, accepted, served, outcome, her word."""
    labels = [_("دریافت"), _("تشخیص"), _("ارجاع"), _("پذیرش"), _("خدمت"), _("نتیجه"), _("تأیید متقاضی")]
    here = _step(request, {need.state for need in needs})
    ended = not request.is_open
    states = ["done" if n < here else "current" if n == here and not ended else "todo" for n in range(STEPS)]
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]


def _step(request: Request, states: set[str]) -> int:
    if request.state in PLACE_OF:
        return PLACE_OF[RequestState(request.state)]
    if request.state == RequestState.CONFIRMED or request.ending == "confirmed":
        return STEPS
    if request.state == RequestState.CLOSED:
        return STEPS - 1
    if NeedState.TAKING_CARE in states:
        return 4
    return 3 if NeedState.OFFERED in states else 2 if states else 1


def _holders(request: Request, story: Story, actor: Person, at: datetime, may_triage: bool) -> Iterable[Holder]:
    if request.state == RequestState.RECEIVED:
        yield _at_the_door(request, at, may_triage)
    elif not request.is_open:
        yield Holder(_ended_words(request), "", _("هر زمان نیاز بود، درخواست تازه‌ای ثبت می‌شود."), "calm")
    elif request.state not in {RequestState.TRIAGED, RequestState.IN_REFERRAL}:
        yield _waiting_for_her(request, at)
    else:
        open_needs = [need for need in story.needs if need.is_open]
        turn = min((need.order for need in open_needs), default=0)
        for need in sorted(open_needs, key=lambda need: need.order):
            yield _holder_of(need, request, story, actor, at, several=len(story.needs) > 1, in_turn=need.order == turn)


def _holder_of(
    need: Need, request: Request, story: Story, actor: Person, at: datetime, *, several: bool, in_turn: bool
) -> Holder:
    about = f"{need.domain}: " if several else ""
    hops, door = story.open_hops(need), story.open_door(need)
    moves = [move for hop in hops for move in referrals.moves_of(hop, actor, at)]
    if not hops and hop_rules.may_offer(actor, need, at):
        moves.append(_choose(need))
    if hops:
        holder = _with_centres(hops, at)
    elif door:
        if hop_rules.may_open_the_last_door(actor, door, at):
            moves.insert(0, Move("door", _("یافتن راه"), reverse("referrals:last_door", args=[door.pk]), "primary"))
        holder = _at_last_door(door, at)
    elif not in_turn:
        holder = Holder(_("نوبت این نیاز پس از نیاز پیشین است"), "", _("با نتیجهٔ آن، خودبه‌خود سپرده می‌شود."), "calm")
    else:
        holder = _in_search(request, at)
    return replace(holder, title=about + holder.title, moves=moves, need=need)


def _with_centres(hops: list[Referral], at: datetime) -> Holder:
    first = min(hops, key=lambda hop: hop.answer_by or at)
    due = referrals.by_when(first.answer_by or at, at)
    late = first.answer_by is not None and first.answer_by < at
    if len(hops) > 1:
        names = "، ".join(hop.centre.name for hop in hops)
        title = _("هم‌زمان از %(centres)s پرسیده شده است") % {"centres": names}
        return Holder(
            title,
            _("تا %(due)s.") % {"due": due},
            _("نخستین مرکزی که بپذیرد آن را نگه می‌دارد."),
            "late" if late else "waiting",
        )
    who = f"{first.centre.name}، {first.holder.full_name}" if first.holder else first.centre.name
    until, otherwise = _promise(first)
    return Holder(_("اکنون نزد %(who)s") % {"who": who}, until % {"due": due}, otherwise, "late" if late else "waiting")


def _promise(hop: Referral) -> tuple[str, str]:
    if hop.state == HopState.OFFERED:
        onward = _("به %(centre)s") % {"centre": hop.runner_up} if hop.runner_up else _("به گزینهٔ بعدی")
        return (
            _("تا %(due)s مهلت پاسخ دارد."),
            _("اگر پاسخ ندهد، خودبه‌خود %(onward)s می‌رود و هماهنگ‌کنندهٔ استان باخبر می‌شود.") % {"onward": onward},
        )
    silent = _("اگر خبری نشود، نخست مدیر مرکز و سپس استان باخبر می‌شوند و کار به مرکز بعدی می‌رود.")
    if hop.state == HopState.ACCEPTED:
        return _("تا %(due)s با متقاضی تماس می‌گیرد."), silent
    if hop.state == HopState.ON_HOLD:
        reason = Hold(hop.reason).label
        return _("تا %(due)s مهلت خواسته است."), _("دلیل: %(reason)s. همان روز خودبه‌خود بازمی‌گردد.") % {
            "reason": reason
        }
    return _("در دست انجام است؛ تا %(due)s خبری از پیشرفت می‌دهد."), silent


def _at_last_door(door: Any, at: datetime) -> Holder:
    return Holder(
        _("اکنون نزد %(who)s، مسئول آخرین در") % {"who": door.officer.full_name},
        _("تا %(due)s راهی می‌یابد.") % {"due": referrals.by_when(door.due_at, at)},
        _("اگر دیر شود، هر روز به هماهنگ‌کنندهٔ استان گفته می‌شود تا راهی یافته شود."),
        "late" if door.due_at < at else "waiting",
    )


def _in_search(request: Request, at: datetime) -> Holder:
    assert request.holder and request.due_at  # an open request has both, by constraint
    return Holder(
        _("اکنون نزد %(who)s، در جست‌وجوی مرکز") % {"who": request.holder.full_name},
        _("تا %(due)s مرکزی برگزیده می‌شود.") % {"due": referrals.by_when(request.due_at, at)},
        _("اگر نشود، سامانه از بهترین گزینه می‌پرسد."),
        "late" if request.due_at < at else "waiting",
    )


def _at_the_door(request: Request, at: datetime, may_triage: bool) -> Holder:
    assert request.holder and request.due_at
    move = Move("triage", _("تشخیص نیاز"), addresses.triage(request.pk), "primary")
    return Holder(
        _("اکنون نزد %(who)s، برای تشخیص") % {"who": request.holder.full_name},
        _("تا %(due)s تشخیص داده می‌شود.") % {"due": referrals.by_when(request.due_at, at)},
        _("اگر نشود، به هماهنگ‌کنندهٔ بالاتر می‌رسد."),
        "late" if request.due_at < at else "waiting",
        [move] if may_triage else [],
    )


def _waiting_for_her(request: Request, at: datetime) -> Holder:
    assert request.holder and request.due_at
    due = referrals.by_when(request.due_at, at)
    return Holder(
        _("کار انجام شده است؛ نظر متقاضی پرسیده می‌شود"),
        _("گام بعدی: %(due)s.") % {"due": due},
        _("اگر بگوید حل نشده، دوباره باز می‌شود؛ پیگیر: %(who)s.") % {"who": request.holder.full_name},
        "calm",
    )


def _ended_words(request: Request) -> str:
    ending = request.get_ending_display() if request.ending else request.get_state_display()
    return _("این درخواست پایان یافته است: %(ending)s") % {"ending": ending}


def _choose(need: Need) -> Move:
    return Move("choose", _("برگزیدن مرکز"), reverse("referrals:choose", args=[need.request_id, need.pk]), "secondary")


def _why(hop: Referral) -> Why:
    return Why(hop.centre.name, referrals.bars(hop.reasons), hop.runner_up)


def _readers(request: Request, actor: Person, at: datetime) -> list[Reading] | None:
    if not intake_rules.may_see_readers(actor, request, at):
        return None
    return list(Reading.objects.filter(request=request).order_by("-last_at", "pk"))


def _senders(story: Story, actor: Person, at: datetime) -> list[tuple[Referral, AnswerLink | None]]:
    """Open hops whose link this person may make, with the link that is alive."""
    mine = [hop for need in story.needs for hop in story.open_hops(need) if hop_rules.may_invite(actor, hop, at)]
    links = AnswerLink.objects.filter(referral__in=mine).order_by("pk") if mine else []
    alive = {link.referral_id: link for link in links if link.is_live(at)}
    return [(hop, alive.get(hop.pk)) for hop in mine]
