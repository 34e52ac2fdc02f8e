"""Cleaning that keeps what the writer meant: letters, half-spaces and gaps are repaired, words stay."""

import re
import unicodedata

from hamafza_engines.persian._digits import to_persian_digits
from hamafza_engines.persian._verbs import VERB_TAILS

_LETTER = "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_ZWNJ = "\u200c"
# Marks, tatweel, bidi controls and other unseen characters go; «¬» is how old Windows saved the half-space.
_GONE = "ـ\u00ad\u200b\u200d\u200e\u200f\u2060\ufeff\ufdfa" + "".join(
    map(chr, [*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06EE),
              *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(9), *range(14, 32), *range(0x7F, 0xA0)])
)  # fmt: skip
_CHARACTERS = str.maketrans(
    dict.fromkeys(map(ord, _GONE))
    | {ord(old): new for old, new in zip("يىېےكةۀەۂۃھہٱ", "ییییکههههههها", strict=True)}
    | {0xAC: _ZWNJ, 0x85: "\n", 0x0B: "\n", 0x0C: "\n", 0x0D: "\n", 0x2028: "\n", 0x2029: "\n"}
    | {0xFDFD: "بسم الله الرحمن الرحیم"}
)
_PRESENTATION = re.compile("[\ufb50-\ufdf9\ufdfb-\ufdff\ufe70-\ufefe]+")
_TO_CHANGE = re.compile(f"[\ufb50-\ufdff\ufe70-\ufeff{re.escape(''.join(map(chr, _CHARACTERS)))}]")
# A plain replace costs a tenth of translate; after these there is seldom anything left for it.
_COMMONEST = [
    (char, str(_CHARACTERS[ord(char)] or "")) for char in "يكىةۀ¬ـ\u064b\u064e\u064f\u0650\u0651\u200f"
]


def _alone(word: str) -> str:
    """Look back: the word just passed began, perhaps with the ن of «not», where no word went on."""
    return rf"(?:(?<![{_WITHIN}]{word})|(?<=ن{word})(?<![{_WITHIN}]ن{word}))"


# Every repair begins with plain letters, which are searched for at once, and looks around from there.
_WITHIN = _LETTER + _ZWNJ
_END = f"(?![{_WITHIN}])"
_OF_THINGS = f"(?:ی(?:ی|م|ت|ش|مان|تان|شان)?|م|ت|ش|مون|تون|شون)?{_END}"  # what may follow ها
_FIRST = "بی بد تک خود کم هم پیش توان نیم قرض زمین آتش خون دل روان کار".split()
_SECOND = (
    "سرپرست بضاعت خانمان درآمد برخوردار توان بینا شنوا سواد والد کفا اشتغالی افزا نویس "
    "پذیرش بخشی خواه الحسنه لرزه سوزی ریزی درمانی شناس آفرین"
).split()

_EMPTY_LINES = re.compile(r"\n{3,}")
_MANY_ZWNJ = re.compile(f"{_ZWNJ}{{2,}}")
_LONE_ZWNJ = re.compile(f"{_ZWNJ}(?:(?<![{_LETTER}]{_ZWNJ})|(?![{_LETTER}]))")
_STRETCHED = re.compile(rf"([{_LETTER}])\1{{2,}}")
_MI_APART = re.compile(f"می {_alone('می ')}(?=[{_LETTER}]{{2}})")
_MI_JOINED = re.compile(f"می{_alone('می')}(?=(?:{VERB_TAILS}){_END})")
_HA_APART = re.compile(f" ها(?<=[{_LETTER}]{{2}} ها)(?={_OF_THINGS})")
_HA_JOINED = re.compile(f"هها(?<=[{_LETTER}]هها)(?={_OF_THINGS})")
_AFTER_HE = re.compile(f"ه ا(?<=[{_LETTER}]{{2}}ه ا)(?=(?:ی|م|ند|یم|ید|ش|شان){_END})")
_COMPARED = re.compile(f" تری(?<=[{_LETTER}]{{2}} تری)(?=ن?(?:{_ZWNJ}?های?)?{_END})")
_COMPOUNDS = re.compile(
    f" (?=(?:{'|'.join(_SECOND)})(?:ی|ان|ها|های)?(?![{_LETTER}]))"
    f"(?:{'|'.join(f'(?<=(?<![{_WITHIN}]){word} )' for word in _FIRST)})"
)


def normalise(text: str) -> str:
    """Clean a text for display: Persian letters, half-spaces of می and ها, single spaces; digits are kept."""
    text = _STRETCHED.sub(r"\1", _gaps(_letters(text)))
    text = _MI_JOINED.sub(f"می{_ZWNJ}", _MI_APART.sub(f"می{_ZWNJ}", text))
    text = _COMPOUNDS.sub(_ZWNJ, text)
    text = _HA_JOINED.sub(f"ه{_ZWNJ}ها", _HA_APART.sub(f"{_ZWNJ}ها", text))
    return _COMPARED.sub(f"{_ZWNJ}تری", _AFTER_HE.sub(f"ه{_ZWNJ}ا", text))


def _letters(text: str) -> str:
    text = unicodedata.normalize(
        "NFC", text.replace("\r\n", "\n")
    )  # first: ye and hamza above are one letter
    if not _TO_CHANGE.search(text):
        return text
    text = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    for old, new in _COMMONEST:
        text = text.replace(old, new)
    return text.translate(_CHARACTERS) if _TO_CHANGE.search(text) else text


def _gaps(text: str) -> str:
    text = _single_spaces(text)
    if _ZWNJ in text:
        text = _single_spaces(_LONE_ZWNJ.sub("", _MANY_ZWNJ.sub(_ZWNJ, text)))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def _single_spaces(text: str) -> str:
    return "\n".join([" ".join(line.split()) for line in text.split("\n")])


_QUOTED = re.compile(r'"([^"\n]*)"')
_DOTS = re.compile(r"[^\S\n]*(?:\.{3,}|…)")
_DECIMAL = re.compile(r"(?<=[0-9۰-۹])\.(?=[0-9۰-۹])")
_BESIDE_DIGIT = re.compile(rf"(?<=[{_LETTER}])(?=[۰-۹])|(?<=[۰-۹])(?=[{_LETTER}])")
_INNER_GAPS = re.compile(r"(?<=[«(\[]) | (?=[»)\]،؛:؟!.](?!\w))")


def polish(text: str) -> str:
    """Normalise, then set as a printer would: Persian digits, «guillemets», «…» and gaps around signs."""
    text = _QUOTED.sub(r"«\1»", to_persian_digits(normalise(text)))
    text = _DECIMAL.sub("٫", _DOTS.sub(" …", text))
    return _INNER_GAPS.sub("", _BESIDE_DIGIT.sub(" ", text)).strip()
