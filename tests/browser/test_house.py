"""The watch itself sees what it watches for."""

import pytest

from tests.browser.house import House


@pytest.mark.parametrize(
    ("planted", "word"),
    [
        (
            "const s = document.createElement('script'); s.textContent = 'window.hit=1'; document.body.append(s)",
            "script",
        ),
        ("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')", "style"),
        ("fetch('http://other.example/').catch(() => 0)", "other.example"),
        ("setTimeout(() => { throw new Error('broken') })", "broken"),
        ("console.error('said aloud')", "said aloud"),
    ],
)
def test_a_planted_fault_is_seen(house: House, planted: str, word: str) -> None:
    page = house.page()
    page.goto("/t")
    assert not house.faults
    page.evaluate(f"() => {{ {planted} }}")
    page.wait_for_timeout(300)
    assert page.evaluate("window.hit") is None
    assert any(word in fault for fault in house.faults), house.faults
    house.faults.clear()
