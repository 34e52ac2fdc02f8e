"""The interface for machines at /api/v1/: one document, one shape of error, every address guarded or open.

There is no page of documentation on this origin: it would need script and style that the policy forbids.
The document /api/v1/openapi.json opens in any viewer.
"""

import functools
from collections.abc import Callable, Sequence
from typing import Any, cast

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError

from hamafza.intake.api import router as requests
from hamafza.kernel.api import problem, refused
from hamafza.kernel.errors import Refused
from hamafza.network.api import router as directory
from hamafza.network.guards import open_to_all
from hamafza.public.api import router as satisfaction
from hamafza.referrals.api import router as referrals

View = Callable[..., HttpResponse]
NOT_FOUND = _("چنین چیزی نیست، یا در دسترس شما نیست.")
SAID = {
    400: ("unreadable", _("این پیام خوانده نشد. آن را به JSON و UTF-8 بفرستید.")),
    401: ("who_are_you", _("کلید معتبری همراه این پیام نیست.")),
    403: ("not_allowed", _("این کار در اختیار شما نیست.")),
}

api = NinjaAPI(
    title="Hamafza",
    version="1",
    description=(
        "Requests for social services, their referrals, the public directory of centres and what people said of "
        "them. Sign in with `Authorization: Bearer <token>` or with your own session. Lists come in pages by key: give `next` "
        "back as `cursor`. Writes take an `Idempotency-Key`. Too often: 429 with Retry-After."
    ),
    docs_url=None,
)
api.add_router("/requests", requests)
api.add_router("/referrals", referrals)
api.add_router("", directory)
api.add_router("", satisfaction)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return refused(error)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "not_found", NOT_FOUND)


@api.exception_handler(Throttled)
def _too_often(request: HttpRequest, error: Throttled) -> HttpResponse:
    return problem(429, "too_often", _("اندکی آهسته‌تر، لطفاً."), Retry_After=str(int(error.wait or 1)))


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    code, message = SAID.get(error.status_code, SAID[400])
    return problem(error.status_code, code, message)


@api.exception_handler(SuspiciousOperation)
def _suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    return problem(400, *SAID[400])


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    return problem(422, "invalid", _("این مقدار پذیرفتنی نیست: ") + str(first["msg"]), _place(first["loc"]))


def _place(loc: Sequence[str | int]) -> str | None:
    """The input's name and its place in a list: pydantic also names the branch of a union, which is nobody's input."""
    names = [part for part in loc[1:] if isinstance(part, str) and part not in {"body", "asked"}]
    return ".".join([*names[:1], *(str(part) for part in loc if isinstance(part, int))]) or None


def nothing_here(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Addresses under /api/ that do not exist answer as the rest of it does."""
    return problem(404, "not_found", NOT_FOUND)


def _answered_in_json(view: View) -> View:
    """A wrong method is answered in our shape too; the guard is that of each operation."""

    @functools.wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if answer.status_code == 405:
            return problem(405, "wrong_method", _("این نشانی چنین فعلی ندارد."), Allow=answer["Allow"])
        if request.path.endswith("openapi.json"):
            return answer
        answer["Cache-Control"] = "no-store"
        return answer

    inner.guard = "api: a token or a session on each operation; the directory is open"  # type: ignore[attr-defined]
    return inner


def urls() -> tuple[list[Any], str, str]:
    """The addresses, for `path("api/v1/", ...)`."""
    patterns, app, space = api.urls
    for pattern in patterns:
        pattern.callback = _answered_in_json(cast(View, pattern.callback))
    return patterns, app, space


nothing = open_to_all("says only that there is nothing")(nothing_here)
