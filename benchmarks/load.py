"""Twenty people asking at once: waiting times through the app's real queue, and whether it tells them their place."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from dataclasses import dataclass
from typing import Any

import httpx

from benchmarks.corpora import own_questions, sample
from benchmarks.figures import Figure, percentile
from benchmarks.indexes import corpus_index
from benchmarks.serving import PATIENCE, App, process_cpu, running

PEOPLE = 20


@dataclass(frozen=True)
class Asked:
    """What one person met: seconds to the answer, whether it came, whether the queue told a place before."""

    seconds: float
    answered: bool
    placed: bool


def measure() -> list[Figure]:
    """The figures of one rush."""
    questions = [q.question for q in sample([q for q in own_questions() if q.answerable], PEOPLE)]
    with running(corpus_index()) as app:
        app.ask(questions[0])
        before = process_cpu(app.process)
        met = asyncio.run(_rush(app, questions))
        after = process_cpu(app.process)
    # Of one question, the queue and the streams included: beside that of `answering`, it tells what the app adds.
    cpu = None if before is None or after is None else (after - before) / PEOPLE
    seconds = [a.seconds for a in met]
    placed = sum(a.placed for a in met)
    return [
        Figure(f"{PEOPLE} people at once, p50", "s", percentile(seconds, 50), note="CPU time of one question", cpu=cpu),
        Figure(f"{PEOPLE} people at once, p95", "s", percentile(seconds, 95), 4, note=f"longest {max(seconds):.2f} s"),
        Figure(f"{PEOPLE} people at once, failures", "", float(sum(not a.answered for a in met)), 0),
        Figure(f"{PEOPLE} people at once, told their place", "", float(placed), float(PEOPLE), True),
    ]


async def _rush(app: App, questions: list[str]) -> list[Asked]:
    others = app.defaults()
    # More connections than people: each of them holds a stream open and sends a request.
    limits = httpx.Limits(max_connections=4 * PEOPLE)
    async with httpx.AsyncClient(base_url=app.address, timeout=PATIENCE, limits=limits) as client:
        config = (await client.get("/config")).raise_for_status().json()
        function = next(d["id"] for d in config["dependencies"] if d.get("api_name") == "ask")
        return await asyncio.gather(*(_ask(client, function, [q, *others]) for q in questions))


async def _ask(client: httpx.AsyncClient, function: int, data: list[Any]) -> Asked:
    """Ask as the page does: join the queue, then listen to its events."""
    session = uuid.uuid4().hex
    begun = time.perf_counter()
    placed = answered = False
    try:
        joined = {"data": data, "fn_index": function, "session_hash": session}
        (await client.post("/gradio_api/queue/join", json=joined)).raise_for_status()
        async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as events:
            async for line in events.aiter_lines():
                if not line.startswith("data:"):
                    continue
                told: dict[str, Any] = json.loads(line[5:])
                placed |= told["msg"] == "estimation" and told.get("rank") is not None
                if told["msg"] == "process_completed":
                    answered = bool(told["success"]) and told["output"]["data"][0]["status"] != "rejected"
                    break
    except httpx.HTTPError:
        pass  # counted as a failure
    return Asked(time.perf_counter() - begun, answered, placed)
