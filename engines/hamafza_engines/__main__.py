"""`python -m hamafza_engines <persian|triage|routing>`: the engines from a shell, texts in, JSON out."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from hamafza_engines import persian, routing, triage

_WORDS: dict[str, Callable[[str], object]] = {
    "normalise": persian.normalise,
    "polish": persian.polish,
    "search-key": persian.search_key,
    "sort-key": persian.sort_key,
    "homophone-key": persian.homophone_key,
    "date": persian.parse_date,
    "mobile": persian.parse_mobile,
    "words": lambda text: persian.number_to_words(int(persian.to_latin_digits(text))),
}


def main(words: list[str] | None = None) -> None:
    """Answer one question; without a text on the line, it is read from standard input."""
    asked = _parser().parse_args(words)
    text = asked.text if asked.text is not None else sys.stdin.read()
    if asked.engine == "persian":
        print(_WORDS[asked.what](text))
    elif asked.engine == "triage":
        print(_json(asdict(triage.suggest(text))))
    else:
        print(_json(asdict(routing.solve(_problem(json.loads(text))))))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hamafza_engines", description=__doc__)
    engines = parser.add_subparsers(dest="engine", required=True)
    spoken = engines.add_parser("persian", help="clean, fold or read a text")
    spoken.add_argument("what", choices=sorted(_WORDS))
    for each in (
        spoken,
        engines.add_parser("triage", help="suggest domains, urgency and dangers of a request"),
        engines.add_parser(
            "routing", help="rank centres for a problem given as JSON: ask, centres, excluded"
        ),
    ):
        each.add_argument("text", nargs="?")
    return parser


def _problem(given: dict[str, Any]) -> routing.Problem:
    centres = (
        routing.CentreFacts(**{**facts, "domains": frozenset(facts["domains"])}) for facts in given["centres"]
    )
    return routing.Problem(
        routing.Ask(**given["ask"]),
        tuple(centres),
        frozenset(given.get("excluded", ())),
        given.get("last_reason"),
    )


def _json(answer: object) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    main()
