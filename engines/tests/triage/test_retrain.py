"""Officers' corrections: learnt when that helps, refused with a reason when not."""

import pytest

from hamafza_engines.triage import Model, Refused, Retrained, retrain, suggest

PLACES = ("گله", "طویله", "آغل", "مزرعه", "روستا", "چراگاه", "دره", "کوه", "باغ", "دشت")
ANIMALS = ("گوسفند", "بز", "گاو", "شتر", "مرغ")
VETERINARY = [
    (f"{animal} ما در {place} ناخوش شده دامپزشک بفرستید", "livelihood")
    for animal in ANIMALS
    for place in PLACES
]
FEW = [
    ("دارو و دکتر و بیمارستان", "health"),
    ("وکیل و دادگاه", "legal"),
    ("کلاس و مدرسه", "education"),
    ("سلام خوبی", "none"),
]


@pytest.fixture(scope="module")
def current():
    return Model.train(FEW * 3)


@pytest.fixture(scope="module")
def learnt(current):
    return retrain(VETERINARY, current)


class TestLearnt:
    def test_is_right_more_often_on_what_was_held_back(self, learnt):
        assert isinstance(learnt, Retrained)
        assert learnt.new_right > learnt.old_right
        assert learnt.held == 17

    def test_answers_a_text_like_them(self, learnt):
        asked = "اسب ما در صحرا ناخوش شده دامپزشک بفرستید"

        assert suggest(asked, model=learnt.model).domains[0].domain == "livelihood"

    def test_the_current_model_stays_as_it_was(self, learnt, current):
        assert current.version == Model.train(FEW * 3).version != learnt.model.version

    def test_alarms_are_left_alone(self, learnt, current):
        assert learnt.model.judge(["دکتر"])[1] == current.judge(["دکتر"])[1]

    def test_is_the_same_every_time_and_in_any_order(self, learnt, current):
        again = retrain(VETERINARY[::-1], current)

        assert again.model.version == learnt.model.version

    def test_can_be_kept(self, learnt, tmp_path):
        learnt.model.save(tmp_path / "model.bin")

        assert Model.load(tmp_path / "model.bin").version == learnt.model.version


class TestRefused:
    @pytest.mark.parametrize("corrections", [[], VETERINARY[:1], VETERINARY[:12], VETERINARY[:1] * 100])
    def test_too_few(self, corrections, current):
        answer = retrain(corrections, current)

        assert isinstance(answer, Refused)
        assert "too few" in answer.reason

    def test_what_the_model_knows_already(self, learnt):
        answer = retrain(VETERINARY, learnt.model)

        assert isinstance(answer, Refused)
        assert answer.old_right >= answer.new_right
        assert answer.held == 17

    def test_noise(self, current):
        domains = ("health", "legal", "education")
        noise = [(f"متن {word}", domains[len(word) * 7 % 3]) for word in (*PLACES, *ANIMALS)]

        answer = retrain([(text, domains[(i * i + 1) % 3]) for i, (text, _) in enumerate(noise)], current)

        assert isinstance(answer, Refused) or answer.new_right > answer.old_right

    def test_a_domain_nobody_knows(self, current):
        with pytest.raises(ValueError, match="domain must be one of"):
            retrain([("متن", "veterinary")], current)

    def test_the_last_word_of_an_officer_counts(self, current):
        wrong = [(text, "legal") for text, _ in VETERINARY]

        answer = retrain([*wrong, *VETERINARY], current)

        assert isinstance(answer, Retrained)
        assert suggest(VETERINARY[0][0], model=answer.model).domains[0].domain == "livelihood"


@pytest.mark.slow  # half a minute of lessons would be dear; this one takes about three seconds
def test_the_shipped_model_learns_without_forgetting():
    corrections = [(f"{text} لطفاً", "disaster") for text, _ in VETERINARY]

    answer = retrain(corrections, Model.load())

    assert isinstance(answer, Retrained)
    assert suggest("برای دادگاه به وکیل رایگان نیاز دارم", model=answer.model).domains[0].domain == "legal"
    assert suggest("شوهرم معتاد است و می‌خواهد ترک کند", model=answer.model).domains[0].domain == "addiction"
