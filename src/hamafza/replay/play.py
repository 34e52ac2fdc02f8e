"""The log on simulated time: what really happened decides what each centre does, the clock does the rest."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Min

from hamafza.feedback.models import Survey
from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.intake.states import FINAL, NeedState, RequestState
from hamafza.kernel.actors import System
from hamafza.kernel.ticking import tick
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.states import OPEN, DoorAction, DoorState, HopState
from hamafza.replay.city import City, centre_named, domain_of
from hamafza.replay.mapping import Case, Mapping

HAND = System("replay")
BEAT = timedelta(hours=1)  # the tick of cron, as it would run in life
NOTE_EVERY = timedelta(days=9)  # the log has no notes; a centre that really worked that long gave signs of life
BATCH = 200  # events in one transaction: the replay measures the loop, not the disk
AFTERMATH = timedelta(days=70)  # let the last surveys run out

Act = Callable[[], None]


@dataclass
class Player:
    """Keeps the agenda of what happens when."""

    city: City
    mapping: Mapping
    tell: Callable[[int], None]
    now: datetime = datetime.min.replace(tzinfo=UTC)
    agenda: list[tuple[datetime, int, Act]] = field(default_factory=list)
    cases: dict[int, Case] = field(default_factory=dict)
    _count: int = 0

    def play(self, cases: list[Case]) -> None:
        """All cases, from the first arrival to seventy days after the last event."""
        self.now = cases[0].created - timedelta(days=1)
        for case in cases:
            self._put(case.created, partial(self._receive, case))
        while self.agenda:
            with transaction.atomic():
                for _ in range(min(BATCH, len(self.agenda))):
                    at, _, act = heapq.heappop(self.agenda)
                    self._until(at)
                    act()
                    if not self.agenda:
                        break
            self.tell(self._count)
        with transaction.atomic():
            self._until(self.now + AFTERMATH)

    def _put(self, at: datetime, act: Act) -> None:
        self._count += 1
        heapq.heappush(self.agenda, (max(at, self.now), self._count, act))

    def _until(self, at: datetime) -> None:
        """Let the hours pass; tick whenever something falls due on the way."""
        while (due := _next_due()) is not None and due <= at:
            self.now = max(due, self.now)
            beat = self.now + BEAT - (self.now - datetime.min.replace(tzinfo=self.now.tzinfo)) % BEAT
            if beat > at:
                break
            self.now = beat
            known = self._last_hop(), self._last_door()
            tick(beat)
            self._plan_new(*known)
        self.now = max(self.now, at)

    def _receive(self, case: Case) -> None:
        request = intake.receive(
            self.city.places[case.area],
            door=case.door,
            text=case.text,
            latitude=case.latitude,
            longitude=case.longitude,
            external_id=case.id,
            by=HAND,
            at=case.created,
        )
        self.cases[request.pk] = case
        self._put(case.created + timedelta(minutes=10), lambda: self._triage(request, case))

    def _triage(self, request: Request, case: Case) -> None:
        """By the category of the file, to the agency that really had it."""
        intake.triage(
            request,
            domains=[domain_of(self.city, case.category)],
            urgency=request.urgency,
            automatic=False,
            by=HAND,
            at=self.now,
        )
        home = centre_named(case.agency, case.area, self.mapping)
        known = self._last_hop(), self._last_door()
        referrals.offer(request.needs.get(), centres=[home] if home else [], by=HAND, at=self.now)
        self._plan_new(*known)

    def _plan_new(self, last_hop: int, last_door: int) -> None:
        """What each new hop and last-door task will do, from the real delay against its deadline."""
        for hop in Referral.objects.filter(pk__gt=last_hop).select_related("need__request").order_by("pk"):
            self._plan_hop(hop, self.cases[hop.need.request_id])
        for task in LastDoor.objects.filter(pk__gt=last_door).select_related("need__request").order_by("pk"):
            self._plan_door(task, self.cases[task.need.request_id])

    def _plan_hop(self, hop: Referral, case: Case) -> None:
        start, promised = hop.offered_at, hop.answer_by or hop.offered_at
        if case.declined and hop.rank == 1 and hop.parent_id is None:
            self._put(start + (promised - start) / 2, lambda: self._decline(hop, case))
        elif case.closed is None:
            return  # the city never answered: silence, and the ladder
        elif case.closed <= promised or self._after_last_door(hop):
            self._put(start + (min(case.closed, promised) - start) / 2, lambda: self._accept(hop, case))
        elif case.closed <= promised + (promised - start):
            self._put(promised + (case.closed - promised) / 2, lambda: self._accept(hop, case))
        # else: silent until it expires and the next hop is asked

    def _plan_door(self, task: LastDoor, case: Case) -> None:
        if case.closed is not None:
            self._put(task.opened_at + timedelta(days=1), lambda: self._open_door(task, case))

    def _after_last_door(self, hop: Referral) -> bool:
        return LastDoor.objects.filter(need=hop.need_id, state=DoorState.DONE).exists()

    def _decline(self, hop: Referral, case: Case) -> None:
        hop.refresh_from_db()
        if hop.state == HopState.OFFERED:
            known = self._last_hop(), self._last_door()
            referrals.decline(hop, reason=case.declined, by=HAND, at=self.now)
            self._plan_new(*known)

    def _accept(self, hop: Referral, case: Case) -> None:
        hop.refresh_from_db()
        if hop.state != HopState.OFFERED:
            return
        referrals.accept(hop, by=HAND, at=self.now)
        soon = min(_end(case, self.now), hop.answer_by or self.now)
        self._put(self.now + (soon - self.now) / 2, lambda: self._note(hop, case))
        self._put(_end(case, self.now), lambda: self._finish(hop, case))

    def _note(self, hop: Referral, case: Case) -> None:
        hop.refresh_from_db()
        if hop.state in {HopState.ACCEPTED, HopState.IN_PROGRESS} and self.now < _end(case, self.now):
            referrals.note(hop, text="in progress", by=HAND, at=self.now)
            if self.now + NOTE_EVERY < _end(case, self.now):
                self._put(self.now + NOTE_EVERY, lambda: self._note(hop, case))

    def _finish(self, hop: Referral, case: Case) -> None:
        hop.refresh_from_db()
        if hop.state in {HopState.ACCEPTED, HopState.IN_PROGRESS}:
            referrals.finish(hop, outcome=case.outcome, evidence=f"closed in the log, row {case.row}", by=HAND, at=self.now)

    def _open_door(self, task: LastDoor, case: Case) -> None:
        task.refresh_from_db()
        home = centre_named(case.agency, case.area, self.mapping)
        if task.state == DoorState.OPEN and home:
            known = self._last_hop(), self._last_door()
            referrals.act_at_last_door(
                task, action=DoorAction.NEW_HOP, note="asked again in person", centre=home, by=HAND, at=self.now
            )
            self._plan_new(*known)

    def _last_hop(self) -> int:
        return Referral.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def _last_door(self) -> int:
        return LastDoor.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _end(case: Case, now: datetime) -> datetime:
    """When the city closed it; a minute from now if that has already passed."""
    assert case.closed is not None
    return max(case.closed, now + timedelta(minutes=1))


def _next_due() -> datetime | None:
    dues = [
        Referral.objects.filter(state__in=OPEN).aggregate(due=Min("due_at"))["due"],
        LastDoor.objects.filter(state=DoorState.OPEN).aggregate(due=Min("due_at"))["due"],
        Survey.objects.filter(state__in=["asleep", "sent"]).aggregate(due=Min("due_at"))["due"],
        Request.objects.filter(state=RequestState.RECEIVED).aggregate(due=Min("due_at"))["due"],
        Request.objects.filter(needs__state=NeedState.WAITING).exclude(state__in=FINAL).aggregate(due=Min("due_at"))["due"],
    ]
    return min((due for due in dues if due is not None), default=None)
