"""Care in the story: officers who serve too, trust among volunteers, two signatures, thanks, and a word after service."""

import random
from datetime import datetime, timedelta
from functools import partial

from hamafza.care import commands as care
from hamafza.care import queries, rules
from hamafza.care.commands.feelings import DOOR as FELT
from hamafza.care.commands.trust import DOOR as TRUST
from hamafza.care.models import Step
from hamafza.care.states import Feeling, LetterKind
from hamafza.demo.foundation import Province
from hamafza.kernel import rows
from hamafza.kernel.agenda import Agenda
from hamafza.network import queries as network
from hamafza.network.models import Centre
from hamafza.places.models import Place
from hamafza.places.paths import cut
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import queries as serving

DAY = timedelta(days=1)
HOURS = 12  # a young network: its province asks for less than the table
LATER = "دورهٔ کمک‌های نخستین مانده است؛ پس از آن دوباره می‌بینیم."
WORDS = ["دلگرم شدم.", "شلوغ بود و جای نشستن کم.", "هماهنگی بهتر از بار پیش بود.", "کاش زودتر خبر می‌دادند.", "", "", ""]
_new = rows.Prepared(lambda seen: Step.objects.filter(pk__gt=seen).order_by("pk").values_list("pk"))


class Caring:
    """Its dice are its own: the story's others fall as before."""

    def __init__(self, province: Province, seed: int, agenda: Agenda) -> None:
        self.province, self.agenda = province, agenda
        self.dice = random.Random(f"care {seed}")
        self._seen = 0

    def plan(self, end: datetime) -> None:
        """After the volunteers are there. Whatever deeds other areas hand in are used."""
        start = self.agenda.now
        self.agenda.put(start + 0.5 * DAY, self._begin)
        self.agenda.put(start + 30 * DAY, self._trust)
        for month in (1, 2, 3):
            self.agenda.put(start + (30 * month - 3) * DAY, self._feel)
            self.agenda.put(start + (30 * month - 2) * DAY, partial(self._thank, month == 3))

    def follow(self) -> None:
        for (pk,) in _new(self._seen):
            self._seen = pk
            self.agenda.put(self.agenda.now + self.dice.uniform(1, 5) * DAY, partial(self._answer, pk))

    def _begin(self) -> None:
        """The province's own criteria; and some who answer for a centre serve there as volunteers too."""
        first = self._centres()[0].place
        place = Place.objects.get(path=cut(first.path, 1))
        by = network.provincial_coordinator(place, self.agenda.now)
        care.set_criteria(place, values={("member", "hours"): HOURS}, by=by, at=self.agenda.now)
        for code in sorted(self.province.centre):
            if self.dice.random() < 0.25:
                self._serves_too(self.province.centre[code])

    def _serves_too(self, centre: Centre) -> None:
        at = self.agenda.now
        officers = network.officers_of(centre, at)
        second = network.coordinator_of(centre.place, at)
        if len(officers) < 2 or second in officers:
            return
        she = officers[0]
        her = volunteers.apply(
            centre, full_name=she.full_name, mobile=she.mobile or "09001000000", person=she,
            birth_year=self.dice.randint(1345, 1375), by=she, at=at,
        )  # fmt: skip
        volunteers.note_interview(her, text="از همکاران خود کانون است.", papers="کارت ملی", by=officers[1], at=at)
        volunteers.accept(her, by=second, at=at)

    def _trust(self) -> None:
        for centre in self._centres()[::2]:
            here = list(serving.serving_at(centre).order_by("pk"))
            for voter in here:
                for peer in here:
                    if voter != peer and self.dice.random() < 0.35:
                        care.trust(voter=voter, volunteer=peer, by=TRUST, at=self.agenda.now)

    def _feel(self) -> None:
        """In a few centres nearly everybody says how the last service was."""
        at = self.agenda.now
        for centre in self._centres()[:10]:
            for her in serving.serving_at(centre).select_related("centre").order_by("pk"):
                for deed in queries.to_feel(her, at)[:2]:
                    feeling = self.dice.choices(Feeling.values, weights=[70, 22, 8])[0]
                    words = self.dice.choice(WORDS)
                    care.say_how_it_was(volunteer=her, key=deed.key, feeling=feeling, words=words, by=FELT, at=at)

    def _thank(self, certificates: bool) -> None:
        """Half of the heads thank those to whom it is owed; some wait still."""
        at = self.agenda.now
        for centre in self._centres():
            if self.dice.random() < 0.5:
                continue
            head = network.head_of(centre, at)
            owed = [one for one in queries.owed(head, at, centre=centre.pk) if one.person_id != head.pk]
            if owed:
                care.thank(volunteers=owed[:5], kind=LetterKind.THANKS, by=head, at=at)
                if certificates and (served := [one for one in owed[:2] if queries.year_of(one, at).deeds]):
                    care.thank(volunteers=served, kind=LetterKind.CERTIFICATE, by=head, at=at)

    def _answer(self, pk: int) -> None:
        step, at = Step.objects.whole().get(pk=pk), self.agenda.now
        by = step.holder
        if by is None:
            return
        if step.state == "proposed" and rules.may_grant(by, step, at):
            if self.dice.random() < 0.1:
                care.refuse(step, reason=LATER, by=by, at=at)
                return
            care.grant(step, by=by, at=at)
            if self.dice.random() < 0.85:
                self.agenda.put(at + self.dice.uniform(1, 5) * DAY, partial(self._answer, pk))
        elif step.state == "granted" and rules.may_countersign(by, step, at):
            care.countersign(step, by=by, at=at)

    def _centres(self) -> list[Centre]:
        return [self.province.centre[code] for code in sorted(self.province.centre)]
