"""Training, saving and loading."""

from importlib.resources import files

import pytest

from hamafza_engines.triage import DOMAINS, Model, suggest
from hamafza_engines.triage._features import units
from hamafza_engines.triage._model import ALARMS, CLASSES, WIDTH

FEW = [("دارو و دکتر و بیمارستان", "health"), ("وکیل و دادگاه", "legal"), ("سلام خوبی", "none")] * 5
ALARMING = [("خانه آتش گرفته شعله", "fire"), ("کتاب می‌خواهم", "none"), ("فردا مهلت تمام می‌شود", "soon")] * 5
TEXT = "دکتر و دارو"


@pytest.fixture(scope="module")
def model():
    return Model.train(FEW, alarms=ALARMING)


class TestLearning:
    def test_learns_what_it_is_told(self, model):
        assert suggest("دکتر و دارو", model=model).domains[0].domain == "health"
        assert suggest("وکیل دادگاه", model=model).domains[0].domain == "legal"

    def test_learns_alarms_beside_domains(self, model):
        shares = dict(zip(ALARMS, model.judge(["شعله"])[1], strict=True))

        assert max(shares, key=shares.get) == "fire"

    def test_a_correction_changes_the_answer(self):
        text = "گوسفندم مریض شده دامپزشک می‌خواهم"

        model = Model.train([*FEW, *[(text, "livelihood")] * 5])

        assert suggest(text, model=model).domains[0].domain == "livelihood"

    def test_the_same_examples_and_seed_give_the_same_model(self, model):
        assert Model.train(FEW, alarms=ALARMING).version == model.version
        assert Model.train(FEW, 5, alarms=ALARMING).version != model.version

    def test_without_alarms_none_is_heard_by_the_model_alone(self):
        shares = Model.train(FEW).judge(["شعله"])[1]

        assert max(shares) == pytest.approx(1 / len(ALARMS))

    def test_no_examples_are_refused(self):
        with pytest.raises(ValueError, match="examples"):
            Model.train([])

    @pytest.mark.parametrize("alarms", [[("متن", "nothing")], [("متن", "health")]])
    def test_an_unknown_name_is_refused(self, alarms):
        with pytest.raises(ValueError, match="domain must be one of"):
            Model.train([("متن", "nothing")])
        with pytest.raises(ValueError, match="alarm must be one of"):
            Model.train(FEW, alarms=alarms)


class TestScoring:
    def test_shares_sum_to_one(self, model):
        domains, alarms = model.judge(["دکتر", "وکیل"])

        assert len(domains) == len(CLASSES) == len(DOMAINS) + 1
        assert sum(domains) == pytest.approx(1)
        assert sum(alarms) == pytest.approx(1)
        assert sum(model.probabilities(["دکتر"])) == pytest.approx(1)

    def test_words_it_never_saw_say_nothing(self, model):
        assert model.scores(["ژژژ"]) == pytest.approx(model.bias)

    def test_words_it_never_saw_make_the_others_weigh_less(self, model):
        alone, among = model.probabilities(["دکتر"]), model.probabilities(["دکتر", "ژژژ", "پپپ"])

        assert max(among) < max(alone)

    def test_no_words_leave_the_bias(self, model):
        assert model.scores([]) == list(model.bias)

    def test_a_word_said_twice_is_weighed_once(self, model):
        assert list(units(["دکتر", "دکتر"])) == ["دکتر", "دکتر دکتر"]
        assert model.says("دکتر") is model.says("دکتر")

    def test_the_memory_of_words_is_bounded(self, model, monkeypatch):
        monkeypatch.setattr("hamafza_engines.triage._model._REMEMBERED", len(model._said))

        model.scores([f"کلمه{i}" for i in range(50)])

        assert "کلمه7" not in model._said


class TestKeeping:
    def test_is_saved_and_read_back(self, model, tmp_path):
        model.save(tmp_path / "model.bin")

        again = Model.load(tmp_path / "model.bin")

        assert again.weights == model.weights
        assert again.rarity == model.rarity
        assert again.bias == model.bias
        assert suggest(TEXT, model=again).domains == suggest(TEXT, model=model).domains
        assert again.version == model.version

    def test_the_shipped_one_is_read_once_and_small(self):
        assert Model.load() is Model.load()
        assert len(files("hamafza_engines.triage").joinpath("model.bin").read_bytes()) <= 3_000_000
        assert len(Model.load().bias) == WIDTH

    @pytest.mark.parametrize(
        "content", [b"", b"something else", b"HMFT1\n", b"HMFT2\n", b"HMFT2\n" + b"x" * 500]
    )
    def test_a_foreign_file_is_refused(self, tmp_path, content):
        (tmp_path / "model.bin").write_bytes(content)

        with pytest.raises(ValueError, match="triage model"):
            Model.load(tmp_path / "model.bin")

    def test_a_cut_file_is_refused(self, model, tmp_path):
        model.save(tmp_path / "model.bin")
        (tmp_path / "cut.bin").write_bytes((tmp_path / "model.bin").read_bytes()[:-20])

        with pytest.raises(ValueError, match="triage model"):
            Model.load(tmp_path / "cut.bin")
