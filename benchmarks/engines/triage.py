"""Measure the engines: `PYTHONPATH=engines python engines/benchmarks/measure.py` prints accuracy and CPU time."""

import random
from collections.abc import Callable
from pathlib import Path
from time import process_time

from hamafza_engines import persian, routing, triage

DATA = Path(__file__).parents[1] / "tests" / "data"


def main() -> None:
    """Print one line a figure."""
    rows = [line.split("\t") for line in (DATA / "persian_requests.tsv").read_text("utf-8").splitlines()[1:]]
    print(
        f"model load            {_milliseconds(lambda: triage.Model.load(Path(triage.__file__).parent / 'model.bin'), 5):8.2f} ms"
    )
    _triage([(row[2], int(row[4]), row[5]) for row in rows])
    texts = [row[5] for row in rows]
    print(
        f"normalise, a text     {_milliseconds(lambda: [persian.normalise(t) for t in texts], 20) / len(texts):8.4f} ms"
    )
    for name, spread in (("over the nation", 31), ("all in one county", 1)):
        problem = _problem(10_000, spread)
        print(f"route 10,000 {name:18}{_milliseconds(lambda p=problem: routing.solve(p), 7):6.2f} ms")


def _triage(rows: list[tuple[str, int, str]]) -> None:
    ranks, bins, seen, called = [], [0.0] * 11, [], []
    for domain, urgent, text in rows:
        suggestion = triage.suggest(text)
        ranks.append([score.domain for score in suggestion.domains].index(domain))
        best = suggestion.domains[0].confidence
        bins[int(best * 10)] += (ranks[-1] == 0) - best
        (seen if urgent else called).append(suggestion.urgency >= 1)
    count = len(rows)
    print(
        f"top-1 {sum(r == 0 for r in ranks) / count:.3f}  top-3 {sum(r < 3 for r in ranks) / count:.3f}",
        end="  ",
    )
    print(
        f"ECE {sum(map(abs, bins)) / count:.3f}  urgent seen {sum(seen)}/{len(seen)}  in vain {sum(called)}/{len(called)}"
    )
    print(f"suggest, a text       {_milliseconds(lambda: [triage.suggest(t) for _, _, t in rows], 5) / count:8.2f} ms")


def _problem(count: int, provinces: int) -> routing.Problem:
    chance = random.Random(1)
    centres = []
    for id_ in range(count):
        place = f"IR/{10 + chance.randrange(provinces)}/{chance.randrange(10)}/"
        centres.append(
            routing.CentreFacts(
                id_, frozenset(chance.sample(triage.DOMAINS, 3)) if provinces > 1 else frozenset({"health"}), place, place[:6],
                25 + 10 * chance.random(), 45 + 15 * chance.random(), chance.randrange(5), 20 * chance.random(), 8.0,
                chance.randrange(20), chance.randrange(9), chance.randrange(3), chance.randrange(15),
            )
        )  # fmt: skip
    return routing.Problem(routing.Ask("health", "IR/10/1/", 30.0, 50.0), tuple(centres))


def _milliseconds(work: Callable[[], object], times: int) -> float:
    spent = []
    for _ in range(times):
        start = process_time()
        work()
        spent.append(process_time() - start)
    return 1000 * sorted(spent)[times // 2]


if __name__ == "__main__":
    main()
