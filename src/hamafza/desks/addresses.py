"""Where the pages of other areas lie: a desk composes them by address."""

REQUESTS = "/requests/"
REFERRALS = "/referrals/"
LAST_DOORS = "/last-doors/"
CENTRES = "/centres/"
DIRECTORY = "/directory"
ASK = "/ask"
JOIN = "/join"
HERE = "/here"
MATRIX = "/network/matrix"
OFFICERS = "/network/officers"
DEAD_LETTERS = "/notices/dead"


def request(pk: int) -> str:
    return f"{REQUESTS}{pk}/"


def triage(pk: int) -> str:
    return f"{REQUESTS}{pk}/triage"


def referral(pk: int) -> str:
    return f"{REFERRALS}{pk}/"


def last_door(pk: int) -> str:
    return f"{LAST_DOORS}#task-{pk}"


def meeting(pk: int) -> str:
    return f"/meetings/{pk}/"


def action(pk: int) -> str:
    return f"/actions/{pk}/"


def report(pk: int) -> str:
    return f"/reports/{pk}/"


def story(pk: int) -> str:
    return f"/stories/{pk}/"


def successor(pk: int) -> str:
    return f"/succession/links/{pk}/"


def acting(pk: int) -> str:
    return f"/succession/acting/{pk}/"


def check(pk: int) -> str:
    return f"/succession/life/{pk}/"


def volunteer(pk: int) -> str:
    return f"/volunteers/{pk}/"


def forecast(centre: str) -> str:
    return f"/volunteers/forecast?centre={centre}"


def occasion(pk: int, verb: str = "") -> str:
    return f"/gatherings/occasions/{pk}/{verb}"


def shift(pk: int) -> str:
    return f"/shifts/{pk}/"
