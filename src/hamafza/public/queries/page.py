"""The applicant's page: who holds it, until when, what happens otherwise, the way it came, who read it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hamafza.feedback.models import Survey
from hamafza.feedback.states import SurveyState, Wave
from hamafza.intake.models import Need, Reading, Request, Word
from hamafza.intake.queries import attachments_of
from hamafza.intake.states import FINAL, NeedState, RequestState
from hamafza.kernel.actors import Applicant
from hamafza.network.models import Centre
from hamafza.public.queries import way
from hamafza.referrals.models import Referral
from hamafza.referrals.queries.whole import Story, by_when, story_of
from hamafza.referrals.states import TAKEN, HopState

HEARD = {RequestState.RESOLVED, RequestState.PARTLY_RESOLVED, RequestState.CONFIRMED, RequestState.CLOSED}
ANSWERABLE = [SurveyState.SENT, SurveyState.ASLEEP, SurveyState.SILENT]


@dataclass(frozen=True)
class Holder:
    """Who has one need now; `otherwise` is what happens by itself when the hour passes."""

    who: str
    need: str
    until: str
    otherwise: str
    tone: str = "waiting"


@dataclass(frozen=True)
class Said:
    """A word on the page: hers, or of those who help."""

    text: str
    at: datetime
    hers: bool


@dataclass(frozen=True)
class Read:
    """Someone opened her file: who, what for, when last, how often."""

    who: str
    purpose: str
    last_at: datetime
    times: int


@dataclass(frozen=True)
class Page:
    """All of the applicant's page."""

    request: Request
    steps: list[dict[str, str]]
    holders: list[Holder]
    way: list[way.Step]
    words: list[Said]
    files: list[str]
    readings: list[Read]
    asks: str  # "full" | "still" | "": which question stands on the page
    may_withdraw: bool


def request_of(visitor: Applicant, at: datetime) -> Request | None:
    return Request.objects.visible_to(visitor, at).select_related("place", "duplicate_of").first()


def page_of(request: Request, at: datetime) -> Page:
    story = story_of(request)
    return Page(
        request=request,
        steps=_steps(request, story),
        holders=_holders(request, story, at),
        way=way.way_of(request, story),
        words=_words(request, story),
        files=[file.name for file in attachments_of(request) if file.by.startswith("applicant:")],
        readings=_readings(request),
        asks=_asks(request),
        may_withdraw=RequestState.WITHDRAWN in Request.MOVES[request.state],
    )


def survey_of(request: Request) -> Survey | None:
    """The question that her answer belongs to: the open one, or the one she left unanswered."""
    found = Survey.objects.filter(request=request).order_by("-pk").first()
    return found if found and found.state in ANSWERABLE else None


def _asks(request: Request) -> str:
    if request.state not in HEARD:
        return ""
    survey = survey_of(request)
    asleep = survey is None or (survey.wave == Wave.STILL and survey.state == SurveyState.ASLEEP)
    return "still" if asleep else "full"


def _holders(request: Request, story: Story, at: datetime) -> list[Holder]:
    if request.state in FINAL:
        return []
    if request.state in HEARD:
        return [_her_turn(request)]
    held = [one for need in story.needs for one in [_holder(request, story, need, at)] if one]
    return held or [_door(request, "", at)]


def _her_turn(request: Request) -> Holder:
    who = _("کار به نتیجه رسیده ثبت شده است؛ اکنون سخن با شماست")
    return Holder(who, "", "", _("اگر هنوز مانده است، همین پایین بگویید؛ دوباره باز می‌شود."), "calm")


def _holder(request: Request, story: Story, need: Need, at: datetime) -> Holder | None:
    name = str(need.domain) if len(story.needs) > 1 else ""
    hops = story.open_hops(need)
    if hops:
        return _at_centre(hops[0], len(hops), name, at)
    door = story.open_door(need)
    if door:
        otherwise = _("اگر دیر شود، هر روز کاری به هماهنگ‌کنندهٔ استان یادآوری می‌شود تا راهی پیدا شود.")
        return Holder(
            _("اکنون نزد مسئول ویژهٔ استان است"),
            name,
            by_when(door.due_at, at),
            otherwise,
            _tone(door.due_at, at),
        )
    if need.state == NeedState.WAITING and any(story.open_hops(other) for other in story.needs):
        return Holder(_("نوبت این نیاز پس از نیاز پیشین است"), name, "", "", "calm")
    return _door(request, name, at) if need.is_open else None


def _at_centre(hop: Referral, asked: int, need: str, at: datetime) -> Holder:
    centre = way.name_of(hop.centre)
    until = by_when(hop.answer_by, at) if hop.answer_by else ""
    if hop.answer_by and hop.answer_by < at and hop.state != HopState.ON_HOLD:
        return _late(hop, centre, need, at)
    if hop.state == HopState.OFFERED:
        who = _("از %(centre)s پرسیده‌ایم") if asked == 1 else _("از %(centre)s و چند مرکز دیگر پرسیده‌ایم")
        otherwise = _("اگر تا آن زمان پاسخ ندهد، پیگیری می‌کنیم و خودبه‌خود به مرکز بعدی سپرده می‌شود.")
    elif hop.state == HopState.ACCEPTED:
        who = _("اکنون نزد %(centre)s است؛ با شما تماس می‌گیرد")
        otherwise = _("اگر تا آن زمان تماس نگیرد، به مدیر مرکز و هماهنگ‌کننده خبر می‌دهیم.")
    elif hop.state == HopState.ON_HOLD:
        who = _("نزد %(centre)s است و برای مدتی با دلیل نگه داشته شده است")
        otherwise = _("در آن روز خودبه‌خود از سر گرفته می‌شود.")
    else:
        who = _("%(centre)s دارد روی آن کار می‌کند")
        otherwise = _("اگر تا آن زمان خبری ثبت نکند، به مدیر مرکز یادآوری می‌شود.")
    return Holder(who % {"centre": centre}, need, until, otherwise, _tone(hop.answer_by, at))


def _late(hop: Referral, centre: str, need: str, at: datetime) -> Holder:
    """The promised hour has gone by: say so, and what the clock does next."""
    who = _("پاسخ %(centre)s دیر شده است") if hop.state == HopState.OFFERED else _("%(centre)s هنوز خبری ثبت نکرده است")
    then = by_when(hop.due_at, at) if hop.due_at and hop.due_at > at else ""
    otherwise = _("یادآوری کرده‌ایم و رها نمی‌کنیم؛ گام بعدی، خودبه‌خود، %(then)s.") % {"then": then or _("همین امروز")}
    return Holder(who % {"centre": centre}, need, "", otherwise, "late")


def _door(request: Request, need: str, at: datetime) -> Holder:
    """Still at the door: the office of the county reads it, or looks for a centre."""
    unread = request.state == RequestState.RECEIVED
    who = _("همکاران پذیرش %(place)s آن را می‌خوانند") if unread else _("همکاران پذیرش %(place)s برایش مرکزی می‌یابند")
    otherwise = _("اگر تا آن زمان کاری نشود، خودبه‌خود به هماهنگ‌کنندهٔ بالاتر می‌رسد.")
    until = by_when(request.due_at, at) if request.due_at and request.due_at > at else ""
    return Holder(who % {"place": request.place}, need, until, otherwise, _tone(request.due_at, at))


def _tone(due_at: datetime | None, at: datetime) -> str:
    return "late" if due_at and due_at < at else "waiting"


def _words(request: Request, story: Story) -> list[Said]:
    words = Word.objects.filter(request=request, for_applicant=True)
    said = [Said(word.text, word.at, word.by.startswith("applicant:")) for word in words]
    said += [Said(note.text, note.at, False) for notes in story.notes.values() for note in notes if note.for_applicant]
    return sorted(said, key=lambda one: one.at)


def _readings(request: Request) -> list[Read]:
    """A safe house stays unnamed here too, although its officer signs with it."""
    hidden = list(Centre.objects.filter(is_public=False).values_list("name", flat=True))
    purposes = {"api": _("از سامانهٔ دیگر"), "answer": _("برای پاسخ مرکز"), "triage": _("برای تشخیص")}
    return [
        Read(_unnamed(line.reader_name, hidden), purposes.get(line.purpose, _("برای پیگیری")), line.last_at, line.times)
        for line in Reading.objects.filter(request=request).order_by("-last_at")[:50]
    ]


def _unnamed(reader: str, hidden: list[str]) -> str:
    for name in hidden:
        reader = reader.replace(name, _("یکی از مراکز همکار"))
    return reader


def _steps(request: Request, story: Story) -> list[dict[str, str]]:
    labels = [_("دریافت"), _("تشخیص"), _("سپردن به مرکز"), _("پذیرش مرکز"), _("انجام کار"), _("سخن شما")]
    here = _place_on_the_way(request, story)
    states = ["done" if n < here else "current" if n == here else "todo" for n in range(len(labels))]
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]


def _place_on_the_way(request: Request, story: Story) -> int:
    """The first step that is not behind it yet; 6 when all are."""
    if request.state in {RequestState.CLOSED, RequestState.CONFIRMED}:
        return 6
    if request.state in HEARD:
        return 5
    states = {hop.state for hop in story.hops}
    if states & TAKEN:
        return 4
    if HopState.OFFERED in states:
        return 3
    return 1 if request.state == RequestState.RECEIVED else 2
