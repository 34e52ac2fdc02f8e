"""What a real browser makes of forty hostile texts: words, and nothing but words.

Every field and every page is asked without a browser in tests/proofs/test_hostile_text.py.
"""

from playwright.sync_api import Page

from hamafza.intake import commands as intake
from hamafza.kernel.actors import Applicant
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from tests.browser.house import PHONE, House
from tests.proofs.hostile import EXECUTED, TEXTS

SOUND = [text[:4_000] for text in TEXTS]


def test_no_text_comes_alive(house: House) -> None:
    """No script runs, nothing is fetched, no page grows wider; the applicant and both desks read it all."""
    with house.turn:
        requests = [house.world.triaged("health", text=text, applicant_name=text[:100], at=house.at) for text in SOUND]
        all_in_one = house.world.triaged("health", text="همه با هم", at=house.at)
        hop = Referral.objects.open().get(need__request=all_in_one)
        referrals.accept(hop, by=hop.holder, at=house.at)
        for text in SOUND:
            referrals.note(hop, text=text, by=hop.holder, at=house.at)
            intake.add_word(all_in_one, text=text, by=Applicant(all_in_one.pk), at=house.at)
        code, one = all_in_one.code, all_in_one.pk

    secretary = house.sign_in("zahra", width=PHONE)
    for address in ["/", "/requests/", "/referrals/", f"/requests/{one}/", "/search?q=Zq", "/search?q=<img src=x>"]:
        secretary.goto(address)
        calm(secretary)
    for request in requests[:24]:
        secretary.goto(f"/requests/{request.pk}/")
        calm(secretary)
    hers = house.page(width=PHONE)
    hers.goto("/t")
    hers.locator("#id_code").fill(code)
    hers.locator("#id_digits").fill("4567")
    hers.locator("#id_digits").press("Enter")
    hers.locator(".holder").first.wait_for()
    calm(hers)


def calm(page: Page) -> None:
    """Nothing has run, and nothing has burst the screen."""
    assert page.evaluate("window.hit") is None, page.url
    assert page.evaluate("document.querySelectorAll('main :is(iframe, img[onerror], math, base, style)').length") == 0
    assert not any(made in page.content() for made in EXECUTED), page.url
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} too wide"
