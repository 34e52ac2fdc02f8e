"""How the work goes on without one person: successors climb, one officer hands over, a head leaves, a centre falls asleep."""

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db.models import QuerySet

from hamafza.demo.content.cast import cast
from hamafza.demo.foundation import HAND, Province
from hamafza.kernel import rows
from hamafza.kernel.agenda import Agenda
from hamafza.kernel.errors import Refused
from hamafza.network import commands as network
from hamafza.network import holdings
from hamafza.network.models import Centre, Grant, Role
from hamafza.people.models import Person
from hamafza.succession import commands as succession
from hamafza.succession.models import Acting, Check, Offer, Successor
from hamafza.succession.rules import may_certify
from hamafza.succession.states import Answer, CheckState, Stage
from hamafza.volunteers.models import Volunteer

DAY = timedelta(days=1)
NEXT = {Stage.SHADOW: Stage.CO_LEAD, Stage.CO_LEAD: Stage.LEADS_ALONE, Stage.LEADS_ALONE: Stage.CERTIFIED}
SEEN = {
    Stage.CO_LEAD: ["دو هفته کنار هم پذیرش کردیم.", "پیگیری‌های هفته را با هم نوشتیم.", "نشست را نیمی او گرداند."],
    Stage.LEADS_ALONE: ["در مرخصی من کانون را خودش گرداند.", "گزارش ماه را به‌تنهایی نوشت.", "سه جلسه را خودش گرداند."],
    Stage.CERTIFIED: ["یک روز کنارش نشستم؛ همهٔ کار را می‌داند.", "با او گفت‌وگو شد؛ آماده است."],
}
NOBODY = "CH-08"  # its head works alone still
HANDS_OVER = "CH-05"  # its secretary moves away, and a successor takes over
LOSES_HEAD = "CH-06"
SLEEPS = "CH-17"
UNSEEN = {"CH-19", "QQ-01", "RS-01"}  # nobody has looked yet
WHY_ASLEEP = "دو بار رفتم؛ در بسته بود و کسی تلفن را برنداشت."
WHY_ALIVE = "تلفن زدم؛ هر هفته می‌آیند، تنها در سامانه ننوشته‌اند."
_new = rows.Prepared(lambda seen: Check.objects.filter(pk__gt=seen).order_by("pk").values_list("pk"))
_asked = rows.Prepared(lambda seen: Offer.objects.filter(pk__gt=seen).order_by("pk").values_list("pk"))


class Continuity:
    """Its dice are its own: the story's others fall as before."""

    def __init__(self, province: Province, seed: int, agenda: Agenda) -> None:
        self.province, self.agenda = province, agenda
        self.dice = random.Random(f"continuity {seed}")
        self._seen_check = self._seen_offer = 0

    def plan(self) -> None:
        """Who begins to learn in the first weeks, and the three things that happen later."""
        for code, centre in self.province.centre.items():
            if code != NOBODY:
                for n in range(self.dice.choice([1, 2, 2, 3])):
                    self._later(self.dice.uniform(2, 40), partial(self._begin, centre, n))
        self._later(66, partial(self._hand_over, HANDS_OVER))
        self._later(80, partial(self._head_leaves, LOSES_HEAD))

    def follow(self) -> None:
        """What the clock has opened: centres that seem asleep, people who are asked to lead."""
        for (pk,) in _new(self._seen_check):
            self._seen_check = pk
            self._later(self.dice.uniform(1, 5), partial(self._look, pk))
        for (pk,) in _asked(self._seen_offer):
            self._seen_offer = pk
            self._later(self.dice.uniform(0.3, 1.5), partial(self._answer, pk))

    def _later(self, days: float, act: Callable[[], None]) -> None:
        self.agenda.put(self.agenda.now + days * DAY, act)

    def _begin(self, centre: Centre, n: int) -> None:
        """A volunteer of the centre walks beside its head or secretary."""
        grants = list(self._roles(centre))
        here = list(Volunteer.objects.serving().filter(centre=centre).select_related("person").order_by("pk")[:8])
        if not grants or n >= len(here):
            return
        held = grants[n % len(grants)]
        try:
            link = succession.begin(held, who=here[n], by=held.person, at=self.agenda.now)
        except Refused:
            return  # she has learnt it already
        self._later(self.dice.uniform(12, 30), partial(self._step, link.pk))

    def _roles(self, centre: Centre) -> QuerySet[Grant]:
        held = Grant.objects.valid(self.agenda.now).filter(centre=centre, person__is_active=True)
        return held.select_related("person", "centre__place").order_by("role", "pk")

    def _step(self, pk: int) -> None:
        link = Successor.objects.whole().get(pk=pk)
        if link.state not in NEXT or self.dice.random() < 0.3:
            return
        to, at = NEXT[Stage(link.state)], self.agenda.now
        by = self._who_certifies(link) if to == Stage.CERTIFIED else link.officer
        if by is not None:
            succession.advance(link, to=to, note=self.dice.choice(SEEN[to]), by=by, at=at)
            self._later(self.dice.uniform(12, 30), partial(self._step, pk))

    def _who_certifies(self, link: Successor) -> Person | None:
        coordinators = (self.province.person[name] for name in ("naser", "golnaz", "leila"))
        return next((one for one in coordinators if may_certify(one, link, self.agenda.now)), None)

    def _hand_over(self, code: str) -> None:
        """The secretary's whole work goes to somebody who learnt it beside her."""
        at, centre = self.agenda.now, self.province.centre[code]
        held = self._roles(centre).filter(role=Role.SECRETARY).first()
        here = (one for one in cast() if one.role == "volunteer" and one.centre == code and one.has_account)
        taker = self.province.person.get(next(here).username)
        if held is None or taker is None:
            return
        taken = {key: taker for key, kind in holdings.kinds() if kind.held(held.person, at)}
        note, by = "از این ماه در شهرستان دیگری خدمت می‌کند.", self.province.person["leila"]
        try:
            succession.hand_over(held.person, takers=taken, note=note, by=by, at=at)
        except Refused:
            return  # in a story with other dice the taker may not hold all of it

    def _head_leaves(self, code: str) -> None:
        held = self._roles(self.province.centre[code]).filter(role=Role.HEAD).first()
        if held is not None:
            network.revoke(held, by=HAND, at=self.agenda.now)

    def _answer(self, pk: int) -> None:
        offer = Offer.objects.select_related("acting__centre__place", "person").get(pk=pk)
        acting = Acting.objects.get(pk=offer.acting_id)
        if offer.answer == Answer.WAITING and acting.state == "offered":
            succession.answer(offer, yes=True, by=offer.person, at=self.agenda.now)

    def _look(self, pk: int) -> None:
        """One is put to rest, others live, and for a few somebody has still to look."""
        check = Check.objects.whole().get(pk=pk)
        if check.state != CheckState.OPEN or check.holder is None or check.centre.code in UNSEEN:
            return
        if check.centre.code == SLEEPS:
            succession.confirm(check, reason=WHY_ASLEEP, by=check.holder, at=self.agenda.now)
        else:
            succession.keep(check, reason=WHY_ALIVE, by=check.holder, at=self.agenda.now)
