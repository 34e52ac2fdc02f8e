from datetime import date, datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from hamafza.kernel.clock import TEHRAN
from hamafza.ui.fields import JalaliDateField, JalaliDateTimeField, PersianIntegerField, PhoneField, RialField


@pytest.fixture(autouse=True)
def persian():
    with translation.override("fa"):
        yield


class TestAJalaliDay:
    @pytest.mark.parametrize("written", ["۱۴۰۴/۹/۷", "1404-09-07", "14040907", "۱۴۰۴۰۹۰۷", "٠٧/٠٩/١٤٠٤", "2025-11-28"])
    def test_is_read_however_it_is_written(self, written):
        assert JalaliDateField().clean(written) == date(2025, 11, 28)

    @pytest.mark.parametrize(
        ("written", "day"),
        [
            ("1403/12/30", date(2025, 3, 20)),
            ("1404/12/29", date(2026, 3, 20)),
            ("1404/01/31", date(2025, 4, 20)),
        ],
    )
    def test_may_be_the_last_of_its_month(self, written, day):
        assert JalaliDateField().clean(written) == day

    @pytest.mark.parametrize("written", ["1404/12/30", "1404/07/31", "1404/13/01", "1404/00/10", "04/9/7", "فردا", "0"])
    def test_that_is_not_in_the_calendar_is_refused_with_its_remedy(self, written):
        with pytest.raises(ValidationError, match="مانند ۱۴۰۵/۰۹/۰۱"):
            JalaliDateField().clean(written)

    def test_is_shown_in_jalali(self):
        class Form(forms.Form):
            day = JalaliDateField()

        assert 'value="۱۴۰۴/۰۹/۰۷"' in str(Form(initial={"day": date(2025, 11, 28)})["day"])

    def test_has_not_changed_when_it_is_written_otherwise(self):
        assert not JalaliDateField().has_changed(date(2025, 11, 28), "14040907")


class TestAnInstant:
    def test_is_on_the_clock_of_tehran(self):
        assert JalaliDateTimeField().clean(["۱۴۰۵/۹/۱", "۱۴:۳۰"]) == datetime(2026, 11, 22, 14, 30, tzinfo=TEHRAN)

    @pytest.mark.parametrize("hour", ["24:00", "12:60", "ظهر"])
    def test_refuses_an_hour_that_is_none(self, hour):
        with pytest.raises(ValidationError, match="مانند ۱۴:۳۰"):
            JalaliDateTimeField().clean(["14050901", hour])

    def test_asks_for_the_missing_half(self):
        with pytest.raises(ValidationError, match="ساعت را هم"):
            JalaliDateTimeField().clean(["14050901", ""])

    def test_may_be_left_out(self):
        assert JalaliDateTimeField(required=False).clean(["", ""]) is None

    def test_is_shown_in_its_two_halves(self):
        class Form(forms.Form):
            at = JalaliDateTimeField()

        html = str(Form(initial={"at": datetime.fromisoformat("2026-11-21T20:31:00+00:00")})["at"])

        assert 'value="۱۴۰۵/۰۹/۰۱"' in html and 'value="۰۰:۰۱"' in html


class TestATelephone:
    @pytest.mark.parametrize("written", ["۰۹۱۲ ۳۴۵ ۶۷۸۹", "+98 912 345 6789", "00989123456789", "٩١٢٣٤٥٦٧٨٩"])
    def test_is_kept_in_one_form(self, written):
        assert PhoneField(mobile=True).clean(written) == "09123456789"

    def test_may_be_a_landline_unless_a_message_must_reach_it(self):
        assert PhoneField().clean("051-38500000") == "05138500000"
        with pytest.raises(ValidationError, match="همراه"):
            PhoneField(mobile=True).clean("05138500000")

    def test_that_is_cut_short_is_refused(self):
        with pytest.raises(ValidationError, match="کامل نیست"):
            PhoneField().clean("۰۹۱۲۳۴۵")


class TestANumber:
    @pytest.mark.parametrize("written", ["۱٬۲۵۰", "1,250", "١٢٥٠", " 1250 ", "1 250", "۱،۲۵۰"])
    def test_is_read_with_any_digits(self, written):
        assert PersianIntegerField().clean(written) == 1250

    @pytest.mark.parametrize("written", ["چهار", "1.5.2", "--3"])
    def test_that_is_none_is_refused(self, written):
        with pytest.raises(ValidationError, match="فقط عدد"):
            PersianIntegerField().clean(written)

    @pytest.mark.parametrize(("value", "message"), [("0", "از ۱ به بالا"), ("21", "تا ۲۰ ")])
    def test_tells_its_limits_in_persian_digits(self, value, message):
        with pytest.raises(ValidationError, match=message):
            PersianIntegerField(min_value=1, max_value=20).clean(value)

    def test_is_shown_grouped(self):
        class Form(forms.Form):
            amount = RialField()

        assert 'value="۱٬۵۰۰٬۰۰۰"' in str(Form(initial={"amount": 1_500_000})["amount"])


class TestMoney:
    def test_may_carry_the_word_rial(self):
        assert RialField().clean("۵٬۰۰۰٬۰۰۰ ریال") == 5_000_000

    def test_in_toman_is_not_guessed(self):
        with pytest.raises(ValidationError, match="۱۰ ریال"):
            RialField().clean("500 تومان")

    def test_is_never_below_nothing(self):
        with pytest.raises(ValidationError):
            RialField().clean("-1")
