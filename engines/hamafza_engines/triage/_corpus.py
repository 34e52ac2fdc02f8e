"""What the shipped model is taught: texts by domain, alarms, words of the lexicon, words by their bones."""

from collections import Counter
from importlib.resources import files

from hamafza_engines.triage._danger import dangers, urgency
from hamafza_engines.triage._features import fold, keys, lexicon, tokens
from hamafza_engines.triage._finglish import bones

_UNLIKE = frozenset("complaint elderly info mixed neighbour operator safety teen".split())
_ALIKE = 16  # words of the same consonants that are kept, the commonest
# Said in nearly every letter, though seldom in the corpus: «salam» is no «سالم».
_COURTESIES = (
    "سلام لطفا ممنون خواهش مرسی خداحافظ آقا خانم من ما شما او این آن است هست نیست دارم ندارم داریم نداریم"
).split()


def examples() -> list[tuple[str, str]]:
    """Return the shipped corpus, and each word of the lexicon as a text of its own."""
    written = [(text, domain) for domain, _, text in _rows("corpus.tsv")]
    return written + [(word, domain) for word, domains in lexicon().items() for domain in domains]


def strangers() -> frozenset[str]:
    """Return the texts of some hands unlike the rest, on which it is learnt how sure to be."""
    return frozenset(text for _, hand, text in _rows("corpus.tsv") if hand in _UNLIKE)


def alarms() -> list[tuple[str, str]]:
    """Return the texts written as alarms, and the others of the corpus in which no rule hears one as none."""
    told = {text: kind for kind, text in _rows("alarms.tsv")}
    calm = ((text, "none") for *_, text in _rows("corpus.tsv") if text not in told and not _alarming(text))
    return [*told.items(), *calm]


def spoken() -> list[str]:
    """Return the lines of finglish.tsv: consonants, and the words that have them, the commonest first."""
    rows = [row for name in ("corpus.tsv", "alarms.tsv") for row in _rows(name) if "misspelt" not in row]
    texts = [text for *_, text in rows if not text.isascii()]
    counts = Counter(word for text in texts for word in keys(tokens(text)))
    counts.update(word for phrase in lexicon() for word in phrase.split())
    counts.update({fold(word): len(texts) for word in _COURTESIES})
    found: dict[str, list[str]] = {}
    for word, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        key = bones(word)
        if len(key) > 1 and word.isalpha() and not word.isascii() and len(found.setdefault(key, [])) < _ALIKE:
            found[key].append(word)
    return [f"{key}\t{' '.join(words)}" for key, words in sorted(found.items())]


def _alarming(text: str) -> bool:
    words = tokens(text)
    return urgency(words, text, dangers(words, text))[0] > 0


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in files(__package__).joinpath(name).read_text("utf-8").splitlines()]
