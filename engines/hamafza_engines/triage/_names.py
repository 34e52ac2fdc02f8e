"""What the domains are called in both languages, for whoever reads a table instead of a page."""

from typing import Literal

_NAMES = {
    "health": ("درمان و سلامت", "Health"),
    "counselling": ("مشاوره و سلامت روان", "Counselling and mental health"),
    "legal": ("حقوقی و قضایی", "Legal aid"),
    "employment": ("کارآفرینی و اشتغال", "Employment and livelihoods"),
    "education": ("تعلیم و تربیت", "Education"),
    "livelihood": ("معیشت و اطعام", "Food and basic needs"),
    "housing": ("مسکن و عمران", "Housing and repair"),
    "women_family": ("بانوان و خانواده", "Women and family"),
    "child_protection": ("کودک و نوجوان در معرض آسیب", "Child protection"),
    "disability": ("توان‌بخشی و معلولان", "Disability and rehabilitation"),
    "elderly": ("سالمندان", "Older people"),
    "addiction": ("اعتیاد و بهبودیافتگان", "Addiction and recovery"),
    "prisoners": ("آزادسازی زندانیان", "Prisoners' release and families"),
    "marriage": ("ازدواج و فرزندآوری", "Marriage and childbearing"),
    "culture_book": ("فرهنگ، هنر، کتاب و کتاب‌خوانی", "Culture, art, books"),
    "religious_quran": ("قرآنی و معارف", "Religious education"),
    "pilgrimage": ("زیارت", "Pilgrimage (first-time pilgrims)"),
    "sport_youth": ("ورزش و نوجوانان", "Sport and youth"),
    "disaster": ("امداد و بحران", "Disaster relief"),
    "media_it": ("خبر و فضای مجازی", "Media and digital help"),
}


def name_of(domain: str, language: Literal["fa", "en"] = "fa") -> str:
    """Return the name of a domain in Persian or English."""
    persian, english = _NAMES[domain]
    return persian if language == "fa" else english
