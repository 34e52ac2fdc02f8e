"""Cleaning that keeps what the writer meant: letters, half-spaces and gaps are repaired, words stay."""

import re
import unicodedata

from hamafza_engines.persian._digits import to_persian_digits
from hamafza_engines.persian._verbs import VERB_TAILS

_LETTER = "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_ZWNJ = "\u200c"
_JOIN = rf"\1{_ZWNJ}"
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
_ENDINGS = "ها(?:ی(?:ی|م|ت|ش|مان|تان|شان)?|م|ت|ش|مون|تون|شون)?"

_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n ?")
_EMPTY_LINES = re.compile(r"\n{3,}")
_LONE_ZWNJ = re.compile(rf"(?<![{_LETTER}{_ZWNJ}]){_ZWNJ}+|{_ZWNJ}+(?![{_LETTER}{_ZWNJ}])|{_ZWNJ}(?={_ZWNJ})")
_STRETCHED = re.compile(rf"([{_LETTER}])\1{{2,}}")
_MI_APART = re.compile(rf"(?<![{_LETTER}{_ZWNJ}])(ن?می) (?=[{_LETTER}]{{2}})")
_MI_JOINED = re.compile(rf"(?<![{_LETTER}{_ZWNJ}])(ن?می)(?=(?:{VERB_TAILS})(?![{_LETTER}{_ZWNJ}]))")
_HA_APART = re.compile(rf"(?<=[{_LETTER}]{{2}}) (?={_ENDINGS}(?![{_LETTER}{_ZWNJ}]))")
_HA_JOINED = re.compile(rf"(?<=[{_LETTER}]ه)(?={_ENDINGS}(?![{_LETTER}{_ZWNJ}]))")
_AFTER_HE = re.compile(rf"(?<=[{_LETTER}]{{2}}ه) (?=(?:ای|ام|اند|ایم|اید|اش|اشان)(?![{_LETTER}{_ZWNJ}]))")
_COMPARED = re.compile(rf"(?<=[{_LETTER}]{{2}}) (?=ترین?(?:ها|های)?(?![{_LETTER}{_ZWNJ}]))")
_COMPOUNDS = re.compile(
    rf"(?<![{_LETTER}{_ZWNJ}])(بی|بد|تک|خود|کم|هم|پیش|توان|نیم|قرض|زمین|آتش|خون|دل|روان|کار)"
    r" (?=(?:سرپرست|بضاعت|خانمان|درآمد|برخوردار|توان|بینا|شنوا|سواد|والد|کفا|اشتغالی|افزا|نویس|"
    rf"پذیرش|بخشی|خواه|الحسنه|لرزه|سوزی|ریزی|درمانی|شناس|آفرین)(?:ی|ان|ها|های)?(?![{_LETTER}]))"
)


def normalise(text: str) -> str:
    """Clean a text for display: Persian letters, half-spaces of می and ها, single spaces; digits are kept."""
    # A look for the letters that a repair begins with costs a tenth of its pattern.
    text = _gaps(_letters(text))
    text = _STRETCHED.sub(r"\1", text)
    if "می" in text:
        text = _MI_JOINED.sub(_JOIN, _MI_APART.sub(_JOIN, text))
    text = _COMPOUNDS.sub(_JOIN, text)
    if "ها" in text:
        text = _HA_JOINED.sub(_ZWNJ, _HA_APART.sub(_ZWNJ, text))
    if "ه ا" in text:
        text = _AFTER_HE.sub(_ZWNJ, text)
    return _COMPARED.sub(_ZWNJ, text) if " تر" in text else text


def _letters(text: str) -> str:
    text = unicodedata.normalize(
        "NFC", text.replace("\r\n", "\n")
    )  # first: ye and hamza above are one letter
    text = text.replace("ي", "ی").replace("ك", "ک")  # the commonest repair, at a tenth of translate's cost
    if _TO_CHANGE.search(text):
        text = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
        text = text.translate(_CHARACTERS)
    return text


def _gaps(text: str) -> str:
    if "\n" in text:
        text = _LINES.sub("\n", _SPACES.sub(" ", _LONE_ZWNJ.sub("", _SPACES.sub(" ", text))))
        return _EMPTY_LINES.sub("\n\n", text).strip()
    text = " ".join(text.split())
    if _ZWNJ in text:
        text = " ".join(_LONE_ZWNJ.sub("", text).split())
    return text


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
