"""How telling the words of a question are, whatever the size of the index."""

from bot import Advisor
from bot.search.engine import rarity_of
from bot.search.query import build_query


def test_a_usual_word_that_a_small_index_lacks_tells_less_than_a_rare_one(press: Advisor) -> None:
    tools = press.tools()

    def missing(question: str) -> float:
        rarity = rarity_of(build_query(question, "fi", tools.glossary), tools.snapshot)
        return rarity.missing(frozenset({"keino"}))

    assert missing("Kuinka pitkään KEINO kestää?") < 0.7 < missing("Onko KEINO hölkynkölkyn?")
