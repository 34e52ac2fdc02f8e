"""A story: written by an officer, agreed to by her whose story it is, approved by a second person, in print until taken back."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hamafza.intake.deadlines import ANSWER_WITHIN
from hamafza.intake.models import Need, Request
from hamafza.journal import entries as journal
from hamafza.journal.months import Month
from hamafza.kernel import worktime
from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.clock import local
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, ReasonMissing, Refused
from hamafza.kernel.moves import may_move, move, remember, subject_of
from hamafza.kernel.worktime import Span
from hamafza.network import queries as network
from hamafza.network.standing_in import NobodyElse
from hamafza.notices import outbox
from hamafza.people.models import Person
from hamafza.places import queries as places
from hamafza.places.models import Place
from hamafza.public import rules, telltale
from hamafza.public.models import Story
from hamafza.public.queries import stories
from hamafza.public.states import Ended, StoryState
from hamafza_engines.persian import to_persian_digits

WRITE_WITHIN = Span(days=14, calendar=True)
READ_WITHIN = Span(days=5, calendar=True)
LEAST, LONGEST = 40, 1_200  # letters: a sentence at least, six at most


class NotForPrint(Refused):
    message = _("از این نیاز داستانی منتشر نمی‌شود: یا هنوز خوب به پایان نرسیده، یا عرصه‌اش حساس است، یا داستانی دارد.")


class TooShort(Refused):
    message = _("سه تا شش جمله بنویسید: چه خواسته بود، چه شد، و اکنون چگونه است.")
    field = "text"


class NamesHer(Refused):
    message = _("نام یا شمارهٔ خود متقاضی در متن است؛ آن را بردارید و دوباره بفرستید.")
    field = "text"


class MayNotHold(Refused):
    message = _("کسی که برای داستان‌ها برگزیده‌اید نمی‌تواند آن را بنویسد یا تأیید کند؛ دیگری را برگزینید.")


class MustBeSeen(Refused):
    message = _("آنچه ماشین نشان داده است را یک‌یک ببینید و تأیید کنید که کسی از روی آن شناخته نمی‌شود.")
    field = "seen"


@command(rule=rules.may_write, lock="request")
def write(need: Need, *, title: str, text: str, by: Person, at: datetime) -> Story:
    """A draft, without names. Raises NotForPrint, TooShort."""
    if not stories.fit(need):
        raise NotForPrint
    title, text = _worded(title, text)
    assert need.outcome_at is not None
    story = Story.objects.create(
        need=need, domain=need.domain, place=_shown_place(need.request.place), centre=stories.centre_of(need),
        month=Month.of(local(need.outcome_at).date()).code, title=title, text=text, written_by=by, written_at=at,
        holder=by, due_at=_after(at, WRITE_WITHIN),
    )  # fmt: skip
    remember(story, before="", after=StoryState.DRAFT, by=by, at=at)
    return story


@command(rule=rules.may_edit)
def rewrite(story: Story, *, title: str, text: str, by: Person, at: datetime) -> Story:
    """Other words; if she was asked already she is asked again, for her "yes" was to the words before.

    Whoever writes it anew is its writer; the same words sent once more stay hers who wrote them, or she could have them
    saved by another and then read them herself. Raises TooShort, MoveRefused.
    """
    if story.state != StoryState.DRAFT and not may_move(story, StoryState.DRAFT):
        raise MoveRefused
    before = story.title, story.text
    story.title, story.text = _worded(title, text)
    writer = story.written_by if before == (story.title, story.text) else by
    changed: dict[str, Any] = {
        "written_by": writer,
        "holder": by,
        "due_at": _after(at, WRITE_WITHIN),
        "agreed_at": None,
    }
    if story.state != StoryState.DRAFT:
        move(story, to=StoryState.DRAFT, by=by, at=at, also=("title", "text"), **changed)
        return story
    for name, value in changed.items():
        setattr(story, name, value)
    story.save(update_fields=["title", "text", *changed])
    return story


@command(rule=rules.may_edit)
def ask(story: Story, *, by: Person, at: datetime) -> Story:
    """Put it on her page and ask for her word. Raises NamesHer, NotForPrint, MoveRefused."""
    _must_not_name_her(story, at)
    if not stories.fit(story.need, but=story):
        raise NotForPrint
    move(story, to=StoryState.ASKED, by=by, at=at, due_at=_after(at, ANSWER_WITHIN))
    request = story.need.request
    if request.safe_to_contact:
        outbox.to_phone(
            request.phone, "story_ask", at=at, subject=subject_of(request), code=request.code, link=settings.TRACK_URL
        )
    return story


@command(rule=rules.is_hers, keep=("agrees",))
def answer(story: Story, *, agrees: bool, by: Actor, at: datetime) -> Story:
    """Her word: only a "yes" leads on. Raises MoveRefused."""
    if not agrees:
        return _end(story, StoryState.REFUSED, Ended.SHE_SAID_NO, by, at)
    reader = stories.reader_of(story, at)
    due = _after(at, READ_WITHIN)
    move(story, to=StoryState.AGREED, by=by, at=at, agreed_at=at, holder=reader, due_at=due)
    _tell(reader, "story_to_read", story, at)
    return story


@command(rule=rules.may_approve)
def approve(story: Story, *, by: Person, at: datetime, seen: bool = False) -> Story:
    """In print from now on. `seen`: the second person saw what the machine points at.

    Raises NamesHer, MustBeSeen, NotForPrint, MoveRefused.
    """
    _must_not_name_her(story, at)
    if not stories.fit(story.need, but=story):
        raise NotForPrint
    if not seen and telltale.signs(story, at):
        raise MustBeSeen
    news: dict[str, Any] = {"approved_by": by, "published_at": at, "holder": None, "due_at": None}
    move(story, to=StoryState.PUBLISHED, by=by, at=at, **news)
    journal.record("story_published", place=story.place.path, domain=story.domain.key, at=at)
    _tell(story.written_by, "story_published", story, at)
    return story


@command(rule=rules.may_refuse)
def refuse(story: Story, *, reason: str, by: Person, at: datetime) -> Story:
    """It will not come out. Raises ReasonMissing, MoveRefused."""
    if not reason.strip():
        raise ReasonMissing
    return _end(story, StoryState.REFUSED, reason.strip(), by, at)


@command(rule=rules.may_take_back)
def take_back(story: Story, *, reason: str, by: Person, at: datetime) -> Story:
    """Out of print at once. Raises ReasonMissing, MoveRefused."""
    if not reason.strip():
        raise ReasonMissing
    return _end(story, StoryState.TAKEN_BACK, reason.strip(), by, at)


@command(rule=rules.is_hers)
def unsay(story: Story, *, by: Actor, at: datetime) -> Story:
    """She no longer agrees: whatever it was, it goes. Raises MoveRefused."""
    to = StoryState.TAKEN_BACK if story.state == StoryState.PUBLISHED else StoryState.REFUSED
    return _end(story, to, Ended.SHE_UNSAID, by, at)


@command(rule=None)
def drop_all(request: Request, *, by: Actor, at: datetime) -> Request:
    """The need did not end well after all: what waits will not come out, what is out leaves."""
    for story in stories.living_of(request):
        to = StoryState.TAKEN_BACK if story.state == StoryState.PUBLISHED else StoryState.REFUSED
        _end(story, to, Ended.REOPENED, by, at)
    return request


@command(rule=is_the_clock)
def story_late(story: Story, *, by: Actor, at: datetime) -> Story:
    """A draft is put aside, silence is no consent, and what nobody read climbs to the province and is asked for again.

    Does nothing when it went on in the meantime.
    """
    if story.due_at is None or story.due_at > at:
        return story
    if story.state in {StoryState.DRAFT, StoryState.ASKED}:
        why = Ended.LEFT if story.state == StoryState.DRAFT else Ended.NO_ANSWER
        return _end(story, StoryState.REFUSED, why, by, at)
    above = network.provincial_coordinator(story.need.request.place, at)
    _give(story, above if above != story.written_by else stories.reader_of(story, at), at)
    return story


@command(rule=None)  # the rule of the handover covers it
def pass_on(story: Story, *, to: Person, by: Actor, at: datetime) -> Story:
    """Another has it by the same day; who may not read it for print is not asked. Raises MayNotHold."""
    if story.holder is None:
        return story
    fit = rules.may_approve if story.state == StoryState.AGREED else rules.may_write
    if not fit(to, story, at):
        raise MayNotHold
    _give(story, to, at, due_at=story.due_at)
    return story


@command(rule=is_the_clock)
def hand_over(story: Story, *, by: Actor, at: datetime) -> Story:
    """Whoever has it is away or has left: her deputy, or the next who may. Raises NobodyElse."""
    assert story.holder is not None
    here = network.present(story.holder, at)
    if not here.is_active or (story.state == StoryState.AGREED and here == story.written_by):
        here = stories.reader_of(story, at)
    if here == story.holder:
        raise NobodyElse
    _give(story, here, at, due_at=story.due_at)
    return story


def _give(story: Story, holder: Person, at: datetime, due_at: datetime | None = None) -> None:
    story.holder, story.due_at = holder, due_at or _after(at, READ_WITHIN)
    story.save(update_fields=["holder", "due_at"])
    _tell(holder, "story_to_read" if story.state == StoryState.AGREED else "story_handed_over", story, at)


def _end(story: Story, to: str, reason: str, by: Actor, at: datetime) -> Story:
    story.reason = str(reason)[:400]
    move(story, to=to, by=by, at=at, reason=story.reason, also=("reason",), holder=None, due_at=None)
    if by != story.written_by:
        _tell(story.written_by, "story_ended", story, at)
    return story


def _worded(title: str, text: str) -> tuple[str, str]:
    title, text = " ".join(title.split()), text.strip()
    if not title:
        raise TooShort(field="title")
    if not LEAST <= len(text) <= LONGEST:
        raise TooShort
    return title[:90], text


def _must_not_name_her(story: Story, at: datetime) -> None:
    if any(sign.refuses for sign in telltale.signs(story, at)):
        raise NamesHer


def _shown_place(place: Place) -> Place:
    return places.by_path(place.county_path) or place


def _after(at: datetime, span: Span) -> datetime:
    return worktime.due(at, span, lambda day: ())


def _tell(person: Person, template: str, story: Story, at: datetime) -> None:
    code = to_persian_digits(str(story.pk))
    outbox.to_person(person, template, at=at, subject=subject_of(story), url=f"/stories/{story.pk}/", code=code)
