"""How people ask in the demo, and how the door officers receive them."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from hamafza.demo.content import names, requests
from hamafza.demo.content.places import PATHS
from hamafza.demo.content.requests import RequestText
from hamafza.demo.foundation import Province
from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.intake.states import Door, RequestState, Urgency
from hamafza.kernel.actors import Applicant
from hamafza.kernel.actors import Door as OpenDoor
from hamafza.kernel.agenda import Agenda
from hamafza.kernel.clock import TEHRAN
from hamafza.network import queries as network

DOORS = {Door.WEB: 34, Door.PHONE: 38, Door.DESK: 16, Door.LETTER: 8, Door.API: 4}
SELF_SERVED = {Door.WEB, Door.API}
URGENCY = {"normal": Urgency.ORDINARY, "urgent": Urgency.URGENT, "danger": Urgency.EMERGENCY}
COMMON = ("health", "livelihood", "employment", "housing", "education", "counselling", "women_family")
LATER = (
    "یک چیز را یادم رفت بگویم: صبح‌ها بهتر است زنگ بزنید.",
    "نشانی عوض شده، حالا خانهٔ برادرم هستیم.",
    "مدرکی را که خواسته بودید آماده کرده‌ام.",
    "ببخشید، خبری نشد؟ نگرانم.",
    "شمارهٔ همسرم را هم داشته باشید، من گاهی آنتن ندارم.",
)


class Asking:
    """The people who ask; their names and numbers are nobody's."""

    def __init__(self, province: Province, dice: random.Random, agenda: Agenda) -> None:
        self.province, self.dice, self.agenda = province, dice, agenda

    def arrivals(self, count: int, end: datetime) -> list[datetime]:
        """Instants between now and `end`: daytime mostly, fewer on Fridays, more lately."""
        span = (end - self.agenda.now).total_seconds()
        found: list[datetime] = []
        while len(found) < count:
            at = self.agenda.now + timedelta(seconds=span * self.dice.random() ** 0.8)
            here = at.astimezone(TEHRAN)
            awake = 0.05 if here.hour < 7 or here.hour > 22 else 1.0 if 8 <= here.hour < 14 else 0.5
            if self.dice.random() < awake * (0.3 if here.weekday() == 4 else 1.0):
                found.append(at)
        return sorted(found)

    def receive(self, then: Callable[[Request], None]) -> None:
        """Someone asks; unless it is the last hours, a door officer looks at it soon."""
        told = requests.request(self.dice, self._domain())
        place = self.province.place[PATHS[told.place]]
        door = self.dice.choices(list(DOORS), weights=list(DOORS.values()))[0]
        by = OpenDoor(door) if door in SELF_SERVED else network.door_officer(place, self.agenda.now)
        request = intake.receive(
            place,
            door=door,
            text=told.text,
            applicant_name=names.person(self.dice).full_name if self.dice.random() < 0.85 else "",
            phone=f"0999{self.dice.randrange(10**7):07d}" if self.dice.random() < 0.9 else "",
            safe_to_contact=self.dice.random() < 0.96,
            by=by,
            at=self.agenda.now,
        )
        wait = self.dice.uniform(0.1, 4) if self.dice.random() < 0.93 else self.dice.uniform(20, 70)
        self.agenda.put(self.agenda.now + timedelta(hours=wait), partial(self._triage, request, told, then))

    def _triage(self, request: Request, told: RequestText, then: Callable[[Request], None]) -> None:
        request.refresh_from_db()
        if request.state != RequestState.RECEIVED or request.holder is None:
            return
        officer = request.holder
        intake.note_reading(
            request, reader_name=f"{officer.full_name}، پذیرش", purpose="triage", by=officer, at=self.agenda.now
        )
        keys = [told.domain, *([told.second_domain] if told.second_domain else [])]
        intake.triage(
            request,
            domains=[self.province.domain[key] for key in keys],
            urgency=max(request.urgency, URGENCY[told.urgency]),
            orders=[1, self.dice.choice([1, 2])][: len(keys)],
            by=officer,
            at=self.agenda.now,
        )
        then(request)

    def add_word(self, request: Request) -> None:
        """She remembers something."""
        request.refresh_from_db()
        if request.is_open:
            intake.add_word(request, text=self.dice.choice(LATER), by=Applicant(request.pk), at=self.agenda.now)

    def _domain(self) -> str:
        return self.dice.choice(COMMON) if self.dice.random() < 0.55 else self.dice.choice(requests.DOMAINS)
