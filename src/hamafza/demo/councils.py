"""The meetings of the story: they plan themselves; people come, write, decide, and some of what was promised is done."""

import random
from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

from hamafza.demo.content.meetings import SAID, SERIES, Resolve, Sketch
from hamafza.demo.foundation import HAND, Province
from hamafza.kernel import rows
from hamafza.kernel.agenda import Agenda
from hamafza.kernel.clock import local
from hamafza.meetings import commands as meetings
from hamafza.meetings.models import Action, Decision, Meeting, Series
from hamafza.meetings.states import UNVERIFIED, MeetingState

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_sent = rows.Prepared(lambda: Meeting.objects.filter(state=MeetingState.AGENDA_SENT).order_by().values_list("pk"))


class Councils:
    """Follows each sitting as the clock brings it up. Its dice are its own: the story's others fall as before."""

    def __init__(self, province: Province, seed: int, agenda: Agenda) -> None:
        self.province, self.agenda = province, agenda
        self.dice = random.Random(f"meetings {seed}")
        self._sketch: dict[int, Sketch] = {}
        self._seen: set[int] = set()

    def found(self) -> None:
        """All series, on the first day of the story."""
        for sketch in SERIES:
            series = self._start(sketch)
            self._sketch[series.pk] = sketch

    def follow(self) -> None:
        """Plan what happens to each sitting whose agenda has gone out."""
        for pk in sorted({pk for (pk,) in _sent()} - self._seen):
            self._seen.add(pk)
            meeting = Meeting.objects.whole().get(pk=pk)
            sketch = self._sketch[meeting.series_id]
            self.agenda.put(self.agenda.now + 5 * HOUR, partial(self._answers, meeting))
            if sketch.cancelled == meeting.number:
                self.agenda.put(meeting.starts_at - 20 * HOUR, partial(self._call_off, meeting))
            else:
                self.agenda.put(meeting.starts_at, partial(self._sit, meeting, sketch))

    def _start(self, sketch: Sketch) -> Series:
        people, at = self.province.person, self.agenda.now
        return meetings.start_series(
            self.province.place[sketch.place], title=sketch.title, rule=sketch.rule, every=sketch.every,
            weekday=sketch.weekday, first_on=local(at).date(), hour=time.fromisoformat(sketch.hour),
            chair=people[sketch.chair], secretary=people[sketch.secretary], roles=sketch.roles,
            hosts=[self.province.centre[code] for code in sketch.hosts],
            domain=self.province.domain[sketch.domain] if sketch.domain else None, by=HAND, at=at,
        )  # fmt: skip

    def _answers(self, meeting: Meeting) -> None:
        for one in meeting.invitees.filter(answer="").select_related("person", "meeting__series__place").order_by("pk"):
            if self.dice.random() < 0.6 and self._is(meeting, MeetingState.AGENDA_SENT):
                said = "yes" if self.dice.random() < 0.85 else "no"
                meetings.say_whether_coming(one, answer=said, by=one.person, at=self.agenda.now)

    def _call_off(self, meeting: Meeting) -> None:
        if self._is(meeting, MeetingState.AGENDA_SENT):
            note = "جادهٔ ساحلی به سبب توفان بسته است."
            meetings.cancel(meeting, reason="weather", note=note, by=meeting.series.secretary, at=self.agenda.now)

    def _sit(self, meeting: Meeting, sketch: Sketch) -> None:
        """The hour itself: attendance, words to the first points, decisions; the draft goes out on a later day."""
        if not self._is(meeting, MeetingState.AGENDA_SENT):
            return
        by, at = meeting.series.secretary, self.agenda.now
        meetings.begin(meeting, by=by, at=at)
        for one in meeting.invitees.select_related("person", "meeting__series__place").order_by("pk"):
            here = one.role in {"chair", "minutes"} or self.dice.random() < (0.15 if one.answer == "no" else 0.82)
            meetings.mark(one, attended="present" if here else self._one_of("absent", "excused"), by=by, at=at)
        for item in meeting.items.filter(dropped_at=None).select_related("meeting__series__place")[:4]:
            meetings.write_minutes(item, text=self.dice.choice(SAID), by=by, at=at)
        self._decide(meeting, self._resolves(meeting, sketch), at + HOUR / 2)
        self.agenda.put(at + self.dice.uniform(3, 40) * HOUR, partial(self._draft, meeting, sketch))

    def _resolves(self, meeting: Meeting, sketch: Sketch) -> list[Resolve]:
        """The sittings that were held, in their order; after the last of the file a council only follows up."""
        held = meeting.series.meetings.filter(held_at__isnull=False, number__lt=meeting.number).count()
        return sketch.meeting[held] if held < len(sketch.meeting) else []

    def _decide(self, meeting: Meeting, resolves: list[Resolve], at: datetime) -> None:
        by = meeting.series.secretary
        for left in meeting.decisions.filter(continues__isnull=False).select_related("meeting__series__place"):
            meetings.reject(left, reason="پیش‌نویس تفاهم‌نامه آن را در بر می‌گیرد.", by=by, at=at)
        for resolve in resolves:
            decision = meetings.propose(meeting, text=resolve.text, by=by, at=at)
            if resolve.left:
                meetings.defer(decision, reason=resolve.left, by=by, at=at)
            elif resolve.against:
                meetings.reject(decision, reason=resolve.against, by=by, at=at)
            else:
                self._adopt(decision, resolve, at)

    def _adopt(self, decision: Decision, resolve: Resolve, at: datetime) -> None:
        by = decision.meeting.series.secretary
        if resolve.because:
            meetings.adopt(decision, no_action_because=resolve.because, by=by, at=at)
            return
        owner, due_on = self.province.person[resolve.owner], local(at + resolve.days * DAY).date()
        meetings.adopt(decision, owner=owner, due_on=due_on, by=by, at=at)
        action = Action.objects.whole().get(decision=decision)
        self._plan(action, resolve, at)

    def _plan(self, action: Action, resolve: Resolve, at: datetime) -> None:
        """When each step of its fate comes; what is never planned is what nobody did."""

        def soon(share: float) -> datetime:
            return at + resolve.days * share * DAY

        steps: dict[str, list[tuple[float, Callable[[], None]]]] = {
            "working": [(0.2, partial(self._begin, action))],
            "blocked": [(0.2, partial(self._begin, action)), (0.35, partial(self._block, action, resolve))],
            "cancelled": [(0.6, partial(self._cancel, action, resolve))],
        }
        claim = (0.55, partial(self._claim, action, resolve))
        steps |= {
            "claimed": [(0.15, claim[1])],
            "verified": [(0.2, partial(self._begin, action)), claim, (0.75, partial(self._verify, action))],
            "returned": [claim, (0.7, partial(self._send_back, action, resolve))],
        }
        for share, act in steps.get(resolve.fate, []):
            self.agenda.put(soon(share), act)

    def _begin(self, action: Action) -> None:
        if self._open(action):
            meetings.start_action(action, by=action.owner, at=self.agenda.now)

    def _claim(self, action: Action, resolve: Resolve) -> None:
        if self._open(action):
            meetings.claim_done(action, evidence=resolve.evidence, by=action.owner, at=self.agenda.now)

    def _verify(self, action: Action) -> None:
        if self._open(action) and action.holder:
            meetings.verify(action, by=action.holder, at=self.agenda.now)

    def _send_back(self, action: Action, resolve: Resolve) -> None:
        if self._open(action) and action.holder:
            meetings.send_back(action, reason=resolve.reason, by=action.holder, at=self.agenda.now)

    def _block(self, action: Action, resolve: Resolve) -> None:
        if self._open(action):
            on = self.province.person[resolve.on]
            meetings.block(action, blocked_on=on, reason=resolve.reason, by=action.owner, at=self.agenda.now)

    def _cancel(self, action: Action, resolve: Resolve) -> None:
        if self._open(action):
            meetings.cancel_action(action, reason=resolve.reason, by=action.series.chair, at=self.agenda.now)

    def _draft(self, meeting: Meeting, sketch: Sketch) -> None:
        if not self._is(meeting, MeetingState.HELD):
            return
        meetings.send_minutes(meeting, by=meeting.series.secretary, at=self.agenda.now)
        if sketch.objected == meeting.number:
            self.agenda.put(self.agenda.now + DAY, partial(self._object, meeting, sketch))

    def _object(self, meeting: Meeting, sketch: Sketch) -> None:
        if not self._is(meeting, MeetingState.MINUTES_DRAFT):
            return
        reason = "در بند سوم، نام مرکز میزبان جا افتاده است."
        meetings.object_to_minutes(meeting, reason=reason, by=meeting.series.chair, at=self.agenda.now)
        again = Sketch(**{**vars(sketch), "objected": 0})
        self.agenda.put(self.agenda.now + 6 * HOUR, partial(self._draft, meeting, again))

    def _open(self, action: Action) -> bool:
        action.refresh_from_db()
        return action.state in UNVERIFIED

    def _is(self, meeting: Meeting, state: str) -> bool:
        meeting.refresh_from_db(fields=["state", "due_at", "rung", "holder", "starts_at"])
        return meeting.state == state

    def _one_of(self, *choices: str) -> str:
        return self.dice.choice(choices)
