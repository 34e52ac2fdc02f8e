"""Train the shipped model again: `python -m hamafza_engines.triage` reads the TSV files, writes model.bin."""

from pathlib import Path

from hamafza_engines.triage._corpus import alarms, examples, spoken, strangers
from hamafza_engines.triage._finglish import forget
from hamafza_engines.triage._model import Model

HERE = Path(__file__).parent

if __name__ == "__main__":
    (HERE / "finglish.tsv").write_text("\n".join(spoken()) + "\n", "utf-8")
    forget()
    Model.train(examples(), alarms=alarms(), strangers=strangers()).save(HERE / "model.bin")
