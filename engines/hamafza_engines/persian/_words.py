"""Numbers in words, for receipts and letters."""

_ONES = (
    "صفر یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده".split()
)
_TENS = " . بیست سی چهل پنجاه شصت هفتاد هشتاد نود".split(" ")
_HUNDREDS = " صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد".split(" ")
_SCALES = " هزار میلیون میلیارد تریلیون کوادریلیون کوینتیلیون".split(" ")
_LIMIT = 1000 ** len(_SCALES)


def number_to_words(number: int) -> str:
    """Say a whole number in Persian: 1404 is «یک هزار و چهارصد و چهار»."""
    if not -_LIMIT < number < _LIMIT:
        raise ValueError(f"number must lie between -10^{3 * len(_SCALES)} and 10^{3 * len(_SCALES)}")
    if number < 0:
        return f"منفی {number_to_words(-number)}"
    if number < 20:
        return _ONES[number]
    groups = []
    for scale in _SCALES:
        number, group = divmod(number, 1000)
        if group:
            groups.append(f"{_below_thousand(group)} {scale}".strip())
    return " و ".join(reversed(groups))


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10) if rest > 19 else (0, rest)
    return " و ".join(filter(None, (_HUNDREDS[hundreds], _TENS[tens], _ONES[ones] if ones else "")))
