"""`./hamafza prepare`: the database as every house needs it before its first request; twice is once."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from hamafza.gatherings import loading as feasts
from hamafza.kernel import clock
from hamafza.kernel.actors import System
from hamafza.network import loading
from hamafza.places import commands as places
from hamafza.volunteers import loading as skills

PLACES = Path(places.__file__).parent / "data" / "places.json"
HAND = System("prepare")


class Command(BaseCommand):
    help = "Brings the tables up to date and loads the places, domains, holidays, skills and feasts that are not there yet."
    requires_system_checks = ()
    requires_migrations_checks = False

    def handle(self, **options: Any) -> None:
        call_command("migrate", verbosity=int(sys.stderr.isatty()), interactive=False)
        at = clock.now()
        places.load(rows=json.loads(PLACES.read_text(encoding="utf-8")), by=HAND, at=at)
        loading.load(by=HAND, at=at)
        skills.load(by=HAND, at=at)
        feasts.load(by=HAND, at=at)
