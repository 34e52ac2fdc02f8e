"""The log on simulated time: what really happened decides what each centre does, the clock does the rest."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.kernel import rows
from hamafza.kernel.actors import System
from hamafza.kernel.agenda import Agenda
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.states import DoorAction, DoorState, HopState
from hamafza.replay.city import City, centre_named, domain_of
from hamafza.replay.mapping import Case, Mapping

HAND = System("replay")
NOTE_EVERY = timedelta(days=9)  # the log has no notes; a centre that really worked that long gave signs of life
AFTERMATH = timedelta(days=70)  # let the last surveys run out


class Player:
    """Decides, from what the log says of a case, what each hop and each last-door task of it does."""

    def __init__(self, city: City, mapping: Mapping) -> None:
        self.city, self.mapping = city, mapping
        self._cases: dict[int, Case] = {}
        self._seen_hop = self._seen_door = 0

    def play(self, cases: list[Case], tell: Callable[[datetime], None]) -> None:
        """All cases, from the first arrival to seventy days after the last event."""
        self.agenda = Agenda(cases[0].created - timedelta(days=1), self._plan_new)
        for case in cases:
            self.agenda.put(case.created, partial(self._receive, case))
        end = max(max(case.created, case.closed or case.created) for case in cases)
        self.agenda.run(end + AFTERMATH, tell)

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
        self._cases[request.pk] = case
        self.agenda.put(case.created + timedelta(minutes=10), partial(self._triage, request, case))

    def _triage(self, request: Request, case: Case) -> None:
        """By the category of the file, to the agency that really had it."""
        intake.triage(
            request,
            domains=[domain_of(self.city, case.category)],
            urgency=request.urgency,
            automatic=False,
            by=HAND,
            at=self.agenda.now,
        )
        home = centre_named(case.agency, case.area, self.mapping)
        referrals.offer(request.needs.get(), centres=[home] if home else [], by=HAND, at=self.agenda.now)
        self._plan_new()

    def _plan_new(self) -> None:
        """What each new hop and last-door task will do, from the real delay against its deadline."""
        if new := _hops_after(self._seen_hop):
            for hop in Referral.objects.filter(pk__in=[pk for (pk,) in new]).whole().order_by("pk"):
                self._seen_hop = hop.pk
                self._plan_hop(hop, self._cases[hop.need.request_id])
        if new := _doors_after(self._seen_door):
            for task in LastDoor.objects.filter(pk__in=[pk for (pk,) in new]).select_related("need").order_by("pk"):
                self._seen_door = task.pk
                self._plan_door(task, self._cases[task.need.request_id])

    def _plan_hop(self, hop: Referral, case: Case) -> None:
        start, promised = hop.offered_at, hop.answer_by or hop.offered_at
        if case.declined and hop.rank == 1 and hop.parent_id is None:
            self.agenda.put(start + (promised - start) / 2, partial(self._decline, hop, case))
        elif case.closed is None:
            return  # the city never answered: silence, and the ladder
        elif case.closed <= promised or self._after_last_door(hop):
            self.agenda.put(start + (min(case.closed, promised) - start) / 2, partial(self._accept, hop, case))
        elif case.closed <= promised + (promised - start):
            self.agenda.put(promised + (case.closed - promised) / 2, partial(self._accept, hop, case))
        # else: silent until it expires and the next hop is asked

    def _plan_door(self, task: LastDoor, case: Case) -> None:
        if case.closed is not None:
            self.agenda.put(task.opened_at + timedelta(days=1), partial(self._open_door, task, case))

    def _after_last_door(self, hop: Referral) -> bool:
        return LastDoor.objects.filter(need=hop.need_id, state=DoorState.DONE).exists()

    def _decline(self, hop: Referral, case: Case) -> None:
        rows.read_again(hop)
        if hop.state == HopState.OFFERED:
            referrals.decline(hop, reason=case.declined, by=HAND, at=self.agenda.now)
            self._plan_new()

    def _accept(self, hop: Referral, case: Case) -> None:
        rows.read_again(hop)
        if hop.state != HopState.OFFERED:
            return
        referrals.accept(hop, by=HAND, at=self.agenda.now)
        soon = min(_end(case, self.agenda.now), hop.answer_by or self.agenda.now)
        self.agenda.put(self.agenda.now + (soon - self.agenda.now) / 2, partial(self._note, hop, case))
        self.agenda.put(_end(case, self.agenda.now), partial(self._finish, hop, case))

    def _note(self, hop: Referral, case: Case) -> None:
        rows.read_again(hop)
        if hop.state in {HopState.ACCEPTED, HopState.IN_PROGRESS} and self.agenda.now < _end(case, self.agenda.now):
            referrals.note(hop, text="in progress", by=HAND, at=self.agenda.now)
            if self.agenda.now + NOTE_EVERY < _end(case, self.agenda.now):
                self.agenda.put(self.agenda.now + NOTE_EVERY, partial(self._note, hop, case))

    def _finish(self, hop: Referral, case: Case) -> None:
        rows.read_again(hop)
        if hop.state in {HopState.ACCEPTED, HopState.IN_PROGRESS}:
            referrals.finish(
                hop, outcome=case.outcome, evidence=f"closed in the log, row {case.row}", by=HAND, at=self.agenda.now
            )

    def _open_door(self, task: LastDoor, case: Case) -> None:
        task.refresh_from_db()
        home = centre_named(case.agency, case.area, self.mapping)
        if task.state == DoorState.OPEN and home:
            referrals.act_at_last_door(
                task, action=DoorAction.NEW_HOP, note="asked again in person", centre=home, by=HAND, at=self.agenda.now
            )
            self._plan_new()


_hops_after = rows.Prepared(lambda seen: Referral.objects.filter(pk__gt=seen).values_list("pk"))
_doors_after = rows.Prepared(lambda seen: LastDoor.objects.filter(pk__gt=seen).values_list("pk"))


def _end(case: Case, now: datetime) -> datetime:
    """When the city closed it; a minute from now if that has already passed."""
    assert case.closed is not None
    return max(case.closed, now + timedelta(minutes=1))
