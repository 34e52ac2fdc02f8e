"""A tiny city's log: thirteen cases worth taking, ten rows of dirt; and another city that writes everything otherwise."""

from pathlib import Path

from hamafza.replay.mapping import Mapping

MAPPING = """
name = "Tiny"
timezone = "America/Los_Angeles"
date_formats = ["iso"]

[columns]
id = "case"
created = "opened"
closed = "closed"
category = "kind"
agency = "office"
area = "district"
text = ["kind", "words"]
latitude = "lat"
longitude = "lng"
channel = "via"
note = "remark"

[office]
days = [0, 1, 2, 3, 4]
opens = "08:00"
closes = "17:00"

[doors]
"Web" = "web"
"Phone" = "phone"

[[declined]]
note = ["transferred", "wrong agency"]
reason = "wrong_domain"

[[declined]]
note = ["not in town"]
reason = "out_of_area"

[[outcome]]
note = ["invalid"]
code = "guided"
"""

HEADER = "case,opened,closed,kind,office,district,words,lat,lng,via,remark"
CLEAN = [
    # closed in time · closed late · never closed · declined first · with another outcome
    "A1,2024-03-04T09:00:00,2024-03-04T15:00:00,Pothole,Streets,1,on Elm,37.7,-122.4,Web,done",
    "A2,2024-03-04T09:30:00,2024-03-05T10:00:00,Graffiti,Paint,1,wall,37.7,-122.4,Phone,done",
    "A3,2024-03-04T10:00:00,2024-03-29T10:00:00,Pothole,Streets,2,deep,37.7,-122.4,Web,done",
    "A4,2024-03-04T11:00:00,,Pothole,Streets,1,never,37.7,-122.4,Web,",
    "A5,2024-03-05T09:00:00,2024-03-06T09:00:00,Tree,Parks,2,fell,37.7,-122.4,Web,Transferred to Streets",
    "A6,2024-03-05T09:10:00,2024-03-07T09:00:00,Tree,Parks,1,fell,37.7,-122.4,Web,case is INVALID",
    "A7,2024-03-05T10:00:00,2024-06-28T10:00:00,Noise,Police,2,loud,37.7,-122.4,Phone,done",
    "A8,2024-03-06T08:00:00,2024-03-06T09:00:00,Noise,Police,1,loud,37.7,-122.4,Phone,Not in town",
    "A9,2024-03-08T16:30:00,2024-03-11T09:00:00,Graffiti,Paint,2,wall,37.7,-122.4,Web,done",
    "A10,2024-03-09T12:00:00,2024-03-12T12:00:00,Light,Power,1,dark,37.7,-122.4,Web,done",
    "A11,2024-03-10T23:59:00,2024-03-13T12:00:00,Light,Power,2,dark,37.7,-122.4,Web,done",
    "A12,2024-03-11T09:00:00,2024-03-12T09:00:00,Light,Power,,no district,37.7,-122.4,Web,done",
    "A13,2024-03-11T09:00:00Z,2024-03-12T09:00:00Z,Tree,Parks,1,in UTC,37.7,-122.4,Web,done",
]
DIRTY = [
    "D1,2024-03-05T09:00:00,2024-03-04T09:00:00,Pothole,Streets,1,backwards,37.7,-122.4,Web,done",
    "D2,2024-03-05T09:00:00,2024-03-06T09:00:00,,Streets,1,no kind,37.7,-122.4,Web,done",
    "D3,,2024-03-06T09:00:00,Pothole,Streets,1,no day,37.7,-122.4,Web,done",
    "D4,2024-03-05T09:00:00,2024-03-06T09:00:00,Pothole,Streets,1,odd door,37.7,-122.4,Pigeon,done",
    "D5,2024-03-05T09:00:00,2024-03-06T09:00:00,Pothole,Streets,1,nowhere,north,999,Web,done",
    "D6,2024-03-05T09:00:00,soon,Pothole,Streets,1,no such day,37.7,-122.4,Web,done",
    "A1,2024-03-07T09:00:00,2024-03-08T09:00:00,Pothole,Streets,1,same number,37.7,-122.4,Web,done",
    ",2024-03-07T09:00:00,2024-03-08T09:00:00,Pothole,,1,no number,37.7,-122.4,Web,done",
    "D9,yesterday,,Pothole,Streets,1,a word for a day,37.7,-122.4,Web,done",
    '"D10, quoted",2024-03-07T09:00:00,2024-03-08T09:00:00,Pothole,Streets,1,"a ""word"",\nand a line",37.7,-122.4,Web,done',
]

OTHER_MAPPING = """
name = "Anderswo"
timezone = "Europe/Berlin"
date_formats = ["%d.%m.%Y %H:%M", "%d.%m.%Y"]

[columns]
id = "Nr"
created = "Eingang"
closed = "Erledigt"
category = "Art"
agency = "Amt"
area = "Bezirk"

[office]
days = [0, 1, 2, 3]
opens = "07:30"
closes = "15:00"
"""
OTHER = """Bezirk,Amt,Art,Erledigt,Eingang,Nr
Mitte,Tiefbau,Schlagloch,05.03.2024 09:00,04.03.2024 09:00,7
Mitte,Tiefbau,Schlagloch,,04.03.2024,8
Nord,Grün,Baum,2024-03-05,04.03.2024 10:15,9
Nord,Grün,Baum,05.03.2024,31.02.2024,10
"""


def city(folder: Path, *rows: str, mapping: str = MAPPING) -> tuple[Path, Path]:
    """The log and its mapping as files."""
    file, toml = folder / "tiny.csv", folder / "tiny.toml"
    file.write_text("\n".join([HEADER, *(rows or (*CLEAN, *DIRTY))]) + "\n", encoding="utf-8")
    toml.write_text(mapping, encoding="utf-8")
    return file, toml


def other_city(folder: Path) -> tuple[Path, Path]:
    file, toml = folder / "other.csv", folder / "other.toml"
    file.write_text(OTHER, encoding="utf-8-sig")  # as spreadsheets save it, with a mark in front
    toml.write_text(OTHER_MAPPING, encoding="utf-8")
    return file, toml


def tiny(folder: Path) -> Mapping:
    return Mapping.load(city(folder)[1])
