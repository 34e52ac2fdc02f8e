"""The last step of a message: to a gateway, a file, or the console. `settings.SMS_BACKEND` chooses.

Sent at least once: a gateway that has already had the message's key throws the second one away.
"""

import json
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext_lazy as _

from hamafza.notices.models import Channel, Message

PATIENCE_SECONDS = 10
Send = Callable[[str, str, str], None]  # (to, text, key)


class NotSent(Exception):
    """The gateway did not take it; the text says why, for the admin, and holds no number."""


def send(message: Message) -> None:
    """Hand one message over. Raises NotSent."""
    try:
        if message.channel == Channel.EMAIL:
            _by_mail(message)
        elif message.channel == Channel.SMS:
            _sms()(message.to_phone, message.body, message.key)
    except NotSent:
        raise
    except Exception as error:  # whatever a gateway does, the outbox goes on with the next message
        raise NotSent(type(error).__name__) from error


def _sms() -> Send:
    chosen: str = settings.SMS_BACKEND
    if chosen.startswith(("http://", "https://")):
        return _to_gateway
    return {"console": _to_console, "file": _to_file}[chosen]


def _to_console(to: str, text: str, key: str) -> None:
    sys.stdout.write(f"SMS {to} {text}\n")


def _to_file(to: str, text: str, key: str) -> None:
    """One JSON line a message, in the data folder: a gateway's stand-in."""
    file = Path(settings.DATA, "sms.jsonl")
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps({"to": to, "text": text, "key": key}, ensure_ascii=False) + "\n")


class _StayHere(urllib.request.HTTPRedirectHandler):
    """A gateway that sends us elsewhere is not the one that the operator named."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def _to_gateway(to: str, text: str, key: str) -> None:
    """POST {"to", "text", "key"}; any 2xx means taken."""
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key}
    if settings.SMS_TOKEN:
        headers["Authorization"] = f"Bearer {settings.SMS_TOKEN}"
    body = json.dumps({"to": to, "text": text, "key": key}, ensure_ascii=False).encode()
    call = urllib.request.Request(settings.SMS_BACKEND, body, headers)  # noqa: S310 - only http(s), see _sms
    with urllib.request.build_opener(_StayHere).open(call, timeout=PATIENCE_SECONDS) as answer:
        if not 200 <= answer.status < 300:
            raise NotSent(f"status {answer.status}")


def _by_mail(message: Message) -> None:
    to = message.to_person.email if message.to_person else ""
    if not to:
        raise NotSent("no address")
    EmailMessage(str(_("هم‌افزا")), message.body, to=[to], headers={"X-Hamafza-Key": message.key}).send()
