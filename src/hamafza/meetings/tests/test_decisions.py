"""What a sitting decides: quorum, owner or reason, left for later, rejected; and whether it was decided before."""

import pytest

from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import MoveRefused, NotAllowed, ReasonMissing
from hamafza.meetings import commands as meetings
from hamafza.meetings import queries
from hamafza.meetings.again import near, words_of
from hamafza.meetings.models import Action, Decision
from hamafza.meetings.quorum import quorum_of
from hamafza.meetings.tests.telling import DAY, HOUR, came, decided, on, promise, sitting
from hamafza.notices.models import Message
from tests.cast import World

TEXT = "میز مشترک سلامت و کار در چابهار برپا شود"


class TestAdopting:
    def test_gives_the_action_to_its_owner_who_is_told(self, world: World) -> None:
        action = promise(world)

        assert (action.state, action.owner, action.holder) == ("open", world.person["zahra"], world.person["zahra"])
        assert action.decision.state == "adopted"
        assert Message.objects.filter(template="action_given", to_person=world.person["zahra"]).count() == 1
        assert JournalLine.objects.filter(kind="decision_adopted", place="IR/11/1104/").count() == 1

    def test_wants_an_owner_or_a_reason_why_none(self, world: World) -> None:
        meeting = sitting(world)
        decision = decided(world, meeting)
        at, reza = meeting.starts_at + HOUR, world.person["reza"]
        with pytest.raises(meetings.NobodyDoesIt):
            meetings.adopt(decision, no_action_because="  ", by=reza, at=at)

        meetings.adopt(decision, no_action_because="تنها برای آگاهی است", by=reza, at=at)

        decision.refresh_from_db()
        assert (decision.state, decision.no_action_because) == ("adopted", "تنها برای آگاهی است")
        assert not Action.objects.exists()

    @pytest.mark.parametrize("due", [None, on(2026, 10, 26).date(), on(2030, 1, 1).date()])
    def test_wants_a_day_that_makes_sense_and_else_changes_nothing(self, world: World, due: object) -> None:
        meeting = sitting(world)
        decision = decided(world, meeting)

        with pytest.raises(meetings.BadDue) as refused:
            meetings.adopt(
                decision, owner=world.person["zahra"], due_on=due, by=world.person["reza"], at=meeting.starts_at
            )

        assert refused.value.field == "due_on"
        assert Decision.objects.get().state == "proposed"

    def test_an_owner_who_has_left_is_refused(self, world: World) -> None:
        meeting, gone = sitting(world), world.person["zahra"]
        decision = decided(world, meeting)
        gone.is_active = False

        with pytest.raises(meetings.HasLeft):
            meetings.adopt(
                decision, owner=gone, due_on=on(2026, 11, 5).date(), by=world.person["reza"], at=meeting.starts_at
            )

    def test_without_a_quorum_nothing_is_adopted_but_all_may_be_written(self, world: World) -> None:
        meeting, reza = sitting(world, "agenda_sent"), world.person["reza"]
        meetings.begin(meeting, by=reza, at=meeting.starts_at)
        came(meeting, "reza", "nader", world=world)
        decision = decided(world, meeting)

        with pytest.raises(meetings.NoQuorum) as refused:
            meetings.adopt(decision, no_action_because="x", by=reza, at=meeting.starts_at)
        assert "۲ نفر حاضرند و ۳ نفر" in str(refused.value.message)
        came(meeting, "zahra", world=world)
        meetings.adopt(decision, no_action_because="آگاهی", by=reza, at=meeting.starts_at)

    def test_a_guest_does_not_make_the_quorum(self, world: World) -> None:
        meeting, reza = sitting(world, "agenda_sent"), world.person["reza"]
        meetings.begin(meeting, by=reza, at=meeting.starts_at)
        guest = meetings.invite_to(meeting, person=world.person["karim"], by=reza, at=meeting.starts_at)
        meetings.mark(guest, attended="present", by=reza, at=meeting.starts_at)
        came(meeting, "reza", "nader", world=world)

        quorum = quorum_of(meeting)

        assert (quorum.present, quorum.invited, quorum.needed, quorum.is_met) == (2, 5, 3, False)

    @pytest.mark.parametrize(("percent", "needed"), [(0, 0), (1, 1), (50, 3), (60, 3), (61, 4), (100, 5)])
    def test_the_share_is_rounded_up(self, world: World, percent: int, needed: int) -> None:
        meeting = sitting(world, "agenda_open", quorum_percent=percent)

        assert quorum_of(meeting).needed == needed

    def test_nobody_at_all_is_never_a_quorum(self, world: World) -> None:
        assert not quorum_of(sitting(world, "agenda_open", quorum_percent=0)).is_met

    def test_one_more_action_takes_the_reason_away(self, world: World) -> None:
        meeting = sitting(world)
        decision = decided(world, meeting, no_action_because="فعلا نه")

        meetings.add_action(
            decision, task="نامه بنویسد", owner=world.person["mina"], due_on=on(2026, 11, 5).date(),
            by=world.person["reza"], at=meeting.starts_at + HOUR,
        )  # fmt: skip

        decision.refresh_from_db()
        assert decision.no_action_because == ""
        assert decision.actions.get().owner == world.person["mina"]

    def test_not_to_a_proposal(self, world: World) -> None:
        meeting = sitting(world)
        with pytest.raises(MoveRefused):
            meetings.add_action(
                decided(world, meeting), task="x", owner=world.person["mina"], due_on=on(2026, 11, 5).date(),
                by=world.person["reza"], at=meeting.starts_at,
            )  # fmt: skip


class TestProposing:
    @pytest.mark.parametrize("state", ["agenda_sent", "minutes_draft", "closed"])
    def test_only_while_it_sits(self, world: World, state: str) -> None:
        meeting = sitting(world, state)
        with pytest.raises(MoveRefused):
            meetings.propose(meeting, text=TEXT, by=world.person["reza"], at=meeting.starts_at)

    def test_not_by_a_member(self, world: World) -> None:
        meeting = sitting(world)
        with pytest.raises(NotAllowed):
            meetings.propose(meeting, text=TEXT, by=world.person["zahra"], at=meeting.starts_at)

    def test_not_without_words(self, world: World) -> None:
        meeting = sitting(world)
        with pytest.raises(meetings.NothingDecided):
            meetings.propose(meeting, text="\n ", by=world.person["reza"], at=meeting.starts_at)

    def test_numbers_follow_each_other_and_words_may_be_bettered(self, world: World) -> None:
        meeting = sitting(world)
        one, two = decided(world, meeting), decided(world, meeting, "دوم")

        meetings.reword(two, text="دومی، بهتر", by=world.person["reza"], at=meeting.starts_at)

        assert (one.number, two.number, Decision.objects.get(pk=two.pk).text) == (1, 2, "دومی، بهتر")

    def test_a_slip_is_taken_back_within_ten_minutes_only(self, world: World) -> None:
        meeting, reza = sitting(world), world.person["reza"]
        one, two = decided(world, meeting), decided(world, meeting, "دوم")
        meetings.take_back(one, by=reza, at=meeting.starts_at + HOUR)

        with pytest.raises(MoveRefused):
            meetings.take_back(two, by=reza, at=meeting.starts_at + 2 * HOUR)
        assert Decision.objects.get() == two

    def test_one_form_does_both_or_nothing(self, world: World) -> None:
        meeting, reza = sitting(world), world.person["reza"]
        at = meeting.starts_at + HOUR
        assert meetings.decide(meeting, text=TEXT, by=reza, at=at).state == "proposed"
        with pytest.raises(meetings.BadDue):
            meetings.decide(meeting, text="دومی", owner=world.person["mina"], by=reza, at=at)
        assert Decision.objects.count() == 1
        done = meetings.decide(
            meeting, text="سومی", owner=world.person["mina"], due_on=on(2026, 11, 9).date(), by=reza, at=at
        )
        assert (done.state, done.actions.get().text) == ("adopted", "سومی")


class TestLeftForLater:
    def test_it_comes_onto_the_next_agenda_and_the_table_by_itself(self, world: World) -> None:
        meeting, reza = sitting(world), world.person["reza"]
        decision = decided(world, meeting, TEXT)
        meetings.defer(decision, reason="نماینده نبود", by=reza, at=meeting.starts_at + HOUR)
        nxt = meeting.series.meetings.latest("number")
        meetings.open_agenda(nxt, by=reza, at=meeting.starts_at + DAY)
        assert nxt.items.get(kind="deferred").title == TEXT

        meetings.send_agenda(nxt, by=reza, at=meeting.starts_at + 2 * DAY)
        meetings.begin(nxt, by=reza, at=nxt.starts_at)

        again = nxt.decisions.get()
        assert (again.state, again.text, again.continues, again.item) == (
            "proposed",
            TEXT,
            decision,
            nxt.items.get(kind="deferred"),
        )
        decision.refresh_from_db()
        assert decision.state == "deferred"  # in the minutes of its own sitting it stays what it was

    def test_there_must_be_a_next(self, world: World) -> None:
        meeting, reza = sitting(world), world.person["reza"]
        decision = decided(world, meeting)
        meetings.end_series(meeting.series, by=world.person["nader"], at=meeting.starts_at + HOUR)

        with pytest.raises(meetings.NoNextMeeting):
            meetings.defer(decision, by=reza, at=meeting.starts_at + HOUR)


class TestRejecting:
    def test_says_why_and_is_final(self, world: World) -> None:
        meeting, reza = sitting(world), world.person["reza"]
        decision, at = decided(world, meeting), meeting.starts_at + HOUR
        with pytest.raises(ReasonMissing):
            meetings.reject(decision, reason=" ", by=reza, at=at)
        meetings.reject(decision, reason="بودجه نیست", by=reza, at=at)

        with pytest.raises(MoveRefused):
            meetings.adopt(decision, no_action_because="x", by=reza, at=at)


class TestDecidedAgain:
    @pytest.mark.parametrize("other", [
        "میز مشترک سلامت و کار در شهرستان چابهار برپا گردد",
        "مقرر شد میزهای مشترک سلامت و کار چابهار برپا شوند",
        "ميز مشترك سلامت و كار در چابهار برپا شود",  # عربی
    ])  # fmt: skip
    def test_near_words_are_found_and_named(self, other: str) -> None:
        (found,) = near(other, [("a", TEXT), ("b", "برای زمستان فهرست خانه‌های بی‌گرما گردآوری شود")])

        assert found.thing == "a"
        assert found.share > 0.5
        assert {"سلامت", "چابهار"} <= set(found.words)

    @pytest.mark.parametrize(
        "other", ["", "کوتاه", "برای زمستان فهرست خانه‌های سرد گرد آید", "مقرر شد در این مورد اقدام لازم انجام شود"]
    )
    def test_other_words_are_not(self, other: str) -> None:
        assert near(other, [("a", TEXT)]) == []

    def test_empty_words_tell_nothing(self) -> None:
        assert set(words_of("مقرر شد اقدام لازم در مورد میز سلامت انجام شود")) == {"میز", "سلامت"}

    def test_nearest_first_and_three_at_most(self) -> None:
        earlier = [(n, f"{TEXT} شماره {'x' * n}") for n in range(5)] + [("same", TEXT)]

        found = near(TEXT, earlier)

        assert found[0].thing == "same" and len(found) == 3

    def test_of_the_series_and_the_place_with_what_became_of_it(self, world: World) -> None:
        action = promise(world)
        series, nader = action.series, world.person["nader"]

        (found,) = queries.near_decisions("میز مشترک سلامت و کار چابهار برپا شود", series, nader, on(2026, 11, 20))

        assert found.thing == action.decision
        assert (
            queries.near_decisions(
                "میز مشترک سلامت و کار چابهار برپا شود", series, world.person["farhad"], on(2026, 11, 20)
            )
            == []
        )
