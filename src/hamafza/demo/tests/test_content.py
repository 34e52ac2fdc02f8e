"""The demo's words and people: deterministic, whole, courteous in letter and half-space."""

import json
import random
import re
import tomllib
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from hamafza.demo.content import answers, names, places, requests
from hamafza.demo.content.cast import MAIN, SIZE, cast
from hamafza.demo.content.centres import CENTRES
from hamafza.intake.states import Outcome
from hamafza.referrals.states import Decline, Hold, NotDone

ZWNJ = "\u200c"
LETTER = "[\u0600-\u06ff]"
CONTENT = files("hamafza.demo.content")
REAL_BODIES = (
    "آستان قدس", "بهزیستی", "امداد", "هلال", "بسیج", "سپاه", "محک", "کهریزک", "رضوی", "کرامت",
    "مثبت زندگی", "نیکوکاری",
)  # fmt: skip


def written() -> dict[str, str]:
    """Every text file of content, by name."""
    found = [*CONTENT.iterdir(), *(CONTENT / "data" / "frames").iterdir()]
    return {f.name: f.read_text(encoding="utf-8") for f in found if f.name.endswith((".py", ".toml", ".txt"))}


def draws(seed: int, count: int) -> list[requests.RequestText]:
    rng = random.Random(seed)
    return [requests.request(rng, rng.choice(requests.DOMAINS)) for _ in range(count)]


class TestLetters:
    @pytest.mark.parametrize("name", sorted(written()))
    def test_are_persian_not_arabic(self, name: str) -> None:
        assert re.findall("[يكى٠-٩]", written()[name]) == []

    @pytest.mark.parametrize("name", sorted(written()))
    def test_half_spaces_join_two_letters_and_stand_after_a_joining_one(self, name: str) -> None:
        text = written()[name]
        assert re.findall(f".?{ZWNJ}[^\u0600-\u06ff]", text) == []
        assert re.findall(f"\\w*[اآدذرزژوأ]{ZWNJ}\\w*", text) == []

    @pytest.mark.parametrize("name", sorted(n for n in written() if n != "requests.py"))
    def test_verbs_and_plurals_have_their_half_space(self, name: str) -> None:
        careful = [line for line in written()[name].splitlines() if not line.startswith("m")]
        alone = f"(?<!{LETTER})(?<!{ZWNJ})"
        wrong = alone + rf"(ن?می (?={LETTER})|ن?می(خوا|شود|شه|کن)|{LETTER}+ ها(?!{LETTER}|{ZWNJ}))"
        assert [m[0] for line in careful for m in re.finditer(wrong, line)] == []


class TestRequests:
    def test_are_the_same_for_the_same_seed(self) -> None:
        assert draws(7, 60) == draws(7, 60)
        assert draws(7, 60) != draws(8, 60)

    def test_seldom_repeat(self) -> None:
        assert len({drawn.text for drawn in draws(1, 900)}) > 700

    @pytest.mark.parametrize("domain", requests.DOMAINS)
    def test_have_many_frames_in_every_hand(self, domain: str) -> None:
        frames = requests.frames(domain)
        assert len(frames) >= 14
        assert len({frame.text for frame in frames}) == len(frames)
        assert {frame.voice for frame in frames} >= {"colloquial", "letter", "operator", "hasty"}

    def test_cover_the_domains_of_the_network(self) -> None:
        known = json.loads((files("hamafza.network") / "data" / "domains.json").read_text(encoding="utf-8"))
        assert tuple(domain["key"] for domain in known["domains"]) == requests.DOMAINS

    def test_second_domains_exist_and_differ(self) -> None:
        for domain in requests.DOMAINS:
            for frame in requests.frames(domain):
                assert frame.second_domain is None or frame.second_domain in set(requests.DOMAINS) - {domain}

    def test_leave_no_slot_open(self) -> None:
        assert [drawn.text for drawn in draws(3, 900) if re.search(r"[{}|]|  ", drawn.text)] == []

    def test_hold_danger_haste_and_vagueness_in_small_measure(self) -> None:
        drawn = draws(5, 900)
        urgency = Counter(d.urgency for d in drawn)
        assert 10 < urgency["danger"] < 60
        assert 30 < urgency["urgent"] < 150
        assert 3 < sum(d.vague for d in drawn) < 40
        assert 50 < sum(d.second_domain is not None for d in drawn) < 200

    def test_tell_of_the_place_asked_for(self) -> None:
        rng = random.Random(0)
        drawn = [requests.request(rng, "housing", place="رمین") for _ in range(40)]
        assert {d.place for d in drawn} == {"رمین"}
        assert any("رمین" in d.text for d in drawn)

    def test_of_a_town_do_not_speak_of_a_village(self) -> None:
        rng = random.Random(0)
        drawn = [requests.request(rng, d, place="چابهار") for d in requests.DOMAINS for _ in range(20)]
        assert [d.text for d in drawn if "روستا" in d.text] == []

    def test_a_line_that_is_no_frame_is_refused(self) -> None:
        with pytest.raises(ValueError, match="not a frame"):
            requests._frame("x | سلام")


class TestPlaces:
    def test_agree_with_the_tree(self) -> None:
        rows = json.loads((files("hamafza.places") / "data" / "places.json").read_text(encoding="utf-8"))
        tree = {row["path"]: row["name_fa"] for row in rows}
        assert {name: tree.get(path) for name, path in places.PATHS.items()} == {n: n for n in places.PATHS}
        assert {name: tree.get(path) for name, path in places.COUNTIES.items()} == {n: n for n in places.COUNTIES}
        assert {c.code: c.place for c in CENTRES if c.place not in tree or c.area not in tree} == {}


class TestCentres:
    def test_cover_every_domain_with_gaps(self) -> None:
        assert {d for centre in CENTRES for d in centre.domains} == set(requests.DOMAINS)
        konarak = {d for c in CENTRES if c.area.startswith("IR/11/1108/") for d in c.domains}
        assert konarak < set(requests.DOMAINS)

    def test_stand_in_what_they_serve(self) -> None:
        assert [c.code for c in CENTRES if not c.place.startswith(c.area)] == []

    def test_bear_no_name_of_a_real_body(self) -> None:
        named = [(c.name, body) for c in CENTRES for body in REAL_BODIES if body in c.name + c.description]
        assert named == []

    def test_are_of_every_kind_with_and_without_account(self) -> None:
        assert 38 <= len(CENTRES) <= 45
        assert {c.kind for c in CENTRES} == {"specialised", "neighbourhood", "agency", "partner"}
        assert 5 <= sum(not c.has_account for c in CENTRES) <= 15

    def test_have_codes_names_and_phones_of_their_own(self) -> None:
        for seen in ([c.code for c in CENTRES], [c.name for c in CENTRES], [c.phone for c in CENTRES]):
            assert len(set(seen)) == len(CENTRES)
        assert all(re.fullmatch(r"054350000\d\d", c.phone) for c in CENTRES)

    def test_open_some_time_and_close_after_they_open(self) -> None:
        for centre in CENTRES:
            assert centre.shifts
            assert all(0 <= day <= 6 and opens < closes for day, opens, closes in centre.shifts)
        assert any(all(opens >= "16:00" for _, opens, _ in c.shifts) for c in CENTRES)


class TestAnswers:
    def test_know_every_code(self) -> None:
        said = answers.words()
        assert set(said["decline"]) == set(Decline)
        assert set(said["hold"]) == set(Hold)
        assert set(said["not_done"]) == set(NotDone)
        assert set(said["outcome"]) == set(Outcome)
        assert set(said["comment"]) == {"yes", "half", "no"}

    @pytest.mark.parametrize("domain", requests.DOMAINS)
    def test_speak_for_every_domain(self, domain: str) -> None:
        rng = random.Random(1)
        assert all(answers.outcome(rng, domain, code) for code in Outcome)
        assert all(answers.decline(rng, domain, reason) for reason in Decline)
        assert answers.progress(rng, domain)
        assert answers.guidance(rng, domain)
        assert answers.comment(rng, domain, "no")
        assert domain in answers.words()["outcome"]["solved"]

    def test_keep_to_known_domains_and_the_length_of_a_note(self) -> None:
        tables = [t for kind in answers.words().values() for t in (kind.values() if "any" not in kind else [kind])]
        for table in tables:
            assert set(table) <= {"any", *requests.DOMAINS}
            assert all(len(text) <= 500 for texts in table.values() for text in texts)


class TestCast:
    def test_is_the_same_for_the_same_seed(self) -> None:
        assert cast(3) == cast(3)
        assert cast(3) != cast(4)

    def test_begins_with_those_one_can_sign_in_as(self) -> None:
        people = cast()
        assert [p.username for p in people[: len(MAIN)]] == [p.username for p in MAIN]
        assert all(p.line and p.has_account for p in people[: len(MAIN)])

    def test_is_three_hundred_people_all_different(self) -> None:
        people = cast()
        assert len(people) == SIZE
        for seen in ([p.username for p in people], [p.name for p in people], [p.mobile for p in people]):
            assert len(set(seen)) == SIZE

    def test_gives_everyone_one_centre_or_one_place(self) -> None:
        codes = {centre.code for centre in CENTRES}
        for person in cast():
            assert (person.centre is None) != (person.place is None)
            assert person.centre is None or person.centre in codes

    def test_leaves_no_centre_without_a_head(self) -> None:
        heads = Counter(p.centre for p in cast() if p.role == "head")
        assert heads == {centre.code: 1 for centre in CENTRES}

    def test_holds_every_role(self) -> None:
        assert {p.role for p in cast()} == {
            "operator", "secretary", "head", "county_coordinator", "provincial_coordinator", "last_door",
            "admin", "volunteer",
        }  # fmt: skip


class TestNames:
    def test_are_many_and_of_the_whole_province(self) -> None:
        families = [family for region in names.FAMILIES.values() for family in region]
        assert len(names.MALE) >= 120
        assert len(names.FEMALE) >= 120
        assert len(set(families)) == len(families) >= 280
        assert set(names.FAMILIES) == {"common", "baluch", "sistani"}

    def test_keep_the_gender_asked_for(self) -> None:
        rng = random.Random(0)
        assert all(names.person(rng, "female").given in names.FEMALE for _ in range(50))
        assert all(names.person(rng, "male").given in names.MALE for _ in range(50))


def test_content_knows_nothing_of_django() -> None:
    for name, text in written().items():
        assert not re.search(r"^\s*(from|import) (django|hamafza)", text, re.M), name


def test_toml_files_can_be_read() -> None:
    for name, text in written().items():
        if Path(name).suffix == ".toml":
            assert tomllib.loads(text)
