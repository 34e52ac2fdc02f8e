"""Triage beside a keyword baseline and plain TF-IDF + LinearSVC (scikit-learn), on requests it never saw."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from report.clock import in_turns

from hamafza_engines import persian, triage

DATA = Path(__file__).parents[2] / "engines" / "tests" / "data"
Request = tuple[str, int, str]  # domain, urgency, text


def measure(sizes: str = "small", say: Callable[[str], object] = print) -> dict[str, Any]:
    """Advise on the held-out requests; the value is top-1, beside it top-3 and errors of confidence for ours."""
    asked = requests()
    say(f"triage: {len(asked)} requests")
    svc, keywords = linear_svc(), keyword_baseline()
    texts = [text for _, _, text in asked]
    ways: dict[str, Callable[[], list[str]]] = {
        "hamafza": lambda: [triage.suggest(text).domains[0].domain for text in texts],
        "scikit-learn TF-IDF + LinearSVC": lambda: svc(texts),
        "keywords": lambda: [keywords(text) for text in texts],
    }
    spent = in_turns(ways, runs=5)
    rows = [
        {"engine": "triage", "task": "top-1 of 20 domains", "size": len(texts), "who": who,
         "cpu_seconds": spent[who], "value": f"{_right(asked, work()):.3f}"}
        for who, work in ways.items()
    ]  # fmt: skip
    hostile = ["الف " * 2_000, "x" * 100_000, "کمک " * 10_000]
    adverse = in_turns({"hamafza": lambda: [triage.suggest(text) for text in hostile]}, runs=5)["hamafza"]
    rows.append({"engine": "triage", "task": "three texts of up to 100,000 letters", "size": 3, "who": "hamafza",
                 "cpu_seconds": adverse, "value": f"{1000 * adverse / 3:.1f} ms each"})  # fmt: skip
    return {"rows": rows, "quality": quality(asked)}


def requests() -> list[Request]:
    """Return the requests that no one was trained on."""
    lines = (DATA / "persian_requests.tsv").read_text("utf-8").splitlines()[1:]
    return [(row[2], int(row[4]), row[5]) for row in (line.split("\t") for line in lines)]


def quality(asked: list[Request]) -> dict[str, float]:
    """Return top-1, top-3, expected calibration error and recall of urgent requests."""
    ranks, bins, urgent = [], [0.0] * 11, []
    for domain, level, text in asked:
        suggestion = triage.suggest(text)
        ranks.append([score.domain for score in suggestion.domains].index(domain))
        best = suggestion.domains[0].confidence
        bins[int(best * 10)] += (ranks[-1] == 0) - best
        if level:
            urgent.append(suggestion.urgency >= 1)
    count = len(asked)
    return {
        "top_1": sum(rank == 0 for rank in ranks) / count,
        "top_3": sum(rank < 3 for rank in ranks) / count,
        "ece": sum(map(abs, bins)) / count,
        "urgent_recall": sum(urgent) / max(1, len(urgent)),
    }


def linear_svc() -> Callable[[list[str]], list[str]]:
    """Train the peer on the same corpus."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    corpus = [(domain, text) for domain, text in _corpus() if domain in triage.DOMAINS]
    model = make_pipeline(TfidfVectorizer(preprocessor=persian.search_key), LinearSVC(random_state=0))
    model.fit([text for _, text in corpus], [domain for domain, _ in corpus])
    return lambda texts: list(model.predict(texts))


def keyword_baseline() -> Callable[[str], str]:
    """Return the domain with most words of the lexicon in the text, the first in the alphabet when none has."""
    lines = (Path(triage.__file__).parent / "lexicon.tsv").read_text("utf-8").splitlines()
    words = {
        domain: [persian.search_key(word) for word in told.split("،")]
        for domain, told in (line.split("\t")[:2] for line in lines)
    }

    def best(text: str) -> str:
        key = persian.search_key(text)
        return max(triage.DOMAINS, key=lambda domain: sum(word in key for word in words.get(domain, ())))

    return best


def _corpus() -> list[tuple[str, str]]:
    lines = (Path(triage.__file__).parent / "corpus.tsv").read_text("utf-8").splitlines()
    return [(row[0], row[2]) for row in (line.split("\t") for line in lines)]


def _right(asked: list[Request], found: list[str]) -> float:
    return sum(domain == one for (domain, _, _), one in zip(asked, found, strict=True)) / len(asked)
