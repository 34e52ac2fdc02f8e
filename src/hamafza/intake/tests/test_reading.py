"""What screens read of requests: where a list is cut, what a number means, whose matter it may be again."""

from datetime import timedelta

import pytest
from django.utils import translation

from hamafza.intake import commands as intake
from hamafza.intake import queries
from hamafza.intake.models import Level, Request
from hamafza.intake.queries import EXPORTED, PAGE, SAME_PHONE, Filters
from hamafza.intake.tests.life import request_in
from hamafza.kernel.actors import Applicant
from hamafza.network import commands as network
from hamafza.network.models import Grant
from tests.cast import HAND, SATURDAY, World

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
AT = SATURDAY + HOUR


def listed(world: World, who: str = "reza", at=AT, **asked: object) -> list[int]:
    return sorted(queries.listed(world.person[who], Filters(**asked), at).values_list("pk", flat=True))


class TestAPage:
    """Seven requests, numbered 1 to 7 by age; pages of three."""

    @pytest.mark.parametrize(
        ("key", "rows", "newer", "older"),
        [
            ({}, [7, 6, 5], None, 5),
            ({"before": 5}, [4, 3, 2], 4, 2),
            ({"before": 4}, [3, 2, 1], 3, None),  # exactly a page is left: nothing older
            ({"before": 2}, [1], 1, None),
            ({"before": 1}, [], None, None),
            ({"after": 2}, [5, 4, 3], 5, 3),
            ({"after": 3}, [6, 5, 4], 6, 4),
            ({"after": 4}, [7, 6, 5], None, 5),  # exactly a page is left: nothing newer
            ({"after": 6}, [7], None, 7),
            ({"after": 7}, [], None, None),
            ({"before": 0}, [7, 6, 5], None, 5),
            ({"before": 3, "after": 4}, [7, 6, 5], None, 5),
        ],
    )
    def test_is_cut_by_its_key(
        self, world: World, key: dict[str, int], rows: list[int], newer: int | None, older: int | None
    ) -> None:
        pks = [0, *(world.request(phone="").pk for _ in range(7))]

        page = queries.paged(Request.objects.all(), **{name: pks[n] for name, n in key.items()}, size=3)

        assert [pks.index(row.pk) for row in page.rows] == rows
        assert page.newer == (newer and pks[newer])
        assert page.older == (older and pks[older])

    def test_with_room_for_all_has_no_neighbours(self, world: World) -> None:
        made = [world.request().pk for _ in range(3)]

        page = queries.paged(Request.objects.all(), size=3)

        assert [row.pk for row in page.rows] == made[::-1]
        assert (page.newer, page.older) == (None, None)

    def test_holds_what_a_person_can_read_and_a_sheet_what_may_leave_at_once(self) -> None:
        assert (PAGE, EXPORTED) == (25, 500)


class TestALateOne:
    def test_is_late_from_the_instant_after_its_deadline(self, world: World) -> None:
        request = world.request()

        assert listed(world, at=request.due_at, late=True) == []
        assert listed(world, at=request.due_at + SECOND, late=True) == [request.pk]

    @pytest.mark.parametrize("state", ["closed", "withdrawn", "duplicate"])
    def test_is_not_one_that_has_ended(self, world: World, state: str) -> None:
        request = request_in(world, state)

        assert request.pk not in listed(world, at=SATURDAY + 90 * DAY, late=True)


class TestNarrowing:
    @pytest.mark.parametrize("state", ["received", "triaged", "resolved", "confirmed"])
    def test_open_means_not_ended(self, world: World, state: str) -> None:
        assert listed(world, state="open") == []

        request = request_in(world, state)

        assert listed(world, state="open") == listed(world, state=state) == [request.pk]

    @pytest.mark.parametrize("state", ["closed", "withdrawn"])
    def test_what_has_ended_is_found_by_its_state_only(self, world: World, state: str) -> None:
        request = request_in(world, state)

        assert (listed(world, state="open"), listed(world, state=state)) == ([], [request.pk])
        assert listed(world) == [request.pk]

    def test_by_domain_finds_the_second_need_too_and_each_request_once(self, world: World) -> None:
        both = request_in(world, "triaged", "health", "employment")
        request_in(world, "triaged", "housing")

        assert listed(world, domain="employment") == listed(world, domain="health") == [both.pk]

    def test_by_place_takes_all_that_lies_in_it_and_nothing_beside_it(self, world: World) -> None:
        here, county = world.request(place="tis"), world.request(place="1104")
        beside = world.request(place="1110")

        assert listed(world, "parvin", place="IR/11/1104/") == [here.pk, county.pk]
        assert listed(world, "parvin", place="IR/11/") == [here.pk, county.pk, beside.pk]

    def test_never_widens_what_she_may_see(self, world: World) -> None:
        world.request(place="0901")

        assert listed(world, place="IR/09/") == listed(world, state="open") == listed(world, urgency="0") == []


class TestAReference:
    @pytest.fixture
    def request_(self, world: World) -> Request:
        """One among others, and neither the first nor the last of them."""
        _older, meant, _newer = (world.request() for _ in range(3))
        return meant

    @pytest.mark.parametrize(
        "written",
        [
            "{code}", "{spaced}", " {spaced} ", "{code_fa}", "{dashed}", "{joined}",
            "{pk}", "{pk_fa}", "هم{pk}", "هم{pk_fa}", "هم {pk}", " هم\u200c{pk} ",
        ],
    )  # fmt: skip
    def test_is_a_code_or_a_number_in_any_writing(self, world: World, request_: Request, written: str) -> None:
        persian = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
        code, pk = request_.code, str(request_.pk)
        said = written.format(
            code=code,
            spaced=request_.spaced_code,
            code_fa=code.translate(persian),
            dashed=f"{code[:4]}-{code[4:8]}-{code[8:]}",
            joined=f"{code[:6]}\u200c{code[6:]}",
            pk=pk,
            pk_fa=pk.translate(persian),
        )

        assert queries.by_reference(said, world.person["reza"], AT) == request_

    @pytest.mark.parametrize("written", ["", " ", "هم", "گلنار", "0{pk}", "۰{pk}", "هم0{pk}", "{pk}x", "-", "1" * 13])
    def test_is_nothing_else(self, world: World, request_: Request, written: str) -> None:
        assert queries.by_reference(written.format(pk=request_.pk), world.person["reza"], AT) is None

    def test_of_a_code_with_one_wrong_digit_finds_nobody(self, world: World, request_: Request) -> None:
        last = str((int(request_.code[-1]) + 1) % 10)

        assert queries.by_reference(request_.code[:-1] + last, world.person["reza"], AT) is None

    @pytest.mark.parametrize("who", ["farhad", "zahra", "admin", "stranger"])
    def test_opens_nothing_that_she_may_not_see(self, world: World, request_: Request, who: str) -> None:
        assert queries.by_reference(request_.code, world.person[who], AT) is None
        assert queries.by_reference(request_.number, world.person[who], AT) is None


class TestTheSamePhone:
    def same(self, world: World, phone: str = "09151234567", at=AT) -> list[int]:
        return [request.pk for request in queries.same_phone(phone, world.person["reza"], at)]

    def test_counts_for_sixty_days_to_the_second(self, world: World) -> None:
        request = world.request()

        assert self.same(world, at=SATURDAY + SAME_PHONE) == [request.pk]
        assert self.same(world, at=SATURDAY + SAME_PHONE + SECOND) == []

    def test_names_the_five_latest(self, world: World) -> None:
        made = [world.request().pk for _ in range(7)]

        assert self.same(world) == made[:1:-1]

    def test_is_that_of_nobody_else(self, world: World) -> None:
        world.request(phone="09157654321")
        world.request(phone="")

        assert self.same(world) == []
        assert self.same(world, "") == []

    @pytest.mark.parametrize(("state", "found"), [("triaged", 1), ("resolved", 1), ("closed", 0), ("withdrawn", 0)])
    def test_matters_while_the_request_is_open(self, world: World, state: str, found: int) -> None:
        request_in(world, state)

        assert len(self.same(world)) == found


class TestTheQueue:
    def waiting(self, world: World, who: str) -> list[Request]:
        return list(queries.waiting(world.person[who], AT))

    def test_is_ordered_by_deadline_and_then_by_age(self, world: World) -> None:
        late = world.request(at=SATURDAY + HOUR)
        first, second = world.request(), world.request()

        assert self.waiting(world, "reza") == [first, second, late]

    def test_holds_what_nobody_has_triaged(self, world: World) -> None:
        fresh = world.request()
        request_in(world, "triaged")
        request_in(world, "withdrawn")

        assert self.waiting(world, "reza") == [fresh]

    @pytest.mark.parametrize(
        ("who", "sees"),
        [("reza", True), ("nader", True), ("zahra", False), ("maryam", False), ("farhad", False), ("admin", False)],
    )
    def test_is_for_those_who_may_triage_there(self, world: World, who: str, sees: bool) -> None:
        request = world.request()
        intake.share(request, centre=world.centre["chabahar"], level=Level.FULL, by=HAND, at=SATURDAY)

        assert bool(self.waiting(world, who)) is sees


class TestAnAttachment:
    def attached(self, request: Request, stored_as: str = "a" * 32) -> int:
        kept = intake.attach(
            request, name="نسخه.pdf", stored_as=stored_as, content_type="application/pdf", size=3, sha256="0" * 64,
            by=Applicant(request.pk), at=SATURDAY,
        )  # fmt: skip
        return int(kept.pk)

    @pytest.mark.parametrize(
        ("who", "opens"),
        [("reza", True), ("nader", True), ("parvin", True), ("zahra", True), ("sara", False), ("farhad", False),
         ("admin", False), ("stranger", False)],
    )  # fmt: skip
    def test_opens_for_those_who_see_its_request_in_full(self, world: World, who: str, opens: bool) -> None:
        request = world.request()
        pk = self.attached(request)
        intake.share(request, centre=world.centre["chabahar"], level=Level.FULL, by=HAND, at=SATURDAY)
        intake.share(request, centre=world.centre["konarak"], level=Level.MINIMUM, by=HAND, at=SATURDAY)

        assert (queries.attachment_for(world.person[who], pk, AT) is not None) is opens

    def test_is_the_very_one_that_was_asked_for(self, world: World) -> None:
        request = world.request()
        first, second = self.attached(request), self.attached(request, "b" * 32)

        found = [queries.attachment_for(world.person["reza"], pk, AT) for pk in (second, first, 999_999)]

        assert [file and file.pk for file in found] == [second, first, None]
        assert [file.pk for file in queries.attachments_of(request)] == [first, second]

    def test_closes_with_the_share(self, world: World) -> None:
        request, zahra = world.request(), world.person["zahra"]
        pk = self.attached(request)
        intake.share(request, centre=world.centre["chabahar"], level=Level.FULL, by=HAND, at=SATURDAY)
        intake.unshare(request, centre=world.centre["chabahar"], until=SATURDAY + DAY, by=HAND, at=AT)

        assert queries.attachment_for(zahra, pk, SATURDAY + DAY - SECOND) is not None
        assert queries.attachment_for(zahra, pk, SATURDAY + DAY) is None

    def test_of_one_request_is_not_listed_with_another(self, world: World) -> None:
        mine, other = world.request(), world.request()
        pk = self.attached(mine)

        assert [file.pk for file in queries.attachments_of(mine)] == [pk]
        assert queries.attachments_of(other) == []


class TestTheOfficeOfAReader:
    def office(self, world: World, who: str, at=AT) -> str:
        return queries.office_of(world.person[who], at)

    @pytest.mark.parametrize(
        ("who", "said"),
        [
            ("reza", "رضا بلوچ، پذیرش چابهار"),
            ("zahra", "زهرا مرادی، دبیر کانون سلامت مهرگان چابهار"),
            ("parvin", "پروین ریگی، هماهنگ‌کنندهٔ استان سیستان و بلوچستان"),
            ("stranger", "بیگانه‌ای با حساب"),
        ],
    )
    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_is_kept_in_persian_whatever_she_reads(self, world: World, who: str, said: str, language: str) -> None:
        with translation.override(language):
            assert self.office(world, who) == said

    def test_is_her_first_that_is_still_held(self, world: World) -> None:
        network.grant(world.person["zahra"], role="operator", scope=world.place["1104"], by=HAND, at=SATURDAY - 2 * DAY)
        assert self.office(world, "zahra").startswith("زهرا مرادی، دبیر")

        Grant.objects.filter(person=world.person["zahra"], role="secretary").update(until=SATURDAY)

        assert self.office(world, "zahra") == "زهرا مرادی، پذیرش چابهار"


class TestSmallThings:
    def test_what_a_session_took_in_keeps_its_order_and_forgets_what_is_gone(self, world: World) -> None:
        first, second = world.request(), world.request()

        assert queries.received_lately([second.pk, 999_999, first.pk]) == [second, first]
        assert queries.received_lately([]) == []

    def test_the_latest_word_of_the_engine_counts_and_no_other_requests(self, world: World) -> None:
        request, other = world.request(text="دارو"), world.request(text="کار")
        later = request.proposals.create(model_version="2", proposed={"x": 1}, at=AT)

        assert queries.stored_proposal(request) == later
        assert queries.stored_proposal(other).model_version == "test"

    def test_the_first_need_is_the_first_in_order(self, world: World) -> None:
        request = world.request()
        domains = [world.domain["employment"], world.domain["housing"]]
        intake.triage(
            request, domains=domains, orders=[2, 1], urgency="0", automatic=False, by=world.person["reza"], at=AT
        )

        assert queries.first_need(request).domain.key == "housing"
        assert queries.first_need(world.request()) is None
