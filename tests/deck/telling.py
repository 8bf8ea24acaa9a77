"""Cards as text for tests that compare them."""

from hypothesis import strategies as st

from nmt_study.deck.told import Told

QUESTION = "Where is pain from infraspinatus classically mapped in the shoulder?"
WORDS = [
    *("the", "of", "pain", "shoulder", "musle", "muscle", "left", "right", "not", "12", "C5", "adduction"),
    *("abduction", "abdction", "emergency", "emergnecy", "contact", "contract", "hand", "band", "[…]", "A"),
    *("↑", "pressure", "presure", "No,", "左", "medial", "medical", "safe", "safer"),
]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join) | st.text(max_size=20)
cards = st.builds(Told, st.sampled_from(["recall", "cloze"]), texts, texts)
known = st.frozensets(st.sampled_from(WORDS)).map(lambda words: words.__contains__)


def unknown(_word: str) -> bool:
    """Say that no other card uses a word."""
    return False


def recall(question: str, answer: str) -> Told:
    """Return a card of the commonest kind."""
    return Told("recall", question, answer)
