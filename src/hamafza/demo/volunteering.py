"""Those who serve in the story: most were here before it began, a few come while it is told."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from hamafza.demo.content import names
from hamafza.demo.content.cast import cast
from hamafza.demo.foundation import HAND, Province
from hamafza.kernel.actors import Door
from hamafza.kernel.agenda import Agenda
from hamafza.kernel.clock import local
from hamafza.network.models import Centre
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import queries
from hamafza.volunteers.models import HasSkill, Skill, Volunteer
from hamafza.volunteers.states import Part, VolunteerState

DAY = timedelta(days=1)
WEB = Door("web")
ABOUT = ["دوست دارم هفته‌ای یک روز کمک کنم.", "با کودکان خوب کنار می‌آیم.", "عصرها پس از کار آزادم.", ""]
TALKED = [
    "خوش‌رو و دقیق است؛ از هفتهٔ آینده می‌آید.",
    "تجربهٔ کار خیر دارد و عصرها آزاد است.",
    "با خانواده‌اش هم گفت‌وگو شد.",
]
PAPERS = ["کارت ملی", "کارت ملی، گواهی مهارت"]
Act = Callable[[], None]


class Volunteering:
    """Draws them centre by centre. Its dice are its own: the story's others fall as before."""

    def __init__(self, province: Province, seed: int, agenda: Agenda) -> None:
        self.province, self.agenda = province, agenda
        self.dice = random.Random(f"volunteers {seed}")
        self.skills: dict[str, Skill] = {}
        self.number = 0

    def plan(self, end: datetime) -> None:
        """Who is here already, in the order of the days on which they came; and what happens while it is told."""
        self.skills = {skill.key: skill for skill in queries.skills()}
        start, past = self.agenda.now, list[tuple[datetime, int, Act]]()
        own = [member for member in cast() if member.role == "volunteer" and member.centre]
        for code, centre in self.province.centre.items():
            known = [member for member in own if member.centre == code]
            for place in range(self.dice.randint(6, 7)):
                member = known[place] if place < len(known) else None
                name = member.name if member else names.person(self.dice).full_name
                past += self._serves(centre, name, start)
            if self.dice.random() < 0.6:
                self.agenda.put(
                    self._by_day(end - self.dice.uniform(1, 2.5) * DAY), partial(self._apply, centre, self._name(), {})
                )
            if self.dice.random() < 0.3:
                self._talks_late(centre, end)
        for _at, _number, act in sorted(past, key=lambda one: one[:2]):
            act()
        for month in range(1, 5):
            self.agenda.put(start + (24 * month - 8) * DAY, self._seen)
        self.agenda.put(end - 20 * DAY, self._rests)

    def _serves(self, centre: Centre, name: str, start: datetime) -> list[tuple[datetime, int, Act]]:
        """Applied, talked with and accepted, long before the story."""
        came, one = self._by_day(start - self.dice.uniform(25, 170) * DAY), dict[str, Volunteer]()
        seen = start - self.dice.uniform(0, 12) * DAY
        self.number += 1
        return [
            (came, self.number, partial(self._apply, centre, name, one, came)),
            (came + DAY, self.number, partial(self._talk, one, came + DAY)),
            (came + 3 * DAY, self.number, partial(self._accept, one, came + 3 * DAY)),
            (seen, self.number, partial(self._serve, one, seen)),
        ]

    def _talks_late(self, centre: Centre, end: datetime) -> None:
        one, at = dict[str, Volunteer](), self._by_day(end - self.dice.uniform(2, 3.5) * DAY)
        self.agenda.put(at, partial(self._apply, centre, self._name(), one))
        self.agenda.put(at + DAY, partial(self._talk, one))

    def _apply(self, centre: Centre, name: str, one: dict[str, Volunteer], at: datetime | None = None) -> None:
        known = list(self.skills.values())
        skills = self.dice.sample(known, k=self.dice.choice([1, 1, 2, 3]))
        free = {(self.dice.randrange(6), self.dice.choice(Part.values)) for _ in range(self.dice.randint(1, 5))}
        self.number += 1
        one["her"] = volunteers.apply(
            centre, full_name=name, mobile=f"0900100{self.number:04d}", birth_year=self.dice.randint(1345, 1384),
            skills=skills, free=sorted(free), about=self.dice.choice(ABOUT), by=WEB, at=at or self.agenda.now,
        )  # fmt: skip

    def _talk(self, one: dict[str, Volunteer], at: datetime | None = None) -> None:
        her, when = one["her"], at or self.agenda.now
        said, papers = self.dice.choice(TALKED), self.dice.choice(PAPERS)
        volunteers.note_interview(her, text=said, papers=papers, by=her.holder, at=when)

    def _accept(self, one: dict[str, Volunteer], at: datetime) -> None:
        her = one["her"]
        assert her.holder is not None
        volunteers.accept(her, by=her.holder, at=at)
        for has in (
            HasSkill.objects.filter(volunteer=her).select_related("skill", "volunteer__centre__place").order_by("pk")
        ):
            if has.skill.is_licensed and self.dice.random() < 0.85:
                until = local(at + self.dice.uniform(190, 900) * DAY).date()
                volunteers.see_paper(has, until=until, by=her.accepted_by, at=at)

    def _serve(self, one: dict[str, Volunteer], at: datetime) -> None:
        volunteers.note_activity(one["her"], day=local(at).date(), by=HAND, at=at)

    def _seen(self) -> None:
        """Most are seen to serve before anybody has to ask after them."""
        at = self.agenda.now
        for her in Volunteer.objects.serving().whole().filter(due_at__lt=at + 25 * DAY).order_by("pk"):
            if her.step == 0 and self.dice.random() < 0.93:
                volunteers.note_activity(her, day=local(at).date(), by=HAND, at=at)

    def _rests(self) -> None:
        """Some take leave, one is far away."""
        at = self.agenda.now
        serving = list(Volunteer.objects.serving().whole().order_by("pk"))
        for her in self.dice.sample(serving, k=len(serving) // 16):
            back = local(at + self.dice.randint(22, 60) * DAY).date()
            volunteers.take_leave(her, returns_on=back, reason="سفر", by=her, at=at)
        for her in self.dice.sample(
            [one for one in serving if one.state == VolunteerState.ACCEPTED], k=len(serving) // 30
        ):
            volunteers.set_away(her, reason="برای کار به شهر دیگری رفته است", by=HAND, at=at)

    def _by_day(self, at: datetime) -> datetime:
        """At an hour at which people fill in forms."""
        return local(at).replace(hour=self.dice.randint(9, 19), minute=self.dice.randrange(60))

    def _name(self) -> str:
        return names.person(self.dice).full_name
