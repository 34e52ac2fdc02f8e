"""Triage beside a keyword baseline and plain TF-IDF + LinearSVC (scikit-learn), on requests none of them saw."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from report.clock import in_turns

from hamafza_engines import persian, triage

DATA = Path(__file__).parents[2] / "engines" / "tests" / "data"
SVC, KEYWORDS, OURS = "scikit-learn TF-IDF + LinearSVC", "keywords", "hamafza"
Request = tuple[str, int, str]  # domain, urgency (-1: not labelled), text
Ranking = Callable[[str], list[str]]


def measure(sizes: str = "small", say: Callable[[str], object] = print) -> dict[str, Any]:
    """Advise on three sets of requests; the value is top-1 and top-3, and each domain is compared with the peers."""
    ways: dict[str, Ranking] = {OURS: ranked, SVC: linear_svc(), KEYWORDS: keywords()}
    rows: list[dict[str, Any]] = []
    sets = requests()
    for name, asked in sets.items():
        say(f"triage: {len(asked)} requests of the {name} set")
        spent = in_turns({who: lambda way=way, asked=asked: _all(way, asked) for who, way in ways.items()}, runs=5)
        for who, way in ways.items():
            first, three = _right(way, asked)
            rows.append(
                {"engine": "triage", "task": f"20 domains, {name} set", "size": len(asked), "who": who,
                 "cpu_seconds": spent[who], "value": f"top-1 {first:.3f}, top-3 {three:.3f}"}
            )  # fmt: skip
    hostile = ["الف " * 2_000, "x" * 100_000, "کمک " * 10_000]
    adverse = in_turns({OURS: lambda: [triage.suggest(text) for text in hostile]}, runs=5)[OURS]
    rows.append({"engine": "triage", "task": "three texts of up to 100,000 letters", "size": 3, "who": OURS,
                 "cpu_seconds": adverse, "value": f"{1000 * adverse / 3:.1f} ms each"})  # fmt: skip
    return {"rows": rows, "quality": {name: quality(asked) for name, asked in sets.items()},
            "domains": by_domain(ways, [one for asked in sets.values() for one in asked])}  # fmt: skip


def requests() -> dict[str, list[Request]]:
    """Return the requests that no one was trained on: the 90, and two sets in other words."""
    lines = (DATA / "persian_requests.tsv").read_text("utf-8").splitlines()[1:]
    ninety = [(row[2], int(row[4]), row[5]) for row in (line.split("\t") for line in lines)]
    return {"ninety": ninety, "validation": _told("triage_validation.tsv"), "unseen": _told("triage_unseen.tsv")}


def quality(asked: list[Request]) -> dict[str, float]:
    """Return what we abstain from, the expected calibration error and, where labelled, urgent recall and calls in vain."""
    bins, refused, urgent, vain = [0.0] * 11, [], [], []
    for domain, level, text in asked:
        suggestion = triage.suggest(text)
        best = suggestion.domains[0]
        bins[int(best.confidence * 10)] += (best.domain == domain) - best.confidence
        refused.append(suggestion.abstained)
        if level >= 0:
            (urgent if level else vain).append(suggestion.urgency >= 1)
    found = {"ece": sum(map(abs, bins)) / len(asked), "abstained": _share(refused)}
    return found | ({"urgent_recall": _share(urgent), "called_in_vain": _share(vain)} if urgent else {})


def by_domain(ways: dict[str, Ranking], asked: list[Request]) -> list[dict[str, Any]]:
    """Return top-1 of each way in each domain, over all sets together."""
    right: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for domain, _, text in asked:
        for who, way in ways.items():
            right[domain][who].append(way(text)[0] == domain)
    return [
        {"domain": domain, "texts": len(right[domain][OURS])} | {who: _share(right[domain][who]) for who in ways}
        for domain in triage.DOMAINS
    ]


def ranked(text: str) -> list[str]:
    """Return our ranking."""
    return [score.domain for score in triage.suggest(text).domains]


def linear_svc() -> Ranking:
    """Train the peer on the same texts and the same words of the lexicon."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    corpus = [(row[0], row[2]) for row in _rows("corpus.tsv") if row[0] in triage.DOMAINS]
    corpus += [(domain, word) for domain, words in _rows("lexicon.tsv") for word in words.split("،")]
    model = make_pipeline(TfidfVectorizer(preprocessor=persian.search_key), LinearSVC(random_state=0))
    model.fit([text for _, text in corpus], [domain for domain, _ in corpus])

    def rank(text: str) -> list[str]:
        scores = model.decision_function([text])[0]
        return [str(domain) for _, domain in sorted(zip(-scores, model.classes_, strict=True))]

    return rank


def keywords() -> Ranking:
    """Rank by the number of words of the lexicon in the text, then by the alphabet."""
    words = {domain: [persian.search_key(word) for word in told.split("،")] for domain, told in _rows("lexicon.tsv")}

    def rank(text: str) -> list[str]:
        key = persian.search_key(text)
        return sorted(triage.DOMAINS, key=lambda domain: (-sum(word in key for word in words[domain]), domain))

    return rank


def _all(way: Ranking, asked: list[Request]) -> list[list[str]]:
    triage.Model.load()._said.clear()  # what our model remembers of words from the last turn would be a gift
    return [way(text) for _, _, text in asked]


def _right(way: Ranking, asked: list[Request]) -> tuple[float, float]:
    ranks = [way(text).index(domain) for domain, _, text in asked]
    return _share([rank == 0 for rank in ranks]), _share([rank < 3 for rank in ranks])


def _told(name: str) -> list[Request]:
    lines = (line.split("\t") for line in (DATA / name).read_text("utf-8").splitlines())
    return [(domain, -1, text) for domain, text in lines if domain != "none"]


def _rows(name: str) -> list[list[str]]:
    lines = (Path(triage.__file__).parent / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines]


def _share(answers: list[bool]) -> float:
    return round(sum(answers) / max(1, len(answers)), 3)
