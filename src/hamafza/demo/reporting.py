"""The reports of the story: most come in time, some late, a few go back, one is never sent."""

import random
from datetime import datetime, time, timedelta
from functools import partial

from hamafza.demo.readers import Readers
from hamafza.kernel import rows
from hamafza.kernel.agenda import Agenda
from hamafza.kernel.clock import TEHRAN, local
from hamafza.network.models import Centre, CentreState
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.reports import commands as reports
from hamafza.reports import queries
from hamafza.reports.models import Report
from hamafza.reports.rules import may_accept
from hamafza.reports.states import WRITING, Kind, Level, State

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
SAID_OF_LONGER = [
    "بیشتر کار در شهریور بود؛ با بازشدن مدرسه‌ها نیاز به لوازم‌التحریر و درمان دندان زیاد شد.",
    "کانون‌های تازه جا افتادند. زمان پاسخ کوتاه‌تر شد و کمتر کسی بی‌جواب ماند.",
    "همکاری با بهزیستی و آموزش و پرورش خوب پیش رفت؛ در روستاها هنوز دستمان کوتاه است.",
]
SAID_OF_CAMPAIGN = [
    "کیف و لوازم‌التحریر رسید و سه خانواده برای درمان معرفی شدند.",
    "دو عصر در مدرسه نشستیم و به درخواست‌ها همان‌جا پاسخ دادیم.",
]
CAMPAIGN, CAMPAIGN_AT, CAMPAIGN_DAYS = "هفتهٔ همدلی با دانش‌آموزان", 70, 7
SOON = {  # days after its period in which a report is sent
    Kind.MONTH: {Level.CENTRE: (2, 17), Level.COUNTY: (12, 20), Level.PROVINCE: (18, 24)},
    Kind.SEASON: {Level.COUNTY: (16, 25), Level.PROVINCE: (26, 29)},
    Kind.YEAR: {Level.COUNTY: (16, 30), Level.PROVINCE: (31, 40)},
    Kind.CAMPAIGN: {Level.CENTRE: (1, 3), Level.COUNTY: (5, 7), Level.PROVINCE: (8, 10)},
}
_new = rows.Prepared(lambda seen: Report.objects.filter(pk__gt=seen).order_by("pk").values_list("pk"))


class Reporting:
    """Plans what becomes of each report as it is opened. Its dice are its own: the story's others fall as before."""

    def __init__(self, seed: int, agenda: Agenda) -> None:
        self.agenda = agenda
        self.dice = random.Random(f"reports {seed}")
        self.longer = random.Random(f"seasons and campaigns {seed}")
        self.readers = Readers(seed, agenda)
        self._seen = 0

    def plan(self, place: Place, officer: Person) -> None:
        """One campaign, late in the autumn, so that it has been reported when the story ends."""
        self.agenda.put(self.agenda.now + CAMPAIGN_AT * DAY, partial(self._call, place, officer))

    def _call(self, place: Place, officer: Person) -> None:
        at = self.agenda.now
        first = local(at).date() + 2 * DAY
        centres = Centre.objects.filter(state=CentreState.ACTIVE, place__path__startswith=place.path).order_by("code")[
            :8
        ]
        reports.call_campaign(
            place,
            name=CAMPAIGN,
            first=first,
            last=first + (CAMPAIGN_DAYS - 1) * DAY,
            centres=centres,
            by=officer,
            at=at,
        )

    def follow(self) -> None:
        self.readers.follow()
        for (pk,) in _new(self._seen):
            self._seen = pk
            report = Report.objects.whole().get(pk=pk)
            dice = self._dice(report)
            over = datetime.combine(report.last + DAY, time(0), TEHRAN)
            silent = report.centre is not None and report.centre.code in SILENT
            if (report.kind != Kind.MONTH or dice.random() < 0.93) and not silent:
                days = dice.uniform(*SOON[Kind(report.kind)][Level(report.level)])
                at = max(self.agenda.now, over) + days * DAY
                self.agenda.put(at, partial(self._send, report))

    def _dice(self, report: Report) -> random.Random:
        return self.dice if report.kind == Kind.MONTH else self.longer

    def _send(self, report: Report) -> None:
        report = Report.objects.whole().get(pk=report.pk)
        if report.state not in WRITING or report.holder is None:
            return
        by, at = report.holder, self.agenda.now
        quiet = not any(queries.computed(report).values())
        dice = self._dice(report)
        words = {Kind.MONTH: SAID, Kind.CAMPAIGN: SAID_OF_CAMPAIGN}.get(Kind(report.kind), SAID_OF_LONGER)
        reports.submit(
            report, narrative="" if quiet else dice.choice(words), nothing=quiet, missing_because=GAPS, by=by, at=at
        )
        self.agenda.put(at + dice.uniform(0.5, 4) * DAY, partial(self._read, report))

    def _read(self, report: Report) -> None:
        report = Report.objects.whole().get(pk=report.pk)
        reader, at = report.holder, self.agenda.now
        if report.state != State.SUBMITTED or reader is None or not may_accept(reader, report, at):
            return
        if report.edition == 1 and not report.reason and self._dice(report).random() < 0.08:
            self._return(report, reader)
        else:
            reports.accept(report, by=reader, at=at)
            self.readers.accepted(report, reader)

    def _return(self, report: Report, reader: Person) -> None:
        at = self.agenda.now
        reports.remark(report, figure="finished", text="با فهرست کانون یکی نیست", by=reader, at=at)
        reports.send_back(report, reason=BACK, by=reader, at=at)
        self.agenda.put(at + self._dice(report).uniform(1, 4) * DAY, partial(self._send, report))
