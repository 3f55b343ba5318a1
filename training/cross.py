"""Train the reader: one encoder over question and passage, a logit for the passage and one for each sentence.

    python -m training.cross --shared ../shared --until 09:40 --out CHECKPOINT

Goes on from the weights that the project carries. Every step has lists (a passage that was asked about, and others of
the same article or act) and questions whose answers are known. Where answers are not known, a sentence's target is the
reader's own belief joined with the words it shares with the question; where only the strings that answer *some*
question are known, the other sentences are ruled out.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from bot.models.reader import OnnxReader
from training import options, weights
from training.data import Sources
from training.lists import Lists, Pair
from training.procurement import Procurement, prepared, read_questions
from training.table import WIDTH

WORD_BELIEF = 6.0
"""How many units of a sentence's logit a full match of the question's words is worth in the targets."""


class CrossEncoder(nn.Module):
    """The reader in torch; the names are those of the ONNX export."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert, rest = weights.encoder(folder, "reader.onnx")
        self.cls = nn.Sequential(nn.Linear(2 * WIDTH, 128), nn.GELU(), nn.Linear(128, 1))
        self.cls.load_state_dict({name.removeprefix("cls."): value for name, value in rest.items()})
        self.sent = nn.Sequential(nn.Linear(3 * WIDTH, 128), nn.GELU(), nn.Linear(128, 1))
        head = np.load(folder / "sentence-head.npz")
        self.sent.load_state_dict(
            {f"{i}.{kind}": torch.from_numpy(head[f"{k}{n}"]) for n, i in ((1, 0), (2, 2)) for k, kind in PARTS}
        )

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Passage logits (n,) and token states (n, tokens, width)."""
        states = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state.float()
        mask = attention_mask.unsqueeze(-1).float()
        mean = (states * mask).sum(1) / mask.sum(1)
        return self.cls(torch.cat([states[:, 0], mean], 1)).squeeze(1), states

    def sentences(self, states: Tensor, spans: Sequence[tuple[int, int]]) -> Tensor:
        """Logits of the sentences of one pair, from its token states (tokens, width)."""
        pooled = [torch.cat([states[a:b].mean(0), states[a:b].amax(0), states[0]]) for a, b in spans]
        return self.sent(torch.stack(pooled)).squeeze(1)


PARTS = (("w", "weight"), ("b", "bias"))
STEP = (
    ("known", 1), ("known", 1), ("known", 1), ("known", 2), ("known", 2), ("known", 3),
    ("matched", 1), ("matched", 1), ("matched", 1), ("matched", 2), ("matched", 3),
    ("strings", 1), ("asked", 2), ("heading", 2),
)
"""The lists of a step: where the question comes from, and how many passages it is read with."""


@dataclass(frozen=True)
class Encoded:
    """Token ids of a pair and the token range of each sentence, None for one that did not fit."""

    ids: list[int]
    spans: list[tuple[int, int] | None]


def encode(tokenizer: Tokenizer, pair: Pair) -> Encoded:
    """The layout of OnnxReader; a test holds the two together."""
    asked = tokenizer.encode(f"query: {pair.question}").ids[1:-1][: OnnxReader.QUESTION_TOKENS]
    prefix = "passage: "
    encoded = tokenizer.encode(prefix + pair.window.text)
    room = OnnxReader.MAX_TOKENS - len(asked) - 4
    ids, offsets = encoded.ids[1:-1][:room], encoded.offsets[1:-1][:room]
    base, shift = len(asked) + 3, len(prefix)
    spans: list[tuple[int, int] | None] = []
    for start, end in pair.window.sentences:
        inside = [n for n, (a, b) in enumerate(offsets) if b > a >= start + shift - 1 and b <= end + shift]
        spans.append((base + inside[0], base + inside[-1] + 1) if inside else None)
    return Encoded([0, *asked, 2, 2, *ids, 2], spans)


def run(model: CrossEncoder, encoded: Sequence[Encoded], parts: int) -> tuple[Tensor, list[Tensor]]:
    """Logits of the pairs and of their sentences (a sentence that did not fit has none, so ranges skip it)."""
    order = sorted(range(len(encoded)), key=lambda i: len(encoded[i].ids))
    scores: list[Tensor | None] = [None] * len(encoded)
    sentences: list[Tensor] = [torch.zeros(0)] * len(encoded)
    # Pairs of like length go together; the weights are cast to bfloat16 once for all of them.
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.mixed()):
        for chosen in np.array_split(np.array(order), min(parts, len(order))):
            longest = max(len(encoded[i].ids) for i in chosen)
            ids = torch.full((len(chosen), longest), 1)
            for row, i in enumerate(chosen):
                ids[row, : len(encoded[i].ids)] = torch.tensor(encoded[i].ids)
            c, states = model(ids, (ids != 1).long())
            for row, i in enumerate(chosen):
                scores[i] = c[row].float()
                spans = [s for s in encoded[i].spans if s is not None]
                if spans:
                    sentences[i] = model.sentences(states[row], spans).float()
    return torch.stack([s for s in scores if s is not None]), sentences


def sentence_loss(logits: Tensor, pair: Pair) -> tuple[Tensor, float | None]:
    """Loss of the sentences of a pair that was asked about, and whether the best one is right (None: not known)."""
    count = len(logits)
    if pair.right == ():
        return 0.3 * functional.binary_cross_entropy_with_logits(logits, torch.zeros(count)), None
    if count < 2:
        return logits.sum() * 0.0, None
    if pair.right is not None:
        right = [i for i in pair.right if i < count]
        if not right or len(right) == count:
            return logits.sum() * 0.0, None
        target = torch.zeros(count)
        target[right] = 1.0
        loss = -torch.logsumexp(functional.log_softmax(logits, 0)[right], 0)
        loss = loss + 0.5 * functional.binary_cross_entropy_with_logits(logits, target)
        return loss, float(int(logits.argmax()) in right)
    belief = logits.detach() + WORD_BELIEF * torch.tensor(pair.belief[:count])
    if pair.possible is not None:
        ruled_out = torch.ones(count, dtype=torch.bool)
        ruled_out[[i for i in pair.possible if i < count]] = False
        if not ruled_out.all():
            belief = belief.masked_fill(ruled_out, -1e4)
    target = torch.softmax(belief, 0)
    sure = float(((target.max() - 0.5) * 2).clamp(0, 1))
    return -0.7 * sure * (target * functional.log_softmax(logits, 0)).sum(), None


def step_loss(
    model: CrossEncoder, tokenizer: Tokenizer, lists: Sequence[Sequence[Pair]], single: Sequence[Pair]
) -> tuple[Tensor, dict[str, float]]:
    """The loss of one step and what to watch: accuracies of the lists and of the known sentences."""
    pairs = [pair for listed in lists for pair in listed] + list(single)
    scores, sentences = run(model, [encode(tokenizer, p) for p in pairs], parts=4)
    rank = answer = torch.zeros(())
    best: list[float] = []
    sentence = torch.zeros(())
    right: list[float] = []
    at = 0
    for listed in lists:
        own = scores[at : at + len(listed)]
        target = torch.zeros(len(listed))
        target[0] = 1.0
        rank = rank + functional.binary_cross_entropy_with_logits(own, target)
        if len(listed) > 1:
            rank = rank + functional.cross_entropy(own[None], torch.zeros(1, dtype=torch.long))
            best.append(float(own.argmax() == 0))
        if listed[0].right != () and len(sentences[at]):
            loss, hit = sentence_loss(sentences[at], listed[0])
            sentence = sentence + loss
            if hit is not None:
                right.append(hit)
        # A sentence of another passage is no answer, whatever words it shares.
        others = [s for s in sentences[at + 1 : at + len(listed)] if len(s)]
        if others:
            together = torch.cat(others)
            none = torch.zeros(len(together))
            sentence = sentence + 0.2 * functional.binary_cross_entropy_with_logits(together, none)
        at += len(listed)
    for pair in single:
        answer = answer + 0.5 * functional.binary_cross_entropy_with_logits(scores[at], torch.tensor(0.0))
        if len(sentences[at]):
            sentence = sentence + sentence_loss(sentences[at], pair)[0]
        at += 1
    total = (rank + 1.5 * sentence + answer) / len(lists)
    watched = {"rank": rank.item() / len(lists), "sentence": sentence.item() / len(lists)}
    if best:
        watched["first"] = float(np.mean(best))
    if right:
        watched["right"] = float(np.mean(right))
    return total, watched


OWN = (1, 2, 3)
"""Sizes of the lists of a step that come from the questions on procurement."""


def train(
    model: CrossEncoder,
    lists: Lists,
    tokenizer: Tokenizer,
    out: Path,
    deadline: float,
    rate: float = 1e-4,
    frozen: int = 5,
    steps: int | None = None,
    warm: int = 40,
    own: Procurement | None = None,
) -> list[float]:
    """Train until ``deadline`` (seconds since the epoch) or for ``steps``.

    The rate rises for ``warm`` steps, then falls with the clock. Returns the losses.
    """
    weights.freeze(model.bert, frozen)
    learnt = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in learnt if p.ndim > 1], "weight_decay": 0.01},
            {"params": [p for p in learnt if p.ndim < 2], "weight_decay": 0.0},
        ],
        lr=rate,
    )
    model.train()
    start = saved = time.time()
    losses: list[float] = []
    watched: dict[str, float] = {}
    while time.time() < deadline and (steps is None or len(losses) < steps):
        left = 1.0 - (time.time() - start) / (deadline - start)
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, (len(losses) + 1) / warm) * max(0.02, left)
        drawn = [lists.listed(kind, size) for kind, size in STEP]
        refused = [lists.refused()]
        if own is not None:
            drawn += [own.listed(size) for size in OWN]
            refused += [own.refused(), own.refused()]
        loss, seen = step_loss(model, tokenizer, drawn, refused)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        losses.append(loss.item())
        for name, value in seen.items():
            watched[name] = value if name not in watched else 0.97 * watched[name] + 0.03 * value
        if len(losses) % 20 == 0:
            text = " ".join(f"{name} {value:.3f}" for name, value in watched.items())
            print(f"{time.time() - start:.0f} s, step {len(losses)}: {text}", flush=True)
        if time.time() - saved > 300:
            saved = time.time()
            torch.save(model.state_dict(), out)
    torch.save(model.state_dict(), out)
    return losses


def main() -> None:
    """The command line."""
    parser = options.parser(__doc__, 1e-4)
    parser.add_argument("--frozen", type=int, default=5)
    parser.add_argument("--matched", type=Path, help="the file of training.matching")
    parser.add_argument("--index", type=Path, help="the corpus's index: learn from the questions on procurement too")
    given = parser.parse_args()
    deadline = options.begin(given)
    tokenizer = Tokenizer.from_file(str(given.weights / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    lists = Lists(Sources(given.shared, given.matched), given.seed)
    model = CrossEncoder(given.weights)
    if given.start:
        model.load_state_dict(torch.load(given.start))
    own = Procurement(prepared(read_questions(), given.index), given.seed) if given.index else None
    losses = train(model, lists, tokenizer, given.out, deadline, given.rate, given.frozen, own=own)
    print(f"{len(losses)} steps, saved {given.out}")


if __name__ == "__main__":
    main()
