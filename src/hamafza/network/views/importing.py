"""Another body's directory comes in: a file, what it would do, then the deed; and the way back."""

import base64
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from hamafza.kernel import clock, codes
from hamafza.kernel.arriving import takes_files
from hamafza.kernel.errors import Refused
from hamafza.kernel.sheets import BYTES
from hamafza.network import importing
from hamafza.network.forms.importing import ImportForm
from hamafza.network.guards import guarded
from hamafza.network.hsds import Plan, entries_of, plan_of, read
from hamafza.people.answers import done, see_other
from hamafza.places import queries as places
from hamafza.ui.digits import local
from hamafza.ui.refusals import show

KEPT = 3600  # seconds between looking and doing
SHOWN = 200


@guarded("centre.import")
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files(upto=BYTES)
def look(request: HttpRequest) -> HttpResponse:
    """Read the file and say what would happen; nothing is written."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, place = form.cleaned_data["file"], form.cleaned_data["place"]
        data = file.read()
        try:
            plan = plan_of(entries_of(read(data, file.name)), place)
        except Refused as refused:
            show(form, refused)
        else:
            token = codes.new_token()
            kept = {
                "data": base64.b64encode(data).decode(),
                "name": file.name,
                "place": place.path if place else "",
            }
            cache.set(_key(request, token), kept, KEPT)
            return render(request, "network/import_look.html", _lines(plan) | {"token": token, "name": file.name})
    return render(request, "network/import.html", {"form": form}, status=422 if form.errors else 200)


@guarded("centre.import")
@require_POST
def carry_out(request: HttpRequest) -> HttpResponse:
    """Do what was shown; read anew, because the network may have changed meanwhile."""
    kept = cache.get(_key(request, request.POST.get("token", "")))
    if kept is None:
        messages.error(request, _("از دیدن این فایل بیش از یک ساعت گذشته است؛ دوباره بفرستید. چیزی نوشته نشد."))
        return see_other(reverse("network:import"))
    data = base64.b64decode(kept["data"])
    plan = plan_of(entries_of(read(data, kept["name"])), places.by_path(kept["place"]) if kept["place"] else None)
    key = importing.key_of(data)
    counts = importing.carry_out(plan, key=key, by=request.user, at=clock.now())  # type: ignore[arg-type]
    cache.delete(_key(request, request.POST.get("token", "")))
    return render(
        request,
        "network/import_done.html",
        _lines(plan) | {"counts": counts, "key": key, "name": kept["name"]},
    )


@guarded("centre.import")
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    key = request.POST.get("key", "")
    closed, kept = importing.take_back(key, by=request.user, at=clock.now()) if key.isalnum() else (0, 0)  # type: ignore[arg-type]
    said = ngettext("%(n)s کانون این ورود بسته شد.", "%(n)s کانون این ورود بسته شد.", closed) % {"n": local(closed)}
    if kept:
        said += " " + ngettext(
            "%(n)s کانون درخواستی در کار داشته و ماند.", "%(n)s کانون درخواستی در کار داشته و ماند.", kept
        ) % {"n": local(kept)}
    return done(request, reverse("network:centres"), said)


def _lines(plan: Plan) -> dict[str, Any]:
    """Faults first, so that nobody must look for them."""
    ordered = sorted(plan.lines, key=lambda line: (not line.faults, not line.notes, line.number))
    return {"counts": plan.counts, "lines": ordered[:SHOWN], "more": max(0, len(ordered) - SHOWN)}


def _key(request: HttpRequest, token: str) -> str:
    return f"hsds:{request.user.pk}:{token[:64]}"
