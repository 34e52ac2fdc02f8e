"""Three months of a province: people ask, centres answer, decline or are silent, and time does the rest.

Everything happens through the commands that people use; only the dice are ours, and they are seeded.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from hamafza.demo.asking import Asking
from hamafza.demo.caring import Caring
from hamafza.demo.content import answers
from hamafza.demo.continuity import Continuity
from hamafza.demo.councils import Councils
from hamafza.demo.foundation import Province
from hamafza.demo.gathering import Together
from hamafza.demo.reporting import SILENT, Reporting
from hamafza.demo.shifting import Shifting
from hamafza.demo.telling import Telling
from hamafza.demo.volunteering import Volunteering
from hamafza.feedback import commands as feedback
from hamafza.feedback.models import Survey
from hamafza.feedback.states import SurveyState, Wave
from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.kernel import rows
from hamafza.kernel.actors import Applicant
from hamafza.kernel.agenda import Agenda
from hamafza.kernel.errors import Refused
from hamafza.people.models import Person
from hamafza.referrals import advice
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.states import Decline, DoorAction, DoorState, Hold, HopState, NotDone

DAYS = 92
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GOES_QUIET = 35 * DAY  # from then on nobody answers at the centres that fall asleep

# Whoever follows asks after each tick what is new.
_hops = rows.PreparedThings(lambda seen: Referral.objects.filter(pk__gt=seen).order_by("pk"))
_doors = rows.PreparedThings(lambda seen: LastDoor.objects.filter(pk__gt=seen).order_by("pk"))
_surveys = rows.PreparedThings(lambda seen: Survey.objects.filter(pk__gt=seen).order_by("pk"))
_whole = rows.PreparedThings(lambda pk: Referral.objects.filter(pk=pk).whole())


def _now(hop: Referral) -> Referral:
    """As it has become since it was planned for, with what hangs on it."""
    return _whole(hop.pk)[0]


class Story:
    """The dice, and what each fall of them does."""

    def __init__(self, province: Province, seed: int, start: datetime) -> None:
        self.province, self.start = province, start
        self.dice = random.Random(seed)
        self.agenda = Agenda(start, self._follow)
        self.asking = Asking(province, self.dice, self.agenda)
        self.councils = Councils(province, seed, self.agenda)
        self.reporting = Reporting(seed, self.agenda)
        self.telling = Telling(seed, self.agenda)
        self.volunteering = Volunteering(province, seed, self.agenda)
        self.continuity = Continuity(province, seed, self.agenda)
        self.together = Together(province, seed, agenda=self.agenda)
        self.shifting = Shifting(province, seed, self.agenda)
        self.caring = Caring(province, seed, self.agenda)
        self._seen_hop = self._seen_door = self._seen_survey = 0

    def run(self, requests: int, end: datetime, tell: Callable[[datetime], None]) -> None:
        """Let `requests` people ask between the start and `end`; more of them lately, as a young network grows."""
        for at in self.asking.arrivals(requests, end):
            self.agenda.put(at, partial(self.asking.receive, self._after_triage))
        self.agenda.put(self.agenda.now, self.councils.found)
        self.volunteering.plan(end)
        self.continuity.plan()
        self.together.plan(end)
        self.shifting.plan(end)
        self.caring.plan(end)
        self.reporting.plan(self.province.place["IR/11/1104/"], self.province.person["naser"])
        self.agenda.run(end, tell)

    def _after_triage(self, request: Request) -> None:
        if self.dice.random() < 0.02:
            self.agenda.put(self.agenda.now + self._hours(5, 90), partial(self._withdraw, request))
        if self.dice.random() < 0.1:
            self.agenda.put(self.agenda.now + self._hours(20, 120), partial(self.asking.add_word, request))
        self._follow()

    def _follow(self) -> None:
        """Decide what happens to each hop, last-door task, question and meeting that has come up."""
        self.councils.follow()
        self.reporting.follow()
        self.telling.follow()
        self.continuity.follow()
        self.together.follow()
        self.caring.follow()
        for hop in _hops(self._seen_hop):
            self._seen_hop = hop.pk
            self._plan_hop(hop)
        for task in _doors(self._seen_door):
            self._seen_door = task.pk
            self.agenda.put(self.agenda.now + self._hours(20, 130), partial(self._open_door, task))
        for survey in _surveys(self._seen_survey):
            self._seen_survey = survey.pk
            if self.dice.random() < 0.75 and survey.due_at:
                self.agenda.put(survey.due_at + self._hours(2, 200), partial(self._answer_survey, survey))

    def _plan_hop(self, hop: Referral) -> None:
        promised = (hop.answer_by or hop.offered_at) - hop.offered_at
        at = hop.offered_at + promised * self.dice.uniform(0.05, 1.15)
        fallen = self._one_of(accept=70, decline=17, silent=13)
        if hop.centre.code in SILENT and hop.offered_at > self.start + GOES_QUIET:
            return
        match fallen:
            case "accept":
                self.agenda.put(at, partial(self._accept, hop))
            case "decline":
                self.agenda.put(at, partial(self._decline, hop))

    def _accept(self, hop: Referral) -> None:
        hop = _now(hop)
        if hop.state != HopState.OFFERED or hop.holder is None:
            return
        self._read(hop, hop.holder)
        referrals.accept(hop, by=hop.holder, at=self.agenda.now)
        self.agenda.put(self.agenda.now + self._hours(3, 60), partial(self._work, hop, self.dice.randint(1, 3)))

    def _decline(self, hop: Referral) -> None:
        hop = _now(hop)
        if hop.state != HopState.OFFERED or hop.holder is None:
            return
        self._read(hop, hop.holder)
        reason = self.dice.choices(Decline.values, weights=[35, 15, 12, 14, 9, 11, 4])[0]
        note = answers.decline(self.dice, hop.need.domain.key, reason)
        referrals.decline(hop, reason=reason, note=note, by=hop.holder, at=self.agenda.now)
        self._follow()

    def _work(self, hop: Referral, steps: int) -> None:
        """A note, and then another, or a pause, or the end of it."""
        hop = _now(hop)
        if hop.state not in {HopState.ACCEPTED, HopState.IN_PROGRESS} or hop.holder is None:
            return
        domain, by, at = hop.need.domain.key, hop.holder, self.agenda.now
        turn = self._one_of(note=100, hold=7, relay=4, give_up=4) if steps else "finish"
        if turn == "hold":
            reason = self.dice.choice(Hold.values)
            until = at + self.dice.randint(3, 14) * DAY
            referrals.hold(hop, reason=reason, until=until, note=answers.hold(self.dice, domain, reason), by=by, at=at)
            self.agenda.put(until + 2 * HOUR, partial(self._work, hop, steps - 1))
        elif turn == "relay" and (better := self._another_centre(hop)):
            referrals.relay(hop, centre=better, by=by, at=at)
            self._follow()
        elif turn == "give_up":
            reason = self.dice.choice([NotDone.UNREACHABLE, NotDone.NO_MEANS, NotDone.NOT_ELIGIBLE])
            referrals.give_up(hop, reason=reason, note=answers.not_done(self.dice, domain, reason), by=by, at=at)
            self._follow()
        elif turn == "finish":
            outcome = self._one_of(solved=70, partly=16, guided=9, referred_on=5)
            evidence = answers.outcome(self.dice, domain, outcome)
            referrals.finish(hop, outcome=outcome, evidence=evidence, by=by, at=at)
            self._follow()
        else:
            referrals.note(hop, text=answers.progress(self.dice, domain), by=by, at=at)
            self.agenda.put(at + self._hours(20, 150), partial(self._work, hop, steps - 1))

    def _open_door(self, task: LastDoor) -> None:
        task.refresh_from_db()
        if task.state != DoorState.OPEN:
            return
        domain = task.need.domain.key
        note = answers.guidance(self.dice, domain)
        action = self._one_of(guidance=60, outside=40)
        referrals.act_at_last_door(
            task,
            action=DoorAction(action),
            note=note,
            not_possible=action == "guidance" and self.dice.random() < 0.1,
            by=task.officer,
            at=self.agenda.now,
        )
        self._follow()

    def _answer_survey(self, survey: Survey) -> None:
        survey.refresh_from_db()
        if survey.state not in {SurveyState.SENT, SurveyState.ASLEEP}:
            return
        solved = self._one_of(yes=78, half=14, no=8) if survey.wave == Wave.AFTER_WORK else self._one_of(yes=95, no=5)
        domain = survey.request.needs.all()[0].domain.key
        feedback.answer(
            survey,
            solved=solved,
            contacted=solved != "no" or self.dice.random() < 0.5,
            useful=solved != "no",
            word=answers.comment(self.dice, domain, solved),
            carry_on=solved == "half" and self.dice.random() < 0.5,
            by=Applicant(survey.request_id),
            at=self.agenda.now,
        )
        self._follow()

    def _withdraw(self, request: Request) -> None:
        request.refresh_from_db()
        try:
            intake.withdraw(request, reason="کارم راه افتاد، سپاس", by=Applicant(request.pk), at=self.agenda.now)
        except Refused:
            return  # it has reached its outcome in the meantime

    def _read(self, hop: Referral, by: Person) -> None:
        intake.note_reading(
            hop.need.request,
            reader_name=f"{by.full_name}، {hop.centre.name}",
            purpose="answer",
            by=by,
            at=self.agenda.now,
        )

    def _another_centre(self, hop: Referral) -> object:
        ranked = advice.rank_centres(hop.need, at=self.agenda.now, excluded={hop.centre_id})
        return ranked[0].centre if ranked else None

    def _hours(self, low: float, high: float) -> timedelta:
        return timedelta(hours=self.dice.uniform(low, high))

    def _one_of(self, **weights: int) -> str:
        return self.dice.choices(list(weights), weights=list(weights.values()))[0]
