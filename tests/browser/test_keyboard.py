"""The main job without a mouse: focus is always on something that can be seen to have it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.house import House

STORY = "پدرم داروی قلب ندارد"
SHOWN = """() => {
  const it = document.activeElement;
  if (!it || it === document.body || it.id === "main") return "";
  const style = getComputedStyle(it), box = it.getBoundingClientRect();
  const ringed = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  const within = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  return ringed && within ? "" : `${it.tagName} ${it.id || it.name || it.textContent.trim().slice(0, 40)}`;
}"""
HERE = """([label]) => {
  const it = document.activeElement;
  if (!it.matches("a, button, summary, input, select, textarea")) return false;
  const words = it.labels?.length ? [...it.labels].map((one) => one.textContent).join(" ") : it.textContent;
  return words.replace(/\\s+/g, " ").includes(label);
}"""


def test_a_call_becomes_an_outcome_by_keys_alone(house: House) -> None:
    """The operator writes and refers; the secretary finds, accepts, notes and finishes."""
    # given an operator with the telephone at her ear
    page = house.sign_in("reza")
    go(page, "ثبت درخواست تازه", key="Enter")
    expect(page.locator("#id_place")).to_be_focused()
    page.keyboard.type("تیس")
    go(page, "چه می‌گوید؟")
    page.keyboard.type(STORY)
    go(page, "شمارهٔ تلفن")
    page.keyboard.type("09157654321")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="ثبت شد")).to_be_visible()

    # when she reads it once more and says where it belongs
    page.goto("/requests/")
    go(page, "تشخیص", key="Enter", role="a.button")
    expect(page.locator("#id_first")).to_be_focused()
    page.keyboard.press("ArrowDown")  # what the house proposes stands first
    page.keyboard.press("Control+Enter")
    expect(page).not_to_have_url(re.compile("triage"))

    # then the secretary walks her day by j and k, and opens it
    page = house.sign_in("zahra")
    page.wait_for_load_state("load")  # a key pressed before the script is there is lost, for a person too
    page.keyboard.press("j")
    expect(page.locator(".row-title a").first).to_be_focused()
    seen(page)
    page.keyboard.press("k")
    expect(page.locator(".row-title a", has_text=STORY)).to_be_focused()
    page.keyboard.press("Enter")
    go(page, "می‌پذیرم", key="Enter")
    expect(page.locator(".way")).to_contain_text("پذیرفت")
    go(page, "ثبت نخستین تماس", key="Enter")
    go(page, "چه پیش رفت؟")
    page.keyboard.type("تلفنی حرف زدیم")
    go(page, "ثبت", key="Enter", role="form .button")
    expect(page.locator("#way")).to_contain_text("تلفنی حرف زدیم")
    go(page, "ثبت نتیجه", key="Enter")
    go(page, "حل شد")
    page.keyboard.press("Space")
    go(page, "چه شد؟")
    page.keyboard.type("دارو تحویل شد")
    go(page, "ثبت نتیجه", key="Enter", role="form .button")
    expect(page.locator("#way")).to_contain_text("دارو تحویل شد")


def test_the_menu_and_the_search_are_reached_by_keys(house: House) -> None:
    page = house.sign_in("zahra")
    page.wait_for_load_state("load")  # a key pressed before the script is there is lost, for a person too
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    seen(page)
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.locator("#search")).to_be_focused()
    seen(page)
    page.locator(".me summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".me .menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".me .menu")).to_be_hidden()
    expect(page.locator(".me summary")).to_be_focused()


def go(page: Page, label: str, key: str = "", role: str = "*") -> None:
    """Tab on until what bears this label has the focus; every stop on the way can be seen."""
    page.wait_for_load_state("networkidle")
    for _ in range(90):
        seen(page)
        if page.evaluate(HERE, [label]) and page.evaluate("(role) => document.activeElement.matches(role)", role):
            break
        page.keyboard.press("Tab")
    else:
        raise AssertionError(f"{label} is not reached by Tab on {page.url}")
    if key:
        page.keyboard.press(key)


def seen(page: Page) -> None:
    assert not (hidden := page.evaluate(SHOWN)), f"focus cannot be seen on {hidden} of {page.url}"
