"""Which requests each person finds: by place, by what is shared with her centre, or her own."""

from datetime import timedelta

import pytest

from hamafza.intake import commands as intake
from hamafza.intake.disclosure import level
from hamafza.intake.models import Level, Request
from hamafza.intake.rules import may_see
from hamafza.intake.tests.life import AT, request_in
from hamafza.kernel.actors import Applicant, Door, LinkHolder, System
from tests.cast import HAND, World

HOUR = timedelta(hours=1)
# Four requests: tis (county Chabahar), konarak and zahedan (other counties of the province), mashhad (elsewhere).
# "asked" and "took" are those of tis, shared with the centre of Chabahar: nameless, and in full.
FOUND = """
 reza      tis asked took                      operator of the county
 farhad    mashhad                             operator of Mashhad
 nader     tis asked took                      coordinator of the county
 parvin    tis asked took konarak zahedan      coordinator of the province
 karim     tis asked took konarak zahedan      last door of the province
 zahra     asked took                          secretary of the centre that it is shared with
 maryam    asked took                          its head
 sara      .                                   secretary of another centre
 admin     .                                   keeps the house and reads nobody's matter
 stranger  .                                   an account without a role
"""
ROWS = [
    (words[0], frozenset(words[1:]) & {"tis", "asked", "took", "konarak", "zahedan", "mashhad"})
    for words in map(str.split, FOUND.strip().splitlines())
]
NAMES = {"tis": "tis", "asked": "tis", "took": "tis", "konarak": "1110", "zahedan": "1101", "mashhad": "0901"}


@pytest.fixture
def requests(world: World) -> dict[str, Request]:
    made = {name: world.request(place=place, text=name) for name, place in NAMES.items()}
    for name, seen in (("asked", Level.MINIMUM), ("took", Level.FULL)):
        intake.share(made[name], centre=world.centre["chabahar"], level=seen, by=HAND, at=AT)
    return made


def found(actor: object, requests: dict[str, Request], at=AT) -> set[str]:
    return set(Request.objects.visible_to(actor, at).values_list("text", flat=True))


@pytest.mark.parametrize(("who", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_each_finds_what_is_hers(
    world: World, requests: dict[str, Request], who: str, expected: frozenset[str]
) -> None:
    assert found(world.person[who], requests) == expected


@pytest.mark.parametrize("who", [row[0] for row in ROWS])
def test_the_list_and_the_rule_never_differ(world: World, requests: dict[str, Request], who: str) -> None:
    """A list that shows more than the page, or a page that shows more than the list, would be a leak."""
    one_by_one = {name for name, request in requests.items() if may_see(world.person[who], request, AT)}

    assert one_by_one == found(world.person[who], requests)


class TestWithoutAnAccount:
    def test_she_finds_her_own_and_nothing_else(self, requests: dict[str, Request]) -> None:
        assert found(Applicant(requests["asked"].pk), requests) == {"asked"}

    def test_a_request_that_is_not_there_opens_nothing(self, requests: dict[str, Request]) -> None:
        assert found(Applicant(999_999), requests) == set()

    @pytest.mark.parametrize("actor", [Door("web"), LinkHolder(1, 1)])
    def test_a_door_and_a_link_list_nothing(self, requests: dict[str, Request], actor: object) -> None:
        assert found(actor, requests) == set()

    def test_the_clock_finds_all(self, requests: dict[str, Request]) -> None:
        assert found(System("tick"), requests) == set(requests)


class TestSharing:
    def test_ends_at_its_instant(self, world: World, requests: dict[str, Request]) -> None:
        intake.unshare(requests["took"], centre=world.centre["chabahar"], until=AT + HOUR, by=HAND, at=AT)
        zahra = world.person["zahra"]

        assert "took" in found(zahra, requests, AT + HOUR - timedelta(seconds=1))
        assert "took" not in found(zahra, requests, AT + HOUR)

    def test_never_falls_back_to_less(self, world: World, requests: dict[str, Request]) -> None:
        """It took one need and is asked for a second: it keeps seeing the whole."""
        intake.share(requests["took"], centre=world.centre["chabahar"], level=Level.MINIMUM, by=HAND, at=AT)

        assert level(requests["took"], world.person["zahra"], AT) == Level.FULL

    def test_once_ended_begins_anew_at_the_level_of_the_new_offer(
        self, world: World, requests: dict[str, Request]
    ) -> None:
        centre, request = world.centre["chabahar"], requests["took"]
        intake.unshare(request, centre=centre, until=AT, by=HAND, at=AT)

        intake.share(request, centre=centre, level=Level.MINIMUM, by=HAND, at=AT + HOUR)

        assert level(request, world.person["zahra"], AT + HOUR) == Level.MINIMUM

    def test_grows_when_the_centre_takes_it(self, world: World, requests: dict[str, Request]) -> None:
        intake.share(requests["asked"], centre=world.centre["chabahar"], level=Level.FULL, by=HAND, at=AT)

        assert level(requests["asked"], world.person["zahra"], AT) == Level.FULL

    def test_with_one_centre_is_not_sharing_with_its_neighbour(
        self, world: World, requests: dict[str, Request]
    ) -> None:
        intake.share(requests["tis"], centre=world.centre["konarak"], level=Level.FULL, by=HAND, at=AT)

        assert found(world.person["sara"], requests) == {"tis"}
        assert "tis" not in found(world.person["zahra"], requests)

    def test_out_of_the_province_reaches_that_centres_coordinators_but_no_operator(self, world: World) -> None:
        """Someone must answer for a centre without officers: the coordinators of its place may."""
        request = world.request(place="0901", text="mashhad")
        intake.share(request, centre=world.centre["chabahar"], level=Level.MINIMUM, by=HAND, at=AT)

        may = {name for name, one in world.person.items() if may_see(one, request, AT)}

        assert may == {"farhad", "zahra", "maryam", "nader", "parvin"}


class TestWhatTheyLearn:
    @pytest.mark.parametrize(
        ("who", "name", "learns"),
        [
            ("reza", "tis", Level.FULL),
            ("nader", "asked", Level.FULL),
            ("karim", "konarak", Level.FULL),
            ("zahra", "asked", Level.MINIMUM),
            ("maryam", "asked", Level.MINIMUM),
            ("zahra", "took", Level.FULL),
        ],
    )
    def test_all_by_place_and_by_accepting_else_the_nameless_minimum(
        self, world: World, requests: dict[str, Request], who: str, name: str, learns: str
    ) -> None:
        assert level(requests[name], world.person[who], AT) == learns


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("received", True),
        ("triaged", True),
        ("in_referral", True),
        ("resolved", True),
        ("partly_resolved", True),
        ("confirmed", True),
        ("closed", False),
        ("withdrawn", False),
        ("duplicate", False),
    ],
)
def test_open_means_that_somebody_must_still_act(world: World, state: str, shown: bool) -> None:
    request = request_in(world, state)

    assert (request in Request.objects.open()) is shown
    assert request.is_open is shown
    assert request in Request.objects.visible_to(world.person["reza"], AT)  # its people find it in every state


def test_a_deputy_sees_what_she_stands_in_for_and_only_meanwhile(world: World, requests: dict[str, Request]) -> None:
    from hamafza.network.models import Absence
    from hamafza.people.models import Person

    Absence.objects.create(person=world.person["zahra"], deputy=world.person["stranger"], since=AT, until=AT + HOUR)

    def now_and_then(at) -> set[str]:
        return found(Person.objects.get(username="stranger"), requests, at)

    assert now_and_then(AT - HOUR) == set()
    assert now_and_then(AT) == {"asked", "took"}
    assert now_and_then(AT + HOUR) == set()
