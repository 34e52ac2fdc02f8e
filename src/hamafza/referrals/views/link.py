"""Answering without an account, and the sender's side of it."""

from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from hamafza.intake import commands as intake
from hamafza.kernel import clock, limits
from hamafza.kernel.actors import Door, LinkHolder
from hamafza.kernel.errors import Refused
from hamafza.network.guards import View, guarded, open_to_all
from hamafza.referrals import commands as referrals
from hamafza.referrals import forms, queries
from hamafza.referrals.models import AnswerLink, Referral
from hamafza.referrals.states import HopState
from hamafza.referrals.views.answers import refused_at_once, see_other, where_next
from hamafza.ui.refusals import show
from hamafza_engines.persian import to_latin_digits

SALT = "referrals.answer"
PASS_SECONDS = 30 * 60  # the digits were right a moment ago
FORMS = {"decline": forms.DeclineForm, "note": forms.NoteForm, "finish": forms.FinishForm}
IN_STATE = {HopState.OFFERED: ("accept", "decline")}
SAID = {
    "accept": _("پذیرفتید. سپاس از شما."),
    "decline": _("ثبت شد. درخواست به مرکز دیگری رفت؛ سپاس که پاسخ دادید."),
    "note": _("ثبت شد."),
    "finish": _("نتیجه ثبت شد. سپاس از شما."),
}


def quietly(view: View) -> View:
    """The address is the key: no cache keeps it, no other page hears of it, and one may not knock endlessly."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if limits.wait("answer-link", limits.caller(request), limit=40, seconds=600):
            answer = _dead(request, status=429)
        else:
            answer = view(request, *args, **kwargs)
        answer["Referrer-Policy"] = "same-origin"  # other hosts hear nothing; with less, browsers hide who posts
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return inner


@open_to_all("an officer without an account answers one hop by her link and her phone's last digits")
@require_http_methods(["GET", "HEAD", "POST"])
@quietly
def answer(request: HttpRequest, token: str) -> HttpResponse:
    at = clock.now()
    link = queries.link_by_token(token)
    if link is None or not link.is_live(at) or not link.referral.is_open:
        return _dead(request, token)
    if request.method != "POST":
        return _ask_digits(request, forms.DigitsForm())
    if "pass" not in request.POST:
        return _check_digits(request, link, token, at)
    if not _is_passed(request, link):
        return _ask_digits(request, forms.DigitsForm())
    return _say(request, link, at)


@open_to_all("the link in her hand is dead and she wants another")
@require_POST
@quietly
def ask_again(request: HttpRequest, token: str) -> HttpResponse:
    """Told to the sender if there is one; the page answers alike whether the token was ever known."""
    at = clock.now()
    link = queries.link_by_token(token)
    if (
        link
        and not link.is_live(at)
        and not limits.wait("link-wanted", str(link.pk), limit=1, seconds=86_400, shared=True)
    ):
        referrals.ask_for_link(link, by=Door("answer_link"), at=at)
    return render(request, "referrals/link_asked.html")


@guarded("referral.invite_link")
@require_POST
def send(request: Any, pk: int) -> HttpResponse:
    """Make or refresh; the token is shown on this one screen and sent by SMS, and kept nowhere."""
    at = clock.now()
    hop = _sent_by_me(request, pk, at)
    try:
        link = referrals.invite(hop, by=request.user, at=at, base_url=settings.ANSWER_URL)
    except Refused as refused:
        return refused_at_once(request, hop, at, str(refused.message))
    context = {
        "hop": hop,
        "link": link,
        "address": f"{settings.ANSWER_URL}{link.token}",
        "back": where_next(request, hop.need.request_id, at),
    }
    page = render(request, "referrals/link_sent.html#card" if request.htmx else "referrals/link_sent.html", context)
    page["Cache-Control"] = "no-store"
    return page


@guarded("referral.invite_link")
@require_POST
def revoke(request: Any, pk: int) -> HttpResponse:
    at = clock.now()
    hop = _sent_by_me(request, pk, at)
    for link in queries.links_of(hop):
        if link.is_live(at):
            referrals.revoke_link(link, by=request.user, at=at)
    return see_other(where_next(request, hop.need.request_id, at))


def _sent_by_me(request: Any, pk: int, at: datetime) -> Referral:
    hops = Referral.objects.visible_to(request.user, at, "referral.invite_link")
    return get_object_or_404(
        hops.select_related("need__request__place", "need__domain", "centre__place", "holder"), pk=pk
    )


def _check_digits(request: HttpRequest, link: AnswerLink, token: str, at: datetime) -> HttpResponse:
    form = forms.DigitsForm(request.POST)
    if form.is_valid():
        given = to_latin_digits(form.cleaned_data["digits"]).strip()
        if any(constant_time_compare(given, known) for known in queries.digits_of(link.referral, at)):
            return _facts(request, link, at)
        if not referrals.wrong_digits(link, by=Door("answer_link"), at=at).is_live(at):
            return _dead(request, token)
        form.add_error("digits", _("این چهار رقم با شماره‌ای که نزد ماست یکی نیست. دوباره بنویسید."))
    return _ask_digits(request, form)


def _is_passed(request: HttpRequest, link: AnswerLink) -> bool:
    try:
        return signing.loads(request.POST["pass"], salt=SALT, max_age=PASS_SECONDS) == link.pk
    except signing.BadSignature:
        return False


def _say(request: HttpRequest, link: AnswerLink, at: datetime) -> HttpResponse:
    verb, by = request.POST.get("verb", ""), LinkHolder(link.pk, link.referral_id)
    form = FORMS[verb](request.POST) if verb in FORMS else None
    if form is not None and not form.is_valid():
        return _facts(request, link, at, {verb: form}, 422)
    said = form.cleaned_data if form else {}
    try:
        onward = referrals.answer_by_link(link, verb=verb, said=said, by=by, at=at, base_url=settings.ANSWER_URL)
    except referrals.BadLink:
        return _dead(request)
    except Refused as refused:
        if form is None:
            return _dead(request)
        show(form, refused)
        return _facts(request, link, at, {verb: form}, 422)
    token = getattr(onward, "token", "")
    return render(
        request,
        "referrals/link_done.html",
        {"said": SAID[verb], "next": f"{settings.ANSWER_URL}{token}" if token else ""},
    )


def _facts(
    request: HttpRequest,
    link: AnswerLink,
    at: datetime,
    bound: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    hop, asked = link.referral, link.referral.need.request
    by = LinkHolder(link.pk, hop.pk)
    seen = queries.seen_by(asked, queries.level_for(asked, by, at))
    verbs = IN_STATE.get(HopState(hop.state), ("note", "finish"))
    shown = {verb: (bound or {}).get(verb) or FORMS[verb](auto_id=f"{verb}_%s") for verb in verbs if verb in FORMS}
    context = {
        "hop": hop, "seen": seen, "verbs": verbs, "forms": shown, "pass": signing.dumps(link.pk, salt=SALT),
        "opened": list(bound or ()),
    }  # fmt: skip
    intake.note_reading(asked, reader_name=_reader(hop), purpose="answer", by=by, at=at)
    return render(request, "referrals/link_answer.html", context, status=status)


def _reader(hop: Referral) -> str:
    return f"{hop.holder.full_name}، {hop.centre.name}" if hop.holder else hop.centre.name


def _ask_digits(request: HttpRequest, form: forms.DigitsForm) -> HttpResponse:
    return render(request, "referrals/link_digits.html", {"form": form}, status=422 if form.errors else 200)


def _dead(request: HttpRequest, token: str = "", status: int = 410) -> HttpResponse:
    return render(request, "referrals/link_dead.html", {"token": token}, status=status)
