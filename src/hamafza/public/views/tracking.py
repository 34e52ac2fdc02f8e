from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamafza.feedback import commands as feedback
from hamafza.feedback.states import Solved
from hamafza.intake import commands as intake
from hamafza.intake import slips, uploads
from hamafza.intake.models import Request
from hamafza.kernel import clock, limits
from hamafza.kernel.actors import Applicant
from hamafza.kernel.arriving import takes_files
from hamafza.kernel.errors import Refused
from hamafza.network.guards import open_to_all
from hamafza.public import commands as public
from hamafza.public import tries, visits
from hamafza.public.forms import TrackForm, VoiceForm, WithdrawForm, WordForm
from hamafza.public.models import Story
from hamafza.public.queries import door, stories
from hamafza.public.queries.page import page_of, request_of, survey_of
from hamafza.ui import refusals

HERS = "opened by her code and four digits, kept in her session"


@open_to_all("by code and four digits; wrong tries are counted")
@never_cache
@sensitive_post_parameters("code", "digits")
@require_http_methods(["GET", "HEAD", "POST"])
def track(http: HttpRequest) -> HttpResponse:
    if http.method == "POST":
        return _knock(http)
    at = clock.now()
    visitor = visits.visitor(http, at)
    request = request_of(visitor, at) if visitor else None
    asked = "".join(http.GET.get("code", "").split())[:40]
    if request and asked in {"", request.code}:
        return _show(http, request)
    return render(http, "public/door.html", {"form": TrackForm(initial={"code": asked})})


def _knock(http: HttpRequest) -> HttpResponse:
    who = limits.caller(http)
    seconds = tries.wait(who)
    if seconds:
        return _too_many(http, seconds)
    form = TrackForm(http.POST)
    if form.is_valid():
        request = door.known(form.cleaned_data["code"], form.cleaned_data["digits"])
        if request:
            visits.begin(http, request, clock.now())
            return _back()
        tries.failed(who)
        form.add_error(None, _("این کد و این چهار رقم با هم نمی‌خوانند. هر دو را یک بار دیگر با برگه بسنجید."))
    return render(http, "public/door.html", {"form": form}, status=422)


def _too_many(http: HttpRequest, seconds: int) -> HttpResponse:
    answer = render(http, "public/too_many.html", {"minutes": -(-seconds // 60)}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer


def hers(view: Any) -> Any:
    """The view gets her request, or she is asked for the code again."""

    @open_to_all(HERS)
    @never_cache
    @wraps(view)
    def inner(http: HttpRequest) -> HttpResponse:
        visitor = visits.visitor(http, clock.now())
        request = request_of(visitor, clock.now()) if visitor else None
        return view(http, request, visitor) if request else _back()

    return inner


@hers
@require_POST
@takes_files(upto=uploads.LIMIT)
def add_word(http: HttpRequest, request: Request, visitor: Applicant) -> HttpResponse:
    form = WordForm(http.POST, http.FILES)
    news = _("افزوده شد و کسی که پیگیر کار شماست آن را می‌بیند.")
    return _do(http, request, form, "word_form", lambda: _add(request, form.cleaned_data, visitor), news)


def _add(request: Request, said: dict[str, Any], visitor: Applicant) -> None:
    at, file = clock.now(), said["file"]
    intake.add_word(request, text=said["text"], by=visitor, at=at)
    if file:
        intake.attach(
            request,
            name=file.name,
            stored_as=uploads.keep(file),
            content_type=file.content_type,
            size=len(file.content),
            sha256=file.sha256,
            by=visitor,
            at=at,
        )


@hers
@require_POST
def withdraw(http: HttpRequest, request: Request, visitor: Applicant) -> HttpResponse:
    form = WithdrawForm(http.POST)
    return _do(
        http,
        request,
        form,
        "withdraw_form",
        lambda: intake.withdraw(request, reason=form.cleaned_data["reason"], by=visitor, at=clock.now()),
        _("به خواست شما کنار گذاشته شد. هر زمان نیاز بود دوباره بگویید."),
    )


@hers
@require_POST
def voice(http: HttpRequest, request: Request, visitor: Applicant) -> HttpResponse:
    """Her word after the work; «نه» opens the request again, whenever it comes."""
    form = VoiceForm(http.POST)
    return _do(
        http,
        request,
        form,
        "voice_form",
        lambda: _hear(request, form.said(), visitor),
        _("سپاس که گفتید. سخن شما ثبت شد."),
    )


def _hear(request: Request, said: dict[str, Any], visitor: Applicant) -> None:
    at, survey = clock.now(), survey_of(request)
    if survey:
        feedback.answer(survey, by=visitor, at=at, **said)
    elif said["solved"] == Solved.NO or (said["solved"] == Solved.HALF and said["carry_on"]):
        intake.reopen(request, reason=said["word"] or said["solved"], by=visitor, at=at)


@hers
@require_POST
def story_word(http: HttpRequest, request: Request, visitor: Applicant) -> HttpResponse:
    """Her word about what would be read by all: yes, no, or no longer."""
    found = get_object_or_404(
        Story.objects.visible_to(visitor, clock.now()).whole(), pk=_number(http.POST.get("story"))
    )
    said, at = http.POST.get("said", ""), clock.now()
    try:
        if said == "unsay":
            public.unsay(found, by=visitor, at=at)
        elif said in {"yes", "no"}:
            public.answer(found, agrees=said == "yes", by=visitor, at=at)
        else:
            return _back()
    except Refused as refused:
        messages.warning(http, str(refused.message))
        return _back()
    thanks = _("سپاس. اگر نظرتان برگشت، همین‌جا بگویید.") if said == "yes" else _("همان شد که خواستید؛ منتشر نمی‌ماند.")
    messages.success(http, thanks)
    return _back()


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


@hers
@require_safe
def slip(http: HttpRequest, request: Request, visitor: Applicant) -> HttpResponse:
    return render(http, "intake/slips.html", {"slips": slips.of_all([request]), "back": reverse("public:track")})


@open_to_all("forgets her on this device")
@require_POST
def forget(http: HttpRequest) -> HttpResponse:
    visits.end(http)
    messages.success(http, _("این دستگاه دیگر درخواست شما را به یاد ندارد."))
    return _back()


def _do(http: HttpRequest, request: Request, form: Form, name: str, act: Any, news: str) -> HttpResponse:
    if form.is_valid():
        try:
            act()
        except Refused as refused:
            refusals.show(form, refused)
        else:
            messages.success(http, news)
            return _back()
    return _show(http, request, status=422, **{name: form})


def _show(http: HttpRequest, request: Request, status: int = 200, **forms: Form) -> HttpResponse:
    at = clock.now()
    blank = {"word_form": WordForm(), "withdraw_form": WithdrawForm(), "voice_form": VoiceForm()}
    told = stories.hers(Applicant(request.pk), at)
    context = {"page": page_of(request, at), "stories": told, "now": at, **blank, **forms}
    return render(http, "public/track.html", context, status=status)


def _back() -> HttpResponse:
    answer = HttpResponseRedirect(reverse("public:track"))
    answer.status_code = 303
    return answer
