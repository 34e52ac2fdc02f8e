"""One stage for a whole module; each call is rolled back, so that all begin from the same minute."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from hamafza.intake import uploads
from hamafza.kernel import rows
from hamafza.kernel.models import AuditLine
from tests.access import stage as stages
from tests.access.oracle import Actor, may

DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789", " \u200c\u2009\u00a0-")


class Theatre:
    """The stage, a signed-in browser for each actor, and what an answer shows."""

    def __init__(self) -> None:
        self.stage = stages.build()
        self.browsers = {actor.name: self._browser(actor) for actor in stages.ACTORS}

    def _browser(self, actor: Actor) -> Client:
        client = Client(raise_request_exception=False)
        if actor.name != "anonymous":
            client.force_login(self.stage.world.person[actor.name])
        return client

    def call(self, actor: str, method: str, url: str, data: Any = None, *, api: bool = False) -> "Answer":
        """One request, then everything as before."""
        browser = self.browsers[actor]
        sent: dict[str, Any] = {"data": data or {}}
        if api and method == "POST":
            sent = {"data": json.dumps(data or {}), "content_type": "application/json"}
        before = _written()
        with rolled_back():
            answer = getattr(browser, method.lower())(url, **sent)
            return Answer(answer, _written() - before)

    def leaks(self, actor: Actor, answer: "Answer") -> list[str]:
        """Words of requests that this actor may not see (or of which she sees the nameless minimum)."""
        text = answer.text
        found = []
        for thing in self.stage.things["request"]:
            canary = self.stage.canaries[thing.pk]
            secrets = [] if may(actor, "request.see", thing) else [canary.words]
            if not sees_all(actor, thing):
                secrets += [canary.name, canary.phone]
            found += [f"{thing.name}: {secret}" for secret in secrets if secret.translate(DIGITS) in text]
        return found


_lines = rows.Prepared(lambda: AuditLine.objects.order_by("-seq").values_list("seq")[:1])


def _written() -> int:
    """How long the chain of the audit is: its numbers have no gap."""
    return sum(seq for (seq,) in _lines())


def sees_all(actor: Actor, thing: Any) -> bool:
    """By place, or because her centre has accepted it; while it is only offered she sees no name and no phone."""
    taken = thing.name in {"accepted", "done", "closed"}
    place_only = type(thing)(thing.kind, thing.name, thing.pk, place=thing.place)
    return may(actor, "request.see", place_only) or (taken and may(actor, "request.see", thing))


class Answer:
    """What came back, without what every page holds (menus, the caller's own name)."""

    def __init__(self, answer: HttpResponse, written: int) -> None:
        self.status, self.written = answer.status_code, written
        self.to = answer.headers.get("Location", "")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        self.body = unzipped(body) if body[:2] == b"PK" else body.decode(errors="replace")

    @property
    def text(self) -> str:
        return self.body.translate(DIGITS)

    @property
    def asks_to_sign_in(self) -> bool:
        return self.status == 302 and self.to.startswith("/account/login/")

    @property
    def is_done(self) -> bool:
        return self.status in {200, 201, 204, 302, 303, 409, 422} and not self.asks_to_sign_in


def unzipped(body: bytes) -> str:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def theatre(django_db_setup: None, django_db_blocker: Any) -> Iterator[Theatre]:
    with django_db_blocker.unblock(), time_machine.travel(stages.NOW, tick=False), transaction.atomic():
        kept = settings.API_PER_MINUTE
        settings.API_PER_MINUTE = 10**9
        path = uploads.path_of("canary-file")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("پرونده")
        yield Theatre()
        settings.API_PER_MINUTE = kept
        shutil.rmtree(path.parent, ignore_errors=True)
        transaction.set_rollback(True)
