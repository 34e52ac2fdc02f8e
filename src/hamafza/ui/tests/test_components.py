"""Each component by what it is given and what stands on the page: one table, read like a picture book."""

import re

import pytest
from django.template import Context, Template
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from hamafza.ui.deadline import Deadline

RING = Deadline(0.75, "۲ر", "۲ روز مانده", "soon")
STEPS = [{"label": "الف", "state": "done"}, {"label": "ب", "state": "current"}, {"label": "پ", "state": "todo"}]
TABS = [{"label": "همه", "href": "/a", "current": True, "count": 12}, {"label": "دیرشده", "href": "/b"}]
SHAPES = [
    {"d": "M0 0Z", "level": 2, "label": "چابهار: ۲", "href": "/c", "text": "چابهار", "x": 1, "y": 2},
    {"d": "M1 1Z", "level": 0, "label": "کنارک: ۰", "href": ""},
    {"cx": 3, "cy": 4, "r": 1, "level": 5, "label": "تیس", "href": ""},
]
GIVEN = {"ring": RING, "steps": STEPS, "tabs": TABS, "shapes": SHAPES, "legend": [{"level": 2, "label": "میانه"}]}


def drawn(source: str, language: str = "fa", **given: object) -> str:
    with translation.override(language):
        html = Template(CottonCompiler().process(source)).render(Context({**GIVEN, **given}))
    return re.sub(r"\s+", " ", html).strip()


PICTURES = [
    ('<c-badge>x</c-badge>', ['<span class="badge quiet"', ">x</span>"], []),
    ('<c-badge tone="late" id="b">x</c-badge>', ['class="badge late"', 'id="b"'], ["quiet"]),
    ('<c-button>فرستادن</c-button>', ['<button class="button primary" type="submit"', ">فرستادن</button>"], ["<a", "href"]),
    ('<c-button href="/x" kind="quiet">برو</c-button>', ['<a class="button quiet" href="/x"', "</a>"], ["<button", "type="]),
    ('<c-button :wide="True" type="button" name="do" value="1">x</c-button>', ["primary wide", 'type="button"', 'name="do"', 'value="1"'], []),
    ('<c-button hx-post="/p" data-confirm="؟">x</c-button>', ['hx-post="/p"', 'data-confirm="؟"'], []),
    ('<c-card title="عنوان">متن</c-card>', ['<section class="card"', "<h2>عنوان</h2>", "متن"], ["card-foot"]),
    ('<c-card title="عنوان" level="3">x</c-card>', ["<h3>عنوان</h3>"], ["<h2"]),
    ('<c-card>x</c-card>', ["x"], ["card-head", "card-foot", "<h2"]),
    (
        '<c-card title="t">x<c-slot name="actions"><a href="/y">y</a></c-slot><c-slot name="footer">پا</c-slot></c-card>',
        ['<div class="card-head"><h2>t</h2><a href="/y">y</a></div>', '<div class="card-foot">پا</div>'],
        [],
    ),
    ('<c-danger />', ['role="alert"', "اگر جان کسی در خطر است", 'href="tel:115"', "۱۱۵", "۱۴۸۰"], []),
    ('<c-danger title="زود">بمان</c-danger>', ["<h2>زود</h2>", "<p>بمان</p>"], ["اگر جان کسی"]),
    ('<c-details title="بیشتر">x</c-details>', ['<details class="fold"', "<summary>بیشتر</summary>"], [" open"]),
    ('<c-details title="بیشتر" :open="True">x</c-details>', ['class="fold" open'], []),
    ('<c-empty title="چیزی نیست">بسازید</c-empty>', ['<p class="empty-title">چیزی نیست</p>', "<p>بسازید</p>"], ["actions"]),
    ('<c-empty>x<c-slot name="actions">الف</c-slot></c-empty>', ['<div class="actions">الف</div>'], ["<h3"]),
    (
        '<c-field label="نام" for="n" help="کوتاه" error="خالی است"><input id="n"></c-field>',
        ['<label for="n">نام', "(اگر خواستید)", 'id="n_helptext">کوتاه', 'id="n_error">خالی است', '<input id="n">'],
        [],
    ),
    ('<c-field label="نام" for="n" :required="True"><input id="n"></c-field>', ['for="n"'], ["(اگر خواستید)", "helptext", "error"]),
    ('<c-jalali name="d" label="روز" value="۱۴۰۵/۰۱/۰۱" />', ['id="id_d"', 'name="d"', 'value="۱۴۰۵/۰۱/۰۱"', "data-jalali", 'dir="ltr"'], ["aria-invalid", "aria-describedby", " required"]),
    ('<c-jalali name="d" label="روز" error="نشد" help="چنین" :required="True" />', ['aria-invalid="true"', 'aria-describedby="id_d_helptext id_d_error"', " required"], ["(اگر خواستید)"]),
    ('<c-figure number="۱۲" label="درخواست" />', ["<b", "۱۲", "درخواست"], ["<a", "svg", "line"]),
    ('<c-figure number="۱۲" label="درخواست" href="/j" :line="True" />', ['class="figure line"', '<a href="/j">سطرهای این رقم', '<span class="hush">: درخواست'], []),
    ('<c-figure number="۱" label="x" share="0.5" tone="late" href="/j" link="ببینید" />', ['width="50.0%"', 'class="bar mirror late"', ">ببینید<"], ["سطرهای"]),
    ('<c-bar label="نزدیکی" share="0.25" value="۳ کیلومتر" />', ["<dt>نزدیکی</dt>", 'width="25.0%"', "۳ کیلومتر"], []),
    ('<c-bar share="7" :bare="True" />', ['width="100.0%"'], ["<dt", "<dd"]),
    ('<c-bar share="-1" :bare="True" />', ['width="0.0%"'], []),
    ('<c-holder title="زهرا" until="تا فردا" tone="late">وگرنه</c-holder>', ['class="holder late"', "<h2>زهرا</h2>", '<span class="until">تا فردا</span>', "وگرنه"], ["actions"]),
    ('<c-holder title="زهرا">x</c-holder>', ['class="holder waiting"'], ["until"]),
    ('<c-pager previous="" next="" />', [], ["<nav"]),
    ('<c-pager next="?after=x" />', ['rel="next" href="?after=x"', "پسین"], ['rel="prev"', "پیشین"]),
    ('<c-pager previous="?before=x" />', ['rel="prev"', "پیشین"], ['rel="next"']),
    ('<c-ring :of="ring" />', ['class="ring soon"', 'aria-label="۲ روز مانده"', 'stroke-dasharray="75.0 100"', "۲ر"], []),
    ('<c-ring share="0.1" short="۱س" label="یک" tone="late" />', ['class="ring late"', 'stroke-dasharray="10.0 100"'], ["soon"]),
    ('<c-row title="دارو" href="/r/1" note="چابهار" :ring="ring" chip="تازه" chip_tone="info">کار</c-row>', ['<article class="row"', '<a href="/r/1">دارو</a>', '<p class="row-note">چابهار</p>', "badge info", "ring soon", "کار"], ["bare"]),
    ('<c-row title="دارو" />', ['class="row bare"', '<h3 class="row-title">دارو</h3>'], ["<a ", "row-tail", "row-note", "ring"]),
    ('<c-row title="دارو" level="4" />', ['<h4 class="row-title">'], ["<h3"]),
    ('<c-stepper :steps="steps" />', ['<li class="done">', "(انجام شد)", 'aria-current="step"', "گام ۲ از ۳", "<b>ب</b>"], []),
    ('<c-tabs :tabs="tabs" label="دید" />', ['aria-label="دید"', '<a href="/a" aria-current="page">', "badge calm", "۱۲", '<a href="/b">دیرشده</a>'], []),
    ('<c-toast tone="good">شد</c-toast>', ['class="toast good" data-toast', "<p>شد</p>"], ["hx-swap-oob"]),
    ('<c-toast :oob="True">شد</c-toast>', ['hx-swap-oob="beforeend:#toasts"', "toast plain"], []),
    ('<c-way label="راه"><c-way-step>رسید</c-way-step></c-way>', ['<ol class="way" aria-label="راه"', '<li class="done"', "رسید"], ["نپذیرفت", 'class="note"']),
    ('<c-way><c-way-step tone="refused" note="دیروز">x</c-way-step></c-way>', ["راهی که آمده است", "نپذیرفت:", '<p class="note">دیروز</p>'], ["در انتظار"]),
    ('<c-way-step tone="waiting">x</c-way-step>', ["در انتظار:"], ["نپذیرفت"]),
    ('<c-map :shapes="shapes" :legend="legend" viewbox="0 0 9 9" label="نقشه" />', ['viewBox="0 0 9 9"', '<a href="/c" aria-label="چابهار: ۲">', 'class="level-2" d="M0 0Z"', 'cx="3" cy="4" r="1" role="img" aria-label="تیس"', ">چابهار</text>", "میانه"], ["<details"]),
    ('<c-map :shapes="shapes">جدول</c-map>', ["همین نقشه به صورت جدول", "جدول"], []),
    ('<c-qr text="https://x.ir/a" label="نشانی" />', ['role="img" aria-label="نشانی"', "<svg"], []),
    (
        '<c-table caption="ظرفیت" :columns="columns" :rows="rows" foot="<tr><td>جمع</td></tr>" />',
        ["<caption>ظرفیت</caption>", '<th scope="col" role="columnheader">جا</th>', '<th scope="row" role="rowheader">چابهار</th>', 'data-label="شمار"', "<tfoot"],
        [],
    ),
    ('<c-table caption="x" :hide_caption="True" :columns="columns" />', ['<caption class="hush">'], ["<tfoot"]),
]  # fmt: skip
TABLE = {"columns": ["جا", "شمار"], "rows": [["چابهار", "۲"], ["کنارک", "۰", "بیش"]]}


@pytest.mark.parametrize(("source", "there", "absent"), PICTURES, ids=[source[:60] for source, *_ in PICTURES])
def test_draws(source: str, there: list[str], absent: list[str]) -> None:
    html = drawn(source, **TABLE)

    assert [part for part in there if part not in html] == []
    assert [part for part in absent if part in html] == []


@pytest.mark.parametrize("source", [source for source, *_ in PICTURES])
def test_speaks_english_of_its_own_words(source: str) -> None:
    ours = {word for picture, *_ in PICTURES for word in re.findall(r"[\u0600-\u06ff]+", picture)}
    words = set(re.findall(r"[\u0600-\u06ff\u200c]+", drawn(source, "en", **TABLE)))

    given = set(re.findall(r"[\u0600-\u06ff\u200c]+", str(GIVEN) + str(TABLE) + RING.label + RING.short))
    assert words - ours - given <= {"۱۴۰۵/۰۹/۰۱", "۱۴۰۵", "۰۹", "۰۱"}


EVIL = '"><script>alert(1)</script>'


@pytest.mark.parametrize(
    "source",
    [
        '<c-badge tone="{{ evil }}">{{ evil }}</c-badge>',
        '<c-button href="{{ evil }}">{{ evil }}</c-button>',
        '<c-card title="{{ evil }}">{{ evil }}</c-card>',
        '<c-details title="{{ evil }}">{{ evil }}</c-details>',
        '<c-empty title="{{ evil }}">{{ evil }}</c-empty>',
        '<c-field label="{{ evil }}" for="x" help="{{ evil }}" error="{{ evil }}">x</c-field>',
        '<c-figure number="{{ evil }}" label="{{ evil }}" href="{{ evil }}" link="{{ evil }}" />',
        '<c-bar label="{{ evil }}" value="{{ evil }}" share="0.1" />',
        '<c-holder title="{{ evil }}" until="{{ evil }}">{{ evil }}</c-holder>',
        '<c-jalali name="x" label="{{ evil }}" value="{{ evil }}" error="{{ evil }}" help="{{ evil }}" />',
        '<c-pager previous="{{ evil }}" next="{{ evil }}" />',
        '<c-row title="{{ evil }}" href="{{ evil }}" note="{{ evil }}" chip="{{ evil }}" />',
        '<c-table caption="{{ evil }}" :columns="columns" :rows="rows" />',
        '<c-tabs :tabs="tabs" label="{{ evil }}" />',
        '<c-stepper :steps="steps" />',
        '<c-map :shapes="shapes" label="{{ evil }}" :legend="legend" />',
        '<c-toast tone="{{ evil }}">{{ evil }}</c-toast>',
        '<c-way-step note="{{ evil }}">{{ evil }}</c-way-step>',
        '<c-qr text="{{ evil }}" label="{{ evil }}" />',
    ],
)
def test_what_a_stranger_wrote_stays_words(source: str) -> None:
    evil = {
        "columns": [EVIL],
        "rows": [[EVIL, EVIL]],
        "tabs": [{"label": EVIL, "href": EVIL, "count": EVIL}],
        "steps": [{"label": EVIL, "state": "current"}],
        "shapes": [{"d": EVIL, "level": EVIL, "label": EVIL, "href": EVIL, "text": EVIL}],
        "legend": [{"level": EVIL, "label": EVIL}],
    }
    html = drawn(source, evil=EVIL, **evil)

    assert "<script" not in html
    assert "alert(1)" in html or "<svg" in html
