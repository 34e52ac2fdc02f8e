"""Edit distances with the same whole-number meaning as those of DuckDB and Spark."""


def one_edit(a: str, b: str) -> bool:
    """Tell whether one letter put in, left out, changed, or two neighbours exchanged make a of b."""
    if abs(len(a) - len(b)) > 1:
        return False
    a, b = _core(a, b)
    return len(a) + len(b) <= 1 or len(a) == len(b) == 1 or (len(a) == len(b) == 2 and a == b[::-1])


def within(a: str, b: str, limit: int) -> bool:
    """Tell whether the Levenshtein distance of a and b is at most the limit."""
    if abs(len(a) - len(b)) > limit:
        return False
    a, b = _core(a, b)
    if not a or not b:
        return len(a) + len(b) <= limit
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        before, row[0] = row[0], i
        for j, other in enumerate(b, start=1):
            changed = before + (letter != other)
            before = row[j]
            row[j] = min(changed, before + 1, row[j - 1] + 1)
        if min(row) > limit:
            return False
    return row[-1] <= limit


def _core(a: str, b: str) -> tuple[str, str]:
    """Return what is left of both without the beginning and the end they share."""
    start, shorter = 0, min(len(a), len(b))
    while start < shorter and a[start] == b[start]:
        start += 1
    end = 0
    while end < shorter - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return a[start : len(a) - end], b[start : len(b) - end]
