"""The sentences of the program's own that surround quotes, in the three languages."""

from __future__ import annotations

from datetime import date

PHRASES: dict[str, dict[str, str]] = {
    "fi": {
        "not_found": "En löytänyt aineistosta vastausta tähän kysymykseen, enkä vastaa arvaamalla.",
        "out_of_scope": "Kysymys ei näytä koskevan tätä aineistoa, joten en vastaa siihen. Aineisto kattaa nämä aiheet: {themes}.",
        "nearby": "Lähimpänä aineistossa ovat nämä kohdat:",
        "ask": "Ihmiseltä voit kysyä täältä:",
        "ask_unknown": "Kysy tarvittaessa oman organisaatiosi hankinta-asiantuntijalta.",
        "empty": "Kirjoita kysymys, niin etsin vastauksen aineistosta.",
        "long": "Kysymys on liian pitkä ({length} merkkiä). Lyhennä se enintään {limit} merkkiin.",
        "unreadable": "En saanut kysymyksestä selvää. Kirjoita se sanoin suomeksi, ruotsiksi tai englanniksi.",
        "validity": "Tieto koskee aikaa {span} {markers}.",
        "ended": "Tieto koskee aikaa {span} {markers}. Sen voimassaolo on päättynyt.",
        "future": "Tieto koskee aikaa {span} {markers}. Se ei ole vielä voimassa.",
        "binding": "Sitova lähde: {sources}.",
        "other_language": "Lainaukset ovat lähteen kielellä.",
    },
    "sv": {
        "not_found": "Jag hittade inget svar på frågan i materialet, och jag gissar inte.",
        "out_of_scope": "Frågan verkar inte gälla det här materialet, så jag svarar inte på den. Materialet täcker dessa ämnen: {themes}.",
        "nearby": "Närmast i materialet finns dessa avsnitt:",
        "ask": "En människa kan du fråga här:",
        "ask_unknown": "Fråga vid behov din egen organisations upphandlingsexpert.",
        "empty": "Skriv en fråga, så söker jag svaret i materialet.",
        "long": "Frågan är för lång ({length} tecken). Förkorta den till högst {limit} tecken.",
        "unreadable": "Jag kunde inte tolka frågan. Skriv den med ord på finska, svenska eller engelska.",
        "validity": "Uppgiften gäller tiden {span} {markers}.",
        "ended": "Uppgiften gäller tiden {span} {markers}. Den gäller inte längre.",
        "future": "Uppgiften gäller tiden {span} {markers}. Den gäller inte ännu.",
        "binding": "Bindande källa: {sources}.",
        "other_language": "Citaten är på källans språk.",
    },
    "en": {
        "not_found": "I found no answer to this question in the corpus, and I do not guess.",
        "out_of_scope": "The question does not seem to concern this corpus, so I do not answer it. The corpus covers these subjects: {themes}.",
        "nearby": "The nearest passages in the corpus are these:",
        "ask": "You can ask a person here:",
        "ask_unknown": "If need be, ask your own organisation's procurement specialist.",
        "empty": "Write a question and I will look for the answer in the corpus.",
        "long": "The question is too long ({length} characters). Shorten it to {limit} characters at most.",
        "unreadable": "I could not read the question. Write it in words, in Finnish, Swedish or English.",
        "validity": "This concerns the time {span} {markers}.",
        "ended": "This concerns the time {span} {markers}. It is no longer in force.",
        "future": "This concerns the time {span} {markers}. It is not in force yet.",
        "binding": "Binding source: {sources}.",
        "other_language": "The quotes are in the language of the source.",
    },
}


def phrase(language: str, key: str, **values: object) -> str:
    """The phrase ``key`` in ``language`` (Finnish where there is none), with ``values`` filled in."""
    return PHRASES.get(language, PHRASES["fi"])[key].format(**values)


def span(start: date | None, end: date | None) -> str:
    """A period as Finns and Swedes write it: 1.3.2022–28.2.2024, open at either end."""
    return f"{_day(start)}–{_day(end)}"


def _day(day: date | None) -> str:
    return f"{day.day}.{day.month}.{day.year}" if day else ""
