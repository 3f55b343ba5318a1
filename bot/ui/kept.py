"""The conversations that the browser keeps: a list to go back to, and ways to hand the present one on."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date
from time import monotonic_ns
from typing import Any

import gradio as gr

from bot.ui.catalogue import FALLBACK, Texts, texts
from bot.ui.conversation import Conversation
from bot.ui.events import sent
from bot.ui.frame import QUICK, Frame, html
from bot.ui.handout import as_docx, as_markdown, handout
from bot.ui.markup import attribute, text

FORMATS = {
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def build_kept(frame: Frame) -> gr.HTML:
    """The bar above the conversation; its events "resumed" and "cleared" are for the conversation to hear."""
    bar = html(render_kept(texts(FALLBACK)), "keino-kept", ("resumed", "cleared", "exported"))
    given = html("", "keino-file")
    frame.in_each_language(lambda language: render_kept(texts(language)), bar)
    bar.exported(exported, [frame.language, frame.talk], given, **QUICK)
    return bar


def exported(event: gr.EventData, language: str, talk: Conversation) -> Any:
    """The conversation as a file that the browser saves; no file is written on the server."""
    kind = str(sent(event, "format"))
    if kind not in FORMATS:
        return gr.skip()
    t, today = texts(language), date.today()
    given = handout(talk, t, today)
    data = as_docx(given, t.language) if kind == "docx" else as_markdown(given).encode()
    name = t("handout.file")
    return render_file(f"{name}-{today.isoformat()}.{kind}", FORMATS[kind], data)


def render_file(name: str, media_type: str, data: bytes) -> str:
    """What the browser's script makes a file of."""
    encoded = base64.b64encode(data).decode()
    return (
        f'<span hidden data-file="{attribute(name)}" data-type="{attribute(media_type)}" '
        f'data-asked="{monotonic_ns()}" data-content="{encoded}"></span>'
    )


def render_kept(t: Texts) -> str:
    """The list is empty here: only the browser knows what it keeps, and fills it in from the template."""
    shown = [("md", "kept.markdown"), ("docx", "kept.docx")]
    exports = "".join(
        f'<button type="button" data-event="exported" data-sent="{attribute(_json(kind))}">{text(t(key))}</button>'
        for kind, key in shown
    )
    return (
        f'<div class="kept"><details class="list"><summary>{text(t("kept.heading"))} '
        f'<span class="n" data-count></span></summary><div class="panel"><p>{text(t("kept.where"))}</p>'
        f'<p data-none>{text(t("kept.none"))}</p><ul></ul></div></details>'
        f'<div class="hand" data-hand hidden>'
        f'<details class="menu"><summary>{text(t("kept.export"))}</summary><div class="panel">{exports}'
        f'<button type="button" data-print>{text(t("kept.print"))}</button></div></details>'
        f'<button type="button" class="plain" data-clear>{text(t("kept.new"))}</button></div>'
        f"<template>{_item(t)}</template></div>"
    )


def _item(t: Texts) -> str:
    texts_for_script: Sequence[tuple[str, str]] = (("rename", "kept.rename"), ("remove", "kept.remove"))
    buttons = "".join(
        f'<button type="button" class="quiet" data-{do}>{text(t(key))}</button>' for do, key in texts_for_script
    )
    return (
        '<li><div class="shown"><button type="button" class="name" data-resume></button>'
        f'<span class="when"></span>{buttons}</div>'
        f'<form hidden><input name="title" maxlength="120" aria-label="{attribute(t("kept.title"))}">'
        f'<button type="submit">{text(t("kept.save"))}</button></form></li>'
    )


def _json(kind: str) -> str:
    return f'{{"format": "{kind}"}}'
