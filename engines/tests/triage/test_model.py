"""Training, saving and loading."""

import pytest

from hamafza_engines.triage import Model, suggest

FEW = [("دارو و دکتر و بیمارستان", "health"), ("وکیل و دادگاه", "legal"), ("سلام خوبی", "none")] * 5


def test_learns_what_it_is_told():
    model = Model.train(FEW)

    assert suggest("دکتر و دارو", model=model).domains[0].domain == "health"
    assert suggest("وکیل دادگاه", model=model).domains[0].domain == "legal"


def test_a_correction_changes_the_answer():
    text = "گوسفندم مریض شده دامپزشک می‌خواهم"

    model = Model.train([*FEW, *[(text, "livelihood")] * 5])

    assert suggest(text, model=model).domains[0].domain == "livelihood"


def test_the_same_examples_and_seed_give_the_same_model():
    assert Model.train(FEW, seed=4).version == Model.train(FEW, seed=4).version
    assert Model.train(FEW, seed=4).version != Model.train(FEW, seed=5).version


def test_is_saved_and_read_back(tmp_path):
    model = Model.train(FEW)
    model.save(tmp_path / "model.bin")

    again = Model.load(tmp_path / "model.bin")

    assert again.weights == model.weights
    assert suggest("دکتر", model=again).domains == suggest("دکتر", model=model).domains
    assert again.version == model.version


def test_the_shipped_one_is_read_once_and_small():
    from importlib.resources import files

    assert Model.load() is Model.load()
    assert len(files("hamafza_engines.triage").joinpath("model.bin").read_bytes()) <= 10_000_000


def test_no_examples_are_refused():
    with pytest.raises(ValueError, match="examples"):
        Model.train([])


def test_an_unknown_domain_is_refused():
    with pytest.raises(ValueError, match="domain"):
        Model.train([("متن", "nothing")])


@pytest.mark.parametrize("content", [b"", b"something else", b"HMFT1\n", b"HMFT1\n" + b"x" * 500])
def test_a_foreign_file_is_refused(tmp_path, content):
    (tmp_path / "model.bin").write_bytes(content)

    with pytest.raises(ValueError, match="triage model"):
        Model.load(tmp_path / "model.bin")


def test_the_corpus_has_every_domain_and_enough_texts():
    from collections import Counter
    from importlib.resources import files

    rows = [
        line.split("\t")
        for line in files("hamafza_engines.triage").joinpath("corpus.tsv").read_text("utf-8").splitlines()
    ]
    counts = Counter(domain for domain, _, _ in rows)

    assert len({text for _, _, text in rows}) >= 1200
    assert len(counts) == 21
    assert min(counts.values()) >= 50
