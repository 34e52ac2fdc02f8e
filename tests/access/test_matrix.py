"""Every guarded address × every actor × every thing: what the matrix allows is done, all else is neither done nor told."""

from collections import defaultdict

import pytest

from tests.access import routes
from tests.access.conftest import Theatre
from tests.access.oracle import Actor, Thing, may, reaches_anything
from tests.access.routes import API, TABLE, Call, address
from tests.access.stage import ACTORS

pytestmark = pytest.mark.django_db

GUARDS = routes.guards()
IN_TABLE = [route for route in TABLE if route in GUARDS]


def expected(actor: Actor, guard: str, right: str, thing: Thing | None) -> str:
    if not actor.signs_in:
        return "sign in"
    if not reaches_anything(actor, guard):
        return "forbidden"
    return "done" if thing is None or may(actor, right, thing) else "not found"


def fits(answer, wanted: str, method: str) -> bool:
    match wanted:
        case "sign in":
            return answer.asks_to_sign_in
        case "forbidden":
            return answer.status == 403
        case "not found":
            return answer.status == 404 or (method == "GET" and answer.status == 405)
    return answer.status < 500 and answer.status != 403


@pytest.mark.slow  # each thing is tried by everybody on the stage
@pytest.mark.parametrize("route", IN_TABLE)
def test_the_matrix_holds(theatre: Theatre, route: str) -> None:
    call, guard = TABLE[route], GUARDS[route]
    wrong, done = [], defaultdict(set)
    for thing in theatre.stage.things[call.kind] if call.kind else [None]:
        for actor in ACTORS:
            for method in call.methods:
                answer = theatre.call(
                    actor.name, method, address(route, thing), call.data if method == "POST" else None
                )
                wanted = expected(actor, guard, call.by or guard, thing)
                if call.own_rule and wanted in {"done", "not found"}:
                    wanted = "done" if answer.is_done else "not found"
                said = f"{actor.name} {method} {thing.name if thing else ''}: {answer.status}, wanted {wanted}"
                if not fits(answer, wanted, method):
                    wrong.append(said)
                if wanted != "done" and answer.written:
                    wrong.append(f"{said}, and something was written")
                if not (call.opens and wanted == "done" and answer.is_done):
                    wrong += [f"{said}, leaked {leak}" for leak in theatre.leaks(actor, answer)]
                if wanted == "done":
                    done[method, thing and thing.name].add(answer.is_done)
    wrong += [
        f"{case}: done for some of those allowed and not for others" for case, kinds in done.items() if len(kinds) > 1
    ]

    assert wrong == []
    assert call.idle or any(True in kinds for kinds in done.values()), (
        "nobody at all could do it: the test proves nothing"
    )


@pytest.mark.slow  # the same
@pytest.mark.parametrize("route", [route for route in API if route in GUARDS])
def test_the_interface_for_machines_keeps_the_same_matrix(theatre: Theatre, route: str) -> None:
    call: Call = API[route]
    see = {"request": "request.see", "hop": "referral.see"}[call.kind]
    wrong, done = [], 0
    for thing in theatre.stage.things[call.kind]:
        for actor in ACTORS:
            answer = theatre.call(
                actor.name, call.methods[0], address(route, thing), call.data, api=call.methods == ("POST",)
            )
            if not actor.signs_in:
                wanted = {401}
            elif not may(actor, see, thing):
                wanted = {404, 403} if not reaches_anything(actor, see) else {404}
            elif not may(actor, call.by, thing):
                wanted = {403, 404}
            else:
                wanted = {200, 201, 409, 422}
            said = f"{actor.name} {thing.name}: {answer.status}, wanted {wanted}"
            if answer.status not in wanted:
                wrong.append(said)
            if wanted.isdisjoint({200}) and answer.written:
                wrong.append(f"{said}, and something was written")
            if not (call.opens and answer.status == 200):
                wrong += [f"{said}, leaked {leak}" for leak in theatre.leaks(actor, answer)]
            done += answer.status in {200, 201}

    assert wrong == []
    assert call.idle or done


@pytest.mark.slow  # twice by everybody on the stage
@pytest.mark.parametrize("route", sorted(routes.OWN & set(GUARDS)))
def test_ones_own_pages_ask_for_an_account_and_show_no_request_of_others(theatre: Theatre, route: str) -> None:
    if "<int:" in route:
        kind = "absence" if "absence" in route else "person"
        url = address(route, theatre.stage.things[kind][0])
    else:
        url = address(route)
    for actor in ACTORS:
        for method in ("GET", "POST"):
            answer = theatre.call(actor.name, method, url)
            assert answer.status < 500, (actor.name, method)
            assert answer.asks_to_sign_in is (not actor.signs_in) or answer.status == 302, (
                actor.name,
                method,
                answer.status,
            )
            assert theatre.leaks(actor, answer) == [], (actor.name, method)
