"""Train the shipped model again: `python -m hamafza_engines.triage` reads corpus.tsv, writes model.bin."""

from pathlib import Path

from hamafza_engines.triage._features import lexicon
from hamafza_engines.triage._model import Model

HERE = Path(__file__).parent


def examples() -> list[tuple[str, str]]:
    """Return the shipped corpus, and each word of the lexicon as a text of its own."""
    lines = (HERE / "corpus.tsv").read_text("utf-8").splitlines()
    written = [(text, domain) for domain, _, text in (line.split("\t") for line in lines)]
    return written + [(word, domain) for word, domains in lexicon().items() for domain in domains]


if __name__ == "__main__":
    Model.train(examples()).save(HERE / "model.bin")
