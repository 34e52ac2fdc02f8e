"""The stylesheet is law: logical properties, no styling left in templates, contrast in both schemes."""

import re
from pathlib import Path

import pytest

UI = Path(__file__).parents[1]
CSS = (UI / "static/ui/hamafza.css").read_text()
LIGHT, DARK_BY_DEVICE, DARK_BY_CHOICE = (
    dict(re.findall(r"(--[a-z0-9-]+): (#[0-9A-F]{6,8}|[^;]+);", block))
    for block in re.findall(r"color-scheme: (?:light|dark);(.*?)\}", CSS, re.DOTALL)[:3]
)
READ_ON = {
    "--ink": ["--paper", "--card", "--mint", "--saffron-pale", "--pomegranate-pale", "--track"],
    "--soft": ["--paper", "--card", "--saffron-pale"],
    "--teal": ["--paper", "--card", "--mint", "--saffron-pale"],
    "--teal-strong": ["--paper", "--card", "--mint"],
    "--pomegranate": ["--card", "--pomegranate-pale", "--saffron-pale"],
    "--saffron-ink": ["--card", "--saffron-pale"],
    "--lapis": ["--lapis-pale"],
    "--green-ink": ["--green-pale"],
    "--on-teal": ["--teal", "--teal-strong"],
    "--on-pomegranate": ["--pomegranate"],
    "--on-deep": ["--deep", "--deep-2"],
    "--on-deep-soft": ["--deep"],
}
SEEN_ON = {"--edge": ["--card", "--paper"], "--teal-2": ["--card", "--paper"], "--saffron": ["--card"]}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, LIGHT | DARK_BY_CHOICE], ids=["light", "dark"])
class TestContrast:
    @pytest.mark.parametrize(("text", "ground"), [(t, g) for t, grounds in READ_ON.items() for g in grounds])
    def test_of_words_is_enough(self, scheme, text, ground):
        assert contrast(scheme[text], scheme[ground]) >= 4.5

    @pytest.mark.parametrize(("line", "ground"), [(t, g) for t, grounds in SEEN_ON.items() for g in grounds])
    def test_of_lines_that_matter_is_enough(self, scheme, line, ground):
        assert contrast(scheme[line], scheme[ground]) >= 3


def test_both_dark_schemes_are_the_same():
    assert DARK_BY_DEVICE == DARK_BY_CHOICE and len(DARK_BY_CHOICE) > 20


def test_the_dark_scheme_names_every_colour():
    shared = {"--step", "--round", "--round-small"}

    assert set(LIGHT) - shared == set(DARK_BY_CHOICE)


def test_no_property_knows_left_from_right():
    without_comments = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
    sides = "left|right|top|bottom"
    physical = rf"(?:margin|padding|border)-(?:{sides})|text-align: *(?:left|right)|[{{; ](?:{sides}|width|height):"

    assert not re.findall(physical, without_comments)


def test_nothing_blinks_and_motion_can_be_refused():
    assert "@keyframes" not in CSS and "prefers-reduced-motion" in CSS


def test_every_class_in_a_template_is_styled():
    styled = set(re.findall(r"\.([a-z][a-z0-9-]*)", CSS))
    used = set()
    for template in UI.glob("templates/**/*.html"):
        for value in re.findall(r'\sclass="([^"{]+)"', template.read_text()):
            used |= set(value.split())

    assert used <= styled
