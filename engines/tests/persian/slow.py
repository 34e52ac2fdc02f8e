"""The normaliser written again: word by word and letter by letter, from its rules and without a pattern."""

import unicodedata
from itertools import groupby

from hamafza_engines.persian._verbs import _PAST, _PRESENT, _SPOKEN

LETTERS = set("ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")
ZWNJ = "\u200c"
ONE_FORM = dict(zip("يىېےكةۀەۂۃھہٱ", "ییییکههههههها", strict=True))
LINE_ENDS = "\x0b\x0c\r\x85\u2028\u2029"
OBJECTS = ["", "شان", "تان", "مان", "ش", "ت", "شون", "تون", "مون"]
TAILS = {
    *(
        stem + ending + object_
        for stem in _PRESENT
        for ending in ("یم", "ید", "ند", "م", "د")
        for object_ in OBJECTS
    ),
    *(
        stem + ending + object_
        for stem in _PAST
        for ending in ("", "یم", "ید", "ند", "م", "ی")
        for object_ in OBJECTS
    ),
    *_SPOKEN,
}
THINGS = {
    "ها", "هام", "هات", "هاش", "هامون", "هاتون", "هاشون", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان",
}  # fmt: skip
AFTER_HE = {"ای", "ام", "اند", "ایم", "اید", "اش", "اشان"}
COMPARED = {"تر" + more + end for more in ("ی", "ین") for end in ("", "ها", "های", ZWNJ + "ها", ZWNJ + "های")}
FIRST = "بی بد تک خود کم هم پیش توان نیم قرض زمین آتش خون دل روان کار".split()
SECOND = {
    word + end
    for word in (
        "سرپرست بضاعت خانمان درآمد برخوردار توان بینا شنوا سواد والد کفا اشتغالی افزا نویس "
        "پذیرش بخشی خواه الحسنه لرزه سوزی ریزی درمانی شناس آفرین"
    ).split()
    for end in ("", "ی", "ان", "ها", "های")
}


def slow_normalise(text):
    lines = [gaps(line) for line in cleaned(text).split("\n")]
    return "\n".join(joined(line) for line in spaced(lines))


def cleaned(text):
    """One form of each letter, no marks, one kind of line end."""
    out = []
    for char in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        if char == "﷽":
            out.append("بسم الله الرحمن الرحیم")
            continue
        if "\ufb50" <= char <= "\ufdff" or "\ufe70" <= char <= "\ufefe":
            char = "" if char == "\ufdfa" else unicodedata.normalize("NFKC", char)
        out.extend(form for each in char if (form := one_form(each)) is not None)
    return "".join(out)


def one_form(char):
    if char in ONE_FORM:
        return ONE_FORM[char]
    if char == "¬":
        return ZWNJ
    if char in LINE_ENDS:
        return "\n"
    code = ord(char)
    marks = 0x610 <= code <= 0x61A or 0x64B <= code <= 0x65F or code == 0x670 or 0x6D6 <= code <= 0x6ED
    unseen = (
        code < 9
        or 14 <= code < 32
        or 0x7F <= code < 0xA0
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
    )
    return None if marks or unseen or char in "ـ\u00ad\u200b\u200d\u200e\u200f\u2060\ufeff" else char


def gaps(line):
    """Single spaces, half-spaces where they may stand; then three of a letter in a row are one."""
    line = half_spaces(" ".join(line.split()))
    runs = ["".join(run) for _, run in groupby(" ".join(line.split()))]
    return "".join(run[0] if run[0] in LETTERS and len(run) > 2 else run for run in runs)


def half_spaces(line):
    """A half-space stands between two letters, and alone."""
    runs = [(char == ZWNJ, "".join(run)) for char, run in groupby(line)]
    kept = []
    for place, (half, run) in enumerate(runs):
        inside = 0 < place < len(runs) - 1
        if half and not (inside and runs[place - 1][1][-1] in LETTERS and runs[place + 1][1][0] in LETTERS):
            continue
        kept.append(ZWNJ if half else run)
    return "".join(kept)


def spaced(lines):
    """At most one empty line between two others, none around."""
    while lines and not lines[0]:
        lines = lines[1:]
    while lines and not lines[-1]:
        lines = lines[:-1]
    return [line for place, line in enumerate(lines) if line or lines[place - 1]]


def joined(line):
    """Put the half-spaces of می, compounds, ها, رفته‌ام and بزرگ‌ترین, rule by rule, as the writer would."""
    line = insert(line, after_mi)
    line = insert(line, inside_mi)
    for rule in (compound, before_ha):
        line = insert(line, rule)
    line = insert(line, inside_ha)
    for rule in (after_he, before_compared):
        line = insert(line, rule)
    return line


def insert(line, rule):
    """Return the line with a half-space in place of every space, or between letters, where a rule says so."""
    out, place = "", 0
    while place < len(line):
        if rule(line, place):
            out += ZWNJ
            place += line[place] == " "
            if place < len(line):
                out += line[place]
        else:
            out += line[place]
        place += 1
    return out


def before(line, place):
    """Return the letters and half-spaces that end at a place."""
    start = place
    while start and (line[start - 1] in LETTERS or line[start - 1] == ZWNJ):
        start -= 1
    return line[start:place]


def after(line, place):
    end = place
    while end < len(line) and (line[end] in LETTERS or line[end] == ZWNJ):
        end += 1
    return line[place:end]


def letters_before(line, place, count):
    return place >= count and all(char in LETTERS for char in line[place - count : place])


def after_mi(line, place):
    following = line[place + 1 : place + 3]
    return (
        line[place] == " " and before(line, place) in ("می", "نمی")
        and len(following) == 2 and all(char in LETTERS for char in following)
    )  # fmt: skip


def inside_mi(line, place):
    return before(line, place) in ("می", "نمی") and after(line, place) in TAILS


def compound(line, place):
    second = after(line, place + 1)
    whole = second in SECOND or any(second.startswith(word + ZWNJ) for word in SECOND)
    return line[place] == " " and before(line, place) in FIRST and whole


def before_ha(line, place):
    return line[place] == " " and letters_before(line, place, 2) and after(line, place + 1) in THINGS


def inside_ha(line, place):
    return letters_before(line, place, 2) and line[place - 1] == "ه" and after(line, place) in THINGS


def after_he(line, place):
    return (
        line[place] == " " and letters_before(line, place, 3) and line[place - 1] == "ه"
        and after(line, place + 1) in AFTER_HE
    )  # fmt: skip


def before_compared(line, place):
    return line[place] == " " and letters_before(line, place, 2) and after(line, place + 1) in COMPARED
