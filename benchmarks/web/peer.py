"""The peer: the least that Django can do for the same two addresses. Two inserts a POST, 25 plain rows a list.

Same server, same SQLite settings, no accounts, no triage, no history, no idempotency, no outbox.
"""

import os
import sys

import django
from django.conf import settings

FILE = os.environ["PEER_FILE"]
settings.configure(
    SECRET_KEY="peer",  # noqa: S106 - of a toy
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="peer",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FILE,
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;"
                " PRAGMA foreign_keys=ON; PRAGMA cache_size=-20000;",
            },
        }
    },
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
)
django.setup()

import json  # noqa: E402 - models need the settings above

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse, JsonResponse  # noqa: E402
from django.template import Context, Template  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402


class Case(models.Model):
    """One request."""

    text = models.TextField()
    phone = models.CharField(max_length=11)
    place = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default="received")
    at = models.DateTimeField()

    class Meta:
        app_label = "peer"


class Line(models.Model):
    """One line of its history."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    verb = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        app_label = "peer"


PAGE = Template(
    "<!doctype html><title>list</title><table>{% for case in cases %}<tr><td>{{ case.pk }}<td>{{ case.text }}"
    "<td>{{ case.place }}<td>{{ case.state }}<td>{{ case.at|date:'Y-m-d H:i' }}</tr>{% endfor %}</table>"
)


@csrf_exempt
def ask(request: HttpRequest) -> JsonResponse:
    said = json.loads(request.body)
    now = timezone.now()
    with transaction.atomic():
        case = Case.objects.create(text=said["text"], phone=said["phone"], place=said["place"], at=now)
        Line.objects.create(case=case, verb="received", at=now)
    return JsonResponse({"id": case.pk}, status=201)


def listing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE.render(Context({"cases": Case.objects.order_by("-pk")[:25]})))


urlpatterns = [path("api/v1/requests", ask), path("referrals/", listing), path("health", listing)]
application = get_wsgi_application()


def furnish(count: int) -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Case)
        editor.create_model(Line)
    now = timezone.now()
    Case.objects.bulk_create(Case(text=f"دارو {n}", phone="09151234567", place="IR/11/", at=now) for n in range(count))


if __name__ == "__main__":
    furnish(int(sys.argv[1]))
