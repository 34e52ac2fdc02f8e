import pytest
from django.test import Client

from hamafza.meetings.states import MeetingState
from hamafza.meetings.tests.telling import action_in, sitting
from tests.cast import World


@pytest.mark.parametrize("state", MeetingState)
def test_the_page_of_each_state_opens(world: World, client: Client, state: str, time_machine_to=None) -> None:
    meeting = sitting(world, state)
    for name in ("reza", "nader", "zahra", "parvin"):
        client.force_login(world.person[name])
        for url in (
            f"/meetings/{meeting.pk}/",
            f"/meetings/{meeting.pk}/paper.pdf",
            f"/meetings/{meeting.pk}/event.ics",
            f"/meetings/series/{meeting.series_id}/",
            f"/meetings/series/{meeting.series_id}/decisions",
            "/meetings/?view=all",
            "/meetings/print",
            "/meetings/sheet",
        ):
            assert client.get(url).status_code == 200, (name, url)


def test_actions(world, client):
    action = action_in(world, "done_claimed")
    for name in ("reza", "nader", "zahra", "parvin"):
        client.force_login(world.person[name])
        for url in (
            f"/actions/{action.pk}/",
            "/actions/",
            "/actions/?view=verify",
            "/actions/?view=late",
            "/actions/print",
            "/actions/sheet",
            "/meetings/calendar",
        ):
            assert client.get(url).status_code == 200, (name, url)
