"""From a valid form to a request, once."""

import json
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from hamafza.intake import commands as intake
from hamafza.intake import uploads
from hamafza.intake.forms import RequestForm
from hamafza.intake.models import Request
from hamafza.kernel.actors import Actor, Applicant
from hamafza.kernel.commands import Once
from hamafza.kernel.errors import AlreadyUsed
from hamafza.people.models import Person

RECEIVED = "received"  # in the session: what was taken in from this browser, newest last
KEPT = 60


class Signed(HttpRequest):
    """A request behind `@guarded`: whoever sends it has an account."""

    user: Person


def take_in(form: RequestForm, *, door: str, by: Actor, at: datetime) -> Request:
    """The request of this form; the same form sent again answers with the same one.

    The file follows in a command of its own: should the line break between, sending again completes it.
    Raises what `receive` raises.
    """
    said, file = form.cleaned_data, form.cleaned_data.get("file")
    words = form.words()
    once = _once(door, said["key"], said["place"].path, words)
    request = intake.receive(said["place"], door=door, by=by, at=at, once=once, **words)
    if file is not None:
        attach(request, file, key=said["key"], at=at)
    return request


def attach(request: Request, file: uploads.Checked, *, key: str, at: datetime) -> None:
    """The applicant's own file, whoever held the paper."""
    intake.attach(
        request,
        name=file.name,
        stored_as=uploads.keep(file),
        content_type=file.content_type,
        size=len(file.content),
        sha256=file.sha256,
        by=Applicant(request.pk),
        at=at,
        once=Once(f"{request.pk}:{key}", file.sha256),
    )


def _once(*content: object) -> Once:
    door, key, *said = content
    return Once(f"{door}:{key}", json.dumps(said, ensure_ascii=False, sort_keys=True))


def new_key_after(form: RequestForm, refused: Exception, fresh: str) -> None:
    """Someone went back, changed the words and sent again: that is another request, once she says so."""
    if isinstance(refused, AlreadyUsed):
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["key"] = fresh  # type: ignore[index]


def remember(request: HttpRequest, *pks: int) -> None:
    """This browser may see the codes of what it has just sent."""
    request.session[RECEIVED] = [*request.session.get(RECEIVED, []), *pks][-KEPT:]


def latest(request: HttpRequest) -> list[int]:
    return list(request.session.get(RECEIVED, []))


def see_other(address: str) -> HttpResponse:
    """303: the answer to a form is another page."""
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer
