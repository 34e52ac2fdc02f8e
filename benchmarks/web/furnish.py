"""Our side of the measurement: one centre with many open referrals.

The first hundred are made by the commands that people use; the others are copies of their rows (request, need,
referral, share; not their history), since a list reads no more than that.
"""

import json
import os
import sys
from datetime import datetime, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hamafza.config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - it needs the set-up above
from django.core.management import call_command  # noqa: E402 - models need the set-up above
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402

from hamafza.intake import commands as intake  # noqa: E402
from hamafza.intake.models import Need, Request, Share  # noqa: E402
from hamafza.kernel.actors import Door, System  # noqa: E402
from hamafza.kernel.clock import now  # noqa: E402
from hamafza.kernel.codes import new_code  # noqa: E402
from hamafza.network import commands as network  # noqa: E402
from hamafza.network.models import Domain  # noqa: E402
from hamafza.people import commands as people  # noqa: E402
from hamafza.people.models import Person  # noqa: E402
from hamafza.places import commands as places  # noqa: E402
from hamafza.places.models import Place  # noqa: E402
from hamafza.referrals.models import Referral  # noqa: E402

HAND = System("bench")
BY_HAND = 100
PLACES = [
    ("IR/", "nation", "ایران", "Iran", 32.4, 53.7),
    ("IR/11/", "province", "استان", "Province", 29.5, 60.8),
    ("IR/11/1104/", "county", "شهرستان", "County", 25.3, 60.6),
]


def main(count: int) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable")
    at = now() - timedelta(days=2)
    with transaction.atomic():
        operator, secretary = staff(at)
        place, domain = Place.objects.get(path="IR/11/1104/"), Domain.objects.get()
        for number in range(min(count, BY_HAND)):
            text = f"مادرم بیمار است و داروی او را پیدا نمی‌کنیم، شمارهٔ {number}"
            request = intake.receive(place, door="web", text=text, phone="09151234567", by=Door("web"), at=at)
            intake.triage(request, domains=[domain], urgency="0", by=operator, at=at)
        for step in range(BY_HAND, count, BY_HAND):
            copy(step)
    token = people.open_token(operator, name="bench", until=at + timedelta(days=9), by=operator, at=now()).token
    client = Client()
    client.force_login(secretary)
    name = settings.SESSION_COOKIE_NAME
    print(json.dumps({"token": token, "cookie": f"{name}={client.cookies[name].value}"}))


def copy(step: int) -> None:
    """The first hundred once more, `step` numbers further on; in a fresh database all tables count alike."""
    for model, parent in [(Request, ""), (Need, "request_id"), (Referral, "need_id"), (Share, "request_id")]:
        things: list[Any] = list(model.objects.filter(pk__lte=BY_HAND))
        assert len(things) == BY_HAND, model
        for thing in things:
            thing.pk += step
            if parent:
                setattr(thing, parent, getattr(thing, parent) + step)
            else:
                thing.code = new_code()
        model.objects.bulk_create(things)


def staff(at: datetime) -> tuple[Person, Person]:
    names = ("path", "kind", "name_fa", "name_en", "lat", "lng")
    places.load(rows=[dict(zip(names, row, strict=True)) for row in PLACES], by=HAND, at=at)
    network.add_domains(rows=[{"key": "health", "name_fa": "درمان", "name_en": "Health"}], by=HAND, at=at)
    county = Place.objects.get(path="IR/11/1104/")
    centre = network.create(
        county,
        name="کانون",
        kind="specialised",
        domains=[Domain.objects.get()],
        area_path="IR/11/",
        code="one",
        by=HAND,
        at=at,
    )
    made = []
    for username, role, scope in [("operator", "operator", county), ("secretary", "secretary", centre)]:
        person = people.open_account(
            username=username, full_name=username, password=os.urandom(12).hex(), mobile="09150000000", by=HAND, at=at
        )
        network.grant(person, role=role, scope=scope, by=HAND, at=at)
        made.append(person)
    return made[0], made[1]


if __name__ == "__main__":
    main(int(sys.argv[1]))
