"""What the engine proposed, as a page shows it: its words, how sure it is, and «I do not know»."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hamafza.intake import advice, queries
from hamafza.intake.models import Request
from hamafza.intake.states import Urgency
from hamafza.kernel.cleaning import clean
from hamafza.network import queries as network
from hamafza.network.models import Domain

SHOWN = 3
FAINT = 0.05  # a guess below this only distracts
LIGHT = 0.08  # and so does a word that weighed less


@dataclass(frozen=True)
class Guess:
    """One domain, with how sure the engine is of it and its words."""

    domain: Domain
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """A run of the text: plain (""), a "word" that spoke for a domain, or one that told of "danger"."""

    text: str
    tone: str = ""


@dataclass(frozen=True)
class Proposal:
    """A text with its marks and the guesses about it."""

    pieces: tuple[Piece, ...]
    guesses: tuple[Guess, ...]
    abstained: bool
    urgency: Urgency
    is_dangerous: bool


def fresh(text: str) -> Proposal:
    """Of a text that is still being written; nothing is kept."""
    text = clean(text)
    return read(text, advice.suggest(text), network.domains())


def of(request: Request) -> Proposal:
    """As it was when the request came in."""
    stored = queries.stored_proposal(request)
    return read(request.text, stored.proposed, network.domains()) if stored else fresh(request.text)


def read(text: str, proposed: Mapping[str, Any], domains: Mapping[str, Domain]) -> Proposal:
    """Word a stored or fresh proposal; a domain that the network does not have is left out."""
    known = [guess for guess in proposed["domains"] if guess["domain"] in domains and guess["confidence"] >= FAINT]
    guesses = tuple(
        Guess(domains[guess["domain"]], guess["confidence"], tuple(word["text"] for word in guess["words"]))
        for guess in known[:SHOWN]
    )
    spoke = [word for guess in known[:SHOWN] for word in guess["words"] if word["weight"] >= LIGHT]
    warned = [word for danger in proposed["dangers"] for word in danger["words"]]
    return Proposal(
        pieces=tuple(_pieces(text, spoke, warned)),
        guesses=() if proposed["abstained"] else guesses,
        abstained=proposed["abstained"] or not guesses,
        urgency=Urgency(str(proposed["urgency"])),
        is_dangerous=bool(proposed["dangers"]),
    )


def _pieces(text: str, spoke: Iterable[Mapping[str, Any]], warned: Iterable[Mapping[str, Any]]) -> Iterable[Piece]:
    """Cut the text at its marks; where marks overlap, danger wins. Spans beyond the text are cut off."""
    tones = [""] * len(text)
    for tone, words in (("word", spoke), ("danger", warned)):
        for word in words:
            start = max(0, word["start"])
            end = max(start, min(len(text), word["end"]))
            tones[start:end] = [tone] * (end - start)
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or tones[at] != tones[begin]:
            yield Piece(text[begin:at], tones[begin])
            begin = at
