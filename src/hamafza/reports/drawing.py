"""Pictures as SVG that Typst sets: the map in the colours of paper, and photos in a frame of 4 to 3."""

from base64 import b64encode
from collections.abc import Iterable
from html import escape

from hamafza.intake import uploads
from hamafza.intake.cleaning import jpeg
from hamafza.network import maps
from hamafza.places.models import Place
from hamafza.reports.models import Photo
from hamafza.reports.queries import Bar
from hamafza.ui.moments import say

TONES = ("#EFEAE0", "#C9E0DB", "#8FC0B8", "#4C938A", "#0B5A57")
TURNS = {  # Exif's eight ways up, into a frame of 400 by 300
    1: "1 0 0 1 0 0", 2: "-1 0 0 1 400 0", 3: "-1 0 0 -1 400 300", 4: "1 0 0 -1 0 300",
    5: "0 1 1 0 0 0", 6: "0 1 -1 0 400 0", 7: "0 -1 -1 0 400 300", 8: "0 -1 1 0 0 300",
}  # fmt: skip
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


def label(bar: Bar) -> str:
    """Short, for under a bar: a day's number and month, or a month."""
    return say(bar.day, "day").split(" ", 1)[1] if bar.by_day else say(bar.day, "month").split(" ")[0]


def photos(of: Iterable[Photo]) -> list[dict[str, str]]:
    """Each with its description; one whose file was lost is left out, as it is on the page."""
    return [{"picture": _framed(one), "alt": one.alt} for one in of if uploads.path_of(one.stored_as).exists()]


def turned(way_up: int) -> str:
    """Size and turn of a picture in its frame: browsers heed what a camera noted, paper has to be told."""
    width, height = (300, 400) if way_up > 4 else (400, 300)
    return f'width="{width}" height="{height}" transform="matrix({TURNS[way_up]})"'


def _framed(photo: Photo) -> str:
    """Typst takes text alone from us, so the picture itself stands in it."""
    content = uploads.path_of(photo.stored_as).read_bytes()
    data = b64encode(content).decode()
    href = f"data:{photo.content_type};base64,{data}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">'
        f'<image href="{href}" {turned(jpeg.way_up(content))} preserveAspectRatio="xMidYMid meet"/></svg>'
    )
