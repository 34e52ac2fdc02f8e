"""Stories for print in the story: some of what ended well is written, most who are asked say yes, a second person approves."""

import random
import tomllib
from datetime import timedelta
from functools import cache, partial
from importlib.resources import files
from typing import Any

from hamafza.intake.models import Need
from hamafza.kernel import rows
from hamafza.kernel.actors import Applicant
from hamafza.kernel.agenda import Agenda
from hamafza.network.queries import door_officer
from hamafza.public import commands as public
from hamafza.public.models import Story
from hamafza.public.queries import stories
from hamafza.public.rules import may_approve
from hamafza.public.states import StoryState

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHARE = 0.05  # of what ended well; officers have other work
_done = rows.Prepared(lambda seen: Need.objects.filter(pk__gt=seen).order_by("pk").values_list("pk"))


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("hamafza.demo.content") / "stories.toml").read_text(encoding="utf-8"))


class Telling:
    """Looks at a few needs a while after they came. Its dice are its own: the story's others fall as before."""

    def __init__(self, seed: int, agenda: Agenda) -> None:
        self.agenda = agenda
        self.dice = random.Random(f"stories {seed}")
        self._seen = 0

    def follow(self) -> None:
        for (pk,) in _done(self._seen):
            self._seen = pk
            if self.dice.random() < SHARE:
                self.agenda.put(self.agenda.now + self.dice.uniform(20, 45) * DAY, partial(self._write, pk))

    def _write(self, pk: int) -> None:
        need = Need.objects.select_related("request__place", "domain").get(pk=pk)
        at = self.agenda.now
        if not stories.fit(need):
            return
        title, text = self.dice.choice(_words().get(need.domain.key) or _words()["any"])
        writer = door_officer(need.request.place, at)
        story = public.write(need, title=title, text=text, by=writer, at=at)
        try:
            public.ask(story, by=writer, at=at)
        except public.NamesHer:  # a word of it happens to be her name: it stays with its writer
            return
        if self.dice.random() < 0.85:
            self.agenda.put(at + self.dice.uniform(0.5, 6) * DAY, partial(self._hear, story.pk))

    def _hear(self, pk: int) -> None:
        story = Story.objects.whole().get(pk=pk)
        if story.state == StoryState.ASKED:
            agrees = self.dice.random() < 0.85
            public.answer(story, agrees=agrees, by=Applicant(story.need.request_id), at=self.agenda.now)
            self.agenda.put(self.agenda.now + self.dice.uniform(0.2, 4) * DAY, partial(self._read, pk))

    def _read(self, pk: int) -> None:
        story, at = Story.objects.whole().get(pk=pk), self.agenda.now
        if story.state != StoryState.AGREED or story.holder is None or not may_approve(story.holder, story, at):
            return
        public.approve(story, seen=True, by=story.holder, at=at)
        if self.dice.random() < 0.1:
            self.agenda.put(at + 5 * DAY, partial(self._unsay, pk))

    def _unsay(self, pk: int) -> None:
        story = Story.objects.whole().get(pk=pk)
        if story.state == StoryState.PUBLISHED:
            public.unsay(story, by=Applicant(story.need.request_id), at=self.agenda.now)
