"""The officials of the story: the governor's office is named in each county, and most open what they are sent."""

import random
from datetime import timedelta
from functools import partial

from hamafza.demo.content import names
from hamafza.kernel import rows
from hamafza.kernel.actors import Door
from hamafza.kernel.agenda import Agenda
from hamafza.people.models import Person
from hamafza.reports import commands as reports
from hamafza.reports.models import Receipt, Report
from hamafza.reports.rules import may_share
from hamafza.reports.states import Level

DAY = timedelta(days=1)
OFFICES = ["معاون فرماندار", "رئیس ادارهٔ بهزیستی"]
_new = rows.Prepared(lambda seen: Receipt.objects.filter(pk__gt=seen).order_by("pk").values_list("pk"))


class Readers:
    """Plans who opens what is sent to her. Its dice are its own: the story's others fall as before."""

    def __init__(self, seed: int, agenda: Agenda) -> None:
        self.agenda = agenda
        self.dice = random.Random(f"readers {seed}")
        self._seen = 0
        self._named: set[int] = set()

    def accepted(self, report: Report, by: Person) -> None:
        """The first accepted report of a county names its officials."""
        if report.level != Level.COUNTY or report.place_id in self._named or not may_share(by, report, self.agenda.now):
            return
        self._named.add(report.place_id)
        dice = random.Random(f"officials {report.place.path}")
        for n, office in enumerate(OFFICES):
            name = names.person(dice).full_name
            mobile = f"0915{report.place_id % 1000:04}{len(self._named) % 100:02}{n}"
            reports.add_official(report, full_name=name, office=office, mobile=mobile, by=by, at=self.agenda.now)

    def follow(self) -> None:
        for (pk,) in _new(self._seen):
            self._seen = pk
            if self.dice.random() < 0.7:
                self.agenda.put(self.agenda.now + self.dice.uniform(0.2, 9) * DAY, partial(self._open, pk))

    def _open(self, pk: int) -> None:
        receipt = Receipt.objects.whole().get(pk=pk)
        reports.open_by_link(receipt, by=Door("report_link"), at=self.agenda.now)
