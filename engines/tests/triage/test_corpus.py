"""What the model is taught, and that what it is measured on is kept from it."""

from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from hamafza_engines.triage._corpus import alarms, examples, spoken
from hamafza_engines.triage._features import fold, keys, tokens
from hamafza_engines.triage._finglish import bones
from hamafza_engines.triage._model import ALARMS, CLASSES

DATA = Path(__file__).parents[1] / "data"
SHIPPED = files("hamafza_engines.triage")


def rows(name):
    return [line.split("\t") for line in SHIPPED.joinpath(name).read_text("utf-8").splitlines()]


def held_back():
    lines = (DATA / "persian_requests.tsv").read_text("utf-8").splitlines()[1:]
    texts = [line.split("\t")[5] for line in lines]
    for name in ("triage_validation.tsv", "triage_unseen.tsv", "dangers_unseen.tsv"):
        texts += [line.split("\t")[1] for line in (DATA / name).read_text("utf-8").splitlines()]
    return texts


class TestCorpus:
    def test_every_domain_has_enough_texts_by_many_hands(self):
        counts = Counter(domain for domain, _, _ in rows("corpus.tsv"))
        hands = {(domain, hand) for domain, hand, _ in rows("corpus.tsv")}

        assert set(counts) == set(CLASSES)
        assert min(counts.values()) >= 100
        assert min(Counter(domain for domain, _ in hands if domain != "none").values()) >= 8

    def test_no_text_stands_twice(self):
        texts = [text for _, _, text in rows("corpus.tsv")]

        assert len(set(texts)) == len(texts) >= 3000

    def test_every_alarm_has_texts(self):
        counts = Counter(kind for kind, _ in rows("alarms.tsv"))

        assert set(counts) == set(ALARMS)
        assert min(counts.values()) >= 15

    @pytest.mark.parametrize("name", ["corpus.tsv", "alarms.tsv"])
    def test_nothing_it_is_measured_on_is_taught(self, name):
        taught = {" ".join(keys(tokens(row[-1]))) for row in rows(name)}

        assert not [text for text in held_back() if " ".join(keys(tokens(text))) in taught]

    def test_no_personal_number_is_taught(self):
        assert not [
            text for *_, text in rows("corpus.tsv") if sum(map(str.isdigit, text)) >= 10 and "none" not in _
        ]


class TestLessons:
    def test_words_of_the_lexicon_are_texts_too(self):
        assert ("ویلچر", "disability") in examples()
        assert {domain for _, domain in examples()} == set(CLASSES)

    def test_what_no_rule_hears_an_alarm_in_teaches_calm(self):
        told = alarms()

        assert {kind for _, kind in told} == set(ALARMS)
        assert sum(kind == "none" for _, kind in told) > len(told) / 2

    def test_the_heard_words_are_those_shipped(self):
        shipped = SHIPPED.joinpath("finglish.tsv").read_text("utf-8").splitlines()
        known = {word for line in shipped for word in line.split("\t")[1].split()}

        assert (
            len(set(spoken()) ^ set(shipped)) <= len(shipped) // 20
        )  # the table is written when the model is
        assert all(
            bones(word) == line.split("\t")[0]
            for line in shipped[:200]
            for word in line.split("\t")[1].split()
        )
        assert fold("خودکشی") in known
