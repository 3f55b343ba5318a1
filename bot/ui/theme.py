"""The Gradio theme: system fonts and our own colours, which ``static/keino.css`` holds for light and dark."""

from __future__ import annotations

import gradio as gr

_SANS = ("system-ui", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "Consolas", "monospace")

_COLOURS = {
    "body_background_fill": "page",
    "body_text_color": "ink",
    "body_text_color_subdued": "soft",
    "background_fill_primary": "card",
    "background_fill_secondary": "page",
    "block_background_fill": "card",
    "block_border_color": "line",
    "block_label_background_fill": "card",
    "block_label_text_color": "soft",
    "block_title_text_color": "ink",
    "block_info_text_color": "soft",
    "border_color_primary": "line",
    "border_color_accent": "accent",
    "color_accent": "accent",
    "color_accent_soft": "accent-soft",
    "input_background_fill": "card",
    "input_background_fill_focus": "card",
    "input_border_color": "edge",
    "input_border_color_focus": "accent",
    "input_placeholder_color": "soft",
    "button_primary_background_fill": "accent",
    "button_primary_background_fill_hover": "accent-strong",
    "button_primary_text_color": "accent-ink",
    "button_primary_text_color_hover": "accent-ink",
    "button_primary_border_color": "accent",
    "button_secondary_background_fill": "card",
    "button_secondary_text_color": "ink",
    "button_secondary_border_color": "edge",
    "link_text_color": "accent",
    "link_text_color_hover": "accent-strong",
    "link_text_color_visited": "accent",
    "link_text_color_active": "accent",
}


def theme() -> gr.themes.Base:
    """The theme. No web fonts: only names of fonts that the reader's system has."""
    base = gr.themes.Base(
        font=[gr.themes.Font(name) for name in _SANS], font_mono=[gr.themes.Font(name) for name in _MONO]
    )
    known = set(vars(base))
    values: dict[str, str] = {}
    for name, token in _COLOURS.items():
        values[name] = f"var(--{token})"
        if f"{name}_dark" in known:
            values[f"{name}_dark"] = f"var(--{token})"
    return base.set(**values, block_shadow="none", block_radius="10px", input_radius="10px")
