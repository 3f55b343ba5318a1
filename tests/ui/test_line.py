"""The line: first come, first served; whoever leaves, however they leave, lets the next one in."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bot.ui.line import Line


class Visitor:
    """Waits in line, notes the places that it is told, and stays until it is told to go."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.places: list[int] = []
        self.served = asyncio.Event()
        self.go = asyncio.Event()
        self.task = asyncio.create_task(self._visit())

    async def _visit(self) -> None:
        async with self._line.ticket() as places:
            async for place in places:
                self.places.append(place)
            self.served.set()
            await self.go.wait()


def _run(story: Coroutine[Any, Any, None]) -> None:
    # In a thread of its own: the browser of other tests keeps an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, asyncio.wait_for(story, 30)).result()


def test_first_come_first_served() -> None:
    async def story() -> None:
        line = Line(2)
        first, second, third, fourth = (Visitor(line) for _ in range(4))
        await first.served.wait()
        await second.served.wait()
        await asyncio.sleep(0)
        assert [v.places for v in (first, second, third, fourth)] == [[], [], [1], [2]]
        second.go.set()
        await third.served.wait()
        assert not fourth.served.is_set()
        while fourth.places != [2, 1]:
            await asyncio.sleep(0.05)
        first.go.set()
        await fourth.served.wait()
        assert third.places == [1]

    _run(story())


def test_whoever_gives_up_leaves_no_gap() -> None:
    async def story() -> None:
        line = Line(1)
        served, waiting, last = (Visitor(line) for _ in range(3))
        await served.served.wait()
        for visitor in (waiting, served):
            visitor.task.cancel()
        await last.served.wait()
        last.go.set()
        await last.task
        again = Visitor(line)
        await again.served.wait()
        assert again.places == []

    _run(story())
