"""A map as an SVG that Typst sets: the same drawing as on the page, in the colours of paper."""

from html import escape

from hamafza.network import maps
from hamafza.places.models import Place

TONES = ("#EFEAE0", "#C9E0DB", "#8FC0B8", "#4C938A", "#0B5A57")
STEPS = (5, 20, 60, 200)  # fewer than five look like none: a picture goes from hand to hand


def map_of(counts: dict[Place, int]) -> str:
    """Empty when there is nothing to draw."""
    if not counts or not any(counts.values()):
        return ""
    by_path = {place.path: n for place, n in counts.items()}
    picture = maps.cells(list(counts), by_path, str, lambda place: "", STEPS)
    shapes = "".join(_shape(shape, picture.scale) for shape in picture.shapes)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{picture.viewbox}">{shapes}</svg>'


def _shape(shape: maps.Shape, width: float) -> str:
    tone = TONES[min(int(shape["level"]), len(TONES) - 1)]
    line = f'fill="{tone}" stroke="#FFFFFF" stroke-width="{width / 400:.2f}"'
    if "d" in shape:
        return f'<path d="{escape(str(shape["d"]))}" {line}/>'
    return f'<circle cx="{shape["cx"]}" cy="{shape["cy"]}" r="{shape["r"]}" {line}/>'
