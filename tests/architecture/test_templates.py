"""Templates stay at home, are used, keep to the strict CSP, and the style sheet reads from both sides."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.template.loaders.app_directories import get_app_template_dirs

SRC = Path(__file__).resolve().parents[2] / "src" / "hamafza"
TEMPLATES = {
    path.relative_to(folder).as_posix(): path
    for folder in sorted(SRC.glob("*/templates"))
    for path in sorted(folder.rglob("*"))
    if path.is_file()
}
PAGES = {name: path for name, path in TEMPLATES.items() if path.suffix == ".html"}
STYLES = [path for path in SRC.glob("*/static/**/*.css") if "vendor" not in path.parts]
# Django asks for these by name.
ASKED_BY_DJANGO = re.compile(r"^(400|403|403_csrf|404|500)\.html$")
COMMENT = re.compile(r"(?s){#.*?#}|{% comment.*?endcomment %}|<!--.*?-->")


def area_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0]


@cache
def everything_said() -> str:
    """All our Python and templates, where a template's name must appear if it is used."""
    files = [p for p in SRC.rglob("*.py") if "tests" not in p.parts] + list(TEMPLATES.values())
    return "\n".join(path.read_text() for path in files)


def is_used(name: str) -> bool:
    if ASKED_BY_DJANGO.match(name):
        return True
    if name.startswith("cotton/"):
        tag = name.removeprefix("cotton/").removesuffix("/index.html").removesuffix(".html")
        return bool(re.search(rf"<c-{re.escape(tag.replace('/', '.').replace('_', '-'))}[\s/>]", everything_said()))
    if any(not d.is_relative_to(SRC) and (d / name).exists() for d in get_app_template_dirs("templates")):
        return True  # takes the place of a library's own
    return bool(re.search(rf"[\"'/]{re.escape(name)}[\"'#]", everything_said()))


@pytest.mark.parametrize("name", TEMPLATES)
def test_is_used(name: str) -> None:
    assert is_used(name), f"nobody renders {name}"


def test_an_unused_template_is_noticed() -> None:
    assert not is_used("intake/nobody_renders_me.html")


@pytest.mark.parametrize("name", PAGES)
def test_takes_parts_from_its_own_area_or_from_ui(name: str) -> None:
    text = COMMENT.sub("", PAGES[name].read_text())
    taken = re.findall(r"{%\s*(?:include|extends)\s+[\"']([^\"'#]+)", text)
    strangers = [
        other for other in taken if other in TEMPLATES and area_of(TEMPLATES[other]) not in {"ui", area_of(PAGES[name])}
    ]

    assert strangers == []


@pytest.mark.parametrize("name", PAGES)
def test_has_no_inline_script_or_style(name: str) -> None:
    text = COMMENT.sub("", PAGES[name].read_text())

    assert not re.search(r"<style\b", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", text)
    assert not re.search(r"<[a-z][^>]*\s(style|on[a-z]+)\s*=", text)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_are_logical(path: Path) -> None:
    """One sheet for right-to-left and left-to-right: start and end, never left and right."""
    text = re.sub(r"(?s)/\*.*?\*/", "", path.read_text())
    physical = re.findall(
        r"(?:margin|padding|border)-(?:left|right)[\w-]*\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right)",
        text,
    )

    assert physical == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_ask_no_other_host(path: Path) -> None:
    assert not re.search(r"url\(\s*[\"']?(https?:)?//", path.read_text())
