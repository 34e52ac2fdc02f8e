"""What triage says of a request, and when it says that it does not know."""

import json
from collections import Counter
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.triage import DOMAINS, DomainScore, suggest

DATA = Path(__file__).parents[1] / "data"
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

    def test_the_same_text_gets_the_same_answer(self):
        assert suggest(CLEAR["legal"]) == suggest(CLEAR["legal"])


class TestAbstaining:
    @pytest.mark.parametrize("text", OFF_TOPIC)
    def test_says_it_does_not_know(self, text):
        suggestion = suggest(text)

        assert suggestion.abstained
        assert suggestion.needs == ()

    def test_most_requests_are_not_refused(self):
        assert sum(suggest(text).abstained for _, _, text in requests()) <= 9


class TestNeeds:
    def test_two_needs_are_both_found(self):
        found = suggest("پسرم معلول است و ویلچرش شکسته، شوهرم هم در زندان است و دیه نداریم").needs

        assert {need.domain for need in found} == {"disability", "prisoners"}

    def test_one_need_is_told_once(self):
        found = suggest("کلاس قرآن می‌خواهیم، معلم قرآن نداریم، حفظ قرآن هم").needs

        assert [need.domain for need in found] == ["religious_quran"]


class TestDanger:
    @pytest.mark.parametrize(("kind", "text"), [tuple(line.split("\t")) for line in
                             (DATA / "dangers.tsv").read_text("utf-8").splitlines()])  # fmt: skip
    def test_is_told_by_its_paraphrases_and_by_nothing_else(self, kind, text):
        kinds = {danger.kind for danger in suggest(text).dangers}

        assert kind in kinds if kind != "none" else not kinds

    @pytest.mark.parametrize(
        ("text", "kind", "line"),
        [
            ("شوهرم مرا کتک می‌زند", "violence", "110"), ("می‌خواهم خودکشی کنم", "suicide", "1480"),
            ("خانه آتش گرفته", "fire", "125"), ("بچه را کتک می‌زنند", "child_at_risk", "123"),
            ("اوردوز کرده", "overdose", "115"), ("پدرم بیهوش شده", "acute_illness", "115"),
        ],
    )  # fmt: skip
    def test_shows_its_lines_and_words_and_is_an_emergency(self, text, kind, line):
        suggestion = suggest(text)

        danger = next(danger for danger in suggestion.dangers if danger.kind == kind)
        assert line in danger.lines
        assert danger.words
        assert all(text[word.start : word.end] == word.text for word in danger.words)
        assert suggestion.urgency == 2
        assert set(danger.words) <= set(suggestion.urgency_words)

    def test_is_told_even_when_the_model_abstains(self):
        suggestion = suggest("بیهوش شده")

        assert [danger.kind for danger in suggestion.dangers] == ["acute_illness"]

    @pytest.mark.parametrize("text", ["شوهرم مرا كتك مي زند", "شوهرم مرا کتک می زند", "شوهرم مرا کتک میزند"])
    def test_is_told_in_any_typing(self, text):
        assert "violence" in {danger.kind for danger in suggest(text).dangers}


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

    @pytest.mark.parametrize("text", ["سیل روستا را گرفته و روی پشت بام مانده‌ایم", "زلزله آمده کمک کنید"])
    def test_an_emergency_without_a_named_danger(self, text):
        assert suggest(text).urgency == 2

    @pytest.mark.parametrize(
        "text", ["کتاب برای کتابخانه داریم", "کلاس قرآن می‌خواهیم", "شناسنامه‌ام گم شده است", "وام ازدواج"]
    )
    def test_an_ordinary_request(self, text):
        suggestion = suggest(text)

        assert (suggestion.urgency, suggestion.urgency_words) == (0, ())


class TestQuality:
    """Floors a little below what was measured on the 90 texts, which no model has been trained on."""

    def test_the_first_and_the_first_three_domains(self):
        ranks = [[s.domain for s in suggest(text).domains].index(domain) for domain, _, text in requests()]

        assert sum(rank == 0 for rank in ranks) / len(ranks) >= FLOORS["top_1"]
        assert sum(rank < 3 for rank in ranks) / len(ranks) >= FLOORS["top_3"]

    def test_confidence_is_near_the_truth(self):
        bins = Counter()
        for domain, _, text in requests():
            best = suggest(text).domains[0]
            bins[int(best.confidence * 10)] += (best.domain == domain) - best.confidence

        assert sum(map(abs, bins.values())) / len(requests()) <= FLOORS["ece"]

    def test_urgent_ones_are_seen(self):
        seen = [suggest(text).urgency >= 1 for _, level, text in requests() if level]

        assert sum(seen) / len(seen) >= FLOORS["urgent_recall"]

    def test_ordinary_ones_are_not_called_urgent(self):
        called = [suggest(text).urgency >= 1 for _, level, text in requests() if not level]

        assert sum(called) / len(called) <= 0.1

    def test_none_of_the_90_is_in_the_corpus(self):
        import hamafza_engines.triage as triage

        corpus = (Path(triage.__file__).parent / "corpus.tsv").read_text("utf-8")

        assert not [text for _, _, text in requests() if text in corpus]


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


FLOORS = json.loads((DATA / "triage_floors.json").read_text("utf-8"))


def requests():
    lines = (DATA / "persian_requests.tsv").read_text("utf-8").splitlines()[1:]
    return [(row[2], int(row[4]), row[5]) for row in (line.split("\t") for line in lines)]
