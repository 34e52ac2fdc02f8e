"""What is not measurably better is refused: each reason by a case made for it, and the sums done anew."""

import math
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.triage import Model, Refused, Retrained, retrain
from hamafza_engines.triage._features import keys, tokens
from hamafza_engines.triage._model import CLASSES
from hamafza_engines.triage._retrain import _FEW, _HELD, _loss, _right

FEW = [("دارو و دکتر", "health"), ("وکیل و دادگاه", "legal"), ("کلاس و مدرسه", "education"), ("سلام", "none")]
TOWNS = (
    "زابل زاهدان ایرانشهر چابهار سراوان خاش نیکشهر سرباز کنارک دلگان هیرمند زهک میرجاوه فنوج بمپور".split()
)
BEES = [(f"کندوی زنبور در {town} از سرما تلف شد", "employment") for town in TOWNS]
KNOWN = [(f"برای دادگاه در {town} وکیل", "legal") for town in TOWNS]


@pytest.fixture(scope="module")
def current():
    return Model.train(FEW * 3, alarms=[("شعله و آتش", "fire"), ("سلام", "none"), ("کتاب", "none")] * 3)


@pytest.fixture(scope="module")
def learnt(current):
    return retrain(BEES, current)


@pytest.fixture
def untaught(current, monkeypatch):
    """A lesson that changes nothing, for when only the verdict matters."""
    monkeypatch.setattr("hamafza_engines.triage._retrain._taught", lambda learnt, model, seed: model)


def held_back(corrections):
    """Do by hand what is promised: one of a text, in the order of a checksum, every third held back."""
    last = {" ".join(keys(tokens(text))): (text, domain) for text, domain in corrections}
    told = sorted(sorted(last.values()), key=lambda one: zlib.crc32(one[0].encode()))
    return told[::3]


def first_of(model, text):
    shares = model.probabilities(keys(tokens(text)))
    return CLASSES[shares.index(max(shares))]


class TestTheSums:
    @pytest.mark.slow  # a lesson each
    @pytest.mark.parametrize("corrections", [BEES, KNOWN], ids=["new", "known"])
    def test_of_a_verdict_are_those_of_the_texts_held_back(self, current, corrections):
        answer = retrain(corrections, current)

        held = held_back(corrections)
        assert answer.held == len(held)
        assert answer.old_right == sum(first_of(current, text) == domain for text, domain in held)
        if isinstance(answer, Retrained):
            assert answer.new_right == sum(first_of(answer.model, text) == domain for text, domain in held)

    def test_of_the_loss_are_logarithms_of_what_was_given_to_the_truth(self, current):
        shares = [current.probabilities(keys(tokens(text))) for text, _ in KNOWN]

        by_hand = -sum(math.log(its[CLASSES.index("legal")]) for its in shares)

        assert _loss(KNOWN, current) == pytest.approx(by_hand)

    def test_of_what_is_right_count_the_likeliest_class_only(self, current):
        assert _right(KNOWN, current) == sum(first_of(current, text) == "legal" for text, _ in KNOWN)
        assert _right([], current) == 0


class TestTooFew:
    @pytest.mark.parametrize(("many", "enough"), [(12, False), (13, True)])
    def test_is_told_until_five_can_be_held_back(self, current, untaught, many, enough):
        # every third of 13, from the first: 1, 4, 7, 10, 13 — five; of 12 only four
        answer = retrain(BEES[:many], current)

        assert ("too few" not in getattr(answer, "reason", "")) is enough

    def test_says_how_many_are_needed(self, current):
        answer = retrain(BEES[:3], current)

        assert str(_FEW * _HELD) in answer.reason
        assert (answer.old_right, answer.new_right) == (0, 0)

    @pytest.mark.parametrize(
        "again",
        [lambda text: text, lambda text: f"  {text}!", lambda text: text.replace("ک", "ك").replace("ی", "ي"),
         lambda text: text.replace(" ", "   "), lambda text: f"«{text}»"],
        ids=["the same", "a wonder", "Arabic letters", "blanks", "quotes"],
    )  # fmt: skip
    def test_counts_a_text_typed_in_two_ways_once(self, current, again):
        answer = retrain([*BEES[:6], *((again(text), domain) for text, domain in BEES[:6])], current)

        assert isinstance(answer, Refused)
        assert answer.held == 2


class TestNotBetter:
    @pytest.mark.slow  # a lesson of its own
    def test_what_is_known_already_teaches_nothing(self, current):
        assert _right(held_back(KNOWN), current) == len(held_back(KNOWN))

        answer = retrain(KNOWN, current)

        assert isinstance(answer, Refused)
        assert "not right more often" in answer.reason
        assert answer.new_right <= answer.old_right == answer.held

    @pytest.mark.slow  # a lesson of its own
    def test_what_contradicts_itself_is_refused_or_truly_better(self, current):
        domains = ("health", "legal", "education", "employment", "none")
        torn = [(text, domains[i * 3 % 5]) for i, (text, _) in enumerate(BEES)]

        answer = retrain(torn, current)

        assert isinstance(answer, Refused) or answer.new_right > answer.old_right

    def test_more_often_right_but_surer_of_the_wrong_is_refused(self, current, untaught, monkeypatch):
        rights, losses = (
            iter([2, 3]),
            iter([2.0, 1.0]),
        )  # the old model's and the new one's; then the other way
        monkeypatch.setattr("hamafza_engines.triage._retrain._right", lambda held, model: next(rights))
        monkeypatch.setattr("hamafza_engines.triage._retrain._loss", lambda held, model: next(losses))

        answer = retrain(BEES, current)

        assert isinstance(answer, Refused)
        assert "surer of what is wrong" in answer.reason
        assert answer.new_right > answer.old_right

    def test_an_equal_loss_is_not_better(self, current, untaught, monkeypatch):
        rights = iter([2, 3])
        monkeypatch.setattr("hamafza_engines.triage._retrain._right", lambda held, model: next(rights))

        assert "surer of what is wrong" in retrain(BEES, current).reason

    def test_an_equal_count_is_not_better(self, current, untaught):
        assert "not right more often" in retrain(BEES, current).reason

    def test_a_refusal_carries_no_model(self, current):
        assert not hasattr(retrain(KNOWN[:3], current), "model")


class TestLearning:
    def test_what_is_new_and_plain_is_learnt(self, learnt):
        assert isinstance(learnt, Retrained)
        assert first_of(learnt.model, "کندوی زنبور در بم از سرما تلف شد") == "employment"

    def test_what_was_known_is_not_lost(self, learnt):
        assert [first_of(learnt.model, text) for text, _ in FEW[:3]] == ["health", "legal", "education"]

    def test_temperature_rarity_and_alarms_stay(self, learnt, current):
        assert learnt.model.temperature == current.temperature
        assert learnt.model.rarity == current.rarity
        assert learnt.model.judge(["کندوی"])[1] == current.judge(["کندوی"])[1]

    def test_each_correction_is_heard_twice_beside_three_remembered_texts(self, current, monkeypatch):
        lessons = []

        def heard(texts, targets, *rest, head, **more):
            lessons.append(len(texts))
            return head

        monkeypatch.setattr("hamafza_engines.triage._retrain.descend", heard)

        retrain(BEES, current)

        assert lessons == [10 * 2 + 10 * 3]  # of 15 five are held back

    @pytest.mark.slow  # a lesson of its own
    def test_another_seed_is_another_model(self, learnt, current):
        assert retrain(BEES, current, seed=1).model.version != learnt.model.version

    @pytest.mark.slow  # a lesson of its own
    def test_reads_any_iterable_once(self, learnt, current):
        assert retrain(iter(BEES), current).held == learnt.held


class TestHostileCorrections:
    @pytest.mark.parametrize("domain", ["", "Health", "سلامت", "fire", None])
    def test_an_unknown_domain_is_refused_with_those_known(self, current, domain):
        with pytest.raises(ValueError, match="health, counselling"):
            retrain([*BEES, ("متن", domain)], current)

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.tuples(st.text(max_size=20), st.sampled_from(CLASSES)), max_size=12))
    def test_few_of_any_texts_are_refused_and_never_a_fault(self, corrections):
        assert isinstance(retrain(corrections, Model.load()), Refused)
