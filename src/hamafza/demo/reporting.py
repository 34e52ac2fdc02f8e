"""The reports of the story: most come in time, some late, a few go back, one is never sent."""

import random
from datetime import timedelta
from functools import partial

from hamafza.demo.readers import Readers
from hamafza.kernel import rows
from hamafza.kernel.agenda import Agenda
from hamafza.people.models import Person
from hamafza.reports import commands as reports
from hamafza.reports import queries
from hamafza.reports.models import Report
from hamafza.reports.rules import may_accept
from hamafza.reports.states import WRITING, Level, State

DAY = timedelta(days=1)
SAID = [
    "بیشتر مراجعان برای دارو و هزینهٔ درمان آمدند. با دو داروخانه برای تخفیف هماهنگ شدیم.",
    "در هفتهٔ سوم به سبب بارندگی دو روز تعطیل بودیم؛ پرونده‌ها تلفنی پیگیری شد.",
    "کلاس جبرانی با همراهی دانشجویان برپا شد و ادامه دارد.",
    "برای راهنمایی شغلی به یک همکار پاره‌وقت نیاز داریم.",
    "از خیّرانی که بی‌نام کمک کردند سپاسگزاریم.",
    "",
]
BACK = "شمار نیازهای به‌نتیجه‌رسیده با صورت‌جلسه نمی‌خواند؛ لطفاً یک بار دیگر ببینید و چند جمله بنویسید."
SILENT = {"CH-17", "CH-19", "QQ-01", "RS-01"}  # few come there, and nobody writes: the clock sees it, see continuity
GAPS = "راه روستاهای شرقی بسته بود؛ گزارش‌ها در ماه بعد می‌رسد."
_new = rows.Prepared(lambda seen: Report.objects.filter(pk__gt=seen).order_by("pk").values_list("pk"))


class Reporting:
    """Plans what becomes of each report as it is opened. Its dice are its own: the story's others fall as before."""

    def __init__(self, seed: int, agenda: Agenda) -> None:
        self.agenda = agenda
        self.dice = random.Random(f"reports {seed}")
        self.readers = Readers(seed, agenda)
        self._seen = 0

    def follow(self) -> None:
        self.readers.follow()
        for (pk,) in _new(self._seen):
            self._seen = pk
            report = Report.objects.whole().get(pk=pk)
            days = {Level.CENTRE: (2, 17), Level.COUNTY: (12, 20), Level.PROVINCE: (18, 24)}[Level(report.level)]
            silent = report.centre is not None and report.centre.code in SILENT
            if self.dice.random() < 0.93 and not silent:
                at = self.agenda.now + self.dice.uniform(*days) * DAY
                self.agenda.put(at, partial(self._send, report))

    def _send(self, report: Report) -> None:
        report = Report.objects.whole().get(pk=report.pk)
        if report.state not in WRITING or report.holder is None:
            return
        by, at = report.holder, self.agenda.now
        quiet = not any(queries.computed(report).values())
        reports.submit(
            report, narrative="" if quiet else self.dice.choice(SAID), nothing=quiet, missing_because=GAPS, by=by, at=at
        )
        self.agenda.put(at + self.dice.uniform(0.5, 4) * DAY, partial(self._read, report))

    def _read(self, report: Report) -> None:
        report = Report.objects.whole().get(pk=report.pk)
        reader, at = report.holder, self.agenda.now
        if report.state != State.SUBMITTED or reader is None or not may_accept(reader, report, at):
            return
        if report.edition == 1 and not report.reason and self.dice.random() < 0.08:
            self._return(report, reader)
        else:
            reports.accept(report, by=reader, at=at)
            self.readers.accepted(report, reader)

    def _return(self, report: Report, reader: Person) -> None:
        at = self.agenda.now
        reports.remark(report, figure="finished", text="با فهرست کانون یکی نیست", by=reader, at=at)
        reports.send_back(report, reason=BACK, by=reader, at=at)
        self.agenda.put(at + self.dice.uniform(1, 4) * DAY, partial(self._send, report))
