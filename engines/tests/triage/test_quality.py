"""Floors a little below what was measured (docs/engines/triage.md), on texts no model has been trained on."""

import json
from collections import Counter, defaultdict
from pathlib import Path
from time import process_time

import pytest

from hamafza_engines.triage import DOMAINS, Model, suggest

DATA = Path(__file__).parents[1] / "data"
FLOORS = json.loads((DATA / "triage_floors.json").read_text("utf-8"))


def ninety():
    lines = (DATA / "persian_requests.tsv").read_text("utf-8").splitlines()[1:]
    return [(row[2], int(row[4]), row[5]) for row in (line.split("\t") for line in lines)]


def told(name):
    return [line.split("\t") for line in (DATA / name).read_text("utf-8").splitlines()]


SETS = {
    "ninety": [(domain, text) for domain, _, text in ninety()],
    "validation": told("triage_validation.tsv"),
    "unseen": told("triage_unseen.tsv"),
}


@pytest.mark.parametrize("name", SETS)
class TestDomains:
    def test_the_first_and_the_first_three(self, name):
        ranks = [_rank(domain, text) for domain, text in SETS[name] if domain != "none"]

        assert sum(rank == 0 for rank in ranks) / len(ranks) >= FLOORS[name]["top_1"]
        assert sum(rank < 3 for rank in ranks) / len(ranks) >= FLOORS[name]["top_3"]

    def test_confidence_is_near_the_truth(self, name):
        bins = Counter()
        asked = [(domain, text) for domain, text in SETS[name] if domain != "none"]
        for domain, text in asked:
            best = suggest(text).domains[0]
            bins[int(best.confidence * 10)] += (best.domain == domain) - best.confidence

        assert sum(map(abs, bins.values())) / len(asked) <= FLOORS[name]["ece"]

    def test_most_requests_are_not_refused(self, name):
        refused = [suggest(text).abstained for domain, text in SETS[name] if domain != "none"]

        assert sum(refused) / len(refused) <= 0.1


class TestEveryDomain:
    @pytest.mark.parametrize("domain", DOMAINS)
    def test_is_found_in_words_it_never_saw(self, domain):
        ranks = [
            _rank(domain, text)
            for name in ("validation", "unseen")
            for its, text in SETS[name]
            if its == domain
        ]

        assert sum(rank == 0 for rank in ranks) / len(ranks) >= 0.6
        assert sum(rank < 3 for rank in ranks) / len(ranks) >= 0.8


class TestNone:
    def test_what_is_refused_was_likelier_wrong(self):
        right = defaultdict(list)
        for domain, text in (one for asked in SETS.values() for one in asked if one[0] != "none"):
            right[suggest(text).abstained].append(_rank(domain, text) == 0)

        assert sum(right[True]) / len(right[True]) < sum(right[False]) / len(right[False]) - 0.2

    def test_most_of_what_is_no_request_is_refused(self):
        answers = [
            suggest(text).abstained
            for name in ("validation", "unseen")
            for its, text in SETS[name]
            if its == "none"
        ]

        assert sum(answers) / len(answers) >= FLOORS["none_refused"]


class TestUrgency:
    def test_urgent_ones_are_seen(self):
        seen = [suggest(text).urgency >= 1 for _, level, text in ninety() if level]

        assert sum(seen) / len(seen) >= FLOORS["urgent_recall"]

    def test_ordinary_ones_are_not_called_urgent(self):
        called = [suggest(text).urgency >= 1 for _, level, text in ninety() if not level]

        assert sum(called) / len(called) <= 0.1

    def test_deadlines_in_other_words_are_seen(self):
        seen = [suggest(text).urgency >= 1 for level, text in told("urgency_unseen.tsv") if level != "0"]
        called = [suggest(text).urgency >= 1 for level, text in told("urgency_unseen.tsv") if level == "0"]

        assert sum(seen) / len(seen) >= 0.9
        assert sum(called) / len(called) <= 0.1


class TestCost:
    def test_no_answer_takes_much_longer_than_it_may(self):
        suggest("گرم شدن")
        texts = [text for _, text in SETS["unseen"]]
        start = process_time()
        for text in texts:
            suggest(text)

        assert (process_time() - start) / len(
            texts
        ) < 0.01  # measured 0.001; a goal of 0.003 is kept by the benchmark

    def test_the_memory_of_a_model_is_bounded(self):
        model = Model.load()

        assert len(model.weights) * 2 + len(model.rarity) * 4 <= 10_000_000


def _rank(domain, text):
    return [score.domain for score in suggest(text).domains].index(domain)
