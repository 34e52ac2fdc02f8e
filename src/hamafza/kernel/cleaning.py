"""Signs that nobody types and that only disguise: control characters and changes of direction."""

_UNSEEN = dict.fromkeys(
    [
        *range(9),
        11,
        12,
        *range(14, 32),
        *range(127, 160),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),  # half a sign: no file and no database takes it
        0xFEFF,
        *range(0xFFFE, 0x10000),  # no signs at all; no feed may hold them
    ]
)
_EMPTY = " \t\n\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2060"  # alone they are no word


def clean(text: str) -> str:
    """The same words without those signs; the half-space stays, lines end in one way. Of what cannot be seen nothing is left."""
    found = text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN)
    return found if found.strip(_EMPTY) else ""
