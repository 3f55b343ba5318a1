"""The frame: what the views of the page share, and the HTML component that carries our own events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gradio as gr

from bot.ui.desk import Adviser
from bot.ui.events import Events
from bot.ui.line import Line

# Two questions at a time keep two cores busy; more would only make everybody wait longer.
CONCURRENCY = 2
QUEUE = 64
# Pages that wait in line, each told its place; Gradio runs 40 listeners at once, and these must leave room for others.
WAITING = 32
QUICK: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
"""What the listeners of events have that cost next to nothing."""

STATIC = Path(__file__).parent / "static"
# keino.js comes first, the others add to it; a new file needs no line here.
_SCRIPTS = "".join(
    f'<script src="ui/{p.name}"></script>' for p in sorted(STATIC.glob("*.js"), key=lambda p: (p.stem != "keino", p))
)


@dataclass(frozen=True)
class Frame:
    """What a view is built on: ``build_…(frame)`` makes its components and its listeners.

    ``events`` are the page's own listeners, ``line`` is where questions wait for their turn. ``language``, ``talk``
    (a Conversation) and ``place`` (a Place or None) are its state, ``opening`` is what the browser told on opening
    (JSON), ``source`` the source view. A view that has texts of its own gives them with ``in_each_language``.
    """

    adviser: Adviser
    events: Events
    line: Line
    language: gr.State
    talk: gr.State
    place: gr.State
    opening: gr.State
    source: gr.HTML
    rendered: list[tuple[Callable[..., Any], list[Any], Any]] = field(default_factory=list)

    def in_each_language(self, render: Callable[..., Any], outputs: Any, inputs: Sequence[Any] = ()) -> None:
        """Set ``outputs`` to what ``render(language, *inputs)`` gives, on opening and in each new language."""
        self.rendered.append((render, [self.language, *inputs], outputs))

    def translate(self, after: Sequence[Any]) -> None:
        """Render the views after each of the events ``after``, which set the language."""
        for event in after:
            for render, inputs, outputs in self.rendered:
                event.then(render, inputs, outputs, **QUICK)


@contextmanager
def view(name: str) -> Iterator[gr.Column]:
    """The column of a view; the browser shows one at a time, as the address's ``?view=`` and the header say."""
    with gr.Column(elem_id=f"keino-view-{name}", elem_classes="keino-view", min_width=0) as column:
        yield column


def html(value: str, name: str, events: Sequence[str] = (), *, render: bool = True) -> gr.HTML:
    """HTML whose links and buttons trigger ``events`` (see ``static/keino.js``), and "opened" where they name a place.

    ``<button data-event="rated" data-sent='{"turn": 0}'>`` triggers "rated" with that JSON, and
    ``<form data-event="searched">`` triggers "searched" with its fields.
    """
    # Gradio takes the names of a component's own events from the quoted words of its script.
    names = ", ".join(f"'{e}'" for e in ("opened", *events))
    return gr.HTML(
        value, elem_id=name, elem_classes="keino-part", apply_default_css=False, head=_SCRIPTS, render=render,
        js_on_load=f"keino.attach(element, trigger, watch, [{names}]);",
    )  # fmt: skip
