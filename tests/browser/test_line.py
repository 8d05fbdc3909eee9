"""Visitors beside each other on a real server: the dearest thing there is, a short question, and who leaves."""

from __future__ import annotations

import asyncio
import time

from playwright.sync_api import expect

from tests.browser.server import process_of
from tests.browser.support import Visit, settled
from tests.support.streamlit_session import Answer, Session, in_a_thread
from tests.support.waiting import until

SHORT = "Mei was cold so she"


def long_text(word: str) -> str:
    """About 400 tokens of which no other test has asked."""
    return " ".join([f"Jide was {word} so she went looking for"] * 48)


def test_a_short_question_is_answered_while_the_dearest_evidence_is_computed(server: str) -> None:
    async def both() -> tuple[Answer, bool]:
        async with Session(server) as first, Session(server) as second:
            await first.open()
            await second.open()
            await second.open("single_sentence")
            dear = asyncio.create_task(first.open("evidence", prompt=long_text("sad")))
            await asyncio.sleep(1)
            answer = await second.choose(prompt=SHORT)
            unfinished = not dear.done()
            dear.cancel()
            return answer, unfinished

    answer, unfinished = in_a_thread(both())
    assert unfinished
    assert answer.failures == []
    assert any(
        "warm" in element.vega_lite_chart.alt or "cold" in element.vega_lite_chart.alt for element in answer.elements
    )


def test_what_was_asked_for_ends_when_its_visitor_leaves(server: str) -> None:
    process = process_of(server)

    def spent() -> float:
        times = process.cpu_times()
        return times.user + times.system

    async def evidence(text: str, leave: bool) -> None:
        async with Session(server) as visitor:
            await visitor.open()
            asked = asyncio.create_task(visitor.open("evidence", prompt=text))
            if leave:
                await asyncio.sleep(1)
                asked.cancel()
            else:
                assert (await asked).failures == []

    begun = spent()
    in_a_thread(evidence(long_text("late"), leave=False))
    whole, begun = spent() - begun, spent()
    in_a_thread(evidence(long_text("lost"), leave=True))
    at_rest: list[float] = []

    def rests() -> bool:
        at_rest.append(spent())
        time.sleep(1)
        return spent() - at_rest[-1] < 0.2

    until(rests)
    assert spent() - begun < whole / 2


def test_stop_and_begin_again(visit: Visit) -> None:
    text = long_text("bored")
    page = visit("evidence")
    stop = page.get_by_test_id("stMain").get_by_role("button", name="Stop")  # Streamlit's own is in the header
    page.get_by_label("Prompt", exact=True).fill(text)
    page.keyboard.press("Enter")
    stop.click()
    expect(page.get_by_text("was stopped. What you typed and chose is still here.")).to_be_visible()
    settled(page)
    expect(page.get_by_label("Prompt", exact=True)).to_have_value(text)
    page.get_by_role("button", name="Begin again").click()
    expect(stop).to_be_visible()
