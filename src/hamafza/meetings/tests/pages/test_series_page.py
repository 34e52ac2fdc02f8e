"""The pages of a series."""

import pytest

from hamafza.meetings.models import Series
from hamafza.meetings.tests.pages.looking import of, words
from hamafza.meetings.tests.telling import action_in, council, decided, on, promise
from tests.cast import SATURDAY, World


class TestASeries:
    SAID = {
        "title": "شورای سلامت", "place": "چابهار", "rule": "weeks", "every": "۲", "weekday": "3", "first_on": "۱۴۰۵/۰۸/۱۲",
        "hour": "۱۰", "minutes": "۹۰", "quorum_percent": "۵۰", "chair": "نادر کرد", "secretary": "reza",
        "roles": ["head", "secretary"], "hosts": "کانون سلامت مهرگان چابهار\nکانون کار و هنر چابهار", "domain": "health",
    }  # fmt: skip

    def test_is_founded_by_words_alone(self, world: World) -> None:
        answer = of(world, "nader").post("/meetings/series/new", self.SAID)

        assert answer.status_code == 303, words(answer)[-500:]
        series = Series.objects.get()
        assert (series.chair.username, series.secretary.username, series.domain.key) == ("nader", "reza", "health")
        assert [host.centre.code for host in series.hosts.all()] == ["chabahar", "work"]
        assert {one.role for one in series.roles.all()} == {"head", "secretary"}

    @pytest.mark.parametrize(("wrong", "said"), [
        ({"chair": "کسی"}, "چنین همکاری"),
        ({"hosts": "کانونی که نیست"}, "نیافتیم"),
        ({"secretary": "nader"}, "باید دو نفر باشند"),
        ({"place": "ناکجاآباد"}, "چنین جایی"),
        ({"rule": "month", "every": "7"}, "چندمین روز"),
        ({"first_on": "۳۱ مهر"}, "در تقویم نیست"),
    ])  # fmt: skip
    def test_what_is_wrong_is_said_beside_it_and_all_stays(
        self, world: World, wrong: dict[str, str], said: str
    ) -> None:
        answer = of(world, "nader").post("/meetings/series/new", {**self.SAID, **wrong})

        assert answer.status_code == 422
        assert said in words(answer) and "شورای سلامت" in answer.content.decode()
        assert not Series.objects.exists()

    def test_in_a_foreign_county_it_is_refused(self, world: World) -> None:
        answer = of(world, "nader").post("/meetings/series/new", {**self.SAID, "place": "کنارک"})

        assert answer.status_code == 422 and "در اختیار شما نیست" in words(answer)

    def test_shows_its_days_with_hosts_and_what_was_skipped(self, world: World) -> None:
        from hamafza.network import commands as network
        from tests.cast import HAND

        network.add_holiday(
            world.place["11"], date=on(2026, 11, 10).date(), name="سوگواری استانی", by=HAND, at=SATURDAY
        )
        series = council(world)

        said = words(of(world, "nader").get(f"/meetings/series/{series.pk}/"))

        assert "هر ۲ هفته، سه‌شنبه ساعت ۱۰:۰۰" in said
        assert "چهارشنبه ۲۰ آبان ۱۴۰۵" in said and "سوگواری استانی" in said
        assert said.count("میزبان: کانون") >= 5

    def test_is_changed_and_ended(self, world: World) -> None:
        series, nader = council(world), of(world, "nader")
        page = f"/meetings/series/{series.pk}/edit"
        assert "کانون سلامت مهرگان چابهار" in nader.get(page).content.decode()

        said = {key: self.SAID[key] for key in ("hour", "minutes", "quorum_percent", "chair", "roles", "hosts")}
        assert nader.post(page, {**said, "secretary": "maryam"}).status_code == 303
        assert nader.post(page, {**said, "secretary": "nader"}).status_code == 422
        assert nader.post(f"/meetings/series/{series.pk}/end").status_code == 303

        series.refresh_from_db()
        assert (series.secretary.username, series.state) == ("maryam", "ended")

    def test_what_became_of_its_decisions(self, world: World) -> None:
        action = action_in(world, "verified")
        decided(world, action.meeting, "دومی", no_action_because="برای آگاهی")
        promise(world, action.meeting, owner="mina", days=1)

        answer = of(world, "nader").get(f"/meetings/series/{action.series.pk}/decisions")

        said = words(answer)
        assert "۳ مصوبه" in said and "۲ اقدام" in said and "۵۰٪" in said
        assert answer.content.decode().count('class="fate mirror"') == 3
        assert "برای آگاهی" in said and "مینا دهواری" in said

    def test_an_empty_one_says_what_will_come(self, world: World) -> None:
        series = council(world)

        assert "هنوز مصوبه‌ای نیست" in words(of(world, "nader").get(f"/meetings/series/{series.pk}/decisions"))
