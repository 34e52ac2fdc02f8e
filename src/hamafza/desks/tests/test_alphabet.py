"""Lists of names stand in the order of the Persian alphabet, and their pages fit together."""

import pytest
from django.test import Client

from hamafza.desks.queries.search import search
from hamafza.kernel import clock
from hamafza.network import commands as network
from hamafza.network import finding, staff
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.people.queries import people
from hamafza.places import queries as places
from hamafza.places.models import Place
from hamafza.referrals.advice import found_centres
from tests.cast import HAND, SATURDAY, World

NAMES = "آبان ابر بهار پونه تیس جاسک چابهار حافظ زهره ژاله سارا کنارک گلستان لاله یاس".split()


@pytest.fixture
def named(world: World) -> World:
    """Centres «کانون آبان» and so on, made in another order than they are read."""
    Centre.objects.all().update(state="closed")
    for name in sorted(NAMES, key=lambda name: name[::-1]):
        network.create(
            world.place["1104"],
            name=f"کانون {name}",
            kind="neighbourhood",
            domains=[world.domain["health"]],
            by=HAND,
            at=SATURDAY,
        )
    return world


def said(centres: list[Centre]) -> list[str]:
    return [centre.name.removeprefix("کانون ") for centre in centres]


class TestCentres:
    def test_stand_in_order_over_all_pages_and_back(self, named: World) -> None:
        mine = Centre.objects.exclude(state="closed")
        pages = [finding.paged(mine, size=4)]
        while pages[-1].after:
            pages.append(finding.paged(mine, after=pages[-1].after, size=4))
        back = [finding.paged(mine, before=pages[-1].before, size=4)]
        while back[-1].before:
            back.append(finding.paged(mine, before=back[-1].before, size=4))

        assert [name for page in pages for name in said(page.rows)] == NAMES
        assert [said(page.rows) for page in reversed(back)] == [said(page.rows) for page in pages[:-1]]

    def test_of_one_name_in_two_spellings_lose_none_between_pages(self, named: World) -> None:
        Centre.objects.filter(name__in=["کانون کنارک", "کانون گلستان"]).update(name="کانون كنارك")
        Centre.objects.filter(name="کانون ژاله").update(name="کانون کنارک")
        mine = Centre.objects.exclude(state="closed")

        seen, after = [], ""
        while (page := finding.paged(mine, after=after, size=1)).rows:
            seen += [centre.pk for centre in page.rows]
            if not (after := page.after):
                break

        assert sorted(seen) == sorted(mine.values_list("pk", flat=True))

    def test_are_chosen_from_in_order(self, named: World) -> None:
        assert said(found_centres("کانون")) == NAMES
        assert said(search(named.person["reza"], "کانون", clock.now()).centres) == NAMES[:5]

    def test_are_listed_in_order(self, named: World, client: Client) -> None:
        client.force_login(named.person["reza"])

        page = client.get("/centres/").content.decode()

        at = [page.index(f"کانون {name}") for name in NAMES]
        assert at == sorted(at)


class TestPeople:
    @pytest.fixture(autouse=True)
    def renamed(self, world: World) -> None:
        for person, name in zip(
            Person.objects.order_by("pk"), ["یاس", "گلستان", "ژاله", "پونه", "چابهار"], strict=False
        ):
            Person.objects.filter(pk=person.pk).update(full_name=name)

    def test_stand_in_order(self, world: World) -> None:
        names = [person.full_name for person in people()]

        assert names.index("پونه") < names.index("چابهار") < names.index("ژاله") < names.index("گلستان")
        assert names[-1] == "یاس"

    def test_officers_stand_in_order_over_their_pages(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = [held.grant.pk for held in staff.find(SATURDAY).rows]
        monkeypatch.setattr(staff, "SIZE", 2)

        seen, after = [], 0
        while (page := staff.find(SATURDAY, after=after)).rows:
            seen += page.rows
            if not (after := page.after):
                break

        names = [held.grant.person.full_name for held in seen]
        assert [held.grant.pk for held in seen] == whole
        assert names.index("پونه") < names.index("چابهار") < names.index("ژاله") < names.index("گلستان")


class TestPlaces:
    def test_stand_in_order(self, world: World) -> None:
        for code, name in {"1104": "چابهار", "1110": "پونه", "1101": "گلستان", "0901": "ژاله"}.items():
            Place.objects.filter(pk=world.place[code].pk).update(name_fa=name)

        counties = [place.name_fa for place in Place.objects.filter(kind="county")]
        choice = places.widest(within=[world.place[code].path for code in ("1104", "1110", "1101", "0901")])

        assert counties == ["پونه", "چابهار", "ژاله", "گلستان"]
        assert [named.place.name_fa for named in choice] == counties
