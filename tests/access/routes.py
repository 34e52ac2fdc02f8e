"""Every guarded address: on what kind of thing it acts, by which right, and how it is called. Add a line for a new one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from tests.access.stage import NOW

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")


@dataclass(frozen=True)
class Call:
    """`by`: the right over the thing, when it is another than the guard's own. Without `kind` it acts on no thing."""

    kind: str = ""
    methods: tuple[str, ...] = GET
    by: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    opens: bool = False  # once done, the caller rightly sees name and phone
    idle: bool = False  # nothing stands ready for it on the stage; its own tests show that it can be done
    own_rule: bool = False  # decided by more than the matrix (a person's every role): its own tests say so


HOLD = {"reason": "waiting_papers", "until": (NOW + timedelta(days=5)).isoformat()}
HOP, HOP_VERB = "referral.answer", {"text": "سخن", "reason": "capacity"}
TABLE: dict[str, Call] = {
    # requests
    "requests/": Call(),
    "requests/export": Call(methods=POST),
    "requests/new": Call(methods=BOTH),
    "requests/received": Call(),
    "requests/suggest": Call(methods=BOTH),
    "requests/same-phone": Call(methods=BOTH),
    "requests/slips": Call(),
    "requests/letters": Call(methods=BOTH),
    "requests/queue": Call(),
    "requests/<int:pk>/": Call("request"),
    "requests/<int:pk>/words": Call("request", POST, by="request.see", data={"text": "سخنی"}),
    "requests/<int:pk>/triage": Call("request", BOTH),
    "requests/<int:pk>/slip": Call("request"),
    "requests/files/<int:pk>": Call("file"),
    "requests/<int:pk>/needs/<int:need>/choose": Call("need", BOTH),
    "requests/import/": Call(methods=BOTH),
    "requests/import/<int:pk>/": Call("import", BOTH),
    "requests/import/<int:pk>/run": Call("import", POST),
    "requests/import/<int:pk>/undo": Call("import", POST),
    # gatherings: whoever leads one keeps it beside the matrix, see gatherings/tests/test_who_may.py
    "gatherings/": Call(),
    "gatherings/print": Call(),
    "gatherings/sheet": Call(),
    "gatherings/new": Call(methods=BOTH),
    "gatherings/feasts": Call(methods=BOTH),
    "gatherings/feasts/<int:pk>/": Call("feast", BOTH, data={"first_on": "1405/10/17"}),
    "gatherings/feasts/<int:pk>/drop": Call("feast", POST),
    "gatherings/<int:pk>/": Call("gathering"),
    "gatherings/<int:pk>/edit": Call("gathering", BOTH, by="gathering.keep"),
    "gatherings/<int:pk>/end": Call("gathering", BOTH, by="gathering.keep", data={"reason": "done"}),
    "gatherings/<int:pk>/calendar.ics": Call("gathering"),
    "gatherings/occasions/<int:pk>/": Call("occasion"),
    "gatherings/occasions/<int:pk>/list": Call(
        "occasion", BOTH, by="gathering.keep", data={"text": "", "others": "3", "keep": "1"}
    ),
    "gatherings/occasions/<int:pk>/missed": Call("occasion", BOTH, by="gathering.keep", data={"reason": "few"}),
    "gatherings/occasions/<int:pk>/cancel": Call("occasion", BOTH, by="gathering.keep", idle=True),
    "gatherings/occasions/<int:pk>/follow": Call("occasion", BOTH, by="gathering.keep", idle=True),
    "gatherings/occasions/<int:pk>/sheet.pdf": Call("occasion", by="gathering.keep"),
    # volunteers
    "volunteers/": Call(),
    "volunteers/print": Call(),
    "volunteers/sheet": Call(),
    "volunteers/forecast": Call(),
    "volunteers/forecast/print": Call(),
    "volunteers/forecast/sheet": Call(),
    "volunteers/new": Call(methods=BOTH),
    "volunteers/<int:pk>/": Call("volunteer"),
    "volunteers/<int:pk>/edit": Call("volunteer", BOTH),
    "volunteers/<int:pk>/accept": Call("volunteer", POST),
    "volunteers/<int:pk>/begin": Call("volunteer", POST),
    "volunteers/<int:pk>/back": Call("volunteer", POST),
    "volunteers/<int:pk>/again": Call("volunteer", POST),
    "volunteers/<int:pk>/interview": Call("volunteer", BOTH, data={"text": "گفت‌وگوی خوبی بود"}),
    "volunteers/<int:pk>/refuse": Call("volunteer", BOTH, data={"reason": "اکنون جایی نداریم"}),
    "volunteers/<int:pk>/leave": Call("volunteer", BOTH),
    "volunteers/<int:pk>/away": Call("volunteer", BOTH),
    "volunteers/<int:pk>/archive": Call("volunteer", BOTH),
    "volunteers/papers/<int:pk>": Call("paper", BOTH, by="volunteer.keep", data={"until": "1408/01/15"}),
    # today
    "today/referrals/<int:pk>/accept": Call("hop", POST, opens=True),
    "today/referrals/<int:pk>/resume": Call("hop", POST),
    "today/referrals/<int:pk>/contacted": Call("hop", POST),
    "today/referrals/<int:pk>/note": Call("hop", POST, data=HOP_VERB),
    "today/requests/<int:pk>/agree": Call("request", POST, data={"domain": "health"}),
    "today/requests/<int:pk>/seen": Call("request", POST),
    "today/capacity/<int:pk>": Call("capacity", POST, data={"free": "3"}),
    "notices/dead": Call(),
    "notices/dead/<int:pk>/again": Call("letter", POST),
    # shifts
    "shifts/": Call(),
    "shifts/print": Call(),
    "shifts/sheet": Call(),
    "shifts/week": Call(),
    "shifts/week/print": Call(),
    "shifts/week/copy": Call(methods=POST),
    "shifts/week/publish": Call(methods=POST),
    "shifts/new": Call(methods=BOTH),
    "shifts/roster": Call(methods=BOTH),
    "shifts/<int:pk>/": Call("shift"),
    "shifts/<int:pk>/publish": Call("shift", POST),
    "shifts/<int:pk>/change": Call("shift", BOTH),
    "shifts/<int:pk>/cancel": Call("shift", BOTH, data={"reason": "weather"}),
    "shifts/<int:pk>/add": Call("shift", POST),
    "shifts/<int:pk>/close": Call("shift", POST),
    "shifts/bookings/<int:pk>/out": Call("booking", POST),
    "shifts/bookings/<int:pk>/came": Call("booking", POST),
    "shifts/bookings/<int:pk>/no-show": Call("booking", POST),
    "shifts/bookings/<int:pk>/excused": Call("booking", POST),
    # referrals
    "referrals/": Call(),
    "referrals/print": Call(),
    "referrals/export.xlsx": Call(),
    "referrals/<int:pk>/": Call("hop"),
    "referrals/<int:pk>/accept": Call("hop", POST, opens=True),
    "referrals/<int:pk>/resume": Call("hop", POST),
    "referrals/<int:pk>/decline": Call("hop", BOTH, data=HOP_VERB),
    "referrals/<int:pk>/hold": Call("hop", BOTH),
    "referrals/<int:pk>/note": Call("hop", BOTH, data=HOP_VERB),
    "referrals/<int:pk>/finish": Call("hop", BOTH),
    "referrals/<int:pk>/give-up": Call("hop", BOTH),
    "referrals/<int:pk>/relay": Call("hop", BOTH),
    "referrals/<int:pk>/withdraw": Call("hop", BOTH),
    "referrals/notes/<int:pk>/take-back": Call("note", POST),
    "referrals/<int:pk>/link": Call("hop", POST),
    "referrals/<int:pk>/link/revoke": Call("hop", POST),
    "last-doors/": Call(),
    "last-doors/<int:pk>/": Call("door", BOTH),
    # reports: who accepts stands one level up, by reports/rules.py beside the matrix
    "reports/": Call(),
    "reports/print": Call(),
    "reports/sheet": Call(),
    "reports/<int:pk>/": Call("report"),
    "reports/<int:pk>/lines/<slug:key>": Call("report"),
    "reports/<int:pk>/paper.pdf": Call("report"),
    "reports/<int:pk>/poster.png": Call("report", idle=True),
    "reports/<int:pk>/sheet": Call("report"),
    "reports/<int:pk>/photos": Call("report", POST, idle=True),
    "reports/photos/<int:pk>": Call("photo", idle=True),
    "reports/photos/<int:pk>/remove": Call("photo", POST),
    "reports/calendar": Call(),
    "reports/calendar/print": Call(),
    "reports/calendar/sheet": Call(),
    "reports/league": Call(),
    "reports/league/print": Call(),
    "reports/league/sheet": Call(),
    "reports/nation": Call(),
    "reports/nation/print": Call(),
    "reports/nation/sheet": Call(),
    "reports/nation/<slug:code>/": Call("province", own_rule=True),
    "reports/nation/<slug:code>/print": Call("province", own_rule=True),
    "reports/nation/<slug:code>/sheet": Call("province", own_rule=True),
    "reports/campaigns/new": Call(methods=BOTH),
    "reports/<int:pk>/withdraw": Call("report", POST, own_rule=True, idle=True),  # of a campaign alone
    "reports/numbers": Call(methods=BOTH),
    "reports/numbers/<int:pk>/retire": Call("report", POST, own_rule=True, idle=True),
    "reports/<int:pk>/officials": Call("report", POST, own_rule=True, idle=True),
    "reports/officials/<int:pk>/remove": Call("report", POST, own_rule=True, idle=True),
    "reports/receipts/<int:pk>/revoke": Call("report", POST, own_rule=True, idle=True),
    "reports/<int:pk>/submit": Call("report", POST, data={"missing_because": "راه بسته بود"}),
    "reports/<int:pk>/nothing": Call("report", POST, data={"missing_because": "راه بسته بود"}, idle=True),
    "reports/<int:pk>/remark": Call("report", POST, own_rule=True, idle=True),
    "reports/<int:pk>/accept": Call("report", POST, own_rule=True, idle=True),
    "reports/<int:pk>/back": Call("report", POST, own_rule=True, idle=True),
    "reports/<int:pk>/unlock": Call("report", POST, own_rule=True, idle=True),
    # care: steps are besides decided by who stands above whom, care/rules.py
    "care/hours": Call(),
    "care/hours/print": Call(),
    "care/hours/sheet": Call(),
    "care/volunteers/<int:pk>/": Call("served"),
    "care/volunteers/<int:pk>/contact": Call("served", POST),
    "care/steps/<int:pk>/grant": Call("step", POST),
    "care/steps/<int:pk>/countersign": Call("step", POST, own_rule=True, idle=True),
    "care/steps/<int:pk>/refuse": Call("step", BOTH, data={"reason": "هنوز زود است"}),
    "care/thanks": Call(),
    "care/thanks/print": Call(),
    "care/thanks/sheet": Call(),
    "care/thanks/send": Call(methods=POST),
    "care/letters": Call(),
    "care/letters/print": Call(),
    "care/letters/sheet": Call(),
    "care/letters/papers.pdf": Call(),
    "care/letters/<int:pk>.pdf": Call("thanks"),
    "care/feelings": Call(),
    "care/feelings/print": Call(),
    "care/feelings/sheet": Call(),
    "care/criteria": Call(methods=BOTH),
    # succession: who hands over covers a person's every role, by succession/rules.py
    "succession/": Call(),
    "succession/print": Call(),
    "succession/sheet": Call(),
    "succession/centres/<slug:code>/": Call("centre"),
    "succession/life": Call(),
    "succession/life/print": Call(),
    "succession/life/sheet": Call(),
    "succession/life/<int:pk>/": Call("check"),
    "succession/life/<int:pk>/confirm": Call("check", POST, data={"confirm-reason": "کسی نمی‌آید"}),
    "succession/life/<int:pk>/keep": Call("check", POST, data={"keep-reason": "هر هفته می‌آیند"}),
    "handover/done/<int:pk>/back": Call("person", POST, own_rule=True, idle=True),
    # meetings: one's part in a series counts beside the matrix, so all but this are one's own pages; see MEETINGS
    "meetings/series/new": Call(methods=BOTH),
    # network
    "centres/": Call(),
    "centres/print": Call(),
    "centres/sheet": Call(),
    "centres/new": Call(methods=BOTH),
    "centres/import": Call(methods=BOTH),
    "centres/import/do": Call(methods=POST),
    "centres/import/undo": Call(methods=POST),
    "centres/<slug:code>/": Call("centre"),
    "centres/<slug:code>/confirm": Call("centre", POST),
    "centres/<slug:code>/capacity": Call("centre", POST),
    "centres/<slug:code>/state": Call("centre", BOTH),
    "centres/<slug:code>/edit": Call("centre", BOTH),
    "centres/<slug:code>/load": Call("centre"),
    "centres/<slug:code>/hours": Call("centre", BOTH),
    "network/matrix": Call(),
    "network/matrix/print": Call(),
    "network/matrix/sheet": Call(),
    "network/afternoon": Call(),
    "network/afternoon/print": Call(),
    "network/afternoon/sheet": Call(),
    "network/calendar": Call(methods=BOTH),
    "network/calendar/<int:pk>/drop": Call("holiday", POST),
    "network/officers": Call(),
    "network/officers/new": Call(methods=BOTH),
    "network/officers/<int:pk>/": Call("person", own_rule=True),
    "network/officers/<int:pk>/grant": Call("person", POST, own_rule=True),
    "network/officers/<int:pk>/password": Call("person", POST, own_rule=True),
    "network/officers/<int:pk>/second-factor": Call("person", POST, own_rule=True),
    "network/second-factors": Call(),
    "network/second-factors/<int:pk>": Call("person", POST, own_rule=True, idle=True),
    "network/officers/<int:pk>/close": Call("person", POST, own_rule=True),
    "network/officers/<int:pk>/reopen": Call("person", POST, own_rule=True),
    "network/preview": Call("person", own_rule=True),
    "network/grants/<int:pk>/revoke": Call("grant", POST),
}

# One's own pages: any account opens them, and they show what is hers. Things in them belong to a person alone.
OWN = {
    "search", "search/suggest", "notices", "notices/read", "network/mine", "network/rights", "account/me", "account/keys/", "account/keys/new", "account/keys/<int:pk>/revoke",
    "account/reauthenticate/",
    "account/password/change/", "account/sessions/", "account/2fa/", "account/2fa/reauthenticate/",
    "account/2fa/totp/activate/", "account/2fa/totp/deactivate/", "account/2fa/recovery-codes/",
    "account/2fa/recovery-codes/generate/", "account/2fa/recovery-codes/download/", "account/2fa/webauthn/",
    "account/2fa/webauthn/add/", "account/2fa/webauthn/reauthenticate/", "account/2fa/webauthn/keys/<int:pk>/remove/",
    "account/2fa/webauthn/keys/<int:pk>/edit/", "network/officers/<int:pk>/absence", "network/absences/<int:pk>/end",
}  # fmt: skip

# Pages of meetings and actions: whoever is invited, leads, writes, owns or coordinates sees what is hers, all else is 404.
# Role by relation by verb is walked in `src/hamafza/meetings/tests/test_who_may.py`.
MEETINGS = {
    *("meetings/", "meetings/print", "meetings/sheet", "meetings/calendar", "meetings/calendar/new"),
    *("meetings/calendar/close", "actions/", "actions/print", "actions/sheet"),
    *(f"meetings/series/<int:pk>/{page}" for page in ("", "edit", "end", "decisions", "decisions/sheet")),
    *(f"meetings/<int:pk>/{page}" for page in ("", "items", "invite", "decide", "near", "paper.pdf", "event.ics")),
    *(f"meetings/<int:pk>/{verb}" for verb in ("open", "send", "begin", "refresh", "everyone", "minutes", "confirm")),
    *(f"meetings/<int:pk>/{verb}" for verb in ("cancel", "object")),
    *(f"meetings/items/<int:pk>/{verb}" for verb in ("write", "up", "down", "drop", "restore")),
    *(f"meetings/invitees/<int:pk>/{verb}" for verb in ("present", "absent", "excused", "unmark")),
    *(f"meetings/invitees/<int:pk>/{verb}" for verb in ("coming", "not-coming", "uninvite")),
    *(
        f"meetings/decisions/<int:pk>/{verb}"
        for verb in ("adopt", "add-action", "reword", "defer", "reject", "take-back")
    ),
    *(f"actions/<int:pk>/{verb}" for verb in ("", "file", "start", "verify", "claim", "return", "block", "postpone")),
    "actions/<int:pk>/cancel-action",
}
OWN |= MEETINGS

# Stories: whoever may see the request's story by the matrix sees it, all else is 404. Role by verb is walked in
# `src/hamafza/public/tests/test_stories.py` and `test_story_pages.py`.
OWN |= {
    *("stories/", "stories/print", "stories/sheet", "stories/of/<int:pk>", "stories/new/<int:need>"),
    *(f"stories/<int:pk>/{verb}" for verb in ("", "edit", "ask", "approve", "refuse", "take-back")),
}

# Handovers, successors and searches for a head: whoever gives, takes, trains, learns, is asked or coordinates sees hers.
# Who may do what is walked in `src/hamafza/succession/tests/test_pages.py`.
OWN |= {
    *("handover/", "handover/print", "handover/sheet"),
    *("handover/<int:pk>/", "handover/done/<int:pk>/", "handover/done/<int:pk>/paper.pdf", "succession/mine"),
    *("succession/officers/<int:pk>/", "succession/grants/<int:pk>/begin", "succession/acting/<int:pk>/"),
    *("succession/acting/offers/<int:pk>/yes", "succession/acting/offers/<int:pk>/no"),
    *(f"succession/links/<int:pk>/{page}" for page in ("", "advance", "end")),
}

# The interface for machines: (method, kind, right). Without an account: 401; foreign: 404; no right over it: 403 or 404.
API: dict[str, Call] = {
    "api/v1/requests/<number>": Call("request", GET, by="request.see"),
    "api/v1/requests/<number>/words": Call("request", POST, by="request.add_word", data={"text": "سخن"}),
    "api/v1/requests/<number>/triage": Call("request", POST, by="request.triage", data={"domains": ["health"]}),
    "api/v1/requests/<number>/withdraw": Call("request", POST, by="request.withdraw", data={"reason": "خودش"}),
    "api/v1/referrals/<number>": Call("hop", GET, by="referral.see"),
    "api/v1/referrals/<number>/accept": Call("hop", POST, by=HOP, opens=True),
    "api/v1/referrals/<number>/decline": Call("hop", POST, by=HOP, data={"reason": "capacity"}),
    "api/v1/referrals/<number>/notes": Call("hop", POST, by=HOP, data={"text": "سخن"}),
    "api/v1/referrals/<number>/hold": Call("hop", POST, by=HOP, data=HOLD, opens=True),
    "api/v1/referrals/<number>/resume": Call("hop", POST, by=HOP, idle=True),
    "api/v1/referrals/<number>/relay": Call("hop", POST, by=HOP, data={"centre": "zahedan"}),
    "api/v1/referrals/<number>/finish": Call("hop", POST, by=HOP, data={"outcome": "solved", "evidence": "سند"}),
}
API_LISTS = {"api/v1/requests": "request", "api/v1/referrals": "hop"}
API_OPEN = {
    "api/v1/openapi.json", "api/v1/domains", "api/v1/places", "api/v1/centres", "api/v1/centres/<code>", "api/v1/",
    "api/v1/satisfaction", "api/v1/centres/<code>/satisfaction",
}  # fmt: skip


def patterns(resolver: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the application, as its route is written."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern
        else:
            yield from patterns(pattern, route)


def guards(resolver: Any = None) -> dict[str, str]:
    return {route: getattr(pattern.callback, "guard", "") for route, pattern in patterns(resolver)}


def faults(guarded: dict[str, str], open_routes: dict[str, str]) -> list[str]:
    """What an auditor would not accept: no guard, an open door without a reason, a door that no test knows."""
    found = []
    for route, guard in guarded.items():
        if not guard:
            found.append(f"{route}: nobody guards it")
        elif guard.startswith("open:") and route not in open_routes:
            found.append(f"{route}: open, without a reason in open_routes.py")
        elif guard.startswith("api:") and route not in {*API, *API_LISTS, *API_OPEN}:
            found.append(f"{route}: not in the table of the interface for machines")
        elif guard == "signed_in" and route not in OWN:
            found.append(f"{route}: not among one's own pages")
        elif "." in guard and not guard.startswith(("open:", "api:")) and route not in TABLE:
            found.append(f"{route}: not in the table")
    return found


def address(route: str, thing: Any = None) -> str:
    """The route with the thing's number in it."""
    if thing is None:
        return f"/{route}"
    if route == "network/preview":
        return f"/{route}?person={thing.pk}"
    more = thing.more
    for name, value in (
        ("need", thing.pk),
        ("pk", more.get("request", thing.pk) if "<int:need>" in route else thing.pk),
    ):
        route = route.replace(f"<int:{name}>", str(value))
    return "/" + route.replace("<slug:key>", "finished").replace("<slug:code>", str(thing.pk)).replace(
        "<number>", str(thing.pk)
    )
