import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

UI = Path(__file__).parents[1]
PAGES = ["/ui/", "/ui/plain", "/ui/sheet"]


@pytest.fixture
def visitor(monkeypatch):
    from hamafza.ui import navigation

    monkeypatch.setattr(navigation, "_entries", {})
    return Client()


def read(visitor, page, language):
    """The page for one who has used the switch of languages."""
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return visitor.get(page)


@pytest.mark.parametrize("page", PAGES)
class TestEveryPage:
    @pytest.mark.parametrize(("language", "direction"), [("fa", "rtl"), ("en", "ltr")])
    def test_says_its_language_and_direction(self, visitor, page, language, direction):
        html = visitor.get(page, HTTP_COOKIE=f"hamafza_language={language}").content.decode()

        assert f'<html lang="{language}" dir="{direction}"' in html

    def test_leaves_no_component_unbuilt_and_nothing_inline(self, visitor, page):
        html = visitor.get(page).content.decode()

        assert not re.search(r"</?c-|\{%|\{\{|\sstyle=|\son[a-z]+=|<style|<script(?![^>]*src)", html)

    def test_has_no_id_twice(self, visitor, page):
        ids = re.findall(r'\sid="([^"]+)"', visitor.get(page).content.decode())

        assert sorted(set(ids)) == sorted(ids)

    def test_points_each_label_and_description_at_something(self, visitor, page):
        html = visitor.get(page).content.decode()
        ids = set(re.findall(r'\sid="([^"]+)"', html))
        pointed = " ".join(re.findall(r'(?:\sfor|aria-describedby|aria-labelledby)="([^"]+)"', html)).split()

        assert set(pointed) <= ids

    def test_is_all_english_in_english(self, visitor, page):
        html = visitor.get(page, HTTP_COOKIE="hamafza_language=en").content.decode()
        text = re.sub(r"<head>.*?</head>|lang=\"fa\"[^<]*<|<[^>]+>", " ", html, flags=re.DOTALL)

        assert re.findall(r"[\u0600-\u06FF]+", text) in ([], ["فارسی"])


def test_the_gallery_shows_every_component():
    shown = "".join(path.read_text() for path in UI.glob("templates/**/*.html"))
    names = [path.stem.replace("_", "-") for path in UI.glob("templates/cotton/*.html")]

    assert [name for name in names if not re.search(rf"<c-{name}[\s/>]", shown)] == []


def test_each_component_opens_with_its_use():
    assert [p.name for p in UI.glob("templates/cotton/*.html") if not p.read_text().startswith("{# ")] == []


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "500", "503"])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_an_error_page_needs_nothing_and_shows_no_code(page, language):
    with translation.override(language):
        html = render_to_string(f"{page}.html")

    assert 'href="/"' in html and not re.search(r"\b[45]0\d\b", re.sub(r"<[^>]+>", "", html))


class TestTheTheme:
    def test_is_remembered_and_worn(self, visitor):
        answer = visitor.post("/ui/theme", {"theme": "dark", "next": "/ui/"})

        assert (answer.status_code, answer["Location"]) == (303, "/ui/")
        assert 'data-theme="dark"' in visitor.get("/ui/").content.decode()

    def test_is_forgotten_when_the_device_decides(self, visitor):
        visitor.post("/ui/theme", {"theme": "dark"})
        visitor.post("/ui/theme", {"theme": "auto"})

        assert "data-theme=" not in visitor.get("/ui/").content.decode()

    def test_never_leads_to_another_host(self, visitor):
        assert visitor.post("/ui/theme", {"theme": "dark", "next": "https://example.org/"})["Location"] == "/"

    def test_is_not_changed_by_a_link(self, visitor):
        assert visitor.get("/ui/theme").status_code == 405

    def test_ignores_a_forged_cookie(self, visitor):
        visitor.cookies["hamafza_theme"] = '"><script>'

        assert "<script>" not in visitor.get("/ui/").content.decode()
