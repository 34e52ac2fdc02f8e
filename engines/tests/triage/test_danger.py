"""Dangers: told by many words, denied by some, and never hidden by a doubt about the domain."""

from pathlib import Path

import pytest

from hamafza_engines.triage import DANGERS, suggest
from hamafza_engines.triage._danger import LINES, Heard, dangers, urgency
from hamafza_engines.triage._features import tokens

DATA = Path(__file__).parents[1] / "data"


def rows(name):
    return [tuple(line.split("\t")) for line in (DATA / name).read_text("utf-8").splitlines()]


def kinds(text):
    return {danger.kind for danger in suggest(text).dangers}


@pytest.mark.parametrize(("kind", "text"), rows("dangers.tsv"))
def test_is_told_by_its_paraphrases_and_by_nothing_else(kind, text):
    assert kind in kinds(text) if kind != "none" else not kinds(text)


class TestLines:
    def test_every_danger_has_lines_of_three_or_four_digits(self):
        assert set(LINES) == set(DANGERS)
        assert all(line.isdigit() and 3 <= len(line) <= 4 for lines in LINES.values() for line in lines)

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

    def test_what_leaves_least_time_comes_first(self):
        told = [
            danger.kind for danger in suggest("شوهرم مرا کتک زد و بچه بیهوش شده و خانه آتش گرفته").dangers
        ]

        assert told == [kind for kind in DANGERS if kind in told]
        assert {"acute_illness", "violence", "fire"} <= set(told)


class TestDenial:
    @pytest.mark.parametrize(
        "text",
        [
            "شوهرم دیگر مرا نمی‌زند ولی خرجی نمی‌دهد", "پدرم خودکشی نکرده، تصادف کرده بود", "او هیچ‌وقت کتک نخورده است",
            "خودکشی نمی‌کنم فقط خسته‌ام", "تهدیدم نکرده است", "بچه‌ام تشنج نکرده، فقط دارویش را می‌خواهم",
            "خانه‌مان آتش نگرفته خدا را شکر", "برادرم اوردوز نکرده", "بیهوش نشده بود",
        ],
    )  # fmt: skip
    def test_a_negation_is_no_danger(self, text):
        assert not kinds(text)

    @pytest.mark.parametrize(
        "text",
        [
            "از خستگی مُردم", "از خستگی مردم به خدا", "بچه‌ام عاشق آتش‌بازی است", "از خنده مردیم", "می‌میرم برای زیارت کربلا",
            "دلم آتش گرفت از این خبر", "الهی بمیرم برات", "از گرما داریم می‌میریم، کولر می‌خواهیم",
        ],
    )  # fmt: skip
    def test_a_figure_of_speech_is_no_danger(self, text):
        assert not kinds(text)

    @pytest.mark.parametrize(
        "text",
        ["ده سال پیش خانه‌مان آتش گرفت", "پارسال اوردوز کرد و حالا پاک است", "پدرم پنج سال پیش سکته کرد"],
    )
    def test_what_is_long_past_is_no_danger(self, text):
        assert not kinds(text)

    @pytest.mark.parametrize(
        ("text", "kind"),
        [("دیگر تحمل نمی‌کنم، شوهرم مرا کتک می‌زند", "violence"), ("پارسال هم می‌خواست خودکشی کند", "suicide"),
         ("نمی‌دانم چه کنم پسرم بیهوش شده", "acute_illness"), ("دیروز گفت خودکشی می‌کنم، باور نکردم", "suicide")],
    )  # fmt: skip
    def test_a_danger_beside_another_no_is_told(self, text, kind):
        assert kind in kinds(text)


class TestReportedSpeech:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("دخترم گفت می‌خواهم خودکشی کنم", "suicide"), ("همسایه می‌گوید شوهرش او را کتک می‌زند", "violence"),
            ("معلمش تعریف کرد که بچه را کتک می‌زنند", "child_at_risk"), ("از پشت تلفن گفت پدرم بیهوش شده", "acute_illness"),
        ],
    )  # fmt: skip
    def test_what_another_tells_counts(self, text, kind):
        assert kind in kinds(text)


class TestTyping:
    @pytest.mark.parametrize(
        "text",
        [
            "شوهرم مرا كتك مي زند",
            "شوهرم مرا کتک می زند",
            "شوهرم مرا کتک میزند",
            "شوهرم منو کطک میزنه",
            "shoharam mano kotak mizane",
        ],
    )
    def test_violence_is_told_in_any_typing(self, text):
        assert "violence" in kinds(text)

    @pytest.mark.parametrize(
        "text", ["خونه آتیششش گرفته", "خانه آتش گرفتہ", "خانه اتش گرفته", "خانه  آتش‌گرفته"]
    )
    def test_fire_is_told_in_any_typing(self, text):
        assert "fire" in kinds(text)

    @pytest.mark.parametrize("text", ["بیحوش شده", "پدرم صکته کرده", "تشنّج کرده"])
    def test_illness_is_told_in_any_spelling(self, text):
        assert "acute_illness" in kinds(text)

    def test_a_danger_in_the_middle_of_a_long_story_is_told(self):
        story = "سلام. ما سه سال است در این شهر زندگی می‌کنیم و همه همسایه‌ها ما را می‌شناسند. " * 5

        assert "violence" in kinds(f"{story} شوهرم مرا کتک می‌زند. {story}")

    def test_is_told_even_when_the_model_abstains(self):
        assert [danger.kind for danger in suggest("بیهوش شده").dangers] == ["acute_illness"]


class TestTwoWitnesses:
    def test_the_model_may_accuse_what_no_rule_knows(self):
        heard = [
            Heard(dict.fromkeys((*DANGERS, "emergency", "soon"), 0.0) | {"fire": 0.9}, lambda kind: ("x",))
        ]

        assert [danger.kind for danger in dangers(tokens("هیچ"), "هیچ", heard)] == ["fire"]

    def test_a_doubtful_model_does_not(self):
        heard = [
            Heard(dict.fromkeys((*DANGERS, "emergency", "soon"), 0.0) | {"fire": 0.3}, lambda kind: ("x",))
        ]

        assert dangers(tokens("هیچ"), "هیچ", heard) == ()

    def test_nor_does_it_when_a_rule_excuses(self):
        text = "بچه‌ام عاشق آتش‌بازی است"
        heard = [
            Heard(dict.fromkeys((*DANGERS, "emergency", "soon"), 0.0) | {"fire": 0.9}, lambda kind: ("x",))
        ]

        assert dangers(tokens(text), text, heard) == ()

    def test_rules_need_no_model(self):
        text = "خانه آتش گرفته"

        assert [danger.kind for danger in dangers(tokens(text), text)] == ["fire"]
        assert urgency(tokens(text), text, dangers(tokens(text), text))[0] == 2


class TestRecall:
    """Floors; what was measured first, before anything was learnt from these texts, stands in docs/engines/triage.md."""

    @pytest.mark.parametrize("name", ["dangers_more.tsv", "dangers_unseen.tsv"])
    def test_most_of_other_wordings_are_told(self, name):
        told = [kind in kinds(text) for kind, text in rows(name) if kind != "none"]

        assert sum(told) / len(told) >= 0.9

    @pytest.mark.parametrize("name", ["dangers_more.tsv", "dangers_unseen.tsv"])
    def test_most_hard_negatives_are_left_alone(self, name):
        called = [bool(kinds(text)) for kind, text in rows(name) if kind == "none"]

        assert sum(called) / len(called) <= 0.15

    def test_ordinary_requests_are_seldom_called_dangerous(self):
        texts = [text for _, text in rows("triage_unseen.tsv")]

        assert sum(bool(kinds(text)) for text in texts) / len(texts) <= 0.06
