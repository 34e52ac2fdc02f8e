"""What a request is called in lists."""

TITLE_LENGTH = 80


def title_of(text: str) -> str:
    """The first line, cut at a word, for lists."""
    first = text.split("\n", 1)[0].strip()
    if len(first) <= TITLE_LENGTH:
        return first
    return first[:TITLE_LENGTH].rsplit(" ", 1)[0] + " …"
