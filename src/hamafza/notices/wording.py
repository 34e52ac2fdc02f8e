"""Every text that leaves the system, in one place, so that one test can read them all.

Placeholders are codes, days and links. A person's name, a domain or the words of a request never stand here.
"""

import re

WORDING = {
    # to the person who asked
    "request_received": "هم‌افزا: درخواست شما ثبت شد. کد رهگیری: {code}. پیگیری: {link}",
    "request_referred": "هم‌افزا: درخواست {code} به یکی از مراکز سپرده شد. تا {until} پاسخ می‌دهند.",
    "request_accepted": "هم‌افزا: یک مرکز درخواست {code} را پذیرفت و با شما تماس می‌گیرد.",
    "request_waiting": "هم‌افزا: پاسخ درخواست {code} دیر شده است. پیگیر آن هستیم و آن را رها نمی‌کنیم.",
    "request_moved_on": "هم‌افزا: درخواست {code} به مرکز دیگری سپرده شد. تا {until} پاسخ می‌دهند.",
    "request_last_door": "هم‌افزا: درخواست {code} اکنون نزد مسئول ویژهٔ استان است و تا {until} پیگیری می‌شود.",
    "request_done": "هم‌افزا: کار درخواست {code} انجام‌شده ثبت شد. اگر هنوز مانده است، از همین‌جا بگویید: {link}",
    "request_ask": "هم‌افزا: آیا درخواست {code} به نتیجه رسید؟ پاسخ کوتاه شما: {link}",
    "request_ask_again": "هم‌افزا: چهار هفته گذشت. آیا نتیجهٔ درخواست {code} هنوز پابرجاست؟ {link}",
    "request_reopened": "هم‌افزا: درخواست {code} دوباره باز شد و تا {until} پیگیری می‌شود.",
    "request_closed": "هم‌افزا: درخواست {code} بسته شد. هر زمان نیاز بود دوباره بگویید.",
    "request_withdrawn": "هم‌افزا: درخواست {code} به خواست شما کنار گذاشته شد.",
    "story_ask": "هم‌افزا: آیا می‌پذیرید آنچه شد، بی‌نام، برای دیگران نوشته شود؟ کد {code}: {link}",
    # to those who serve
    "referral_offered": "هم‌افزا: یک ارجاع تازه ({code}) تا {until} منتظر پاسخ شماست. {link}",
    "referral_handed_over": "هم‌افزا: ارجاع {code} که نزد همکارتان بود، اکنون با شماست. مهلت: {until}. {link}",
    "referral_poke": "هم‌افزا: مهلت پاسخ به ارجاع {code} گذشت. یک دقیقه وقت بگذارید.",
    "referral_late_head": "هم‌افزا: ارجاع {code} در مرکز شما بی‌پاسخ مانده است.",
    "referral_expired": "هم‌افزا: ارجاع {code} پاسخ نگرفت و به گزینهٔ بعدی رفت.",
    "referral_declined": "هم‌افزا: ارجاع {code} پذیرفته نشد و به گزینهٔ بعدی رفت.",
    "referral_taken": "هم‌افزا: ارجاع {code} را مرکز دیگری پذیرفت؛ کاری از شما نمی‌خواهد.",
    "referral_withdrawn": "هم‌افزا: ارجاع {code} پس گرفته شد؛ کاری از شما نمی‌خواهد.",
    "referral_done": "هم‌افزا: نتیجهٔ ارجاع {code} ثبت شد.",
    "link_wanted": "هم‌افزا: مسئول مرکز برای پاسخ به ارجاع {code} پیوند تازه می‌خواهد.",
    "note_due": "هم‌افزا: دو هفته است از ارجاع {code} خبری ثبت نشده است.",
    "last_door_opened": "هم‌افزا: درخواست {code} به شما، آخرین در، سپرده شد. مهلت: {until}.",
    "last_door_late": "هم‌افزا: مهلت درخواست {code} نزد مسئول آخرین در گذشته است.",
    "triage_late": "هم‌افزا: درخواست {code} هنوز تشخیص داده نشده است.",
    "request_back": "هم‌افزا: متقاضی می‌گوید درخواست {code} به نتیجه نرسیده است. مهلت: {until}.",
    "applicant_wrote": "هم‌افزا: متقاضی دربارهٔ درخواست {code} چیزی افزود.",
    # of meetings and what was promised in them
    "meeting_invited": "هم‌افزا: به نشست {code} دعوت شدید: {until}. بگویید می‌آیید یا نه.",
    "meeting_agenda": "هم‌افزا: دستور نشست {code} آماده است: {until}.",
    "meeting_tomorrow": "هم‌افزا: یادآوری نشست {code}: {until}.",
    "meeting_cancelled": "هم‌افزا: نشست {code} که قرار بود {until} باشد، برگزار نمی‌شود.",
    "meeting_to_begin": "هم‌افزا: زمان نشست {code} گذشت. اگر برگزار شد، حضور و گفت‌وگو را بنویسید؛ اگر نه، دلیل را.",
    "minutes_due": "هم‌افزا: صورت‌جلسهٔ نشست {code} هنوز فرستاده نشده است.",
    "minutes_to_read": "هم‌افزا: پیش‌نویس صورت‌جلسهٔ نشست {code} را بخوانید. اگر ایرادی نگیرید، پس از هفت روز کاری قطعی می‌شود.",
    "minutes_objected": "هم‌افزا: بر صورت‌جلسهٔ نشست {code} ایرادی گرفته‌اند. آن را ببینید و دوباره بفرستید.",
    "action_given": "هم‌افزا: اقدام {code} با شماست. مهلت: {until}.",
    "action_eve": "هم‌افزا: فردا مهلت اقدام {code} می‌رسد: {until}.",
    "action_late": "هم‌افزا: مهلت اقدام {code} گذشته است: {until}.",
    "action_to_verify": "هم‌افزا: اقدام {code} را انجام‌شده می‌دانند؛ ببینید و تأیید کنید یا بازگردانید.",
    "action_returned": "هم‌افزا: اقدام {code} تأیید نشد و با دلیل بازگشت. مهلت: {until}.",
    "action_verified": "هم‌افزا: اقدام {code} تأیید شد. سپاس.",
    "action_waits_for_you": "هم‌افزا: اقدام {code} نزد شما گره خورده است. مهلت: {until}.",
    "action_cancelled": "هم‌افزا: اقدام {code} را رئیس نشست لغو کرد؛ کاری از شما نمی‌خواهد.",
    # of gatherings
    "occasion_to_tell": "هم‌افزا: جلسهٔ گردهمایی {code} ({until}) برگزار شد؟ تا دو روز دیگر حاضران را بنویسید.",
    "occasion_missed": "هم‌افزا: جلسهٔ گردهمایی {code} ({until}) برگزار نشد. نخستین بار است؛ امروز پیگیری کنید.",
    "occasion_missed_again": "هم‌افزا: جلسهٔ گردهمایی {code} ({until}) باز هم برگزار نشد.",
    "occasion_unfollowed": "هم‌افزا: برای گردهمایی برگزارنشدهٔ {code} هنوز پیگیری نوشته نشده است.",
    "occasion_yours": "هم‌افزا: جلسهٔ گردهمایی {code} ({until}) برگزار شد؟ حاضران را این‌جا بنویسید: {link}",
    "occasion_cancelled": "هم‌افزا: گردهمایی {code} که قرار بود {until} باشد، برگزار نمی‌شود.",
    "gathering_ended": "هم‌افزا: گردهمایی {code} پایان یافت. جلسه‌های پیش رو، از {until}، برگزار نمی‌شود.",
    "gathering_falls": "هم‌افزا: در جلسهٔ گردهمایی {code} ({until}) شمار حاضران یک‌سوم کمتر از پیش بود.",
    # of shifts
    "shift_booked": "هم‌افزا: نوبت {code} با شماست: {until}. اگر نمی‌توانید، همین حالا بگویید: {link}",
    "shift_tomorrow": "هم‌افزا: یادآوری نوبت {code}: {until}. {link}",
    "shift_cancelled": "هم‌افزا: نوبت {code} که قرار بود {until} باشد، برگزار نمی‌شود. {link}",
    "shift_taken_out": "هم‌افزا: نوبت {code} ({until}) دیگر با شما نیست. {link}",
    "shift_asked": "هم‌افزا: نوبت {code}، {until}، یک نفر کم دارد. می‌آیید؟ {link}",
    "shift_ask_taken": "هم‌افزا: جای خالی نوبت {code} پر شد؛ کاری از شما نمی‌خواهد. سپاس. {link}",
    "shift_uncovered": "هم‌افزا: نوبت {code}، {until}، هنوز نیرو کم دارد.",
    "shift_called_off": "هم‌افزا: کسی از نوبت {code}، {until}، کنار کشید. به نوبت از دیگران می‌پرسیم.",
    "shift_covered": "هم‌افزا: جای خالی نوبت {code} پر شد: {until}.",
    "shift_nobody": "هم‌افزا: از همه پرسیدیم و جای خالی نوبت {code}، {until}، پر نشد.",
    "shift_to_note": "هم‌افزا: نوبت {code} به پایان رسید. بنویسید چه کسی آمد.",
    # of reports
    "report_due": "هم‌افزا: گزارش {code} تا {until} منتظر شماست. رقم‌ها آماده است.",
    "report_late": "هم‌افزا: مهلت گزارش {code} در {until} گذشت. یک دقیقه وقت بگذارید.",
    "report_to_read": "هم‌افزا: گزارش {code} رسید و منتظر بررسی شماست.",
    "report_back": "هم‌افزا: گزارش {code} برای اصلاح بازگشت. مهلت: {until}.",
    "report_accepted": "هم‌افزا: گزارش {code} پذیرفته شد. سپاس.",
    "report_shared": "هم‌افزا: گزارش {code} پذیرفته شد و برای آگاهی شما آمده است. خواندنش دو دقیقه می‌خواهد.",
    "report_shared_link": "هم‌افزا: گزارش {code} برای آگاهی شما آماده است. خواندنش دو دقیقه می‌خواهد: {link}",
    "report_unread": "هم‌افزا: یادآوری؛ گزارش {code} هنوز منتظر نگاه شماست. هر زمان فرصت داشتید بخوانید.",
    "report_unread_link": "هم‌افزا: یادآوری؛ گزارش {code} هنوز منتظر نگاه شماست. هر زمان فرصت داشتید: {link}",
    # of stories for print
    "story_to_read": "هم‌افزا: داستان {code} با رضایت متقاضی منتظر تأیید شماست.",
    "story_handed_over": "هم‌افزا: پیش‌نویس داستان {code} که نزد همکارتان بود، اکنون با شماست.",
    "story_published": "هم‌افزا: داستان {code} منتشر شد. سپاس.",
    "story_ended": "هم‌افزا: داستان {code} منتشر نمی‌شود یا برداشته شد. دلیلش در صفحهٔ آن آمده است.",
    # of handovers, successors and the life of centres
    "handover_given": "هم‌افزا: تحویل {code} انجام شد؛ {count} کار شما به همکارانتان رسید. خدا قوت.",
    "handover_taken": "هم‌افزا: با تحویل {code}، {count} کار با همان مهلت‌ها نزد شما آمد.",
    "successor_began": "هم‌افزا: شما جانشین یکی از همکاران شدید (راه {code}). گام نخست: همراهی و دیدن کار.",
    "successor_stage": "هم‌افزا: در راه جانشینی {code} یک گام بالا رفتید. سپاس.",
    "successor_waits": "هم‌افزا: دو ماه است راه جانشینی {code} در همان گام مانده. گام بعد کی شدنی است؟",
    "acting_asked": "هم‌افزا: کانونی مدیر ندارد. آیا یک ماه سرپرستی آن را می‌پذیرید؟ شمارهٔ {code}، تا {until}.",
    "acting_taken": "هم‌افزا: سرپرستی شمارهٔ {code} پذیرفته شد؛ تا {until}. سپاس.",
    "acting_closed": "هم‌افزا: سرپرستی شمارهٔ {code} را همکار دیگری پذیرفت؛ کاری از شما نمی‌خواهد.",
    "acting_with_you": "هم‌افزا: کانون بی‌مدیر شمارهٔ {code} نزد شماست. تا {until} برایش کسی برگزینید.",
    "centre_asleep": "هم‌افزا: به نظر می‌رسد کانونی خاموش شده است (بررسی {code}). تا {until} ببینید و بگویید.",
    "centre_awake": "هم‌افزا: در کانونی خاموش نشانهٔ زندگی هست (بررسی {code}). تا {until} ببینید و بگویید.",
    # of those who offer to serve
    "volunteer_received": "هم‌افزا: از پیشنهاد خدمت شما سپاسگزاریم. تا {until} با شما تماس می‌گیریم. صفحهٔ شما: {link}",
    "volunteer_slow": "هم‌افزا: پاسخ پیشنهاد خدمت شما دیر شد؛ پیگیر آن هستیم و فراموش نشده‌اید.",
    "volunteer_accepted": "هم‌افزا: خوش آمدید. از امروز یاور ما هستید. صفحهٔ شما: {link}",
    "volunteer_refused": "هم‌افزا: این بار نتوانستیم پیشنهاد خدمت شما را بپذیریم. دلیل آن و راه دوباره آمدن: {link}",
    "volunteer_missed": "هم‌افزا: سی روز است که کنار ما نبوده‌اید؛ جایتان خالی است. اگر فرصت ندارید مرخصی بنویسید: {link}",
    "volunteer_notice": "هم‌افزا: شش ماه است از شما خبری نداریم. تا {until} بگویید می‌مانید، وگرنه «دور از خدمت» نوشته می‌شوید: {link}",
    "volunteer_away": "هم‌افزا: شما را «دور از خدمت» نوشتیم. هر زمان خواستید، با یک دکمه بازگردید: {link}",
    "volunteer_returns": "هم‌افزا: مرخصی شما {until} به پایان می‌رسد. با یک دکمه بازگردید: {link}",
    "volunteer_back": "هم‌افزا: خوش برگشتید. صفحهٔ شما: {link}",
    "volunteer_farewell": "هم‌افزا: از همراهی شما سپاسگزاریم. این در همیشه به روی شما باز است.",
    "volunteer_link": "هم‌افزا: صفحهٔ شما: {link}",
    "volunteer_paper": "هم‌افزا: اعتبار یکی از مدارک شما {until} به پایان می‌رسد. پس از تمدید، آن را به کانون نشان دهید: {link}",
    "volunteer_new": "هم‌افزا: کسی برای خدمت داوطلب شده است ({code}). تا {until} با او تماس بگیرید.",
    "volunteer_late": "هم‌افزا: پاسخ داوطلب {code} دیر شده است. یک دقیقه وقت بگذارید.",
    "volunteer_climbed": "هم‌افزا: داوطلب {code} در کانون بی‌پاسخ مانده و اکنون با شماست. مهلت: {until}.",
    "volunteer_handed_over": "هم‌افزا: پاسخ داوطلب {code} اکنون با شماست. مهلت: {until}.",
    "volunteer_to_accept": "هم‌افزا: با داوطلب {code} گفت‌وگو شده است؛ تا {until} بپذیرید یا با دلیل نپذیرید.",
    "volunteer_quiet": "هم‌افزا: سی روز است از داوطلب {code} خبری نیست. احوالش را بپرسید.",
    "volunteer_gone_quiet": "هم‌افزا: داوطلب {code} پس از آگاهی «دور از خدمت» نوشته شد.",
    "volunteer_not_back": "هم‌افزا: مرخصی داوطلب {code} گذشته و هنوز بازنگشته است. احوالش را بپرسید.",
    "volunteer_paper_ends": "هم‌افزا: اعتبار یکی از مدارک داوطلب {code} در {until} به پایان می‌رسد.",
    # of growth and thanks among those who serve
    "step_proposed": "هم‌افزا: معیارهای پلهٔ بعدی یکی از داوطلبان کانون فراهم شده است ({code}). نظر شما تا {until}.",
    "step_granted": "هم‌افزا: پلهٔ بعدی یکی از داوطلبان ({code}) به امضای دوم شما نیاز دارد. مهلت: {until}.",
    "step_waits": "هم‌افزا: پلهٔ بعدی یکی از داوطلبان ({code}) هنوز بی‌پاسخ است. مهلت تازه: {until}.",
    "step_refused": "هم‌افزا: دربارهٔ پلهٔ بعدی شما پاسخی آمد؛ دلیل و گام بعد را این‌جا ببینید: {link}",
    "rung_raised": "هم‌افزا: یک پله بالا رفتید. دست مریزاد. {link}",
    "volunteer_thanked": "هم‌افزا: از خدمت شما سپاسگزاریم. نامهٔ شما این‌جاست: {link}",
    "daily_digest": "هم‌افزا: امروز {count} کار منتظر شماست. {link}",
    "second_factor_gone": "هم‌افزا: گام دوم ورود شما به خواست دو مدیر برداشته شد. اگر شما نخواستید، به مدیر بگویید.",
    "sign_in_new_device": "هم‌افزا: با نام کاربری شما از دستگاه تازه‌ای وارد شدند. اگر شما نبودید به مدیر بگویید.",
}


def body_of(template: str, facts: dict[str, str]) -> str:
    """The text with its facts in place; a missing fact is an error of ours and raises KeyError."""
    return WORDING[template].format(**facts)


def gist(template: str) -> str:
    """What a message is about, without its facts; for the admin's list."""
    return re.sub(r"{\w+}", "…", WORDING[template])
