"""A story goes only where her word, a second person and the table let it go; time takes the rest."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from hamafza.feedback.tests.asking import finished
from hamafza.intake import commands as intake
from hamafza.intake.models import Need
from hamafza.journal.models import JournalLine
from hamafza.kernel.actors import Applicant, System
from hamafza.kernel.errors import MoveRefused, NotAllowed, ReasonMissing
from hamafza.kernel.models import AuditLine
from hamafza.kernel.ticking import tick
from hamafza.network import commands as network
from hamafza.network.models import Centre, Domain
from hamafza.notices.models import Message
from hamafza.public import commands as public
from hamafza.public.models import Story
from hamafza.public.states import MOVES, Ended, StoryState
from hamafza.public.tests.telling import DAY, HOUR, TEXT, TITLE, need_of, story_in, told
from tests.cast import HAND, SATURDAY, World

AT = SATURDAY + 2 * HOUR
CLOCK = System("tick")


def act(world: World, verb: str, story: Story) -> Story:
    hers, reza, nader = Applicant(story.need.request_id), world.person["reza"], world.person["nader"]
    verbs: dict[str, Any] = {
        "rewrite": lambda: public.rewrite(story, title=TITLE, text=TEXT, by=reza, at=AT),
        "ask": lambda: public.ask(story, by=reza, at=AT),
        "yes": lambda: public.answer(story, agrees=True, by=hers, at=AT),
        "no": lambda: public.answer(story, agrees=False, by=hers, at=AT),
        "approve": lambda: public.approve(story, seen=True, by=nader, at=AT),
        "refuse": lambda: public.refuse(story, reason="همانند دیگری است", by=nader, at=AT),
        "take_back": lambda: public.take_back(story, reason="اشتباه بود", by=nader, at=AT),
        "unsay": lambda: public.unsay(story, by=hers, at=AT),
    }
    result: Story = verbs[verb]()
    return result


LEADS = {
    ("draft", "rewrite"): "draft", ("asked", "rewrite"): "draft", ("agreed", "rewrite"): "draft",
    ("draft", "ask"): "asked",
    ("asked", "yes"): "agreed", ("asked", "no"): "refused",
    ("agreed", "approve"): "published",
    ("draft", "refuse"): "refused", ("asked", "refuse"): "refused", ("agreed", "refuse"): "refused",
    ("published", "take_back"): "taken_back",
    ("draft", "unsay"): "refused", ("asked", "unsay"): "refused", ("agreed", "unsay"): "refused",
    ("agreed", "no"): "refused", ("draft", "no"): "refused",
    ("published", "unsay"): "taken_back",
}  # fmt: skip
VERBS = ["rewrite", "ask", "yes", "no", "approve", "refuse", "take_back", "unsay"]


class TestEachVerb:
    @pytest.mark.parametrize("verb", VERBS)
    @pytest.mark.parametrize("state", list(StoryState.values))
    def test_leads_where_the_table_says_or_is_refused(self, world: World, state: str, verb: str) -> None:
        story = story_in(world, state)

        if (state, verb) in LEADS:
            assert act(world, verb, story).state == LEADS[state, verb]
        else:
            with pytest.raises(MoveRefused):
                act(world, verb, story)
            assert Story.objects.get(pk=story.pk).state == state

    def test_nothing_leads_back_from_an_end(self) -> None:
        assert MOVES[StoryState.REFUSED] == MOVES[StoryState.TAKEN_BACK] == set()

    def test_every_move_of_the_table_is_reached_by_a_verb(self) -> None:
        reached = {(state, to) for (state, _verb), to in LEADS.items() if state != to}

        assert reached == {(state, to) for state, ends in MOVES.items() for to in ends}


WHO = ["admin", "reza", "zahra", "maryam", "sara", "mina", "nader", "parvin", "karim", "farhad", "stranger"]
MAY = {
    "write": {"reza", "zahra", "maryam", "nader", "parvin"},
    "ask": {"reza", "zahra", "maryam", "nader", "parvin"},
    "approve": {"nader", "parvin", "admin"},
    "refuse": {"reza", "zahra", "maryam", "nader", "parvin", "admin"},
    "take_back": {"nader", "parvin", "admin"},
    "yes": set(),
    "unsay": set(),
}


class TestWhoMay:
    @pytest.mark.parametrize("verb", list(MAY))
    def test_is_as_the_table_says(self, world: World, verb: str) -> None:
        state = {"ask": "draft", "approve": "agreed", "refuse": "asked", "yes": "asked"}.get(verb, "published")
        need = need_of(finished(world)) if verb == "write" else None
        story = None if need else story_in(world, state)
        for name in WHO:
            by = world.person[name]
            try:
                with transaction.atomic():
                    if need:
                        public.write(need, title=TITLE, text=TEXT, by=by, at=AT)
                    else:
                        assert story is not None
                        fresh = Story.objects.whole().get(pk=story.pk)
                        {
                            "ask": lambda s, b: public.ask(s, by=b, at=AT),
                            "approve": lambda s, b: public.approve(s, seen=True, by=b, at=AT),
                            "refuse": lambda s, b: public.refuse(s, reason="نه", by=b, at=AT),
                            "take_back": lambda s, b: public.take_back(s, reason="نه", by=b, at=AT),
                            "yes": lambda s, b: public.answer(s, agrees=True, by=b, at=AT),
                            "unsay": lambda s, b: public.unsay(s, by=b, at=AT),
                        }[verb](fresh, by)
                    raise InterruptedError
            except InterruptedError:
                assert name in MAY[verb], name
            except NotAllowed:
                assert name not in MAY[verb], name

    def test_nobody_approves_what_she_wrote(self, world: World) -> None:
        story = story_in(world, "agreed", who="nader")

        with pytest.raises(NotAllowed):
            public.approve(story, seen=True, by=world.person["nader"], at=AT)
        assert public.approve(story, seen=True, by=world.person["parvin"], at=AT).state == "published"

    def test_another_applicant_cannot_speak_for_her(self, world: World) -> None:
        story = story_in(world, "asked")
        other = finished(world, phone="09120000000", applicant_name="دیگری")

        with pytest.raises(NotAllowed):
            public.answer(story, agrees=True, by=Applicant(other.pk), at=AT)

    def test_only_the_clock_makes_it_late(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            public.story_late(told(world), by=world.person["nader"], at=AT)


class TestWriting:
    def test_keeps_county_domain_and_month_and_nothing_nearer(self, world: World) -> None:
        story = told(world)

        assert (story.place, story.domain.key, story.month) == (world.place["1104"], "health", 140508)
        assert (story.holder, story.due_at) == (world.person["reza"], SATURDAY + HOUR + 14 * DAY)
        assert story.centre == Centre.objects.get(code=story.centre.code)

    @pytest.mark.parametrize("outcome", ["not_possible", "referred_on"])
    def test_is_refused_where_the_need_did_not_end_well(self, world: World, outcome: str) -> None:
        need = need_of(finished(world))
        Need.objects.filter(pk=need.pk).update(outcome=outcome)

        with pytest.raises(public.NotForPrint):
            public.write(need, title=TITLE, text=TEXT, by=world.person["reza"], at=AT)

    def test_is_refused_while_the_need_goes_on(self, world: World) -> None:
        need = need_of(world.triaged("health"))

        with pytest.raises(public.NotForPrint):
            public.write(need, title=TITLE, text=TEXT, by=world.person["reza"], at=AT)

    def test_is_refused_in_a_sensitive_domain(self, world: World) -> None:
        Domain.objects.filter(key="health").update(is_sensitive=True)

        with pytest.raises(public.NotForPrint):
            told(world)

    def test_is_refused_where_a_hidden_centre_did_it(self, world: World) -> None:
        need = need_of(finished(world))
        Centre.objects.update(is_public=False)

        with pytest.raises(public.NotForPrint):
            public.write(need, title=TITLE, text=TEXT, by=world.person["reza"], at=AT)

    def test_is_refused_where_danger_was_read(self, world: World) -> None:
        request = finished(world)
        type(request).objects.filter(pk=request.pk).update(danger="violence")

        with pytest.raises(public.NotForPrint):
            public.write(need_of(request), title=TITLE, text=TEXT, by=world.person["reza"], at=AT)

    def test_is_done_once_for_a_need_until_it_ended(self, world: World) -> None:
        story = told(world)
        again = {"title": TITLE, "text": TEXT, "by": world.person["reza"], "at": AT}

        with pytest.raises(public.NotForPrint):
            public.write(story.need, **again)
        public.refuse(story, reason="بهتر بنویسیم", by=world.person["reza"], at=AT)
        assert public.write(story.need, **again).state == "draft"

    @pytest.mark.parametrize(("title", "text"), [(" ", TEXT), (TITLE, "کوتاه"), (TITLE, "بلند " * 400)])
    def test_asks_for_a_few_sentences(self, world: World, title: str, text: str) -> None:
        with pytest.raises(public.TooShort):
            told(world, title=title, text=text)


class TestTheMachine:
    @pytest.mark.parametrize(
        "slip",
        ["خانم رئیسی", "گلنار", "گل‌نار", "گل نار", "رئيسي", "۰۹۱۵۱۲۳۴۵۶۷", "0915 123 4567", "۱۲۳ ۴۵ ۶۷"],
    )
    def test_refuses_her_own_name_or_number_in_any_writing(self, world: World, slip: str) -> None:
        story = told(world, text=f"{TEXT} {slip} سپاس گفت.")

        with pytest.raises(public.NamesHer):
            public.ask(story, by=world.person["reza"], at=AT)

    def test_refuses_her_code(self, world: World) -> None:
        story = told(world)
        public.rewrite(story, title=TITLE, text=TEXT + story.need.request.spaced_code, by=story.written_by, at=AT)

        with pytest.raises(public.NamesHer):
            public.ask(story, by=world.person["reza"], at=AT)

    def test_refuses_at_the_second_reading_too(self, world: World) -> None:
        story = story_in(world, "agreed")
        Story.objects.filter(pk=story.pk).update(text=TEXT + " گلنار خوشحال است.")

        with pytest.raises(public.NamesHer):
            public.approve(story, seen=True, by=world.person["nader"], at=AT)

    @pytest.mark.parametrize("slip", ["در روستای تیس", "کد ملی ۰۰۷۹۹۹۸۸۸۱", "تلفن ۰۵۴۳۵۳۱۲۳۴۵", "آقای بلوچ"])
    def test_points_at_what_the_second_reader_must_see(self, world: World, slip: str) -> None:
        request = finished(world)
        intake.note_reading(
            request, reader_name="رضا بلوچ، پذیرش چابهار", purpose="page", by=world.person["reza"], at=AT
        )
        story = public.write(need_of(request), title=TITLE, text=f"{TEXT} {slip} بود.", by=world.person["zahra"], at=AT)
        public.ask(story, by=world.person["zahra"], at=AT)
        public.answer(story, agrees=True, by=Applicant(request.pk), at=AT)

        with pytest.raises(public.MustBeSeen):
            public.approve(story, by=world.person["nader"], at=AT)
        assert public.approve(story, seen=True, by=world.person["nader"], at=AT).state == "published"

    def test_lets_plain_words_pass(self, world: World) -> None:
        story = story_in(world, "agreed", text=TEXT + " در ۳ روز از چابهار رسید.")

        assert public.approve(story, by=world.person["nader"], at=AT).state == "published"


class TestHerWord:
    def test_is_asked_by_a_short_message_where_that_is_safe(self, world: World) -> None:
        story_in(world, "asked")

        message = Message.objects.get(template="story_ask")
        assert message.to_phone == "09151234567"
        assert "گلنار" not in message.body

    def test_is_asked_on_her_page_alone_where_it_is_not(self, world: World) -> None:
        story_in(world, "asked", safe_to_contact=False)

        assert not Message.objects.filter(template="story_ask").exists()

    def test_yes_brings_it_to_a_second_person(self, world: World) -> None:
        story = story_in(world, "agreed")

        assert (story.holder, story.due_at) == (world.person["nader"], SATURDAY + HOUR + 5 * DAY)
        assert story.agreed_at == SATURDAY + HOUR

    def test_no_is_the_end_and_says_so(self, world: World) -> None:
        story = story_in(world, "refused")

        assert (story.reason, story.holder, story.due_at) == (Ended.SHE_SAID_NO, None, None)
        assert story.why == Ended.SHE_SAID_NO.label

    def test_other_words_ask_for_another_yes(self, world: World) -> None:
        story = story_in(world, "agreed")

        public.rewrite(story, title=TITLE, text=TEXT + " و شکر.", by=world.person["zahra"], at=AT)

        assert (story.state, story.agreed_at, story.written_by) == ("draft", None, world.person["zahra"])

    def test_withdrawn_takes_it_out_of_print_at_once(self, world: World) -> None:
        story = story_in(world, "published")

        public.unsay(story, by=Applicant(story.need.request_id), at=AT)

        assert not Story.objects.in_print().exists()
        assert story.reason == Ended.SHE_UNSAID

    def test_reasons_are_asked_of_officers(self, world: World) -> None:
        with pytest.raises(ReasonMissing):
            public.refuse(story_in(world, "asked"), reason=" ", by=world.person["nader"], at=AT)

    def test_reasons_are_asked_for_taking_back(self, world: World) -> None:
        with pytest.raises(ReasonMissing):
            public.take_back(story_in(world, "published"), reason="", by=world.person["nader"], at=AT)


class TestNews:
    @pytest.mark.parametrize(
        ("state", "after"),
        [("draft", "refused"), ("asked", "refused"), ("agreed", "refused"), ("published", "taken_back")],
    )
    def test_of_a_reopened_request_ends_it(self, world: World, state: str, after: str) -> None:
        story = story_in(world, state)

        intake.reopen(story.need.request, reason="هنوز نه", by=Applicant(story.need.request_id), at=AT)

        story.refresh_from_db()
        assert (story.state, story.reason) == (after, Ended.REOPENED)

    def test_of_a_sensitive_domain_hides_it(self, world: World) -> None:
        story_in(world, "published")

        Domain.objects.filter(key="health").update(is_sensitive=True)

        assert not Story.objects.in_print().exists()


class TestTime:
    def test_puts_a_forgotten_draft_aside(self, world: World) -> None:
        self.passes(told(world), 14 * DAY, "refused", Ended.LEFT)

    def test_takes_silence_as_no(self, world: World) -> None:
        self.passes(story_in(world, "asked"), 14 * DAY, "refused", Ended.NO_ANSWER)

    def test_lets_the_province_read_what_the_county_did_not_and_asks_again(self, world: World) -> None:
        story = story_in(world, "agreed")
        for n in (1, 2):
            tick(SATURDAY + HOUR + 5 * n * DAY)
            story.refresh_from_db()
            assert (story.state, story.holder) == ("agreed", world.person["parvin"])
            assert story.due_at == SATURDAY + HOUR + 5 * (n + 1) * DAY
            told = Message.objects.filter(template="story_to_read", to_person=world.person["parvin"])
            assert told.count() == n

    def test_does_nothing_to_what_went_on(self, world: World) -> None:
        story = story_in(world, "published")

        assert public.story_late(story, by=CLOCK, at=AT + 100 * DAY).state == "published"

    def test_hands_over_what_lies_with_the_absent(self, world: World) -> None:
        story = told(world)
        reza, zahra = world.person["reza"], world.person["zahra"]
        network.set_absence(reza, deputy=zahra, since=AT, until=AT + 3 * DAY, by=HAND, at=AT)

        tick(AT + HOUR)

        story.refresh_from_db()
        assert (story.holder, story.due_at) == (zahra, SATURDAY + HOUR + 14 * DAY)

    def passes(self, story: Story, after: timedelta, state: str, why: str) -> None:
        tick(SATURDAY + HOUR + after - timedelta(minutes=1))
        assert Story.objects.get(pk=story.pk).state == story.state

        tick(SATURDAY + HOUR + after)
        story.refresh_from_db()
        assert (story.state, story.reason, story.holder) == (state, why, None)


class TestTheDatabase:
    @pytest.mark.parametrize(
        ("state", "changed"),
        [
            ("asked", {"holder": None}),
            ("agreed", {"due_at": None}),
            ("published", {"agreed_at": None}),
            ("published", {"approved_by": None}),
            ("published", {"published_at": None}),
            ("published", {"approved_by": F("written_by")}),
            ("refused", {"reason": ""}),
            ("taken_back", {"reason": ""}),
        ],
    )
    def test_insists(self, world: World, state: str, changed: dict[str, Any]) -> None:
        story = story_in(world, state)

        with pytest.raises(IntegrityError), transaction.atomic():
            Story.objects.filter(pk=story.pk).update(**changed)


class TestWhatItLeaves:
    def test_is_one_nameless_line_in_the_journal(self, world: World) -> None:
        story_in(world, "published")

        (line,) = JournalLine.objects.filter(kind="story_published")
        assert (line.place, line.domain, line.centre, line.detail) == ("IR/11/1104/", "health", "", "")

    def test_is_no_word_of_it_in_audit_or_messages(self, world: World) -> None:
        story_in(world, "taken_back")

        for line in AuditLine.objects.all():
            assert "دارو همان" not in str(line.details)
        for message in Message.objects.all():
            assert TITLE not in message.body and "گلنار" not in message.body
