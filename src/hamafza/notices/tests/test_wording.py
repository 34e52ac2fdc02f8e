"""No text that leaves the system tells of what or of whom."""

import string

import pytest

from hamafza.notices.wording import WORDING, body_of, gist
from hamafza_engines.persian import search_key

CODES_DAYS_LINKS = {"code", "until", "link", "count"}
DOMAIN_WORDS = [
    "درمان", "سلامت", "دارو", "بیمار", "مشاوره", "روان", "حقوق", "قضا", "اشتغال",
    "کارآفرین", "مدرسه", "تحصیل", "معیشت", "مسکن", "خانه", "بانوان", "خانواده", "کودک",
    "معلول", "توان‌خواه", "سالمند", "اعتیاد", "معتاد", "زندان", "ازدواج", "جهیزیه",
    "یتیم", "خشونت", "فقر", "نیازمند", "مددجو", "قرض", "وام",
]  # fmt: skip
CANARY = {
    "name": "گلنارِ قناری",
    "domain": "درمان و سلامت",
    "text": "مادرم دارو می‌خواهد",
    "phone": "09151234567",
}


def facts_of(template: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(WORDING[template]) if name}


@pytest.mark.parametrize("template", WORDING)
class TestEveryText:
    def test_asks_for_codes_days_and_links_only(self, template: str) -> None:
        assert facts_of(template) <= CODES_DAYS_LINKS

    def test_holds_no_word_of_a_domain(self, template: str) -> None:
        words = search_key(WORDING[template])

        assert [word for word in DOMAIN_WORDS if search_key(word) in words] == []

    def test_lets_no_personal_fact_through(self, template: str) -> None:
        facts = dict.fromkeys(facts_of(template), "۱۲۳")

        body = body_of(template, facts | CANARY)

        assert not any(fact in body for fact in CANARY.values())

    def test_says_from_whom_it_is(self, template: str) -> None:
        assert WORDING[template].startswith("هم‌افزا:")

    def test_fits_three_parts_of_an_sms(self, template: str) -> None:
        facts = {
            "code": "1234567890123",
            "until": "چهارشنبه ۳۰ اردیبهشت، ساعت ۱۴:۰۰",
            "link": "https://hamafza.example.ir/t",
            "count": "۱۲",
        }

        assert len(body_of(template, facts)) <= 3 * 67

    def test_has_a_gist_without_placeholders(self, template: str) -> None:
        assert "{" not in gist(template)


def test_a_missing_fact_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        body_of("request_received", {"code": "1"})


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("request_received", "هم‌افزا: درخواست شما ثبت شد. کد رهگیری: …. پیگیری: …"),
        ("referral_done", "هم‌افزا: نتیجهٔ ارجاع … ثبت شد."),
        ("sign_in_new_device", WORDING["sign_in_new_device"]),
    ],
)
def test_a_gist_shows_where_a_fact_stood(template: str, said: str) -> None:
    assert gist(template) == said
