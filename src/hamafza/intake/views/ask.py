"""The public door: no account, a 360 px phone, a bad line, no JavaScript needed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hamafza.intake import advice, queries, slips
from hamafza.intake.forms import AskForm, fresh_key
from hamafza.intake.models import Request
from hamafza.intake.states import Door
from hamafza.intake.uploads import LIMIT
from hamafza.intake.views import taking
from hamafza.kernel import actors, clock, limits
from hamafza.kernel.arriving import takes_files
from hamafza.kernel.errors import Refused
from hamafza.network.guards import open_to_all
from hamafza.places import queries as places
from hamafza.ui import refusals

ASKED = "asked"  # in the session: the request that this visitor has just made
MINUTES = 60
EACH = 30  # in ten minutes from one address; a whole village may share one
ALL = 2_000  # in ten minutes; a flood of rain brings fewer, a flood of programs more
LOOKS = 120  # live answers a minute for one address


@open_to_all("anyone may ask for help, at any hour")
@never_cache
@takes_files(upto=LIMIT)
def ask(request: HttpRequest) -> HttpResponse:
    """The form; sent, it becomes a request with a code, an owner and a deadline."""
    if request.method != "POST":
        return _form(request, AskForm(initial={"key": fresh_key()}))
    form = AskForm(request.POST, request.FILES)
    valid = form.is_valid()
    if seconds := _too_often(request):
        form.add_error(
            None,
            _(
                "در این چند دقیقه درخواست‌های بسیاری از این نشانی آمده است. "
                "آنچه نوشته‌اید سر جای خود است؛ کمی بعد دوباره بفرستید."
            ),
        )
        answer = _form(request, form, status=429)
        answer["Retry-After"] = str(seconds)
        return answer
    if valid:
        try:
            received = taking.take_in(form, door=Door.WEB, by=actors.Door("web"), at=clock.now())
        except Refused as refused:
            taking.new_key_after(form, refused, fresh_key())
            refusals.show(form, refused)
        else:
            request.session[ASKED] = received.pk
            if not request.user.is_authenticated:
                request.session.set_expiry(60 * MINUTES)
            return taking.see_other(reverse("intake:ask_done"))
    return _form(request, form, status=422)


@open_to_all("shows only what this very browser has just sent")
@never_cache
def done(request: HttpRequest) -> HttpResponse:
    """The code, large; who holds it until when. A POST forgets it, for a telephone that others use too."""
    if request.method == "POST":
        request.session.pop(ASKED, None)
        return taking.see_other(reverse("intake:ask"))
    asked = _asked(request)
    if asked is None:
        return taking.see_other(reverse("intake:ask"))
    return render(request, "intake/ask_done.html", {"asked": asked, "slip": slips.of(asked)})


@open_to_all("shows only what this very browser has just sent")
@never_cache
@require_safe
def slip(request: HttpRequest) -> HttpResponse:
    """The same on paper."""
    asked = _asked(request)
    if asked is None:
        return taking.see_other(reverse("intake:ask"))
    context = {"slips": slips.of_all([asked]), "back": reverse("intake:ask_done")}
    return render(request, "intake/slips.html", context)


@open_to_all("whoever writes of a danger must see the emergency lines at once")
@require_POST
def danger(request: HttpRequest) -> HttpResponse:
    """The emergency lines, if the words tell of a danger. By POST, so that no log keeps the words."""
    text = request.POST.get("text", "")[:5_000]
    hurry = not _looks_too_often(request) and advice.is_dangerous(advice.suggest(text))
    return render(request, "intake/_danger.html", {"is_dangerous": hurry})


@open_to_all("the names of towns are no secret")
@require_safe
def places_typed(request: HttpRequest) -> HttpResponse:
    """Places that begin with what was typed, for the list under the field."""
    typed = next((str(value) for value in request.GET.values()), "")[:120]
    found = [] if _looks_too_often(request) else places.typed(typed)
    return render(request, "intake/_places.html", {"found": found})


def _form(request: HttpRequest, form: AskForm, status: int = 200) -> HttpResponse:
    text = form.data.get("text", "")[:5_000] if form.is_bound else ""
    context = {"form": form, "is_dangerous": bool(text) and advice.is_dangerous(advice.suggest(text))}
    return render(request, "intake/ask.html", context, status=status)


def _asked(request: HttpRequest) -> Request | None:
    pk = request.session.get(ASKED)
    found = queries.received_lately([pk]) if pk else []
    return found[0] if found else None


def _too_often(request: HttpRequest) -> int:
    """Seconds to wait, counted over all workers; 0 for almost everyone."""
    one = limits.wait("ask", limits.caller(request), limit=EACH, seconds=10 * MINUTES, shared=True)
    return one or limits.wait("ask", "all", limit=ALL, seconds=10 * MINUTES, shared=True)


def _looks_too_often(request: HttpRequest) -> bool:
    return bool(limits.wait("looks", limits.caller(request), limit=LOOKS, seconds=MINUTES))
