"""What every training run is told on the command line: where its texts are, when it ends, and its seed."""

from __future__ import annotations

import argparse
import time
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import torch


def parser(description: str | None, rate: float) -> argparse.ArgumentParser:
    """The options that all runs share; ``rate`` is the default learning rate."""
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--shared", type=Path, default=Path("../shared"))
    made.add_argument("--weights", type=Path, default=Path("bot/models/weights"))
    made.add_argument("--out", type=Path, required=True)
    made.add_argument("--start", type=Path, help="a checkpoint to go on from")
    made.add_argument("--until", required=True, help="HH:MM, today")
    made.add_argument("--rate", type=float, default=rate)
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--threads", type=int, default=2)
    return made


def begin(given: argparse.Namespace) -> float:
    """Set seed and threads; when the run is to end, in seconds since the epoch."""
    torch.manual_seed(given.seed)
    torch.set_num_threads(given.threads)
    clock = datetime.strptime(given.until, "%H:%M")
    return datetime.now().replace(hour=clock.hour, minute=clock.minute, second=0).timestamp()


@lru_cache(maxsize=1)
def mixed() -> bool:
    """Whether bfloat16 multiplies faster than float32 here; without instructions for it, it is many times slower."""
    seconds = []
    for kind in (torch.float32, torch.bfloat16):
        a, b = torch.ones(512, 384, dtype=kind), torch.ones(384, 1536, dtype=kind)
        torch.mm(a, b)
        start = time.perf_counter()
        for _ in range(3):
            torch.mm(a, b)
        seconds.append(time.perf_counter() - start)
    return seconds[1] < seconds[0]
