"""Texts that nobody means well with: each is answered, in time, within its promises."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.triage import check, suggest
from hamafza_engines.triage._features import MAX_CHARACTERS, tokens

ASK = "برای دادگاه به وکیل رایگان نیاز دارم"
HOSTILE = {
    "nothing": "",
    "null bytes": "\x00" * 500,
    "a lone surrogate": f"{ASK} \ud83d",
    "every control letter": "".join(map(chr, range(32))) + ASK,
    "bidi overrides": f"\u202e{ASK}\u202c\u2066\u2069",
    "half-spaces alone": "\u200c" * 300,
    "marks alone": "\u064b\u0651\u0670" * 300,
    "a pattern": "(" * 300 + "a+)+$" + ")" * 300,
    "html": f"<script>alert('{ASK}')</script>",
    "sql": f"'; DROP TABLE requests; -- {ASK}",
    "a path": "../../../../etc/passwd",
    "one word of ten thousand letters": "ک" * 5000 + "ت" * 5000,
    "ten thousand words": "کمک " * 10_000,
    "ten thousand commas": "،" * 10_000,
    "ten thousand ands": "و " * 10_000,
    "ten thousand lines": f"{ASK}\n" * 1000,
    "a million digits": "۱" * 1_000_000,
    "ten million letters": "کتاب" * 2_500_000,
    "flags and faces": "🇮🇷👨‍👩‍👧‍👦🏳️‍🌈" * 100,
    "Chinese": "我需要法律援助" * 20,
    "Arabic": "أحتاج إلى محام مجاني للمحكمة" * 5,
    "Hebrew": "אני צריך עורך דין",
    "mathematics": "𝔸𝕓𝕔 ∑∫√" * 50,
    "a table": "نام\tسن\n" + "علی\t۱۲\n" * 200,
}
EVERY = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


@EVERY
class TestEveryText:
    def test_keeps_every_promise(self, text):
        assert check(text, suggest(text)) == []

    @pytest.mark.slow  # thousands of parts are each judged
    def test_takes_no_longer_than_a_long_letter(self, text):
        suggest(text)
        start = process_time()

        suggest(text)

        assert process_time() - start < 2.0  # measured 0.2 at most; a runaway pattern would take minutes


class TestWrapping:
    @pytest.mark.parametrize(
        "name", ["every control letter", "bidi overrides", "html", "sql", "a lone surrogate"]
    )
    def test_hides_no_request(self, name):
        assert suggest(HOSTILE[name]).domains[0].domain == "legal"

    @pytest.mark.parametrize(
        "cover", ["<b>{}</b>", "\u202e{}\u202c", "***{}***", "{}\x00", "http://x.ir/?q=1 {}", "«{}»", "#{}"]
    )
    def test_hides_no_danger(self, cover):
        text = cover.format("شوهرم مرا کتک می‌زند")

        assert "violence" in {danger.kind for danger in suggest(text).dangers}

    def test_letters_of_another_writing_make_no_request(self):
        assert all(
            suggest(HOSTILE[name]).abstained for name in ("Chinese", "Hebrew", "mathematics", "a path")
        )


class TestLength:
    def test_is_read_to_four_thousand_letters(self):
        assert MAX_CHARACTERS == 4000
        assert tokens("ا " * 5000)[-1][2] <= MAX_CHARACTERS

    def test_behind_the_last_letter_read_nothing_counts(self):
        text = "کتاب " * 800

        assert suggest(text + "خانه آتش گرفته") == suggest(text)

    def test_just_before_it_a_danger_still_counts(self):
        ending = "خانه آتش گرفته"
        text = "سلام. " * 700
        text = text[: MAX_CHARACTERS - len(ending) - 1] + " " + ending

        assert len(text) == MAX_CHARACTERS
        assert "fire" in {danger.kind for danger in suggest(text).dangers}

    def test_a_word_longer_than_any_is_shown_whole_and_read_by_its_beginning(self):
        long = "دادگاه" + "بلند" * 30

        (token,) = tokens(long)

        assert len(token[0]) == 30
        assert long[token[1] : token[2]] == long


class TestRandomTexts:
    @settings(max_examples=60, deadline=None)
    @given(st.text(alphabet="اآبپتجچحخدرزسشعغفقکگلمنوهیي ك\u200c،.؟!\n۰۱۲abc", max_size=120))
    def test_of_persian_letters_keep_every_promise(self, text):
        assert check(text, suggest(text)) == []

    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=40))
    def test_before_a_danger_do_not_hide_it(self, noise):
        said = suggest(f"{noise}\nخانه آتش گرفته است")

        assert said.urgency == 2 or "fire" in {danger.kind for danger in said.dangers}
