"""The path of a place, taken apart: IR/11/1104/ lies in IR/11/, and that in IR/. Words alone; no table is asked."""


def cut(path: str, level: int) -> str:
    """The path cut at a level: 0 nation, 1 province, 2 county; one that is wider is its own."""
    return "/".join(path.rstrip("/").split("/")[: level + 1]) + "/"


def levels(path: str) -> list[str]:
    """The place and all it lies in, the widest first."""
    return [cut(path, level) for level in range(path.count("/"))]


def above(path: str) -> str:
    """The place that it lies in; the nation lies in nothing."""
    return "".join(levels(path)[-2:-1])
