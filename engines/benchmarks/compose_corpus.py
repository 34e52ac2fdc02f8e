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
}  # fmt: skip
HEARD_ALIKE = str.maketrans("ذضظصثحغ", "زززسسهق")


def compose() -> list[tuple[str, str, str]]:
    """Return (domain, hand, text) lines, the same ones at every run."""
    chance = random.Random(SEED)
    lines = []
    for row in (HERE / "slots.tsv").read_text("utf-8").splitlines():
        domain, kind, phrases = row.split("\t")
        for number, phrase in enumerate(phrases.split("؛")):
            if kind == "offers":
                lines.append((domain, "composed-offer", f"{phrase}، {chance.choice(('کجا بیایم؟', 'اگر لازم است خبر بدهید'))}"))
                continue
            voices = chance.sample(sorted(FRAMES), 2)
            for voice in voices:
                text = chance.choice(FRAMES[voice]).format(phrase)
                lines.append((domain, f"composed-{voice}", _typed(text, number % 5)))
    return lines


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
