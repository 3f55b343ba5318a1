"""How telling the words of a question are, whatever the size of the index."""

from bot import Advisor
from bot.search.engine import rarity_of
from bot.search.query import build_query
from bot.text.terms import terms


def test_a_usual_word_that_a_small_index_lacks_tells_less_than_a_rare_one(press: Advisor) -> None:
    tools = press.tools()

    def missing(question: str) -> float:
        rarity = rarity_of(build_query(question, "fi", tools.glossary), tools.snapshot)
        return rarity.missing(frozenset({"keino"}))

    assert missing("Kuinka pitkään KEINO kestää?") < 0.7 < missing("Onko KEINO hölkynkölkyn?")


def test_a_heading_that_asks_for_less_holds_words_that_the_question_does_not_say(press: Advisor) -> None:
    tools = press.tools()
    rarity = rarity_of(build_query("Milloin hankinnan saa tehdä suoraan?", "fi", tools.glossary), tools.snapshot)
    headings = ("Milloin saa hankkia suoraan?", "Milloin lisätilaus on suora?")
    same, less = (rarity.beside(terms(h, "fi")) for h in headings)
    assert same < less <= 1
    assert rarity.beside(()) == 0
