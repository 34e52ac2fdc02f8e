"""What is shown is what was reckoned: an oracle reads model.bin by itself and adds up the words anew."""

import math
import struct
import zlib
from array import array
from importlib.resources import files

import pytest

from hamafza_engines.triage import Model, suggest
from hamafza_engines.triage._features import features, keys, tokens, units
from hamafza_engines.triage._model import ALARMS, BUCKETS, CLASSES, SCALE, WIDTH, N, calibrated, softmax
from hamafza_engines.triage._parts import judged, mixed

TEXTS = {
    "one need": "برای عمل قلب پدرم در بیمارستان پول نداریم",
    "two needs": "ویلچر پسرم شکسته، صاحبخانه هم اجاره می‌خواهد",
    "alarm": "شوهرم مرا کتک می‌زند و بچه‌ها می‌ترسند",
    "misspelt": "معطادم کمپ میخام",
    "finglish": "vakil mikham baraye dadgah",
    "one word": "ویلچر",
    "unknown": "ژژژ پپپ چچچ",
}
EVERY = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


class Oracle:
    """The file as bytes: a head of doubles, then rarity as floats and weights as 16-bit whole numbers."""

    def __init__(self):
        data = files("hamafza_engines.triage").joinpath("model.bin").read_bytes()
        self.temperature, *self.bias = struct.unpack_from(f"<{WIDTH + 1}d", data, 6)
        body = zlib.decompress(data[6 + 8 * (WIDTH + 1) :])
        self.rarity = array("f", body[: 4 * BUCKETS])
        self.weights = array("h", body[4 * BUCKETS :])

    def scores(self, words):
        """Add up bucket by bucket: bias + sum of x * w / length."""
        total, square = [0.0] * WIDTH, 0.0
        for unit in units(words):
            for bucket, weight in features(unit):
                x = weight * self.rarity[bucket]
                square += x * x
                for k in range(WIDTH):
                    total[k] += x * self.weights[bucket * WIDTH + k] / SCALE
        length = math.sqrt(square) if square else 1.0
        return [b + t / length for b, t in zip(self.bias, total, strict=True)]

    def shares(self, text):
        """Half of the whole, half of the parts by their words, then the temperature."""
        whole, parts = judged(Model.load(), text, tokens(text))
        of_whole = self.softened(self.scores(keys(whole.words))[:N], 1.0)
        of_parts = [
            (len(part.words), self.softened(self.scores(keys(part.words))[:N], 1.0)) for part in parts
        ]
        length = sum(many for many, _ in of_parts)
        both = of_whole
        if length:
            both = [(s + sum(m * p[k] for m, p in of_parts) / length) / 2 for k, s in enumerate(of_whole)]
        return self.softened([math.log(max(share, 1e-12)) for share in both], self.temperature)

    @staticmethod
    def softened(scores, temperature):
        grown = [math.exp((score - max(scores)) / temperature) for score in scores]
        return [one / sum(grown) for one in grown]


@pytest.fixture(scope="module")
def oracle():
    return Oracle()


class TestScores:
    @EVERY
    def test_are_the_sums_of_the_file(self, oracle, text):
        words = keys(tokens(text))

        assert Model.load().scores(words) == pytest.approx(oracle.scores(words), abs=1e-9)

    @EVERY
    def test_are_the_bias_and_what_each_unit_adds(self, text):
        model, words = Model.load(), keys(tokens(text))
        said = [model.says(unit) for unit in units(words)]
        length = math.sqrt(sum(energy for _, energy in said)) or 1.0

        whole = [b + sum(row[k] for row, _ in said) / length for k, b in enumerate(model.bias)]

        assert model.scores(words) == pytest.approx(whole, abs=1e-9)

    @EVERY
    def test_of_a_text_without_one_unit_lack_just_its_part(self, text):
        model, words = Model.load(), keys(tokens(text))
        said = {unit: model.says(unit) for unit in units(words)}
        length = math.sqrt(sum(energy for _, energy in said.values())) or 1.0
        out = next(iter(said))

        rest = [b + sum(row[k] for unit, (row, _) in said.items() if unit != out) / length
                for k, b in enumerate(model.bias)]  # fmt: skip

        gone = [whole - one for whole, one in zip(model.scores(words), rest, strict=True)]
        assert gone == pytest.approx([value / length for value in said[out][0]], abs=1e-9)

    def test_of_many_like_words_grow_no_faster_than_their_root(self):
        model = Model.load()
        few, many = (max(map(abs, model.scores([f"کتاب{i}" for i in range(n)]))) for n in (5, 80))

        assert many <= math.sqrt(80 / 5) * few * 1.2


class TestConfidence:
    @EVERY
    def test_is_what_the_oracle_reckons(self, oracle, text):
        shares = dict(zip(CLASSES, oracle.shares(text), strict=True))

        said = {score.domain: score.confidence for score in suggest(text).domains}

        assert said == pytest.approx({domain: shares[domain] for domain in said}, abs=1e-9)

    @EVERY
    def test_leaves_the_rest_to_none_of_these(self, oracle, text):
        none = oracle.shares(text)[CLASSES.index("none")]

        assert sum(score.confidence for score in suggest(text).domains) == pytest.approx(1 - none)

    @pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
    def test_keeps_its_order_at_any_temperature(self, temperature):
        shares = [0.5, 0.3, 0.15, 0.05]

        soft = calibrated(shares, temperature)

        assert sorted(soft, reverse=True) == soft
        assert sum(soft) == pytest.approx(1)

    def test_is_unmoved_by_a_temperature_of_one_sharper_below_it_and_blunter_above(self):
        shares = [0.6, 0.3, 0.1]

        assert calibrated(shares, 1.0) == pytest.approx(shares)
        assert calibrated(shares, 0.5)[0] == pytest.approx(0.36 / 0.46)  # squares: .36 / (.36 + .09 + .01)
        assert calibrated(shares, 2.0)[0] < 0.6

    def test_of_nothing_is_no_fault(self):
        assert sum(calibrated([1.0, 0.0, 0.0], 0.7)) == pytest.approx(1)


class TestSoftmax:
    def test_of_equals_is_even(self):
        assert softmax([3.0, 3.0, 3.0, 3.0]) == [0.25] * 4

    def test_is_worked_out_by_hand(self):
        # e^0 : e^(ln 3) = 1 : 3
        assert softmax([0.0, math.log(3)]) == pytest.approx([0.25, 0.75])

    @pytest.mark.parametrize("shift", [-1000.0, 1000.0, 1e6])
    def test_is_unmoved_by_a_shift_however_large(self, shift):
        assert softmax([1.0 + shift, 2.0 + shift]) == pytest.approx(softmax([1.0, 2.0]), abs=1e-9)


class TestWeightsOfWords:
    @EVERY
    def test_are_shares_of_what_speaks_for_the_domain(self, oracle, text):
        best = suggest(text).domains[0]

        assert sum(word.weight for word in best.words) <= 1 + 1e-9
        assert all(word.weight > 0 for word in best.words)

    def test_are_reckoned_against_the_other_classes(self):
        text = TEXTS["one need"]
        model, found = Model.load(), tokens(text)
        said = [0.0] * len(found)
        for unit, place in units(keys(found)).items():
            row = model.says(unit)[0][:N]
            said[place] += row[0] - sum(row) / N  # health is the first class
        whole = sum(value for value in said if value > 0)
        best = sorted(range(len(found)), key=lambda i: -said[i])[:5]

        shown = suggest(text).domains[0]

        assert shown.domain == "health"
        assert [(w.start, w.weight) for w in shown.words] == [
            (found[i][1], pytest.approx(said[i] / whole)) for i in best if said[i] > 0
        ]

    @pytest.mark.parametrize("place", range(3))
    def test_are_shown_for_the_first_three_domains_only(self, place):
        said = suggest(TEXTS["two needs"])

        assert said.domains[place].words
        assert not [score for score in said.domains[3:] if score.words]


class TestMixing:
    def test_is_half_of_the_whole_and_half_of_its_parts(self):
        text = TEXTS["two needs"]
        whole, parts = judged(Model.load(), text, tokens(text))
        many = [len(part.words) for part in parts]

        shares = mixed(whole, parts)

        by_hand = [
            (whole.shares[k] + sum(m * p.shares[k] for m, p in zip(many, parts, strict=True)) / sum(many)) / 2
            for k in range(N)
        ]
        assert shares == pytest.approx(by_hand)
        assert sum(shares) == pytest.approx(1)

    def test_without_parts_is_the_whole(self):
        whole, _ = judged(Model.load(), "ویلچر", tokens("ویلچر"))

        assert mixed(whole, []) is whole.shares

    def test_alarms_are_heard_in_the_whole_and_in_every_part(self):
        text = "سلام خوبید، خانه آتش گرفته و شعله می‌کشد"
        whole, parts = judged(Model.load(), text, tokens(text))

        fire = ALARMS.index("fire")

        assert max(part.alarms[fire] for part in parts) > whole.alarms[fire] > 0.01
