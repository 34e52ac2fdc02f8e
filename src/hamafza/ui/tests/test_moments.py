from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from hamafza.kernel.clock import TEHRAN
from hamafza.ui import moments
from hamafza.ui.deadline import deadline
from hamafza.ui.templatetags import hamafza_ui as filters

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=TEHRAN)


@pytest.fixture(params=["fa", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


class TestADayInWords:
    @pytest.mark.parametrize(
        ("style", "fa", "en"),
        [
            ("long", "شنبه ۳۰ آبان ۱۴۰۵", "Sat 21 Nov 2026 (30 Aban 1405)"),
            ("day", "شنبه ۳۰ آبان", "Sat 21 Nov"),
            ("short", "۱۴۰۵/۰۸/۳۰", "2026-11-21"),
            ("month", "آبان ۱۴۰۵", "Aban 1405"),
            ("time", "شنبه ۳۰ آبان ۱۴۰۵، ۱۲:۰۰", "Sat 21 Nov 2026 (30 Aban 1405), 12:00"),
            ("clock", "۱۲:۰۰", "12:00"),
        ],
    )
    def test_follows_the_language_of_the_page(self, language, style, fa, en):
        assert filters.jalali(NOON, style) == {"fa": fa, "en": en}[language]

    def test_is_the_day_in_tehran_a_minute_after_its_midnight(self):
        late_in_utc = datetime.fromisoformat("2026-11-21T20:31:00+00:00")

        with translation.override("fa"):
            assert filters.jalali(late_in_utc, "time") == "یکشنبه ۱ آذر ۱۴۰۵، ۰۰:۰۱"

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (date(2026, 3, 20), "جمعه ۲۹ اسفند ۱۴۰۴"),
            (date(2026, 3, 21), "شنبه ۱ فروردین ۱۴۰۵"),
            (date(2025, 3, 20), "پنجشنبه ۳۰ اسفند ۱۴۰۳"),
            (date(2025, 3, 21), "جمعه ۱ فروردین ۱۴۰۴"),
        ],
    )
    def test_knows_the_last_day_of_a_common_and_of_a_leap_year(self, day, words):
        with translation.override("fa"):
            assert filters.jalali(day) == words

    def test_is_empty_for_no_day(self):
        assert filters.jalali(None) == ""


class TestWhatIsLeft:
    @pytest.mark.parametrize(
        ("left", "fa", "en"),
        [
            (timedelta(days=2), "۲ روز مانده", "2 days left"),
            (timedelta(hours=24), "۱ روز مانده", "1 day left"),
            (timedelta(hours=23, minutes=59), "۲۳ ساعت مانده", "23 hours left"),
            (timedelta(minutes=59), "۵۹ دقیقه مانده", "59 minutes left"),
            (timedelta(seconds=30), "کمتر از یک دقیقه مانده", "less than a minute left"),
            (timedelta(seconds=-30), "همین اکنون گذشت", "just passed"),
            (timedelta(hours=-3), "۳ ساعت گذشته", "3 hours overdue"),
        ],
    )
    def test_is_told_by_its_largest_unit(self, language, left, fa, en):
        assert filters.remaining(NOON + left, NOON) == {"fa": fa, "en": en}[language]

    def test_counts_a_day_to_its_end_in_tehran(self):
        with translation.override("en"):
            assert moments.remaining(NOON.date(), NOON) == "12 hours left"

    def test_a_length_of_time_has_words_of_its_own(self):
        with translation.override("fa"):
            assert filters.duration(timedelta(hours=5)) == "۵ ساعت"


class TestADeadline:
    @pytest.mark.parametrize(
        ("used_hours", "tone"), [(0, "on_time"), (74, "on_time"), (75, "soon"), (100, "soon"), (101, "late")]
    )
    def test_has_a_tone_by_the_share_of_time_used(self, used_hours, tone):
        ring = deadline(NOON, NOON + timedelta(hours=100), NOON + timedelta(hours=used_hours))

        assert ring.tone == tone

    def test_never_draws_more_than_the_whole_ring(self):
        assert deadline(NOON, NOON + timedelta(hours=1), NOON + timedelta(hours=9)).share == 1.0

    def test_is_whole_when_it_was_due_at_once(self):
        assert deadline(NOON, NOON, NOON).share == 1.0

    def test_is_short_and_long_in_words(self):
        with translation.override("fa"):
            ring = deadline(NOON, NOON + timedelta(days=4), NOON + timedelta(days=1))

        assert (ring.short, ring.label, ring.share) == ("۳ر", "۳ روز مانده", 0.25)


class TestNumbers:
    def test_wear_the_digits_of_the_language(self, language):
        shown = filters.number(1234567.5, 1), filters.fa("A12"), filters.percent(0.936)

        assert (
            shown
            == {
                "fa": ("۱٬۲۳۴٬۵۶۷٫۵", "A۱۲", "۹۴٪"),
                "en": ("1,234,567.5", "A12", "94%"),
            }[language]
        )

    def test_are_empty_when_there_is_none(self):
        assert (filters.number(None), filters.fa(None), filters.percent(None)) == ("", "", "")

    @pytest.mark.parametrize(
        ("share", "drawn"), [(0.5, "50.0"), (-1, "0.0"), (7, "100.0"), ("0.25", "25.0"), ("", "0.0")]
    )
    def test_a_share_is_drawn_within_its_frame(self, share, drawn):
        assert filters.hundredths(share) == drawn
