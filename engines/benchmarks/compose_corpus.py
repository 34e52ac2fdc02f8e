"""Compose training texts: hand-written phrases in hand-written frames, by the voices people write in.

`python engines/benchmarks/compose_corpus.py` rewrites the composed part of triage/corpus.tsv (lines whose hand
begins with «composed») from slots.tsv beside this file; the hand-written part is kept as it is. Seeded.
"""

import random
from pathlib import Path

HERE = Path(__file__).parent
CORPUS = HERE.parent / "hamafza_engines" / "triage" / "corpus.tsv"
SEED = 1404

FRAMES = {
    "plain": (
        "به {} نیاز دارم", "برای {} کمک می‌خواهم", "توان مالی برای {} را ندارم", "چطور می‌توانم برای {} اقدام کنم؟",
        "{} را از کجا می‌شود گرفت؟", "لطفاً برای {} راهنمایی کنید", "چند ماه است دنبال {} هستیم و به جایی نرسیده‌ایم",
        "ممنون که برای {} کمک کردید", "سلام، برای {} به کدام مرکز مراجعه کنم؟", "می‌خواهم برای {} داوطلبانه کمک کنم",
        "درباره {} پرسشی دارم", "در روستای ما {} نیست، لطفاً فکری کنید",
    ),
    "colloquial": (
        "{} میخوام کسی هست کمک کنه؟", "سلام واسه {} چیکار باید بکنم", "پول {} رو ندارم به خدا",
        "برا {} دستم به جایی بند نیست", "یکی کمک کنه {} جور شه", "کجا برم برا {}؟ خسته شدم",
    ),
    "elderly": (
        "پسرم خدا عمرت بدهد، برای {} دستم خالی است", "دخترم، من پیرم و راهش را بلد نیستم، {} می‌خواهم",
        "از شما خواهش دارم برای رضای خدا {} را درست کنید",
    ),
    "official": (
        "احتراماً، خواهشمند است در خصوص {} مساعدت لازم مبذول فرمایید",
        "با سلام، بدین‌وسیله درخواست خود را در زمینه {} اعلام می‌دارم",
        "مستدعی است دستور فرمایید نسبت به {} اقدام مقتضی به عمل آید",
    ),
    "baluchi": (
        "ما از زاهدان هستیم، برای {} کسی به داد ما نمی‌رسد", "تو روستای ما {} پیدا نمیشه، راه هم دوره",
        "خدا خیرتون بده ما مردم مرز برا {} موندیم",
    ),
    "complaint": (
        "دو ماه پیش برای {} درخواست دادم و هنوز خبری نشده", "قول {} را دادید ولی کسی پیگیری نکرد",
        "از شما گله دارم، برای {} چند بار مرا سر دواندند", "مسئول مربوطه برای {} با ما بدرفتاری کرد",
        "برای {} نوبت دادند ولی وقتی رفتیم تعطیل بود",
    ),
    "asking": (
        "شرایط {} چیست و چه مدارکی لازم دارد؟", "روزهای کاری برای {} را می‌خواستم بدانم",
        "آیا برای {} باید حضوری بیاییم؟",
    ),
}  # fmt: skip
# What people tell of themselves before they ask for something else: the need decides, not the circumstances.
CIRCUMSTANCES = {
    "women_family": ("زن سرپرست خانوارم و", "از شوهرم جدا شده‌ام و", "شوهرم فوت کرده و"),
    "prisoners": ("همسرم زندان است و",), "addiction": ("شوهرم معتاد است و",),
    "disability": ("خودم معلولم و", "برادرم معلول است و", "فرزندم کم‌توان است و"),
    "elderly": ("سن و سالی از من گذشته و", "مادر پیرم با ما زندگی می‌کند و"),
    "employment": ("بیکارم و", "کارگر ساختمانی هستم و"), "livelihood": ("وضع مالی خوبی نداریم و", "درآمد کمی داریم و"),
    "housing": ("مستأجر هستیم و",), "health": ("همسرم مریض است و",), "education": ("دانشجو هستم و",),
    "disaster": ("بعد از سیل پارسال",), "religious_quran": ("در مسجد محله",), "sport_youth": ("جوانی بیست‌ساله‌ام و",),
    "child_protection": ("بچه یتیم بزرگ می‌کنم و",), "counselling": ("خیلی ناراحتم و",), "marriage": ("تازه ازدواج کرده‌ام و",),
    "": ("در حاشیه شهر زندگی می‌کنیم و", "سه فرزند دارم و", "از روستا آمده‌ایم و", "با پدر و مادرم زندگی می‌کنم و"),
}  # fmt: skip
WISHES = ("{} لازم دارم", "برای {} کمک می‌خواهم", "دنبال {} هستم", "نتوانسته‌ام {} را فراهم کنم", "{} میخوام")
SECONDS = ("، همچنین {}", " و {}", "، اگر شد {} هم")
HEARD_ALIKE = str.maketrans("ذضظصثحغ", "زززسسهق")


def compose() -> list[tuple[str, str, str]]:
    """Return (domain, hand, text) lines, the same ones at every run."""
    chance = random.Random(SEED)
    lines = []
    rows = [row.split("\t") for row in (HERE / "slots.tsv").read_text("utf-8").splitlines()]
    for domain, kind, phrases in rows:
        for number, phrase in enumerate(phrases.split("؛")):
            if kind == "offers":
                lines.append(
                    (
                        domain,
                        "composed-offer",
                        f"{phrase}، {chance.choice(('کجا بیایم؟', 'اگر لازم است خبر بدهید'))}",
                    )
                )
                continue
            lines.append((domain, "composed-circumstances", _with_circumstances(domain, phrase, chance)))
            lines.append(_with_a_second(domain, phrase, chance, rows))
            voices = chance.sample(sorted(FRAMES), 2)
            for voice in voices:
                text = chance.choice(FRAMES[voice]).format(phrase)
                lines.append((domain, f"composed-{voice}", _typed(text, number % 5)))
    return lines


def _with_circumstances(domain: str, phrase: str, chance: random.Random) -> str:
    others = [words for owner, words in CIRCUMSTANCES.items() if owner != domain]
    return f"{chance.choice(chance.choice(others))} {chance.choice(WISHES).format(phrase)}"


def _with_a_second(
    domain: str, phrase: str, chance: random.Random, rows: list[list[str]]
) -> tuple[str, str, str]:
    """Ask for two things; the first is the main one two times in three, and nobody can tell which times."""
    other, _, phrases = chance.choice([row for row in rows if row[0] != domain and row[1] == "needs"])
    text = chance.choice(WISHES).format(
        phrase + chance.choice(SECONDS).format(chance.choice(phrases.split("؛")))
    )
    return (domain if chance.random() < 2 / 3 else other, "composed-two", text)


def _typed(text: str, habit: int) -> str:
    """Write as some people type: without half-spaces, with gaps instead, or with letters that sound alike."""
    if habit == 1:
        return text.replace("\u200c", "")
    if habit == 2:
        return text.replace("\u200c", " ")
    return text.translate(HEARD_ALIKE).replace("\u200c", "") if habit == 3 else text


if __name__ == "__main__":
    kept = [line for line in CORPUS.read_text("utf-8").splitlines() if "\tcomposed" not in line]
    CORPUS.write_text("\n".join([*kept, *("\t".join(line) for line in compose())]) + "\n", "utf-8")
