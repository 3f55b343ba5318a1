"""Documents that nobody should trust: full of what could be taken for HTML, Markdown, a script or a direction."""

from __future__ import annotations

import json
from pathlib import Path

TRACKER = "http://tracker.example"
OVERRIDE, END = "\u202e", "\u202c"
LONG = "pitkärivi" + "<b>&amp;</b>" * 8_000
PAYLOADS = (
    "<script>alert('a')</script>",
    "<img src=x onerror=alert('b')>",
    f'"><img src="{TRACKER}/p.png">',
    "<svg onload=alert('c')>",
    f"![kuva]({TRACKER}/q.png)",
    "[linkki](javascript:alert('d'))",
    "<a href=\"javascript:alert('e')\">linkki</a>",
    f"<iframe src='{TRACKER}'></iframe>",
    "{{7*7}} ${alert('f')} {{constructor}}",
    f"{OVERRIDE}isripisän aatsat{END}",
    "</mark></section></style><style>*{display:none}</style>",
    "' onmouseover='alert(1)",
)
FILE_NAMES = (
    "<img src=x onerror=alert('nimi')>",
    f"javascript:alert('nimi') {OVERRIDE}fdp",
    '" onfocus="alert(2)" autofocus="',
)


def _article(payload: str, said: str, more: str) -> str:
    """An article with the payload in every field, heading, table and footnote, and ``said`` in its sentence.

    A sentence of nothing but payloads is rightly not taken for an answer.
    """
    quoted = json.dumps(payload)
    return (
        f"---\ntitle: {json.dumps('Kvasaarikaali ' + payload)}\nlanguage: fi\nkind: example\nthemes: [{quoted}]\n"
        f"publisher: {quoted}\nregion: {quoted}\nsummary: {quoted}\n"
        f"url: \"javascript:alert('url')\"\n---\n\n# Kvasaarikaali {payload}\n\n"
        f"## Mikä on kvasaarikaalin toimitusaika? {payload}\n\n"
        f"Kvasaarikaalin toimitusaika on 42 päivää {said} tilauksesta.[^paha]\n\n{more}\n\n"
        f"- Kohta yksi {payload}\n- Kohta kaksi\n\n| a | b |\n|---|---|\n| {payload.replace('|', '')} | 2 |\n\n"
        f"[^paha]: {payload}: Paha lähde {payload}, 1.1.2026. {TRACKER}/\"onclick=\"alert(3)\n"
    )


def write_hostile(folder: Path) -> None:
    """Write the documents: an article a file name, and a collection with a payload in each id, title, text and URL."""
    folder.mkdir(parents=True)
    for number, name in enumerate(FILE_NAMES):
        said = " ".join(PAYLOADS[number :: len(FILE_NAMES)])
        text = _article(PAYLOADS[number] + " " + " ".join(PAYLOADS), said, LONG if number == 0 else "")
        (folder / f"{name}.md").write_text(text, "utf-8")
    rows = [
        {
            "id": payload,
            "title": payload,
            "text": f"Kvarkkikaalin hinta on {number} euroa. {payload}",
            "url": f"javascript:alert({number})",
            "language": "fi",
        }
        for number, payload in enumerate(PAYLOADS)
    ]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "kokoelma.jsonl").write_text(lines, "utf-8")
