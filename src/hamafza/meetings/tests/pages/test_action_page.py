"""The page of an action."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hamafza.meetings.states import ActionState
from hamafza.meetings.tests.pages.looking import of, words
from hamafza.meetings.tests.telling import action_in, promise
from tests.cast import World


class TestAnAction:
    @pytest.mark.parametrize("state", ActionState)
    def test_opens_in_each_state_and_tells_its_way(self, world: World, state: str) -> None:
        action = action_in(world, state)
        for who in ("zahra", "reza", "nader", "parvin"):
            said = words(of(world, who).get(f"/actions/{action.pk}/"))
            assert "سپرده شد" in said and "زهرا مرادی" in said

    def test_offers_each_her_own_moves(self, world: World) -> None:
        action = action_in(world, "done_claimed")

        assert "تأیید می‌کنم" in words(of(world, "reza").get(f"/actions/{action.pk}/"))
        assert "تأیید می‌کنم" not in words(of(world, "zahra").get(f"/actions/{action.pk}/"))

    def test_evidence_with_a_photo_is_kept_and_given_back_as_a_download(
        self, world: World, settings: Any, tmp_path: Any
    ) -> None:
        settings.MEDIA_ROOT = tmp_path
        action, zahra = promise(world), of(world, "zahra")
        file = SimpleUploadedFile("صورت‌جلسه.txt", "متن".encode())

        assert (
            zahra.post(f"/actions/{action.pk}/claim", {"evidence": "پیوست را ببینید", "file": file}).status_code == 303
        )

        answer = of(world, "reza").get(f"/actions/{action.pk}/file")
        assert b"".join(answer.streaming_content) == "متن".encode()
        assert answer["Content-Disposition"].startswith("attachment")
        b"".join(answer)

    def test_verbs_by_form(self, world: World) -> None:
        action = promise(world)
        for verb, who, data in [
            ("block", "zahra", {"blocked_on": "مینا دهواری", "reason": "نامه نیامده"}),
            ("postpone", "zahra", {"due_on": "۱۴۰۵/۰۸/۲۵", "reason": "باران"}),
            ("claim", "zahra", {"evidence": "شد"}),
            ("return", "reza", {"reason": "کامل نیست"}),
            ("cancel-action", "nader", {"reason": "دیگر لازم نیست"}),
        ]:
            client = of(world, who)
            assert client.get(f"/actions/{action.pk}/{verb}").status_code == 200, verb
            answer = client.post(f"/actions/{action.pk}/{verb}", data)
            assert answer.status_code == 303, (verb, words(answer)[-300:])
        action.refresh_from_db()
        assert (action.state, action.times_moved) == ("cancelled", 1)
