"""About forty invented centres: what they do, where, when, and where the network has gaps.

Left without a local centre on purpose: legal help, older people and prisoners in most counties, rehabilitation
outside the city of Chabahar, digital help in the villages, everything but the basics in Qasr-e Qand and Rask.
Such requests travel, wait, or reach the last door.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["specialised", "neighbourhood", "agency", "partner"]
Shift = tuple[int, str, str]  # weekday (Saturday 0 … Friday 6), opens, closes


def _days(days: range, *spans: tuple[str, str]) -> tuple[Shift, ...]:
    return tuple((day, opens, closes) for day in days for opens, closes in spans)


THURSDAY = range(5, 6)
HOURS: dict[str, tuple[Shift, ...]] = {
    "office": _days(range(5), ("07:30", "14:00")),
    "office_thursday": _days(range(5), ("07:30", "14:00")) + _days(THURSDAY, ("08:00", "12:00")),
    "afternoon": _days(range(5), ("16:00", "20:00")),
    "afternoon_thursday": _days(range(6), ("16:00", "20:00")),
    "both": _days(range(5), ("08:00", "12:30"), ("16:00", "20:00")) + _days(THURSDAY, ("08:00", "12:00")),
    "evening": _days(range(6), ("17:00", "21:00")),
    "every_day": _days(range(7), ("08:00", "20:00")),
}


@dataclass(frozen=True)
class Centre:
    """One invented centre; `domains` gives the free places it said it has, or None where it never said."""

    code: str
    name: str
    kind: Kind
    place: str
    area: str
    domains: dict[str, int | None]
    hours: str
    address: str
    description: str
    has_account: bool = True
    is_public: bool = True
    phone: str = ""

    @property
    def shifts(self) -> tuple[Shift, ...]:
        return HOURS[self.hours]


CHABAHAR, KONARAK, DASHTYARI = "IR/11/1104/", "IR/11/1108/", "IR/11/1112/"
QASRQAND, NIKSHAHR, RASK, IRANSHAHR = "IR/11/1111/", "IR/11/1107/", "IR/11/1110/", "IR/11/1103/"
PROVINCE = "IR/11/"
CITY = CHABAHAR + "110401/"

_ALL = (
    # The specialised centres of Chabahar.
    Centre("CH-01", "کانون درمان و سلامت آفتاب", "specialised", CITY, CHABAHAR, {"health": 12}, "both",
           "چابهار، بلوار ساحل، کوچه نسیم، پلاک ۴",
           "پیگیری دارو و آزمایش، نوبت پزشک داوطلب، کمک به هزینه درمان"),
    Centre("CH-02", "کانون مشاوره مهرآوا", "specialised", CITY, CHABAHAR, {"counselling": 6, "marriage": 4}, "afternoon",
           "چابهار، خیابان فانوس، ساختمان مهر، طبقه دوم",
           "مشاوره فردی، خانواده و سوگ؛ مشاور خانم هر روز، تلفنی هم پذیرفته می‌شود"),
    Centre("CH-03", "کانون حقوقی دادیار", "specialised", CITY, CHABAHAR, {"legal": 3, "prisoners": 2}, "afternoon",
           "چابهار، میدان بندر، کوچه میزان، پلاک ۱۱",
           "راهنمایی حقوقی رایگان، تنظیم دادخواست، پیگیری شناسنامه و سند"),
    Centre("CH-04", "کانون کارآفرینی ناخدا", "specialised", CITY, CHABAHAR, {"employment": 10}, "office_thursday",
           "چابهار، بلوار لنج‌سازان، روبه‌روی اسکله کوچک",
           "معرفی به کار، آموزش مهارت، ضمانت وام خرد و ابزار امانی"),
    Centre("CH-05", "کانون تعلیم و تربیت چراغ دانش", "specialised", CITY, CHABAHAR, {"education": 20, "culture_book": 8},
           "afternoon", "چابهار، خیابان آموزگار، پلاک ۲۳",
           "کلاس جبرانی عصر، سوادآموزی بزرگسالان، لوازم تحصیل"),
    Centre("CH-06", "کانون اطعام و معیشت سفره مهر", "specialised", CITY, CHABAHAR, {"livelihood": 25}, "both",
           "چابهار، خیابان نخل، انبار سفره مهر",
           "بسته معیشتی ماهانه، شیرخشک، قسط‌بندی و پرداخت قبض‌های عقب‌افتاده"),
    Centre("CH-07", "کانون عمران و سرپناه", "specialised", CITY, CHABAHAR, {"housing": 5}, "office",
           "چابهار، جاده کمربندی، کارگاه سرپناه",
           "بازدید فنی، تعمیر سقف و دیوار، تأمین مصالح با همکاری بنّاهای داوطلب"),
    Centre("CH-08", "کانون بانوان و خانواده ماه‌منیر", "specialised", CITY, CHABAHAR,
           {"women_family": 8, "counselling": 3}, "both", "چابهار، خیابان صدف، پلاک ۷",
           "همراهی بانوان سرپرست خانوار، میانجی‌گری خانوادگی، دوره‌های مهارت"),
    Centre("CH-09", "خانه امن کودکی سایه‌سار", "specialised", CITY, CHABAHAR, {"child_protection": 4}, "every_day",
           "نشانی فقط برای همکاران", "پناه و مددکاری برای کودکان در معرض آسیب", is_public=False),
    Centre("CH-10", "مرکز توان‌بخشی گام روشن", "partner", CITY, CHABAHAR, {"disability": 7, "health": None}, "office_thursday",
           "چابهار، بلوار ملوان، پلاک ۵۲",
           "کاردرمانی، گفتاردرمانی، امانت ویلچر و تخت، تعمیر سمعک"),
    Centre("CH-11", "کانون بهبودیافتگان فصل نو", "specialised", CITY, CHABAHAR, {"addiction": 5, "employment": 2}, "evening",
           "چابهار، خیابان لنگر، پلاک ۳۰",
           "گروه همیار، همراهی خانواده، بازگشت به کار"),
    Centre("CH-12", "کانون ازدواج آسان پیوند", "specialised", CITY, CHABAHAR, {"marriage": 9}, "afternoon",
           "چابهار، خیابان مرجان، پلاک ۱۸",
           "جهیزیه و سیسمونی، معرفی ضامن، سالن رایگان برای مراسم ساده"),
    Centre("CH-13", "کانون کتاب و هنر موج", "specialised", CITY, CHABAHAR, {"culture_book": 15}, "afternoon_thursday",
           "چابهار، کوچه سوزن‌دوزان، پلاک ۲",
           "کتابخانه امانی، قصه‌گویی، کارگاه سوزن‌دوزی و نقاشی"),
    Centre("CH-14", "کانون قرآنی نور بندر", "specialised", CITY, CHABAHAR, {"religious_quran": 18, "pilgrimage": None},
           "evening", "چابهار، خیابان مسجد، مجتمع نور",
           "کلاس‌های قرآن و احکام، معرفی مربی به روستاها"),
    Centre("CH-15", "کانون زیارت کبوترانه", "specialised", CITY, CHABAHAR, {"pilgrimage": 30}, "afternoon",
           "چابهار، میدان مسافر، پلاک ۹",
           "ثبت‌نام زیارت‌اولی‌ها، کاروان سالمندان و توان‌خواهان"),
    Centre("CH-16", "کانون ورزش و نوجوانان دریادل", "specialised", CITY, CHABAHAR, {"sport_youth": 14}, "evening",
           "چابهار، مجموعه ورزشی دریادل",
           "کلاس رایگان، مربی داوطلب، اردوی یک‌روزه، وسایل امانی"),
    Centre("CH-17", "کانون جهادی و یاری در بحران", "specialised", CITY, CHABAHAR, {"disaster": 10, "housing": 3}, "every_day",
           "چابهار، جاده ترانزیت، سوله یاری",
           "گروه‌های آماده، چادر و پتو، لای‌روبی و آب‌رسانی"),
    Centre("CH-18", "کانون رسانه و مهارت دیجیتال هم‌رسان", "specialised", CITY, CHABAHAR, {"media_it": 6}, "afternoon",
           "چابهار، خیابان فانوس، پلاک ۴۰",
           "کمک در سامانه‌ها، آموزش گوشی، راهنمایی در برابر کلاهبرداری"),
    Centre("CH-19", "کانون سالمندان یادگار", "specialised", CITY, CHABAHAR, {"elderly": 5}, "office",
           "چابهار، خیابان گلشن، پلاک ۱۶",
           "سرکشی هفتگی، تماس روزانه، خرید و همراهی تا درمانگاه"),
    # The neighbourhood centres.
    Centre("CH-20", "کانون محله‌ای تیس", "neighbourhood", CHABAHAR + "110404/", CHABAHAR + "110404/",
           {"livelihood": 6, "elderly": 4, "education": None}, "evening", "تیس، کنار مسجد قدیم",
           "بسته معیشتی، سرکشی به سالمندان، همراهی در ثبت درخواست"),
    Centre("CH-21", "کانون محله‌ای رمین", "neighbourhood", CHABAHAR + "110403/", CHABAHAR + "110403/",
           {"livelihood": 5, "sport_youth": 6, "religious_quran": 10}, "evening", "رمین، خیابان ساحل، حسینیه محله",
           "معیشت، نوجوانان و کلاس قرآن"),
    Centre("CH-22", "کانون محله‌ای کمب", "neighbourhood", CHABAHAR + "110405/", CHABAHAR + "110405/",
           {"livelihood": 4, "education": 12, "women_family": 3}, "afternoon", "کمب، خیابان دوم، خانه محله",
           "کلاس جبرانی، بسته معیشتی و گروه همیار بانوان"),
    Centre("CH-23", "کانون محله‌ای پلان", "neighbourhood", CHABAHAR + "110402/", CHABAHAR + "110402/",
           {"livelihood": 4, "employment": 2}, "afternoon", "پلان، میدان ورودی، جنب مدرسه",
           "معیشت و معرفی به کارهای فصلی", has_account=False),
    Centre("CH-24", "کانون محله‌ای پیرسهراب", "neighbourhood", CHABAHAR + "110407/", CHABAHAR + "110407/",
           {"livelihood": None, "disaster": 3}, "evening", "پیرسهراب، مسجد روستا",
           "خبررسانی و یاری هنگام سیل", has_account=False),
    Centre("CH-25", "خیریه همسایه‌ها", "partner", CHABAHAR + "110411/", CHABAHAR, {"livelihood": 8, "marriage": 3, "health": 2},
           "office_thursday", "عثمان‌آباد، خیابان اصلی، پلاک ۱۴",
           "کمک هزینه درمان، جهیزیه دست دوم سالم و مواد غذایی", has_account=False),
    Centre("CH-26", "دفتر خدمات اجتماعی چابهار", "agency", CITY, CHABAHAR,
           {"disability": 10, "elderly": 6, "child_protection": 5, "women_family": None}, "office",
           "چابهار، بلوار اداره‌ها، ساختمان خدمات اجتماعی",
           "تشکیل پرونده، مددکاری و معرفی به خدمات تخصصی"),
    Centre("CH-27", "دفتر حمایت از خانواده‌های نیازمند چابهار", "agency", CITY, CHABAHAR,
           {"livelihood": 15, "housing": 4, "employment": 6}, "office", "چابهار، بلوار اداره‌ها، پلاک ۶",
           "آزمون وسع، کمک معیشتی، وام اشتغال و ودیعه"),
    # Konarak.
    Centre("KN-01", "کانون درمان و سلامت مروارید", "specialised", KONARAK + "110801/", KONARAK, {"health": 6, "counselling": 2},
           "both", "کنارک، خیابان مروارید، پلاک ۳", "پیگیری دارو، ویزیت داوطلبانه و مشاوره تلفنی"),
    Centre("KN-02", "کانون محله‌ای اسکله", "neighbourhood", KONARAK + "110801/", KONARAK,
           {"livelihood": 7, "employment": 4, "disaster": 4}, "afternoon", "کنارک، جنب اسکله صیادی",
           "معیشت خانواده‌های صیاد، تعمیر تور و موتور قایق"),
    Centre("KN-03", "کانون آموزش و کتاب صدف", "specialised", KONARAK + "110801/", KONARAK,
           {"education": 10, "culture_book": 6, "media_it": 3}, "afternoon", "کنارک، خیابان آموزش، پلاک ۲۱",
           "کلاس جبرانی، کتابخانه و کمک در سامانه‌ها"),
    Centre("KN-04", "کانون ورزش پزم", "neighbourhood", KONARAK + "110802/", KONARAK, {"sport_youth": 8}, "evening",
           "پزم تیاب، زمین ورزشی روستا", "فوتبال و والیبال نوجوانان", has_account=False),
    # Dashtyari.
    Centre("DS-01", "کانون خدمت نگور", "neighbourhood", DASHTYARI + "111201/", DASHTYARI,
           {"livelihood": 9, "health": 3, "women_family": 4, "education": 6}, "both", "نگور، خیابان مرکزی، پلاک ۱",
           "پذیرش درخواست‌ها، معیشت، همراهی بیماران تا چابهار"),
    Centre("DS-02", "گروه جهادی بند خاکی", "partner", DASHTYARI + "111202/", DASHTYARI, {"disaster": 8, "housing": 4},
           "every_day", "نوبندیان، انبار گروه", "یاری در سیل، مرمت خانه‌های خشتی، آب‌رسانی", has_account=False),
    Centre("DS-03", "کانون قرآنی باهوکلات", "neighbourhood", DASHTYARI + "111207/", DASHTYARI,
           {"religious_quran": 12, "sport_youth": None}, "evening", "باهوکلات، مسجد جامع روستا",
           "کلاس قرآن و برنامه‌های نوجوانان", has_account=False),
    # Qasr-e Qand, Nikshahr, Rask: the basics only.
    Centre("QQ-01", "کانون خدمت قصرقند", "neighbourhood", QASRQAND + "111101/", QASRQAND,
           {"livelihood": 6, "health": 2}, "afternoon", "قصرقند، خیابان باغ، پلاک ۱۰",
           "معیشت و همراهی بیماران"),
    Centre("NK-01", "کانون کارآفرینی نخلستان", "specialised", NIKSHAHR + "110701/", NIKSHAHR, {"employment": 5, "livelihood": 6},
           "office_thursday", "نیک‌شهر، خیابان نخلستان، پلاک ۸",
           "فروش خرما و صنایع دستی، دام امانی، معیشت"),
    Centre("NK-02", "کانون تعلیم و تربیت نیک‌شهر", "specialised", NIKSHAHR + "110701/", NIKSHAHR,
           {"education": 9, "counselling": 2}, "afternoon", "نیک‌شهر، خیابان مدرسه، پلاک ۵",
           "بازگشت به مدرسه، خوابگاه و سرویس دانش‌آموزان"),
    Centre("RS-01", "کانون خدمت راسک", "neighbourhood", RASK + "111001/", RASK, {"livelihood": 5, "disaster": None},
           "evening", "راسک، کنار پل قدیم", "معیشت و خبررسانی هنگام سیل", has_account=False),
    # Provincial centres at Zahedan, one more at Iranshahr.
    Centre("ZA-01", "کانون آزادی و پیوند استان", "specialised", PROVINCE + "1101/110101/", PROVINCE,
           {"prisoners": 6, "legal": 4}, "office", "زاهدان، خیابان بهاران، پلاک ۶۱",
           "صلح و سازش با شاکی، اعسار، کمک به دیه، حمایت از خانواده"),
    Centre("ZA-02", "کانون تخصصی درمان استان", "specialised", PROVINCE + "1101/110101/", PROVINCE,
           {"health": 8, "disability": 4}, "office_thursday", "زاهدان، بلوار پزشکان، پلاک ۱۲",
           "عمل جراحی، اسکان همراه بیمار، تجهیزات گران"),
    Centre("ZA-03", "مرکز گفت‌وگوی خانواده استان", "specialised", PROVINCE + "1101/110101/", PROVINCE,
           {"counselling": 9, "addiction": 4, "child_protection": 3}, "both", "زاهدان، خیابان صبا، پلاک ۲۷",
           "مشاوره تصویری با همه شهرستان‌ها، پذیرش دوره درمان"),
    Centre("IR-01", "کانون مسکن و عمران دشت بمپور", "specialised", IRANSHAHR + "110301/", PROVINCE, {"housing": 6},
           "office", "ایرانشهر، جاده بمپور، پلاک ۳", "وام ودیعه، مقاوم‌سازی و سرویس بهداشتی روستایی"),
)  # fmt: skip


def _with_phone(number: int, centre: Centre) -> Centre:
    # 054-3500 00xx is given to no subscriber we know of; nobody is to be called from a demo.
    return Centre(**{**centre.__dict__, "phone": f"054350000{number:02d}"})


CENTRES: tuple[Centre, ...] = tuple(_with_phone(i, c) for i, c in enumerate(_ALL, start=1))
