"""Every danger in every spelling, and what a denial does to it: rather called in vain than hushed."""

import pytest

from hamafza_engines.triage import suggest
from hamafza_engines.triage._danger import LINES, dangers
from hamafza_engines.triage._features import tokens

SPELT = {
    "suicide": [
        "می‌خواهم خودکشی کنم", "می خواهم خود کشی کنم", "میخواهم خود‌کشی کنم", "ميخواهم خودكشي كنم", "میخام خودکشی کنم",
        "خودکشییییی", "می‌خواهم خودم را بکشم", "میخوام خودمو بکشم", "mikham khodkoshi konam", "دیگه نمیخوام زنده باشم",
        "دیگر نمی‌خواهم زنده باشم", "از زندگی سیر شده‌ام", "قصد خودکشی دارم", "به فکر خودکشی افتاده ام",
    ],
    "violence": [
        "شوهرم کتکم می‌زند", "شوهرم کتکم میزنه", "شوهرم کتک می زنه", "شوهرم كتكم ميزند", "کتکککک می‌خورم", "کطک میخورم",
        "با چاقو تهدیدم می‌کند", "با چاغو تهدیدم میکنه", "shoharam kotakam mizane",
    ],
    "fire": [
        "خانه آتش گرفته", "خونه آتیش گرفته", "خانه اتش گرفته", "خانه آتیییش گرفته", "آتش‌سوزی شده", "آتش سوزی شده",
        "آتشسوزی شد", "بوی گاز می‌آید", "بوی گاز می آید", "بو گاز میاد",
    ],
    "overdose": [
        "اوردوز کرده", "اور دوز کرده", "اوردوووز کرده", "یک مشت قرص خورده", "یه مشت قرص خورده", "یک مشت قرس خورده",
        "قرص برنج خورده",
    ],
    "acute_illness": [
        "پدرم بیهوش شده", "بی هوش شده", "بی‌هوش شده", "بیحوش شده", "بیهوووش شده", "نفسش بالا نمی‌آید", "نفسش بالا نمیاد",
        "نفس اش بند آمده", "سکته کرده", "صکطه کرده", "تشنج می‌کند", "تشنج می کند", "تشنّج میکنه",
    ],
    "child_at_risk": [
        "بچه را کتک می‌زنند", "بچه را کتک می زنند", "بچه رو کتک میزنن", "ناپدری بچه را می‌زند", "دخترم گم شده",
        "نوزادی جلوی مسجد رها شده",
    ],
}  # fmt: skip
EVERY = [
    pytest.param(kind, text, id=f"{kind} {i}")
    for kind, texts in SPELT.items()
    for i, text in enumerate(texts)
]
MARKS = {
    "a comma": "،",
    "a stop": ".",
    "a wonder": "!!!",
    "a question": "؟",
    "a line": "\n",
    "a smile": " 😔 ",
}


def kinds(text):
    return {danger.kind for danger in suggest(text).dangers}


@pytest.mark.parametrize(("kind", "text"), EVERY)
class TestSpelling:
    def test_is_told_and_cannot_wait(self, kind, text):
        said = suggest(text)

        assert kind in {danger.kind for danger in said.dangers}
        assert said.urgency == 2

    def test_shows_its_lines_first_and_words_that_stand_in_the_text(self, kind, text):
        danger = next(danger for danger in suggest(text).dangers if danger.kind == kind)

        assert danger.lines == LINES[kind]
        assert [text[word.start : word.end] for word in danger.words] == [w.text for w in danger.words] != []
        assert 0.99 <= sum(word.weight for word in danger.words) <= 1.01

    def test_is_told_behind_a_greeting(self, kind, text):
        assert kind in kinds(f"سلام، خسته نباشید. {text}")

    def test_is_told_before_a_word_of_thanks(self, kind, text):
        assert kind in kinds(f"{text}. خدا خیرتان بدهد، ممنون")

    def test_is_told_in_a_letter(self, kind, text):
        assert kind in kinds(f"احتراماً به استحضار می‌رساند {text}، خواهشمند است اقدام فرمایید")


class TestPunctuation:
    @pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
    @pytest.mark.parametrize("kind", SPELT)
    def test_after_it_hides_nothing(self, kind, mark):
        assert kind in kinds(SPELT[kind][0] + mark)

    @pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
    @pytest.mark.parametrize("kind", SPELT)
    def test_before_it_hides_nothing(self, kind, mark):
        assert kind in kinds(mark + SPELT[kind][0])

    @pytest.mark.parametrize("kind", SPELT)
    def test_in_brackets_and_quotes_it_is_told(self, kind):
        assert kind in kinds(f"«{SPELT[kind][0]}»")
        assert kind in kinds(f"({SPELT[kind][0]})")


class TestTheRulesAlone:
    """What the rules know they tell without any model: retraining can never unlearn it."""

    @pytest.mark.parametrize(
        ("kind", "text"),
        [("suicide", "می‌خواهم خودکشی کنم"), ("violence", "شوهرم کتکم می‌زند"), ("fire", "خانه آتش گرفته"),
         ("overdose", "اوردوز کرده"), ("acute_illness", "پدرم بیهوش شده"), ("child_at_risk", "بچه را کتک می‌زنند")],
    )  # fmt: skip
    def test_tell_it(self, kind, text):
        assert kind in {danger.kind for danger in dangers(tokens(text), text)}

    @pytest.mark.parametrize("text", ["کتاب می‌خواهم", "کلاس قرآن", "وام ازدواج", "سلام", ""])
    def test_tell_nothing_of_an_ordinary_text(self, text):
        assert dangers(tokens(text), text) == ()


class TestDenied:
    @pytest.mark.parametrize(
        "text",
        ["قصد خودکشی ندارد", "قصد خودکشی ندارم فقط غمگینم", "فکر خودکشی ندارم", "گفت خودکشی نمی‌کند", "خودکشی نکرده",
         "نه، خودکشی نمی‌کنم"],
    )  # fmt: skip
    def test_a_suicide_is_no_danger_but_someone_asks_within_a_day(self, text):
        said = suggest(text)

        assert not said.dangers
        assert said.urgency == 1
        assert "خودکشی" in {word.text for word in said.urgency_words}

    @pytest.mark.parametrize("text", ["خودکشی نخواهم کرد", "آیا خودکشی کرده؟", "اگر خودکشی کند چه؟"])
    def test_a_suicide_left_open_is_a_danger(self, text):
        assert kinds(text) == {"suicide"}

    @pytest.mark.parametrize(
        "text",
        ["شوهرم دست بزن ندارد", "خانه آتش نگرفته است", "سکته نکرده", "خونریزی ندارد", "اوردوز نکرده", "بچه گم نشده",
         "هرگز مرا نزده", "تا حالا کتک نخورده‌ام", "کتکم نمی‌زند"],
    )  # fmt: skip
    def test_another_danger_is_none(self, text):
        assert not kinds(text)

    @pytest.mark.parametrize(
        ("text", "kind"),
        [("آتش‌سوزی نشده", "fire"), ("بیهوش نیست، خواب است", "acute_illness"), ("قرص زیاد نخورده", "overdose"),
         ("بچه را کتک نمی‌زنند", "child_at_risk")],
    )  # fmt: skip
    def test_in_words_no_rule_excuses_it_is_rather_called_in_vain(self, text, kind):
        assert kind in kinds(text)

    @pytest.mark.parametrize(
        ("text", "kind"),
        [("قصد خودکشی ندارد ولی شوهرش کتکش می‌زند", "violence"), ("آتش نگرفته اما بوی گاز می‌آید", "fire"),
         ("سکته نکرده ولی بیهوش شده", "acute_illness"), ("اوردوز نکرده، خودکشی کرده", "suicide")],
    )  # fmt: skip
    def test_does_not_hush_the_danger_beside_it(self, text, kind):
        assert kinds(text) == {kind}

    def test_a_denial_and_a_threat_together_are_urgent(self):
        assert suggest("خودکشی نکرده ولی می‌گوید می‌کنم").urgency >= 1


class TestSeveral:
    @pytest.mark.parametrize("first", SPELT)
    @pytest.mark.parametrize("second", SPELT)
    def test_are_all_told_once_each(self, first, second):
        said = suggest(f"{SPELT[first][0]}. {SPELT[second][0]}")

        told = [danger.kind for danger in said.dangers]
        assert {first, second} <= set(told)
        assert len(set(told)) == len(told)

    def test_all_six_are_told_in_the_order_of_the_time_they_leave(self):
        said = suggest(". ".join(texts[0] for texts in SPELT.values()))

        assert [danger.kind for danger in said.dangers] == [
            "acute_illness", "overdose", "suicide", "child_at_risk", "violence", "fire",
        ]  # fmt: skip

    def test_their_words_are_the_words_of_the_urgency(self):
        said = suggest("شوهرم کتکم می‌زند و خانه آتش گرفته")

        assert {w for danger in said.dangers for w in danger.words} == set(said.urgency_words)
