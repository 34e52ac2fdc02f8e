"""People of every role and things in every state, made by the same commands that users use."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from hamafza.care.models import Letter, Step
from hamafza.feedback import commands as feedback
from hamafza.feedback.models import Survey
from hamafza.gatherings import commands as gatherings
from hamafza.gatherings.models import Feast
from hamafza.intake import commands as intake
from hamafza.intake.models import ImportFile, Request
from hamafza.kernel.actors import Applicant, Door, System
from hamafza.kernel.clock import TEHRAN
from hamafza.network import commands as network
from hamafza.network.calendar import iranian_weekday
from hamafza.network.models import CentreDomain, Grant
from hamafza.notices.models import Message
from hamafza.people import commands as people
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor, Referral
from hamafza.reports import commands as reports
from hamafza.reports.models import Photo, Report
from hamafza.shifts import commands as shifts
from hamafza.succession import commands as succession
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import loading as skills
from hamafza.volunteers.models import HasSkill, Skill, Volunteer
from tests import cast
from tests.access.oracle import Actor, Held, Thing
from tests.cast import HAND, PASSWORD, World

NOW = datetime(2027, 2, 13, 10, 0, tzinfo=TEHRAN)  # شنبه ۲۴ بهمن ۱۴۰۵
LAST_MONTH = 140510  # دی
LONG_AGO = datetime(2026, 10, 24, 9, 0, tzinfo=TEHRAN)
A_MINUTE = timedelta(minutes=1)
CHABAHAR, KONARAK, PROVINCE, MASHHAD, KHORASAN = (
    "IR/11/1104/",
    "IR/11/1110/",
    "IR/11/",
    "IR/09/0901/",
    "IR/09/",
)
WHERE = {
    "chabahar": CHABAHAR,
    "konarak": KONARAK,
    "zahedan": "IR/11/1101/",
    "work": CHABAHAR,
    "mashhad": MASHHAD,
}

# Those beyond the cast: (role, scope key), or none. `gone` and `closed` hold nothing at NOW.
MORE = [
    ("omid", "operator", "1110"),
    ("kobra", "county_coordinator", "1110"),
    ("reyhane", "provincial_coordinator", "09"),
    ("davood", "last_door", "09"),
    ("gone", "provincial_coordinator", "11"),
    ("closed", "provincial_coordinator", "11"),
    ("deputy", None, ""),
]


def _at(role: str, path: str) -> tuple[Held, ...]:
    return (Held(role, place=path),)


def _in(role: str, centre: str) -> tuple[Held, ...]:
    return (Held(role, centre=centre, centre_place=WHERE[centre]),)


# What each of them truly holds, written by hand: the oracle's side of the story.
ACTORS = [
    Actor("anonymous", signs_in=False),
    Actor("closed", signs_in=False),
    Actor("stranger"),
    Actor("gone"),
    Actor("admin", is_admin=True),
    Actor("reza", _at("operator", CHABAHAR)),
    Actor("omid", _at("operator", KONARAK)),
    Actor("farhad", _at("operator", MASHHAD)),
    Actor("zahra", _in("secretary", "chabahar")),
    Actor("maryam", _in("head", "chabahar")),
    Actor("sara", _in("secretary", "konarak")),
    Actor("mina", _in("secretary", "work")),
    Actor("nader", _at("county_coordinator", CHABAHAR)),
    Actor("kobra", _at("county_coordinator", KONARAK)),
    Actor("parvin", _at("provincial_coordinator", PROVINCE)),
    Actor("reyhane", _at("provincial_coordinator", KHORASAN)),
    Actor("karim", _at("last_door", PROVINCE)),
    Actor("davood", _at("last_door", KHORASAN)),
    Actor("deputy", _in("secretary", "konarak")),  # stands in for Sara today
]


@dataclass(frozen=True)
class Canary:
    """Words of one request that may be read nowhere else: whose they are, where to call, what was said."""

    name: str
    phone: str
    words: str


@dataclass
class Stage:
    world: World
    things: dict[str, list[Thing]] = field(default_factory=dict)
    canaries: dict[int, Canary] = field(default_factory=dict)  # by the request's number
    requests: dict[str, Request] = field(default_factory=dict)
    link: str = ""

    def add(self, kind: str, name: str, pk: int | str, **where: Any) -> None:
        self.things.setdefault(kind, []).append(Thing(kind, name, pk, **where))


def build() -> Stage:
    """Past first: the clock of the network only goes forward."""
    stage = Stage(cast.build(LONG_AGO))
    _people(stage.world)
    _centres(stage)
    stories = {
        "closed_long_ago": lambda: _closed(stage, "closed_long_ago", NOW - timedelta(days=31) - A_MINUTE),
        "closed": lambda: _closed(stage, "closed", NOW - timedelta(days=2)),
        "withdrawn": lambda: _withdrawn(stage),
        "done": lambda: _done(stage),
        "accepted": lambda: _accepted(stage),
        "declined": lambda: _declined(stage),
        "offered": lambda: _offered(stage),
        "last_door": lambda: _at_last_door(stage),
        "received": lambda: _received(stage, "received", "tis", {}),
        "elsewhere": lambda: _received(stage, "elsewhere", "0901", {}),
        "next_county": lambda: _received(stage, "next_county", "1110", {}),
    }
    for tell in stories.values():
        tell()
    _beside(stage)
    _volunteers(stage)
    _gatherings(stage)
    _shifts(stage)
    _served(stage)
    stage.add("province", "baluchestan", "11", place="IR/11/")
    return stage


def _people(world: World) -> None:
    for username, role, scope in MORE:
        person = people.open_account(
            username=username,
            full_name=f"همکار {username}",
            password=PASSWORD,
            mobile="09150000001",
            by=HAND,
            at=LONG_AGO,
        )
        world.person[username] = person
        until = NOW if username == "gone" else None  # her role ends at this very minute
        if role:
            network.grant(person, role=role, scope=world.place[scope], until=until, by=HAND, at=LONG_AGO)
    people.disable(world.person["closed"], by=HAND, at=NOW)
    network.set_absence(
        world.person["sara"],
        deputy=world.person["deputy"],
        since=NOW - A_MINUTE,
        until=NOW + A_MINUTE,
        by=HAND,
        at=NOW,
    )


def _centres(stage: Stage) -> None:
    world = stage.world
    world.centre["mashhad"] = network.create(
        world.place["0901"], name="کانون دور مشهد", kind="specialised", domains=[world.domain["health"]],
        code="mashhad", is_public=False, phone="05130001112", by=HAND, at=LONG_AGO,
    )  # fmt: skip
    for key, centre in world.centre.items():
        stage.add("centre", key, centre.code, place=WHERE[key], centres={key: WHERE[key]})
        for service in CentreDomain.objects.filter(centre=centre):
            stage.add("capacity", key, service.pk, place=WHERE[key], centres={key: WHERE[key]})


def _ask(stage: Stage, name: str, place: str, at: datetime) -> Request:
    number = len(stage.canaries) + 1
    canary = Canary(f"قناری‌زاد{name}", f"0917{number:07d}", f"رازقناری{number}نزد")
    request = stage.world.request(
        at=at,
        place=place,
        text=f"دارو برای درمان بیماری مادر. {canary.words}",
        phone=canary.phone,
        applicant_name=canary.name,
    )
    stage.canaries[request.pk], stage.requests[name] = canary, request
    return request


def _triaged(stage: Stage, name: str, at: datetime, domain: str = "health") -> tuple[Request, Referral | None]:
    request = _ask(stage, name, "tis", at)
    domains = [stage.world.domain[domain]]
    request = intake.triage(request, domains=domains, urgency="0", by=stage.world.person["reza"], at=at)
    return request, Referral.objects.open().filter(need__request=request).first()


def _keep(stage: Stage, name: str, place: str, centres: dict[str, str]) -> None:
    """Note where the request and its parts lie; `centres`: with which it is shared now."""
    request = stage.requests[name]
    stage.add("request", name, request.pk, place=place, centres=centres)
    for need in request.needs.all():
        stage.add("need", name, need.pk, place=place, centres=centres, more={"request": request.pk})
    for hop in Referral.objects.filter(need__request=request).select_related("centre__place"):
        at = {hop.centre.code: hop.centre.place.path}
        stage.add("hop", f"{name}@{hop.centre.code}", hop.pk, place=place, centres=at, more={"request": request.pk})
        for note in hop.notes.all():
            stage.add("note", name, note.pk, place=place, centres=at, more={"request": request.pk})


def _path(place: str) -> str:
    return {"tis": f"{CHABAHAR}tis/", "0901": MASHHAD, "1110": KONARAK}[place]


def _received(stage: Stage, name: str, place: str, centres: dict[str, str]) -> None:
    _ask(stage, name, place, NOW - A_MINUTE)
    _keep(stage, name, _path(place), centres)


def _offered(stage: Stage) -> None:
    _triaged(stage, "offered", NOW - A_MINUTE)
    _keep(stage, "offered", _path("tis"), {"chabahar": CHABAHAR})


def _accepted(stage: Stage) -> None:
    request, hop = _triaged(stage, "accepted", NOW - timedelta(hours=2))
    zahra = stage.world.person["zahra"]
    referrals.accept(hop, by=zahra, at=NOW - timedelta(hours=1))
    referrals.note(hop, text="یادداشتی از کار", by=zahra, at=NOW - A_MINUTE)
    file = intake.attach(
        request, name="نسخه.txt", stored_as="canary-file", content_type="text/plain", size=12, sha256="0" * 64,
        by=stage.world.person["reza"], at=NOW - A_MINUTE,
    )  # fmt: skip
    _keep(stage, "accepted", _path("tis"), {"chabahar": CHABAHAR})
    stage.add(
        "file",
        "accepted",
        file.pk,
        place=_path("tis"),
        centres={"chabahar": CHABAHAR},
        more={"request": request.pk},
    )
    stage.link = referrals.invite(hop, by=stage.world.person["reza"], at=NOW, base_url="/a/").token


def _declined(stage: Stage) -> None:
    request, hop = _triaged(stage, "declined", NOW - timedelta(hours=2))
    referrals.decline(hop, reason="capacity", by=stage.world.person["zahra"], at=NOW - timedelta(hours=1))
    next_centre = Referral.objects.open().get(need__request=request).centre.code
    _keep(stage, "declined", _path("tis"), {next_centre: WHERE[next_centre]})


def _finished(stage: Stage, name: str, at: datetime) -> Request:
    request, hop = _triaged(stage, name, at)
    zahra = stage.world.person["zahra"]
    referrals.accept(hop, by=zahra, at=at + A_MINUTE)
    referrals.finish(hop, outcome="solved", evidence="دارو رسید", by=zahra, at=at + 2 * A_MINUTE)
    request.refresh_from_db()
    return request


def _done(stage: Stage) -> None:
    _finished(stage, "done", NOW - timedelta(hours=3))
    _keep(stage, "done", _path("tis"), {"chabahar": CHABAHAR})


def _closed(stage: Stage, name: str, at: datetime) -> None:
    """Asked ten working days after the work and four weeks later; confirmed twice; closed at about `at`."""
    request = _finished(stage, name, at - timedelta(days=45))
    for days in (32, 0):
        asked = Survey.objects.get(request=request, state="asleep")
        when = at - timedelta(days=days)
        feedback.answer(asked, solved="yes", contacted=True, useful=True, by=Applicant(request.pk), at=when)
    request.refresh_from_db()
    assert (request.state, request.ended_at) == ("closed", at)
    shared = NOW - at <= timedelta(days=30)
    _keep(stage, name, _path("tis"), {"chabahar": CHABAHAR} if shared else {})


def _withdrawn(stage: Stage) -> None:
    request = _ask(stage, "withdrawn", "tis", NOW - timedelta(hours=4))
    intake.withdraw(request, reason="applicant", by=stage.world.person["reza"], at=NOW - timedelta(hours=3))
    _keep(stage, "withdrawn", _path("tis"), {})


def _at_last_door(stage: Stage) -> None:
    """Nobody serves housing: the last door opens at once."""
    request, _hop = _triaged(stage, "last_door", NOW - A_MINUTE, "housing")
    task = LastDoor.objects.get(need__request=request)
    _keep(stage, "last_door", _path("tis"), {})
    stage.add("door", "last_door", task.pk, place=_path("tis"), more={"request": request.pk})


def _beside(stage: Stage) -> None:
    """Things of the house: grants, absences, holidays, files that came in, letters that did not arrive."""
    world = stage.world
    for name, over in [
        ("zahra", ("chabahar", CHABAHAR)),
        ("farhad", ("", MASHHAD)),
        ("reza", ("", CHABAHAR)),
    ]:
        held = Grant.objects.get(person=world.person[name])
        centres = {over[0]: over[1]} if over[0] else {}
        stage.add("grant", name, held.pk, place=over[1], centres=centres)
    for name, path in [("zahra", CHABAHAR), ("farhad", MASHHAD), ("stranger", ""), ("admin", "")]:
        stage.add(
            "person",
            name,
            world.person[name].pk,
            place=path,
            centres={"chabahar": CHABAHAR} if name == "zahra" else {},
        )
    away = network.set_absence(
        world.person["zahra"],
        deputy=world.person["maryam"],
        since=NOW + A_MINUTE,
        until=NOW + 2 * A_MINUTE,
        by=HAND,
        at=NOW,
    )
    stage.add("absence", "zahra", away.pk, place=CHABAHAR, centres={"chabahar": CHABAHAR})
    for name, path in [("11", PROVINCE), ("09", KHORASAN)]:
        day = network.add_holiday(world.place[name], date=NOW.date(), name=f"تعطیل {name}", by=HAND, at=NOW)
        stage.add("holiday", name, day.pk, place=path)
    for name, path in [("1104", CHABAHAR), ("0901", MASHHAD)]:
        batch = intake.open_batch(world.place[name], file_name=f"{name}.csv", by=HAND, at=NOW)
        file = ImportFile.objects.create(batch=batch, sha256=name, headings=["text"], mapping={}, total=0)
        stage.add("import", name, file.pk, place=path)
    letter = Message.objects.order_by("pk").first()
    Message.objects.filter(pk=letter.pk).update(status="dead")
    stage.add("letter", "dead", letter.pk)
    reports.open_month(month=LAST_MONTH, by=System("tick"), at=NOW)
    for report in Report.objects.whole().order_by("pk"):
        centres = {report.centre.code: report.centre.place.path} if report.centre else {}
        stage.add("report", str(report.unit), report.pk, place=report.place.path, centres=centres)
        photo = Photo.objects.create(
            report=report, edition=1, order=1, alt="سالن", agreed=True, stored_as=f"photo-{report.pk}",
            content_type="image/png", added_by=world.person["parvin"], added_at=NOW,
        )  # fmt: skip
        stage.add("photo", str(report.unit), photo.pk, place=report.place.path, centres=centres)
    for key in ("chabahar", "mashhad"):
        seems = succession.open_check(world.centre[key], kind="asleep", evidence=[], by=System("tick"), at=NOW)
        stage.add("check", key, seems.pk, place=WHERE[key], centres={key: WHERE[key]})


def _volunteers(stage: Stage) -> None:
    """One has just applied, one waits for the second person, one serves far away."""
    world = stage.world
    skills.load(by=HAND, at=NOW)
    nurse = Skill.objects.get(key="nurse")
    for number, (name, centre) in enumerate([("applied", "chabahar"), ("talked", "chabahar"), ("far", "mashhad")]):
        said = {"full_name": f"داوطلب {name}", "mobile": f"0916000000{number}", "birth_year": 1370, "skills": [nurse]}
        one = volunteers.apply(world.centre[centre], by=Door("web"), at=NOW, **said)
        if name != "applied":
            by = world.person["zahra" if centre == "chabahar" else "reyhane"]
            volunteers.note_interview(one, text="خوش‌رو", papers="", by=by, at=NOW)
        where: dict[str, Any] = {"place": WHERE[centre], "centres": {centre: WHERE[centre]}}
        stage.add("volunteer", name, one.pk, **where)
        stage.add("paper", name, HasSkill.objects.get(volunteer=one).pk, **where)


def _served(stage: Stage) -> None:
    """Those who serve, with a step up that waits for the head and a letter."""
    world = stage.world
    for n, (key, path, head) in enumerate([("chabahar", CHABAHAR, "maryam"), ("konarak", KONARAK, "parvin")]):
        name = f"نگار پنهانی {n}"
        she = Volunteer.objects.create(
            centre=world.centre[key], full_name=name, search_key=name, mobile=f"0915000880{n}", birth_year=1370,
            state="accepted", rung="associate", applied_at=NOW, accepted_at=NOW, active_on=NOW.date(),
        )  # fmt: skip
        where = {"place": path, "centres": {key: path}}
        stage.add("served", key, she.pk, **where)
        step = Step.objects.create(
            volunteer=she, rung="member", proposed_at=NOW, holder=world.person[head], due_at=NOW + timedelta(days=7)
        )
        stage.add("step", key, step.pk, **where)
        letter = Letter.objects.create(
            volunteer=she, kind="thanks", year=1405, serial=n + 1, at=NOW, by=world.person[head], first_on=NOW.date(),
            last_on=NOW.date(), minutes=60, deeds=1,
        )  # fmt: skip
        stage.add("thanks", key, letter.pk, **where)


def _gatherings(stage: Stage) -> None:
    """One near and one far away; the last occasion of each has just been, and nobody has said what became of it."""
    world, day = stage.world, (NOW - timedelta(days=1)).date()
    weekday = (day.weekday() + 2) % 7
    for centre, leader in [("chabahar", "maryam"), ("mashhad", "reyhane")]:
        one = gatherings.found(
            world.centre[centre], title=f"حلقهٔ {centre}", leader=world.person[leader], rule="weeks", weekday=weekday,
            hour=time(18), first_on=day, by=HAND, at=NOW - timedelta(days=3),
        )  # fmt: skip
        where: dict[str, Any] = {"place": WHERE[centre], "centres": {centre: WHERE[centre]}}
        stage.add("gathering", centre, one.pk, **where)
        stage.add("occasion", centre, one.occasions.earliest("starts_at").pk, **where)
    feast = Feast.objects.create(key="f", name_fa="مبعث", name_en="Mab'ath", first_on=NOW.date(), last_on=NOW.date())
    stage.add("feast", "mabath", feast.pk)


def _shifts(stage: Stage) -> None:
    """Somebody is on a shift here, and on one far away."""
    world = stage.world
    for centre, by in (("chabahar", "zahra"), ("mashhad", "reyhane")):
        said = {"full_name": f"خادمیار {centre}", "mobile": "09160000009", "birth_year": 1370, "state": "accepted"}
        who = Volunteer.objects.create(centre=world.centre[centre], search_key=centre, applied_at=NOW, **said)
        day = (NOW + timedelta(days=5)).date()
        planned = shifts.plan(
            world.centre[centre], first_on=day, weekdays={iranian_weekday(day)}, hour=time(16), until=time(18), needed=2,
            officer=world.person[by], by=world.person[by], at=NOW,
        )  # fmt: skip
        one = shifts.publish(planned.shifts[0], by=world.person[by], at=NOW)
        booking = shifts.sign_up(one, by=who, at=NOW)
        where: dict[str, Any] = {"place": WHERE[centre], "centres": {centre: WHERE[centre]}}
        stage.add("shift", centre, one.pk, **where)
        stage.add("booking", centre, booking.pk, **where)
