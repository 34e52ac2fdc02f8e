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
FRESH = 14  # requests of this morning, for whoever opens the door first
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
        """Instants between now and `end`: daytime mostly, fewer on Fridays, more lately, some this very morning."""
        fresh = [end - timedelta(minutes=self.dice.uniform(5, 300)) for _ in range(min(FRESH, count))]
        span = (end - self.agenda.now).total_seconds()
        found: list[datetime] = []
        while len(found) < count - len(fresh):
            at = self.agenda.now + timedelta(seconds=span * self.dice.random() ** 0.8)
            here = at.astimezone(TEHRAN)
            awake = 0.05 if here.hour < 7 or here.hour > 22 else 1.0 if 8 <= here.hour < 14 else 0.5
            if self.dice.random() < awake * (0.3 if here.weekday() == 4 else 1.0):
                found.append(at)
        return sorted(found + fresh)

    def receive(self, then: Callable[[Request], None]) -> None:
        """Someone asks; a door officer looks at it soon, or after the weekend."""
        told = requests.request(self.dice, self._domain())
        request = self._ask(
            told,
            name=names.person(self.dice).full_name if self.dice.random() < 0.85 else "",
            phone=f"0999{self.dice.randrange(10**7):07d}" if self.dice.random() < 0.9 else "",
        )
        wait = self.dice.uniform(0.3, 8) if self.dice.random() < 0.93 else self.dice.uniform(20, 70)
        self.agenda.put(self.agenda.now + timedelta(hours=wait), partial(self._triage, request, told, then))
        if self.dice.random() < 0.025:
            again = self.agenda.now + timedelta(hours=self.dice.uniform(20, 90))
            self.agenda.put(again, partial(self._ask_again, request, told))

    def _ask(self, told: RequestText, *, name: str, phone: str) -> Request:
        place = self.province.place[PATHS[told.place]]
        door = self.dice.choices(list(DOORS), weights=list(DOORS.values()))[0]
        return intake.receive(
            place,
            door=door,
            text=told.text,
            applicant_name=name,
            phone=phone,
            safe_to_contact=self.dice.random() < 0.96,
            by=OpenDoor(door) if door in SELF_SERVED else network.door_officer(place, self.agenda.now),
            at=self.agenda.now,
        )

    def _ask_again(self, first: Request, told: RequestText) -> None:
        """She was not sure that she had been heard; the officer joins the two."""
        second = self._ask(told, name=first.applicant_name, phone=first.phone)
        self.agenda.put(
            self.agenda.now + timedelta(hours=self.dice.uniform(0.5, 5)), partial(self._merge, second, first)
        )

    def _merge(self, second: Request, first: Request) -> None:
        first.refresh_from_db()
        officer = network.door_officer(second.place, self.agenda.now)
        if first.is_open:
            intake.merge(second, original=first, by=officer, at=self.agenda.now)
        else:
            intake.withdraw(second, reason="کار نخستین به پایان رسیده بود", by=officer, at=self.agenda.now)

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
