"""Keys: what a text is compared by, never what is shown."""

import re
import unicodedata

from hamafza_engines.persian._digits import to_latin_digits

_SAME_LETTER = str.maketrans("يىېےكڪةۀەۂۃھہٱ", "ییییککههههههها")
_KNOWN_FOLDS = 8192  # more characters than people type; a hostile text must not fill the memory


class _Fold(dict[int, str]):
    """Fold one character at a time, each one computed once."""

    def __missing__(self, code: int) -> str:
        folded = before = chr(code)
        while (folded := _fold_once(folded)) != before:
            before = folded
        if len(self) < _KNOWN_FOLDS:
            self[code] = folded
        return folded


def _fold_once(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    parts = to_latin_digits(parts).translate(_SAME_LETTER)
    return "".join(_letter(char) for char in parts)


def _letter(char: str) -> str:
    if char == "ء" or char == "ـ":
        return ""
    kind = unicodedata.category(char)
    if kind == "Nd":
        return str(unicodedata.digit(char))
    if kind[0] in "LN":
        return char
    # Marks and bidi controls vanish; the half-space, spaces and punctuation part words.
    return "" if kind in ("Mn", "Me", "Mc") or kind == "Cf" and char != "\u200c" else " "


_FOLDS = _Fold()


def search_key(text: str) -> str:
    """Return what spellings of the same words share: one letter form, Latin digits, single spaces."""
    return " ".join(text.translate(_FOLDS).split())


def compact_key(text: str) -> str:
    """Return the search key without spaces, for names: «علی رضا», «علی‌رضا» and «علیرضا» are one."""
    return search_key(text).replace(" ", "")


_ALPHABET = "ءآابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_RANKS = {ord(letter): chr(0x0620 + rank) for rank, letter in enumerate(_ALPHABET)}
_SORTED_AS = str.maketrans("أإؤئ", "ااوی")


def sort_key(text: str) -> str:
    """Return a string whose code points sort as the Persian alphabet: آ before ا, پ چ ژ گ in place."""
    composed = unicodedata.normalize("NFC", text.replace("\u200c", ""))
    parts = (char if char == "آ" else char.translate(_FOLDS) for char in composed.translate(_SORTED_AS))
    return " ".join("".join(parts).split()).translate(_RANKS)


_SOUNDS = str.maketrans("ذضظصثطحغع", "زززسستهقا")
_NAMES = {"رحمن": "رحمان", "اسحق": "اسحاق", "اسمعیل": "اسماعیل", "هرون": "هارون", "ابرهیم": "ابراهیم"}


def homophone_key(name: str) -> str:
    """Return what names that sound alike share: «طاهره ذاکری» and «تاهره زاکری» are one."""
    words = (_NAMES.get(word, word) for word in search_key(name).split())
    sounds = "".join(words).replace("خوا", "خا").translate(_SOUNDS)
    return re.sub(r"(.)\1+", r"\1", sounds)
