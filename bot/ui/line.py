"""The line: questions that wait for their turn, first come, first served, each told its place."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# Seconds between two tellings: in a line that moves fast, each place would be gone before it is read.
PATIENCE = 1.0


class Line:
    """At most ``width`` are served at once. It belongs to one event loop."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._tickets: list[asyncio.Event] = []

    @asynccontextmanager
    async def ticket(self) -> AsyncIterator[AsyncIterator[int]]:
        """A place in line, held within the block.

        Its iterator gives the place, 1 being the next to be served, at once and then whenever a second has changed
        it; it ends when it is this ticket's turn, which lasts until the block is left.
        """
        mine = asyncio.Event()
        self._tickets.append(mine)
        try:
            yield self._places(mine)
        finally:
            self._tickets.remove(mine)
            for served in self._tickets[: self._width]:
                served.set()

    async def _places(self, mine: asyncio.Event) -> AsyncIterator[int]:
        told = 0
        while (place := self._tickets.index(mine) - self._width + 1) > 0:
            if place != told:
                told = place
                yield place
            try:
                await asyncio.wait_for(mine.wait(), PATIENCE)
            except TimeoutError:
                continue
