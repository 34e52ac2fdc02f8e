"""danger.tsv as written, how its patterns are read, and how two witnesses are weighed."""

import re
from importlib.resources import files

import pytest

from hamafza_engines.triage import DANGERS, Word
from hamafza_engines.triage._danger import EMERGENCY, LINES, SOON, Heard, dangers, urgency
from hamafza_engines.triage._features import tokens
from hamafza_engines.triage._model import ALARMS

LINES_OF_FILE = [
    (number, line.split("\t"))
    for number, line in enumerate(
        files("hamafza_engines.triage").joinpath("danger.tsv").read_text("utf-8").splitlines(), 1
    )
    if line and not line.startswith("#")
]
QUIET = dict.fromkeys(ALARMS, 0.0)
TEXT = "کلمه‌ای دیگر"


def hears(**shares):
    return Heard(QUIET | shares, lambda kind: (Word("دیگر", 8, 12, 1.0),))


def level(*heard, text=TEXT):
    found = tokens(text)
    return urgency(found, text, dangers(found, text, heard), heard)[0]


class TestTheFile:
    def test_has_three_cells_in_every_line(self):
        assert [number for number, cells in LINES_OF_FILE if len(cells) != 3] == []

    def test_names_only_kinds_that_are_known(self):
        assert {cells[0] for _, cells in LINES_OF_FILE} == {*DANGERS, EMERGENCY, SOON}

    def test_does_only_what_is_understood(self):
        assert {cells[1] for _, cells in LINES_OF_FILE} == {"says", "veto", "friend"}

    def test_holds_patterns_that_can_be_read(self):
        for _, (_, _, pattern) in LINES_OF_FILE:
            re.compile(pattern.replace("\u200c", " ?").replace("…", ".*"))

    def test_holds_no_pattern_that_is_found_in_nothing(self):
        assert [n for n, (_, _, pattern) in LINES_OF_FILE if re.compile(pattern).match("")] == []

    def test_tells_every_kind_and_excuses_every_danger(self):
        does = {(kind, does) for _, (kind, does, _) in LINES_OF_FILE}

        assert {kind for kind, what in does if what == "says"} == {*DANGERS, EMERGENCY, SOON}
        assert {kind for kind, what in does if what in ("friend", "veto")} >= set(DANGERS)

    def test_writes_no_line_twice(self):
        lines = ["\t".join(cells) for _, cells in LINES_OF_FILE]

        assert len(set(lines)) == len(lines)


class TestTheModelAsWitness:
    @pytest.mark.parametrize("kind", DANGERS)
    def test_accuses_when_it_is_half_sure_and_not_a_hair_before(self, kind):
        sure, doubtful = ([d.kind for d in dangers(tokens(TEXT), TEXT, [hears(**{kind: share})])]
                          for share in (0.5, 0.499))  # fmt: skip

        assert (sure, doubtful) == ([kind], [])

    @pytest.mark.parametrize(("share", "expected"), [(0.6, 2), (0.599, 0)])
    def test_calls_an_emergency_without_a_name_only_when_surer(self, share, expected):
        assert level(hears(emergency=share)) == expected

    @pytest.mark.parametrize(("share", "expected"), [(0.5, 1), (0.499, 0)])
    def test_calls_it_urgent_when_likelier_than_not(self, share, expected):
        assert level(hears(soon=share)) == expected

    def test_is_believed_for_the_loudest_part(self):
        assert level(hears(fire=0.1), hears(fire=0.7), hears(fire=0.2)) == 2

    def test_does_not_add_up_doubts_of_many_parts(self):
        assert level(*[hears(fire=0.4)] * 5) == 0

    def test_shows_the_words_it_heard(self):
        (danger,) = dangers(tokens(TEXT), TEXT, [hears(suicide=0.9)])

        assert danger.words == (Word("دیگر", 8, 12, 1.0),)
        assert danger.lines == LINES["suicide"]

    def test_is_not_asked_where_a_friend_explains(self):
        text = "کلاس پیشگیری از آتش‌سوزی"

        assert dangers(tokens(text), text, [hears(fire=1.0)]) == ()

    def test_is_not_asked_where_a_veto_stands(self):
        text = "پارسال خانه آتش گرفت"

        assert dangers(tokens(text), text, [hears(fire=1.0)]) == ()

    def test_an_excuse_for_one_danger_excuses_no_other(self):
        text = "پارسال خانه آتش گرفت"

        told = [d.kind for d in dangers(tokens(text), text, [hears(fire=1.0, violence=0.8)])]

        assert told == ["violence"]


class TestLevels:
    def test_nobody_heard_anything(self):
        assert urgency(tokens(TEXT), TEXT, ()) == (0, ())

    def test_a_danger_outweighs_what_is_merely_urgent(self):
        assert level(hears(soon=0.9), text="خانه آتش گرفته و تا فردا مهلت داریم") == 2

    def test_the_words_of_dangers_are_shown_once_though_two_dangers_share_them(self):
        text = "بچه را کتک می‌زنند"
        found = dangers(tokens(text), text)

        _, words = urgency(tokens(text), text, found)

        assert len(found) == 2
        assert {word.text for word in words} == {"بچه", "را", "کتک", "می‌زنند"}
        assert len({word.start for word in words}) == len(words)

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("سلام آتیش گرفته کمک کنید", ["آتیش", "گرفته"]),
            ("وای بیهوش افتاد زمین کمک", ["بیهوش", "افتاد", "زمین"]),
        ],
    )
    def test_the_words_are_those_of_the_rule_and_not_the_next(self, text, shown):
        _, words = urgency(tokens(text), text, dangers(tokens(text), text))

        assert [word.text for word in words] == shown

    @pytest.mark.parametrize("text", ["", " ", "؟!", "123"])
    def test_nothing_said_is_nothing_urgent(self, text):
        assert urgency(tokens(text), text, dangers(tokens(text), text)) == (0, ())
