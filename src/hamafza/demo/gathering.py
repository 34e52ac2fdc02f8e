"""The gatherings of the story: most hold on, some tremble, one falls apart, one is missed for the first time."""

import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from hamafza.demo.content import names
from hamafza.demo.foundation import HAND, Province
from hamafza.demo.reporting import SILENT
from hamafza.gatherings import commands as gatherings
from hamafza.gatherings.models import Guest, Occasion
from hamafza.gatherings.states import OccasionState
from hamafza.kernel import rows
from hamafza.kernel.agenda import Agenda
from hamafza.kernel.clock import local
from hamafza.network import queries as network
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.queries import serving_at

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TITLES = [
    "حلقهٔ همدلی", "جلسهٔ قرآن بانوان", "نشست هفتگی یاوران", "دعای کمیل و گفت‌وگو", "حلقهٔ کتاب‌خوانی نوجوانان",
    "هیئت محله", "دورهمی مادران", "کارگاه پنجشنبه‌ها",
]  # fmt: skip
FOLLOWED = ["با سه نفر از شرکت‌کنندگان تلفنی سخن گفتم؛ ساعت آن یک ساعت دیرتر شد.", "مسئول تازه‌ای برای آن پیدا شد."]
_due = rows.Prepared(
    lambda: Occasion.objects.filter(state=OccasionState.PLANNED, rung=1).order_by("pk").values_list("pk")
)


@dataclass
class Mood:
    """How a gathering goes: how many of its people come, how often it is held, and what befalls its end."""

    held: float
    come: float
    guests: tuple[int, int]
    falls: bool = False  # fewer each time, and then nobody
    misses_last: bool = False  # for the first time, a few days before the story ends


STRONG, FAIR, WEAK = Mood(0.98, 0.85, (2, 9)), Mood(0.92, 0.65, (0, 6)), Mood(0.7, 0.45, (0, 3))
FALLING, SHAKEN = Mood(1.0, 0.9, (0, 2), falls=True), Mood(1.0, 0.8, (1, 5), misses_last=True)


class Together:
    """Plans what becomes of each occasion as its hour passes. Its dice are its own: the story's others fall as before."""

    def __init__(self, province: Province, seed: int, agenda: Agenda) -> None:
        self.province, self.agenda = province, agenda
        self.dice = random.Random(f"gatherings {seed}")
        self._mood: dict[int, Mood] = {}
        self._guests: dict[int, list[Guest]] = {}
        self._seen: set[int] = set()
        self._end: datetime | None = None

    def plan(self, end: datetime) -> None:
        """All are founded within the first days of the story."""
        self._end = end
        for number, centre in enumerate(self.province.centre.values()):
            for turn in range(2 if number % 8 == 0 else 1):
                self.agenda.put(
                    self.agenda.now + self.dice.uniform(1, 60) * HOUR, partial(self._found, centre, number, turn)
                )

    def follow(self) -> None:
        """Each occasion whose hour has passed: mostly somebody types the list within two days."""
        for (pk,) in _due():
            if pk not in self._seen:
                self._seen.add(pk)
                self._decide(Occasion.objects.whole().get(pk=pk))

    def _found(self, centre: Centre, number: int, turn: int) -> None:
        if centre.code in SILENT:
            return
        at = self.agenda.now
        mood = {2: FALLING, 4: SHAKEN, 7: WEAK}.get(number % 12, STRONG if number % 3 else FAIR)
        weekly = mood in (FALLING, SHAKEN)
        monthly = not weekly and number % 2 == 1
        gathering = gatherings.found(
            centre, title=self.dice.choice(TITLES), leader=self._leader(centre), rule="month" if monthly else "weeks",
            every=self.dice.randint(1, 4) if monthly else 1 if weekly else 2, weekday=self.dice.choice([3, 4, 5, 5, 6]),
            hour=time(self.dice.choice([16, 17, 18, 19])), minutes=self.dice.choice([60, 90, 90, 120]),
            first_on=local(at).date(), by=HAND, at=at,
        )  # fmt: skip
        self._mood[gathering.pk] = STRONG if turn else mood

    def _leader(self, centre: Centre) -> Person | Volunteer:
        serving = list(serving_at(centre)[:3])
        if serving and self.dice.random() < 0.4:
            return self.dice.choice(serving)
        return network.responsible_for_centre(centre, self.agenda.now)

    def _decide(self, occasion: Occasion) -> None:
        mood, at = self._mood[occasion.gathering_id], self.agenda.now
        soon = at + self.dice.uniform(1, 40) * HOUR
        assert self._end is not None
        left = (self._end - occasion.starts_at) / (92 * DAY)
        last = mood.misses_last and occasion.starts_at > self._end - 9 * DAY
        if last or (mood.falls and left < 0.2) or self.dice.random() > mood.held:
            if self.dice.random() < 0.6:
                self.agenda.put(soon, partial(self._miss, occasion))
            return
        share = mood.come * (max(left, 0.1) if mood.falls else 1)
        self.agenda.put(soon, partial(self._keep, occasion, mood, share))

    def _keep(self, occasion: Occasion, mood: Mood, share: float) -> None:
        occasion = Occasion.objects.whole().get(pk=occasion.pk)
        if occasion.holder is None or occasion.state != OccasionState.PLANNED:
            return
        serving = list(serving_at(occasion.gathering.centre))
        came = [one for one in serving if self.dice.random() < share]
        known = self._guests.setdefault(occasion.gathering.centre_id, [])
        guests = [one for one in known if self.dice.random() < share * 0.8]
        new = [(names.person(self.dice).full_name, "") for _n in range(self.dice.randint(0, 1 if known else 3))]
        others = self.dice.randint(*mood.guests)
        if not (came or guests or new or others):
            others = 2
        gatherings.keep_list(
            occasion, volunteers=came, guests=guests, newcomers=new if len(known) < 8 else (), others=others,
            by=occasion.holder, at=self.agenda.now,
        )  # fmt: skip
        self._guests[occasion.gathering.centre_id] = list(Guest.objects.filter(centre=occasion.gathering.centre))

    def _miss(self, occasion: Occasion) -> None:
        occasion = Occasion.objects.whole().get(pk=occasion.pk)
        if occasion.holder is None or occasion.state != OccasionState.PLANNED:
            return
        reason = self.dice.choice(["leader", "few", "few", "weather", "venue"])
        gatherings.miss(occasion, reason=reason, by=occasion.holder, at=self.agenda.now)
        if not self._mood[occasion.gathering_id].misses_last and self.dice.random() < 0.7:
            self.agenda.put(self.agenda.now + self.dice.uniform(10, 60) * HOUR, partial(self._see_to, occasion))

    def _see_to(self, occasion: Occasion) -> None:
        occasion = Occasion.objects.whole().get(pk=occasion.pk)
        if occasion.holder is not None and occasion.state == OccasionState.MISSED:
            gatherings.follow(occasion, followed=self.dice.choice(FOLLOWED), by=occasion.holder, at=self.agenda.now)
