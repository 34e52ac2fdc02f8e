"""The addresses of GeoReport v2: each reads the query, asks, and answers in the form of its ending."""

import functools
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.intake.open311 import reports, shapes
from hamafza.intake.open311.answers import TYPES, Fault, answer, fault
from hamafza.intake.states import Door as Doors
from hamafza.kernel import actors, clock, limits
from hamafza.kernel.api import within_reason
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.commands import Once
from hamafza.kernel.errors import AlreadyUsed, NotAllowed, Refused
from hamafza.kernel.models import OnceKey
from hamafza.network import queries as network
from hamafza.network.guards import open_to_all
from hamafza.people.api import bearer
from hamafza.places.queries import by_path

DOOR = actors.Door("open311")
SPAN = timedelta(days=90)
MOST = 1_000
READS = {"limit": 120, "seconds": 60}
REPORTS = {"limit": 20, "seconds": 600, "shared": True}
SAME_WITHIN = 600  # seconds in which an equal report of the same sender is the same report
View = Callable[..., HttpResponse]


def geo_report(*methods: str) -> Callable[[View], View]:
    """An address of the standard: faults in its own words, a limit for each sender."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def inner(request: HttpRequest, form: str, **kwargs: Any) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise Fault(405, _("این نشانی چنین فعلی ندارد."))
                _limit("open311", limits.caller(request), READS)
                return view(request, form, **kwargs)
            except Refused as error:
                status = 403 if isinstance(error, NotAllowed) else 422 if isinstance(error, AlreadyUsed) else 400
                return fault(form, Fault(status, error.message))
            except Fault as error:
                said = fault(form, error)
                if error.status == 405:
                    said["Allow"] = ", ".join(methods)
                if error.status == 429:
                    said["Retry-After"] = str(error.descriptions[-1])
                return said

        return open_to_all("Open311 is for the public; it shows no person")(csrf_exempt(inner))

    return wrap


@geo_report("GET", "HEAD")
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Where the service is, and in which forms."""
    base = settings.BASE_URL + reverse("open311:discovery", kwargs={"form": "json"}).removesuffix("/discovery.json")
    content = {
        "changeset": "2026-11-22T00:00:00+03:30",
        "contact": settings.BASE_URL,
        "key_service": _("کلید را مدیر سامانه می‌دهد؛ بی‌کلید هم می‌توان درخواست داد، با شماری کمتر."),
        "endpoints": [
            {
                "specification": "http://wiki.open311.org/GeoReport_v2",
                "url": base,
                "changeset": "2026-11-22T00:00:00+03:30",
                "type": "production",
                "formats": list(TYPES.values()),
            }
        ],
    }
    return answer(form, content, root="discovery")


@geo_report("GET", "HEAD")
def services(request: HttpRequest, form: str) -> HttpResponse:
    """The domains of the network."""
    _jurisdiction(request)
    listed = shapes.services(network.domains().values(), _any(), _("نمی‌دانم؛ خودتان تشخیص دهید."))
    return answer(form, listed, root="services", item="service")


@geo_report("GET", "HEAD")
def service(request: HttpRequest, form: str, code: str) -> HttpResponse:
    """No service asks further questions: a sentence and a place are enough."""
    _jurisdiction(request)
    if code != shapes.ANY and code not in network.domains():
        raise Fault(404, _("service_code: چنین خدمتی نیست؛ فهرست را از services بگیرید."))
    return answer(form, {"service_code": code, "attributes": []}, root="service_definition")


@geo_report("GET", "HEAD", "POST")
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """The public list, or a new report."""
    return _report(request, form) if request.method == "POST" else _list(request, form)


@geo_report("GET", "HEAD")
def one_request(request: HttpRequest, form: str, shown_id: str) -> HttpResponse:
    """One request, by tracking code or public id."""
    _jurisdiction(request)
    return _requests(form, _found([shown_id]))


@geo_report("GET", "HEAD")
def token(request: HttpRequest, form: str, shown_id: str) -> HttpResponse:
    """We answer a report with its id at once, so a token is that id."""
    _jurisdiction(request)
    _found([shown_id])
    content = [{"service_request_id": shown_id, "token": shown_id}]
    return answer(form, content, root="service_requests", item="request")


def _list(request: HttpRequest, form: str) -> HttpResponse:
    under = _jurisdiction(request)
    if ids := request.GET.get("service_request_id"):
        return _requests(form, shapes.by_ids(ids.split(",")[:100]))
    since, until = _span(request)
    found = shapes.published().filter(received_at__gte=since, received_at__lte=until, place__path__startswith=under)
    if codes := request.GET.get("service_code"):
        found = found.filter(needs__domain__key__in=codes.replace("\0", "").split(",")[:100])
    wanted = set(filter(None, request.GET.get("status", "").split(",")))
    if not wanted <= {"open", "closed"}:
        raise Fault(400, _("status: open یا closed."))
    if wanted == {"open"}:
        found = found.exclude(state__in=shapes.CLOSED)
    elif wanted == {"closed"}:
        found = found.filter(state__in=shapes.CLOSED)
    return _requests(form, [(shapes.public_id(one), one) for one in found[:MOST]])


def _report(request: HttpRequest, form: str) -> HttpResponse:
    _jurisdiction(request)
    at, by = clock.now(), _sender(request)
    report = reports.read(request.POST)
    once = _once(request, at)
    with transaction.atomic():
        made = intake.receive(report.place, door=Doors.OPEN311, by=by, at=at, once=once, **report.details)
        if report.domain and made.received_at == at:
            word = _("خدمت خواسته‌شده: ") + str(report.domain)
            intake.add_word(made, text=word, for_applicant=False, by=actors.System("open311"), at=at)
    content = [{"service_request_id": made.code, "service_notice": _notice(made), "account_id": None}]
    return answer(form, content, root="service_requests", item="request")


def _sender(request: HttpRequest) -> Any:
    """The person of the api_key, or the open door with its own limit."""
    if key := request.POST.get("api_key") or request.GET.get("api_key"):
        person = bearer(key)
        if person is None:
            raise Fault(403, _("api_key: این کلید کار نمی‌کند."))
        _limit("open311-person", person.ref, {"limit": settings.API_PER_MINUTE // 5, "seconds": 60})
        return person
    _limit("open311-report", limits.caller(request), REPORTS)
    return DOOR


def _once(request: HttpRequest, at: datetime) -> Once:
    """By the sender's own key; without one, an equal report within ten minutes is the same report."""
    caller = limits.caller(request)
    content = repr([caller, *sorted((name, values) for name, values in request.POST.lists() if name != "api_key")])
    if key := request.headers.get("Idempotency-Key"):
        return Once(f"open311:{hashlib.sha256(f'{caller} {key}'.encode()).hexdigest()}", content)
    window = int(at.timestamp()) // SAME_WITHIN
    keys = [f"open311:{hashlib.sha256(content.encode()).hexdigest()}:{n}" for n in (window - 1, window)]
    known = OnceKey.objects.filter(key__in=keys, at__gt=at - timedelta(seconds=SAME_WITHIN)).first()
    return Once(known.key if known else keys[-1], content)


def _notice(made: Request) -> str:
    return _("درخواست شما دریافت شد. برای پیگیری: کد %(code)s و رقم‌های %(pin)s در %(address)s") % {
        "code": made.spaced_code,
        "pin": made.pin,
        "address": settings.TRACK_URL,
    }


def _jurisdiction(request: HttpRequest) -> str:
    """The part of the country that is asked about: a path such as IR/11/, or all of it."""
    path = request.GET.get("jurisdiction_id") or request.POST.get("jurisdiction_id") or ""
    if not path:
        return "IR/"
    if "\0" in path or by_path(path) is None:
        raise Fault(404, _("jurisdiction_id: چنین جایی نیست؛ برای نمونه IR/11/ بنویسید یا ننویسید."))
    return path


def _span(request: HttpRequest) -> tuple[datetime, datetime]:
    """From and to; at most ninety days, the last ninety without a word about it."""
    since, until = (_moment(request, name) for name in ("start_date", "end_date"))
    if since and until and not timedelta(0) <= until - since <= SPAN:
        raise Fault(400, _("start_date و end_date: حداکثر ۹۰ روز، نخست آغاز و سپس پایان."))
    until = until or (within_reason(since + SPAN) if since else clock.now())
    return since or within_reason(until - SPAN), until


def _moment(request: HttpRequest, name: str) -> datetime | None:
    text = request.GET.get(name, "").replace(" ", "+")  # a plus that nobody escaped
    if not text:
        return None
    try:
        at, day = parse_datetime(text), parse_date(text)
    except ValueError:
        at = day = None
    if at is None and day:
        at = datetime(day.year, day.month, day.day, tzinfo=TEHRAN)
    if at is None:
        raise Fault(400, name + _(": آن را مانند 2026-01-01T00:00:00Z بنویسید."))
    return within_reason(at if at.tzinfo else at.replace(tzinfo=TEHRAN))


def _found(ids: list[str]) -> list[tuple[str, Request]]:
    found = shapes.by_ids(ids)
    if not found:
        raise Fault(404, _("service_request_id: چنین درخواستی نیست."))
    return found


def _requests(form: str, found: list[tuple[str, Request]]) -> HttpResponse:
    return answer(form, shapes.requests(found, _any()), root="service_requests", item="request")


def _any() -> str:
    return _("درخواست کمک")


def _limit(what: str, who: str, rate: dict[str, Any]) -> None:
    if seconds := limits.wait(what, who, **rate):
        raise Fault(429, _("اندکی آهسته‌تر، لطفاً؛ ثانیه‌ها تا نوبت بعد:"), seconds)
