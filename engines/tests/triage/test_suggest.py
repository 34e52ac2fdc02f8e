"""What triage says of a request, and when it says that it does not know."""

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.triage import DOMAINS, DomainScore, suggest

CLEAR = {
    "health": "برای عمل قلب پدرم در بیمارستان پول نداریم",
    "counselling": "افسرده‌ام و می‌خواهم با روان‌شناس صحبت کنم",
    "legal": "برای دادگاه به وکیل رایگان نیاز دارم",
    "employment": "بیکارم و دنبال شغل می‌گردم",
    "education": "شهریه مدرسه پسرم را نداریم",
    "livelihood": "بسته غذایی و برنج برای خانواده می‌خواهیم",
    "housing": "صاحبخانه جواب کرده و پول پیش خانه نداریم",
    "women_family": "زن سرپرست خانوار هستم و شوهرم طلاقم داده",
    "child_protection": "می‌خواهم حامی یک کودک یتیم شوم",
    "disability": "ویلچر پسر معلولم شکسته است",
    "elderly": "پرستار سالمند برای مادربزرگم می‌خواهم",
    "addiction": "برادرم معتاد است و کمپ ترک اعتیاد می‌خواهیم",
    "prisoners": "پدرم برای دیه در زندان است",
    "marriage": "جهیزیه دخترم کامل نیست و عروسی نزدیک است",
    "culture_book": "برای کتابخانه روستا کتاب داستان می‌خواهیم",
    "religious_quran": "کلاس حفظ قرآن در مسجد",
    "pilgrimage": "مادرم آرزو دارد به زیارت مشهد برود",
    "sport_youth": "تیم فوتبال نوجوانان توپ و لباس ندارد",
    "disaster": "سیل خانه‌های روستا را برده و چادر لازم داریم",
    "media_it": "رمز سامانه را فراموش کرده‌ام و وارد حساب کاربری نمی‌شوم",
}
OFF_TOPIC = (
    "", "   ", "سلام", "تست", "asdf ghjk", "خیلی ممنونم خدا خیرتان بدهد", "قیمت دلار امروز چند است؟", "1234567890", "؟؟؟!!!",
    "hello how are you", "ظزط رذز دپو", "تیم ملی ایران با دو گل برنده شد", "رئیس جمهور با همتای خود دیدار کرد",
    "دستور پخت قرمه‌سبزی برای چهار نفر", "😀😀😀", "دعوا با همسایه سر پارکینگ",
)  # fmt: skip


class TestDomains:
    @pytest.mark.parametrize("domain", DOMAINS)
    def test_a_clear_request_is_known(self, domain):
        suggestion = suggest(CLEAR[domain])

        assert suggestion.domains[0].domain == domain
        assert not suggestion.abstained
        assert suggestion.needs[0].domain == domain

    @pytest.mark.parametrize("domain", DOMAINS)
    def test_half_spaces_and_arabic_letters_change_nothing_of_the_domain(self, domain):
        typed = CLEAR[domain].replace("\u200c", " ").replace("ی", "ي").replace("ک", "ك")

        assert suggest(typed).domains[0].domain == domain

    def test_all_twenty_are_ranked_by_confidence(self):
        scores = suggest(CLEAR["health"]).domains

        assert {score.domain for score in scores} == set(DOMAINS)
        assert [s.confidence for s in scores] == sorted((s.confidence for s in scores), reverse=True)
        assert sum(s.confidence for s in scores) <= 1 + 1e-9

    def test_the_words_are_of_the_text(self):
        text = CLEAR["addiction"]

        words = suggest(text).domains[0].words

        assert words
        assert all(text[word.start : word.end] == word.text for word in words)
        assert {"معتاد", "اعتیاد"} & {word.text for word in words}
        assert all(0 < word.weight <= 1 for word in words)

    def test_words_stand_once_each_heaviest_first(self):
        for score in suggest("پدرم زندان است و برای دیه پدرم پول نداریم").domains[:3]:
            starts = [word.start for word in score.words]

            assert len(set(starts)) == len(starts) <= 5
            assert [w.weight for w in score.words] == sorted((w.weight for w in score.words), reverse=True)

    def test_taking_the_heaviest_word_away_lowers_the_confidence(self):
        text = CLEAR["pilgrimage"]
        best = suggest(text).domains[0]
        heaviest = best.words[0]

        without = suggest(text[: heaviest.start] + text[heaviest.end :])

        lower = next(score for score in without.domains if score.domain == best.domain)
        assert lower.confidence < best.confidence

    @pytest.mark.parametrize(
        ("hand", "text"),
        [
            ("official", "احتراماً خواهشمند است نسبت به تأمین ویلچر برای مددجوی نامبرده اقدام فرمایید"),
            ("elderly", "پسرم خدا عمرت بدهد، ویلچرم شکسته و از خانه درنمی‌آیم"), ("sms", "ویلچر شکسته کمک"),
            ("misspelt", "ویلچرم شکصته کمک کنین"), ("angry", "چند بار بگویم ویلچر من شکسته؟ چرا کسی جواب نمی‌دهد!"),
            ("apologetic", "ببخشید مزاحم شدم، شرمنده‌ام، ویلچرم شکسته اگر زحمتی نیست"),
            ("volunteer", "در سرکشی دیدم ویلچر مردی در روستا شکسته و از خانه بیرون نمی‌آید"),
            ("finglish", "salam vilcheram shekaste komak konid"),
        ],
    )  # fmt: skip
    def test_one_need_in_many_hands(self, hand, text):
        assert suggest(text).domains[0].domain == "disability"

    def test_the_same_text_gets_the_same_answer(self):
        assert suggest(CLEAR["legal"]) == suggest(CLEAR["legal"])


class TestAbstaining:
    @pytest.mark.parametrize("text", OFF_TOPIC)
    def test_says_it_does_not_know(self, text):
        suggestion = suggest(text)

        assert suggestion.abstained
        assert suggestion.needs == ()


class TestNeeds:
    def test_two_needs_are_both_found(self):
        found = suggest("پسرم معلول است و ویلچرش شکسته، شوهرم هم در زندان است و دیه نداریم").needs

        assert {need.domain for need in found} == {"disability", "prisoners"}

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("شوهرم زندان است و دیه نداریم، صاحبخانه هم اجاره می‌خواهد", {"prisoners", "housing"}),
            ("مادر پیرم پرستار می‌خواهد. پسرم هم شهریه دانشگاه ندارد.", {"elderly", "education"}),
            ("برای دخترم جهیزیه و برای پسرم کلاس کنکور می‌خواهیم", {"marriage", "education"}),
            ("پدرم باید عمل قلب شود و برادرم معتاد است و کمپ می‌خواهد", {"health", "addiction"}),
        ],
    )  # fmt: skip
    def test_needs_told_together_are_told_apart(self, text, expected):
        assert {need.domain for need in suggest(text).needs} == expected

    def test_the_main_need_comes_first_and_the_others_as_they_are_told(self):
        text = "ویلچر پسر معلولم شکسته، صاحبخانه اجاره می‌خواهد، دخترم هم شهریه مدرسه ندارد"

        suggestion = suggest(text)
        named = [need.domain for need in suggestion.needs]

        assert named[0] == suggestion.domains[0].domain
        rest = [domain for domain in ("disability", "housing", "education") if domain in named[1:]]
        assert [domain for domain in named[1:] if domain in rest] == rest
        assert {"disability", "housing", "education"} <= set(named)

    def test_a_circumstance_is_no_need_of_its_own_when_it_is_weak(self):
        assert "media_it" not in {
            need.domain for need in suggest("با گوشی زنگ می‌زنم، برای دیه پدرم کمک می‌خواهم").needs
        }

    def test_one_need_is_told_once(self):
        found = suggest("کلاس قرآن می‌خواهیم، معلم قرآن نداریم، حفظ قرآن هم").needs

        assert [need.domain for need in found] == ["religious_quran"]


class TestUrgency:
    @pytest.mark.parametrize(
        "text",
        ["فوری به کمک نیاز داریم", "نان شب نداریم", "شب‌ها در پارک می‌خوابم", "حکم تخلیه آمده", "انسولین مادرم تمام شده",
         "تا فردا باید خالی کنیم", "شیر خشک نوزاد نداریم"],
    )  # fmt: skip
    def test_what_cannot_wait_beyond_a_day(self, text):
        suggestion = suggest(text)

        assert suggestion.urgency == 1
        assert suggestion.urgency_words

    @pytest.mark.parametrize(
        "text",
        ["تا شنبه مهلت داریم خانه را خالی کنیم", "عمل مادرم پس‌فرداست و پول نداریم", "آخرین قرص قلبش را امروز خورد",
         "بچه‌ها از دیشب گرسنه‌اند", "امشب جایی برای خواب نداریم", "هر چه سریع‌تر رسیدگی کنید", "مهلت اعتراض به رأی فردا تمام می‌شود"],
    )  # fmt: skip
    def test_a_deadline_is_heard(self, text):
        assert suggest(text).urgency == 1

    @pytest.mark.parametrize(
        "text",
        ["فوری نیست، هر وقت شد", "عجله‌ای ندارم", "کتابخانه فردا باز است؟", "کلاس قرآن امروز ساعت چند است؟"],
    )
    def test_a_word_of_time_is_no_deadline(self, text):
        assert suggest(text).urgency == 0

    @pytest.mark.parametrize("text", ["سیل روستا را گرفته و روی پشت بام مانده‌ایم", "زلزله آمده کمک کنید"])
    def test_an_emergency_without_a_named_danger(self, text):
        assert suggest(text).urgency == 2

    @pytest.mark.parametrize(
        "text", ["کتاب برای کتابخانه داریم", "کلاس قرآن می‌خواهیم", "شناسنامه‌ام گم شده است", "وام ازدواج"]
    )
    def test_an_ordinary_request(self, text):
        suggestion = suggest(text)

        assert (suggestion.urgency, suggestion.urgency_words) == (0, ())


class TestHostileInput:
    @pytest.mark.parametrize(
        "text",
        ["ا" * 10_000_000, "می " * 1_000_000, "\x00" * 1000, "()[]{}*+?\\" * 1000, "\ud800", "🏳️‍🌈" * 999],
    )
    def test_is_answered(self, text):
        assert suggest(text).model_version

    @settings(max_examples=60)
    @given(st.text(max_size=200))
    def test_any_text_is_answered_within_the_ranges(self, text):
        suggestion = suggest(text)

        assert len(suggestion.domains) == 20
        assert suggestion.urgency in (0, 1, 2)
        assert bool(suggestion.needs) != suggestion.abstained

    def test_an_answer_cannot_be_changed(self):
        with pytest.raises(FrozenInstanceError):
            suggest("سلام").urgency = 2

    @pytest.mark.parametrize(
        ("domain", "confidence"), [("nothing", 0.5), ("health", 1.5), ("health", float("nan"))]
    )
    def test_a_score_out_of_range_is_refused(self, domain, confidence):
        with pytest.raises(ValueError, match="must"):
            DomainScore(domain, confidence)
