"""Hours that nobody types, a rung with two signatures, a letter, and one tap without a name: through the screens alone."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from hamafza.care.models import Answers
from hamafza.journal.models import JournalLine
from hamafza.kernel.models import AuditLine
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.queries import link_of
from tests.browser.house import PHONE, House

DAY = timedelta(days=1)


def serving(house: House, name: str, number: int, who: str = "") -> str:
    """One who serves since eight months; her own address."""
    with house.turn:
        she = Volunteer.objects.create(
            centre=house.world.centre["chabahar"], full_name=name, search_key=name, mobile=f"0917000000{number}",
            birth_year=1370, state="accepted", rung="associate", applied_at=house.at - 245 * DAY,
            accepted_at=house.at - 240 * DAY, active_on=house.at.date(),
            person=house.world.person[who] if who else None,
        )  # fmt: skip
        return f"/v/{link_of(she)}/"


def finish_a_hop(house: House) -> None:
    with house.turn:
        zahra = house.world.person["zahra"]
        house.world.triaged("health", at=house.at)
        hop = Referral.objects.whole().latest("pk")
        referrals.accept(hop, by=zahra, at=house.at)
        referrals.finish(hop, outcome="solved", evidence="دارو رسید", by=zahra, at=house.at)


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()


def test_those_who_serve_are_thanked(house: House) -> None:
    # given a secretary who serves as a volunteer too, another beside her, and a province that asks little
    hers, another = serving(house, "زهره پنهانی", 1, "zahra"), serving(house, "گلاب پنهانی", 2)
    parvin = house.sign_in("parvin")
    parvin.goto("/care/criteria")
    parvin.get_by_label("ساعت خدمت در شش ماه").first.fill("۱")
    press(parvin, "ثبت معیارها")
    expect(parvin.locator("body")).to_contain_text("معیارهای استان نوشته شد")

    # when she brings a referral to its end, it stands among her hours by itself, as an estimate
    finish_a_hop(house)
    phone = house.page(width=PHONE)
    phone.goto(f"{hers}hours")
    expect(phone.locator("main")).to_contain_text("۱ ساعت و ۳۰ دقیقه")
    phone.goto(f"{hers}ladder")
    expect(phone.locator("main")).to_contain_text("۱ رأی اعتماد دیگر تا «خادمیار»")

    # and one beside her trusts her, the system proposes, the head agrees, the county signs too
    peer = house.page(width=PHONE)
    peer.goto(f"{another}ladder")
    press(peer, "به او اعتماد دارم")
    expect(peer.locator("body")).to_contain_text("پوشیده ماند")
    house.wait(days=7)
    maryam = house.sign_in("maryam")
    maryam.goto("/")
    maryam.locator("main").get_by_role("link", name="دیدن و نظر دادن").click()
    press(maryam, "بالا برود")
    expect(maryam.locator("body")).to_contain_text("امضای شما نوشته شد")
    nader = house.sign_in("nader")
    nader.goto("/")
    nader.locator("main").get_by_role("link", name="دیدن و امضا").click()
    press(nader, "من هم امضا می‌کنم")
    phone.goto(f"{hers}ladder")
    expect(phone.locator("main")).to_contain_text("تا «راهنما»")

    # then she is thanked with a letter that is hers to take
    maryam.goto("/care/thanks")
    press(maryam, "نامهٔ سپاس برای نشان‌شده‌ها")
    expect(maryam.locator("main")).to_contain_text("۱۴۰۵/۲")
    phone.goto(hers)
    link = phone.locator("main").get_by_role("link", name="نامهٔ سپاس")
    expect(link).to_be_visible()
    answer = phone.request.get(link.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf" and answer.body().startswith(b"%PDF")

    # and says with one tap how it was; nobody can tell that it was she
    phone.goto(f"{hers}felt")
    press(phone, "خوب بود")
    expect(phone.locator("body")).to_contain_text("بی‌نام شمرده شد")
    maryam.goto("/care/feelings")
    expect(maryam.locator("main")).to_contain_text("هنوز چیزی نشان داده نمی‌شود")
    with house.turn:
        assert Answers.objects.get().waiting["good"] == 1
        kinds = set(JournalLine.objects.values_list("kind", flat=True))
        assert {"step_proposed", "rung_raised", "volunteer_thanked"} <= kinds
        for model in (JournalLine, AuditLine):
            assert "پنهانی" not in repr(list(model.objects.values()))
