"""How much of a request is seen: exactly the minimum while a centre is asked, everything once it has accepted."""

import pytest

from hamafza.kernel import clock
from hamafza.kernel.actors import LinkHolder
from hamafza.referrals import commands as referrals
from hamafza.referrals import queries
from hamafza.referrals.queries import Seen
from hamafza.referrals.tests.telling import offered
from tests.cast import World

STORY = "من گلنار رئیسی‌ام، ۰۹۱۵۱۲۳۴۵۶۷، برای مادرم دارو می‌خواهم"


class TestLevels:
    def test_the_asked_centre_sees_exactly_the_minimum(self, world: World) -> None:
        request = offered(world, text=STORY).need.request

        level = queries.level_for(request, world.person["zahra"], clock.now())

        assert queries.seen_by(request, level) == Seen(
            level="minimum",
            title="من […] […]‌ام، […]، برای مادرم دارو می‌خواهم",
            text="من […] […]‌ام، […]، برای مادرم دارو می‌خواهم",
            applicant_name=None,
            phone=None,
            code=None,
        )

    def test_the_centre_that_accepted_sees_all_but_the_code(self, world: World) -> None:
        hop = offered(world, text=STORY)
        referrals.accept(hop, by=world.person["zahra"], at=clock.now())
        request = hop.need.request

        level = queries.level_for(request, world.person["zahra"], clock.now())

        assert queries.seen_by(request, level) == Seen(
            level="full",
            title=request.title,
            text=STORY,
            applicant_name="گلنار رئیسی",
            phone="09151234567",
            code=None,
        )

    @pytest.mark.parametrize("who", ["reza", "nader", "parvin", "karim"])
    def test_those_of_the_place_see_all(self, world: World, who: str) -> None:
        request = offered(world).need.request

        assert queries.level_for(request, world.person[who], clock.now()) == "full"

    def test_the_holder_of_a_link_sees_as_much_as_her_centre(self, world: World) -> None:
        hop = offered(world)
        holder = LinkHolder(1, hop.pk)
        assert queries.level_for(hop.need.request, holder, clock.now()) == "minimum"

        referrals.accept(hop, by=world.person["zahra"], at=clock.now())
        assert queries.level_for(hop.need.request, holder, clock.now()) == "full"

    def test_the_holder_of_a_link_sees_nothing_of_another_request(self, world: World) -> None:
        hop, other = offered(world), offered(world)

        assert queries.level_for(other.need.request, LinkHolder(1, hop.pk), clock.now()) == ""

    def test_the_holder_of_a_link_sees_nothing_after_the_end(self, world: World) -> None:
        hop = offered(world)
        referrals.decline(hop, reason="capacity", by=world.person["zahra"], at=clock.now())

        assert queries.level_for(hop.need.request, LinkHolder(1, hop.pk), clock.now()) == ""


class TestScrubbing:
    @pytest.mark.parametrize(
        "number",
        [
            "09151234567",
            "۰۹۱۵۱۲۳۴۵۶۷",
            "٠٩١٥١٢٣٤٥٦٧",
            "۰۹۱۵ ۱۲۳ ۴۵ ۶۷",
            "0915-123-4567",
            "(054) 3532 1234",
            "+98 915 123 4567",
            "0499370899",
            "6037-9911 1234 5678",
            "۰۹۱۵\u200c۱۲۳\u200c۴۵۶۷",
        ],
    )
    def test_hides_long_numbers_in_any_writing(self, number: str) -> None:
        hidden = queries.scrub(f"زنگ بزنید {number} ممنون")

        assert not any(char.isdigit() for char in hidden)
        assert hidden.endswith("ممنون")

    @pytest.mark.parametrize("text", ["۳ فرزند دارم", "کلاس 4", "سال ۱۴۰۴", "۵۰۰۰ تومان", "۲ تا ۳ روز"])
    def test_leaves_short_numbers(self, text: str) -> None:
        assert queries.scrub(text) == text

    def test_hides_the_words_of_the_name_but_no_parts_of_words(self) -> None:
        assert queries.scrub("رضا رضایت دارد", "رضا") == "[…] رضایت دارد"

    def test_a_long_text_is_cut_at_a_word(self, world: World) -> None:
        request = offered(world, text="کلمه " * 200).need.request

        seen = queries.seen_by(request, "minimum")

        assert len(seen.text) < 240
        assert seen.text.endswith("کلمه …")
