"""Train the question encoder against fixed vectors of the passages, which the passage encoder made once.

    python -m training.query --shared ../shared --until 09:40 --bank BANK.npz --out CHECKPOINT

Only questions, which are short, are back-propagated; every passage of the bank is a negative. The passage encoder
stays as it is, so no index has to be made anew but for the fingerprint. Goes on from the weights that the project
carries.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from bot.text.sentences import sentence_spans
from training import options, weights
from training.bank import Bank
from training.data import Sources, article

TEMPERATURE = 0.01
SENTENCE_CHARACTERS = 110
MIX = {"fi": 8, "en": 8, "sv": 10, "section fi": 6, "section sv": 16}
"""Questions of each kind in a step."""


@dataclass(frozen=True)
class Query:
    """A question, the row of its passage, and the rows that would answer it as well and so are no negatives."""

    text: str
    row: int
    alike: tuple[int, ...] = ()
    within: str | None = None
    """The act inside which alone the question has one answer: a bare heading."""


class Queries:
    """Questions by kind, drawn in random order over and over."""

    def __init__(self, sources: Sources, bank: Bank, seed: int) -> None:
        self._chance = random.Random(seed)
        rows = {name: row for row, name in enumerate(bank.ids)}
        self.acts: dict[str, list[int]] = defaultdict(list)
        for name, row in rows.items():
            if "#" in name:
                self.acts[article(name)].append(row)
        self.kinds: dict[str, list[Query]] = {kind: [] for kind in MIX}
        for q in sources.asked_of_training:
            if q.passage in rows:
                self.kinds[q.language].append(Query(q.text, rows[q.passage]))
        for q in sources.labelled():
            if q.passage in rows:
                self.kinds[q.language].append(Query(q.text, rows[q.passage]))
        self._sections(sources.sections, rows)
        self._left: dict[str, list[Query]] = {kind: [] for kind in MIX}

    def _sections(self, sections: Sequence[dict[str, Any]], rows: dict[str, int]) -> None:
        alike: dict[str, list[int]] = defaultdict(list)
        for s in sections:
            if s["id"] in rows:
                alike[s["heading"].lower()].append(rows[s["id"]])
        for s in sections:
            if s["id"] not in rows:
                continue
            row, act = rows[s["id"]], article(s["id"])
            same = tuple(r for r in alike[s["heading"].lower()] if r != row)
            for kind, suffix in (("section fi", ""), ("section sv", "_sv")):
                heading, title, text = (s[f"{part}{suffix}"] for part in ("heading", "title", "text"))
                if not heading:
                    continue
                found = [Query(heading, row, within=act), Query(heading, row, same), Query(f"{title} {heading}", row)]
                spans = sentence_spans(text)[:4] if text else []
                if spans and kind == "section sv":
                    sentences = [text[a:b][:SENTENCE_CHARACTERS] for a, b in spans]
                    found += [Query(f"{heading}: {sentences[0]}", row)] * 2
                    found += [Query(sentence, row) for sentence in sentences[1:2]]
                self.kinds[kind] += found

    def take(self, kind: str, count: int) -> list[Query]:
        """The next questions of a kind."""
        taken: list[Query] = []
        while len(taken) < count:
            if not self._left[kind]:
                self._left[kind] = self._chance.sample(self.kinds[kind], len(self.kinds[kind]))
            taken.append(self._left[kind].pop())
        return taken


class QueryEncoder(nn.Module):
    """Mean of the token states, of length 1."""

    def __init__(self, folder: Path, graph: str = "query.onnx") -> None:
        super().__init__()
        self.m: BertModel = weights.encoder(folder, graph)[0]

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Vectors (n, width) and token states (n, tokens, width)."""
        states = self.m(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state.float()
        mask = attention_mask.unsqueeze(-1).float()
        return functional.normalize((states * mask).sum(1) / mask.sum(1), dim=1), states


def loss_of(vectors: Tensor, asked: Sequence[Query], bank: Bank, acts: dict[str, list[int]]) -> tuple[Tensor, int]:
    """Sum of the questions' losses, and how many found their passage first."""
    total, right = torch.zeros(()), 0
    whole = [n for n, q in enumerate(asked) if q.within is None]
    if whole:
        scores = vectors[whole] @ bank.vectors.T / TEMPERATURE
        for n, at in enumerate(whole):
            if asked[at].alike:
                scores[n, list(asked[at].alike)] = -1e4
        rows = torch.tensor([asked[at].row for at in whole])
        total = total + functional.cross_entropy(scores, rows, reduction="sum")
        right += int((scores.argmax(1) == rows).sum())
    for n, q in enumerate(asked):
        if q.within is not None:
            rows = torch.tensor([q.row, *(r for r in acts[q.within] if r != q.row)])
            scores = bank.vectors[rows] @ vectors[n] / TEMPERATURE
            total = total - functional.log_softmax(scores, 0)[0]
            right += int(scores.argmax() == 0)
    return total, right


def train(
    model: QueryEncoder,
    queries: Queries,
    bank: Bank,
    tokenizer: Tokenizer,
    out: Path,
    deadline: float,
    rate: float = 5e-5,
    frozen: int = 3,
    steps: int | None = None,
    warm: int = 20,
) -> list[float]:
    """Train until ``deadline`` (seconds since the epoch) or for ``steps``.

    The rate rises for ``warm`` steps, then falls with the clock. Returns the losses.
    """
    weights.freeze(model.m, frozen)
    learnt = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(learnt, lr=rate, weight_decay=0.0, betas=(0.9, 0.98))
    start = time.time()
    losses: list[float] = []
    seen = 0.0
    while time.time() < deadline and (steps is None or len(losses) < steps):
        left = 1.0 - (time.time() - start) / (deadline - start)
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, (len(losses) + 1) / warm) * max(0.02, left)
        asked = sorted((q for kind, n in MIX.items() for q in queries.take(kind, n)), key=lambda q: len(q.text))
        right = 0
        total = torch.zeros(())
        # Texts of like length go together; the weights are cast to bfloat16 once for all of them.
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.mixed()):
            for chosen in np.array_split(np.arange(len(asked)), 4):
                part = [asked[i] for i in chosen]
                encoded = tokenizer.encode_batch([f"query: {q.text}" for q in part])
                ids = torch.tensor([e.ids for e in encoded])
                vectors, _ = model(ids, torch.tensor([e.attention_mask for e in encoded]))
                with torch.autocast("cpu", enabled=False):
                    loss, hits = loss_of(vectors.float(), part, bank, queries.acts)
                total = total + loss / len(asked)
                right += hits
        optimizer.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        losses.append(total.item())
        seen = right / len(asked) if len(losses) == 1 else 0.95 * seen + 0.05 * right / len(asked)
        if len(losses) % 20 == 0:
            recent = np.mean(losses[-20:])
            print(f"{time.time() - start:.0f} s, step {len(losses)}: loss {recent:.3f} first {seen:.3f}", flush=True)
        if len(losses) % 100 == 0:
            torch.save(model.state_dict(), out)
    torch.save(model.state_dict(), out)
    return losses


def main() -> None:
    """The command line."""
    parser = options.parser(__doc__, 5e-5)
    parser.add_argument("--bank", type=Path, required=True)
    given = parser.parse_args()
    deadline = options.begin(given)
    sources = Sources(given.shared)
    bank = Bank.made(sources, given.bank)
    tokenizer = Tokenizer.from_file(str(given.weights / "tokenizer.json"))
    tokenizer.enable_padding(pad_id=1, pad_token="<pad>")
    tokenizer.enable_truncation(96)
    queries = Queries(sources, bank, given.seed)
    model = QueryEncoder(given.weights)
    if given.start:
        model.load_state_dict(torch.load(given.start))
    losses = train(model, queries, bank, tokenizer, given.out, deadline, given.rate)
    print(f"{len(losses)} steps, saved {given.out}")


if __name__ == "__main__":
    main()
