"""First names so usual that two of them are two names: حسن and حسین are twins, not a slip of the pen."""

from importlib.resources import files

from hamafza_engines.linkage._prepare import sound_of

_OFTEN = 5  # bearers in names.tsv, which misses some that everybody knows and that lie near one another:
_NEAR = (
    "حسن حسین محسن احسان علی علیرضا ولی مهدی مهدیه هادی هدی هدیه محمد محمود حمید حمیده حامد حامده امیر"
    " امین امینه سعید سعیده مسعود مسعوده فرید فریده فرشید فرشاد فرزاد فرهاد وحید وحیده مجید مجیده ماجده"
    " ناصر نصیر نصرت کریم کریمه اکرم رحیم رحمان رحمت سمیه سمیرا سمانه سمیع مریم مرضیه راضیه رضیه رضا مرتضی"
    " طاهر طاهره زهرا زهره زینب زری معصومه منصور منصوره اکبر اصغر جواد سجاد کاظم کاظمه قاسم هاشم صادق"
    " صادقه صدیقه سارا ساره نسرین نسترن نرگس لیلا لیلی لیدا پروین پرویز پروانه شهین شهناز شهرام شهریار"
    " بهرام مینا مونا مینو نادر نادره نادیا یاسر یاسین یاسمین ایمان پیمان پیام بهنام بهنوش بهزاد بهروز"
    " مهران مهرداد مهناز کامران نیما نینا آرش آرین آرمان آرمین جمیل جمیله جمال جلال کمال فاطمه فائزه فاضل"
    " فاضله عادل عادله عابد عابده زاهد زاهده راشد رشید رشیده صابر صابره شاکر شکور نعیم نعیمه ندا نازیلا"
    " عباس عباسه غلام گلناز گلنار الهه الهام اعظم ایوب یعقوب یونس یوسف موسی عیسی مصطفی"
).split()


def usual_names() -> frozenset[str]:
    """Return the sounds of the usual first names of women and men."""
    lines = (line.split("\t") for line in (files(__package__) / "names.tsv").read_text("utf-8").splitlines())
    borne = [name for kind, name, bearers in lines if kind in "fm" and int(bearers) >= _OFTEN]
    return frozenset(filter(None, map(sound_of, [*_NEAR, *borne])))
