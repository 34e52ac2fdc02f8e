"""Training against oracles: rarity by counting, a step by finite differences, the temperature by search."""

import math
from collections import Counter

import pytest

from hamafza_engines.triage import Model
from hamafza_engines.triage._corpus import examples, strangers
from hamafza_engines.triage._features import BUCKETS, features, keys, tokens, units
from hamafza_engines.triage._model import ALARMS, CLASSES, SCALE, WIDTH, N
from hamafza_engines.triage._train import _MANY, _kin, _rarity, _step, descend, scores, text_of, whole

TEXTS = [
    ("دارو و دکتر", "health"),
    ("وکیل و دادگاه", "legal"),
    ("مدرسه و معلم", "education"),
    ("سلام", "none"),
]
WORDED = [keys(tokens(text)) for text, _ in TEXTS]


def told(many):
    """Return requests of four kinds, each in words of its own, so that no two are kin."""
    words = {"health": "دکتر", "legal": "وکیل", "education": "معلم", "none": "سلام"}
    return [
        (f"{words[domain]} لازم دارم شهر{i}", domain) for i in range(many // 4) for domain in words
    ]  # fmt: skip


class TestRarity:
    def test_is_one_plus_the_logarithm_of_how_few_texts_have_it(self):
        counts = Counter(b for words in WORDED for b in {b for u in units(words) for b, _ in features(u)})

        rarity = _rarity(WORDED)

        for bucket, count in counts.items():
            assert rarity[bucket] == pytest.approx(1 + math.log(5 / (1 + count)), rel=1e-6)

    def test_of_what_no_text_has_is_the_greatest(self):
        rarity = _rarity(WORDED)

        assert max(rarity) == pytest.approx(1 + math.log(5))
        assert len(rarity) == BUCKETS

    def test_counts_a_text_once_however_often_it_says_a_word(self):
        once, often = _rarity([["کتاب"], ["درس"]]), _rarity([["کتاب", "کتاب", "کتاب"], ["درس"]])
        bucket = features("کتاب")[0][0]

        assert once[bucket] == often[bucket]


class TestAText:
    @pytest.mark.parametrize("words", WORDED, ids=range(len(WORDED)))
    def test_has_length_one(self, words):
        units_of = text_of(words, _rarity(WORDED), {})

        assert sum(x * x for unit in units_of for _, x in unit) == pytest.approx(1)

    def test_without_words_is_empty(self):
        assert text_of([], _rarity(WORDED), {}) == []

    def test_is_the_same_when_its_units_were_met_before(self):
        rarity, seen = _rarity(WORDED), {}
        for words in WORDED:
            text_of(words, rarity, seen)

        assert text_of(WORDED[0], rarity, seen) == text_of(WORDED[0], rarity, {})


class TestAStep:
    """For one text the loss is −log softmax(b + Wx)_y; its slope at W_jk is (p_k − [k = y]) x_j."""

    HEARD = [(3, 0.6), (7, 0.8)]
    RATE = 0.1

    @staticmethod
    def loss(rows, target):
        raw = scores(rows, [0.0, 0.0, 0.0], TestAStep.HEARD)
        return -raw[target] + math.log(sum(math.exp(one) for one in raw))

    @pytest.mark.parametrize("bucket", [3, 7])
    @pytest.mark.parametrize("k", range(3))
    def test_goes_down_the_slope_found_by_finite_differences(self, bucket, k):
        start = {3: [0.2, -0.1, 0.3], 7: [0.0, 0.4, -0.2]}
        moved = {b: list(row) for b, row in start.items()}
        h = 1e-6
        up, down = ({b: [w + s * h * (b == bucket and i == k) for i, w in enumerate(row)]
                     for b, row in start.items()} for s in (1, -1))  # fmt: skip
        slope = (self.loss(up, 1) - self.loss(down, 1)) / (2 * h)

        _step(moved, [0.0, 0.0, 0.0], self.HEARD, 1, self.RATE)

        assert moved[bucket][k] == pytest.approx(start[bucket][k] - self.RATE * slope, abs=1e-6)

    def test_makes_the_truth_likelier(self):
        rows: dict[int, list[float]] = {}
        before = self.loss(rows, 2)

        _step(rows, [0.0, 0.0, 0.0], self.HEARD, 2, self.RATE)

        assert self.loss(rows, 2) < before

    def test_moves_the_bias_towards_the_truth(self):
        bias = [0.0, 0.0, 0.0]

        _step({}, bias, self.HEARD, 1, self.RATE)

        assert bias[1] > 0 > bias[0] == bias[2]

    def test_leaves_a_text_it_is_sure_of(self):
        rows = {3: [50.0, 0.0, 0.0]}

        _step(rows, [0.0, 0.0, 0.0], self.HEARD, 0, self.RATE)

        assert rows[3] == [50.0, 0.0, 0.0]


class TestDescending:
    def test_is_the_same_for_the_same_seed_and_not_for_another(self):
        rarity = _rarity(WORDED)
        texts, targets = [text_of(words, rarity, {}) for words in WORDED], [0, 1, 2, 3]

        one, again, other = (descend(texts, targets, 4, seed) for seed in (1, 1, 2))

        assert one == again != other

    def test_from_a_head_goes_on_from_there(self):
        rarity = _rarity(WORDED)
        texts = [text_of(words, rarity, {}) for words in WORDED]
        half = descend(texts, [0, 1, 2, 3], 4, 0, epochs=1)
        start = {bucket: list(row) for bucket, row in half[0].items()}

        rows, _ = descend(texts, [0, 1, 2, 3], 4, 0, head=({b: list(r) for b, r in start.items()}, [0.0] * 4),
                          epochs=0)  # fmt: skip

        assert rows == start


class TestHowSure:
    @pytest.mark.slow  # a training of 36 texts
    def test_is_left_alone_when_there_are_too_few_to_tell(self):
        assert Model.train(told(_MANY - 4)).temperature == 1.0

    @pytest.mark.slow  # two trainings, and one more each for the temperature
    def test_is_learnt_from_strangers(self):
        """Strangers who call a doctor a lawyer make the model doubt; those who agree make it sure."""
        taught = told(60)
        agree = [(f"دکتر می‌خواهیم ده{i}", "health") for i in range(20)]
        differ = [(text, "legal") for text, _ in agree]

        sure, unsure = (Model.train([*taught, *odd], strangers={text for text, _ in odd}).temperature
                        for odd in (agree, differ))  # fmt: skip

        assert sure < 1 < unsure

    @pytest.mark.slow  # a training and another for the temperature
    def test_without_strangers_is_learnt_from_what_is_no_kin(self):
        assert Model.train(told(80)).temperature != 1.0

    def test_of_the_shipped_model_is_learnt_from_hands_that_are_in_the_corpus(self):
        kept = strangers()
        texts = {text for text, _ in examples()}

        assert kept <= texts
        assert 0.1 < len(kept) / len(texts) < 0.4


class TestKin:
    def test_keeps_about_a_quarter(self):
        kept = _kin(
            [
                keys(tokens(f"متن شماره واژه{'ابپتثجچحخد'[i % 10]}{'رزژسش'[i // 10]} تکراری"))
                for i in range(50)
            ]
            * 2
        )

        assert 0 < sum(kept) < len(kept)

    def test_keeps_texts_that_share_their_rarest_word_on_one_side(self):
        worded = [
            keys(tokens(t))
            for t in ("گوسفند مریض شد در ده", "گوسفند مریض ماند در ده", "کتاب خوب داریم در ده")
        ]

        first, second, _ = _kin(worded)

        assert first is second

    def test_never_keeps_a_bare_word(self):
        bare = [[word] for word in "کتاب درس خانه نان آب سیل زندان وام کار ورزش مسجد حرم".split()]

        assert not any(_kin(bare * 2))


class TestWholeNumbers:
    @pytest.mark.parametrize(
        ("weight", "kept"), [(0.0, 0), (1.0, SCALE), (-0.5, -SCALE // 2), (1e9, 32767), (-1e9, -32767)]
    )
    def test_are_1024ths_within_16_bits(self, weight, kept):
        assert whole(weight) == kept

    def test_both_heads_stand_side_by_side(self):
        model = Model.train(TEXTS * 3, alarms=[("شعله", "fire"), ("سلام", "none")] * 3)

        assert len(model.weights) == BUCKETS * WIDTH
        assert len(model.bias) == WIDTH == N + len(ALARMS) == len(CLASSES) + len(ALARMS)
