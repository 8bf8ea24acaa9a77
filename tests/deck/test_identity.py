"""Keeps the promises that mending layout never costs progress and that two different cards never share it."""

import unicodedata
from dataclasses import replace
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from nmt_study.deck.grammar.cloze import deletions
from nmt_study.deck.grammar.parser import parse
from nmt_study.deck.identity import cards_of, content_hash, item_key, story_of
from nmt_study.deck.model import (
    Answer,
    Choice,
    Cloze,
    Deletion,
    Item,
    Match,
    Numeric,
    Option,
    Order,
    Properties,
    Quantity,
    Recall,
    Typed,
)
from nmt_study.text import canonical

texts = st.text(st.sampled_from("abAé ÅC5–6.,%#~\\\n"), min_size=1, max_size=12).filter(str.strip)
several = st.lists(texts, min_size=2, max_size=4, unique_by=canonical)


def quantity(written: str) -> Quantity:
    return Quantity(Decimal(1), Decimal(2), "", written)


def choice(texts: list[str]) -> Choice:
    return Choice(tuple(Option(text, correct=place == 0) for place, text in enumerate(texts)))


answers: st.SearchStrategy[Answer] = st.one_of(
    st.builds(Recall, texts),
    several.map(choice),
    several.map(lambda all_: Choice(tuple(Option(text, correct=True) for text in all_), many=True)),
    several.map(lambda all_: Typed(tuple(all_))),
    several.map(lambda all_: Order(tuple(all_))),
    several.map(lambda all_: Match(tuple((left, left[::-1]) for left in all_))),
)
items = st.builds(Item, stem=texts, answer=answers, case=st.just("") | texts)


def cloze(stem: str) -> Item:
    found, _ = deletions(stem)
    return Item(stem, Cloze(found))


def keys(item: Item) -> list[str]:
    return [card.key for card in cards_of(item)]


def each_text(item: Item, change: "st.DataObject", layout: st.SearchStrategy[int]) -> Item:
    """Return the item with the layout of each of its texts changed as drawn."""

    def laid_out(text: str) -> str:
        how = change.draw(layout)
        form: Literal["NFC", "NFD"] = "NFD" if how % 2 else "NFC"
        space = (" ", "\n", "  \t", "\n  ", " \u00a0")[how // 2]
        return space + space.join(unicodedata.normalize(form, text).split()) + space

    answer = item.answer
    changed: Answer
    match answer:
        case Recall():
            changed = Recall(laid_out(answer.text))
        case Choice():
            changed = replace(
                answer, options=tuple(replace(one, text=laid_out(one.text)) for one in answer.options)
            )
        case Typed():
            changed = Typed(tuple(map(laid_out, answer.accepted)))
        case Order():
            changed = Order(tuple(map(laid_out, answer.steps)))
        case Match():
            changed = Match(tuple((laid_out(left), laid_out(right)) for left, right in answer.pairs))
        case _:
            raise AssertionError(answer)
    return replace(
        item, stem=laid_out(item.stem), case=laid_out(item.case) if item.case else "", answer=changed
    )


# What keeps a card the same


@given(items, st.data())
def test_wrapping_white_space_and_the_encoding_of_accents_change_nothing(
    item: Item, data: st.DataObject
) -> None:
    changed = each_text(item, data, st.integers(0, 9))
    assert keys(changed) == keys(item)
    assert content_hash(changed) == content_hash(item)


@given(
    items,
    texts,
    st.builds(
        Properties,
        tags=several.map(tuple),
        level=st.just("core"),
        both_ways=st.just(True),
        shuffle=st.booleans(),
    ),
)
def test_properties_and_why_change_no_key(item: Item, why: str, properties: Properties) -> None:
    assert keys(replace(item, why=why, properties=properties))[0] == keys(item)[0]


@given(several, several, st.data())
def test_distractors_feedback_and_the_order_of_options_change_no_key(
    right: list[str], wrong: list[str], data: st.DataObject
) -> None:
    def item(wrong: list[str], feedback: str, *, many: bool) -> Item:
        key = right if many else right[:1]
        options = [Option(text, correct=True) for text in key] + [
            Option(text, correct=False, feedback=feedback) for text in wrong
        ]
        return Item("q", Choice(tuple(data.draw(st.permutations(options))), many))

    for many in (False, True):
        assert keys(item(wrong, "", many=many)) == keys(item(wrong[1:], "no", many=many))


@given(several, st.data())
def test_the_order_of_alternatives_and_of_pairs_changes_no_key(all_: list[str], data: st.DataObject) -> None:
    moved = data.draw(st.permutations(all_))
    assert keys(Item("q", Typed(tuple(all_)))) == keys(Item("q", Typed(tuple(moved))))
    pairs = {text: (text, text[::-1]) for text in all_}
    first, second = (
        Match(tuple(pairs[text] for text in order), distractors)
        for order, distractors in ((all_, ()), (moved, ("x",)))
    )
    assert keys(Item("q", first)) == keys(Item("q", second))


@pytest.mark.parametrize("written", ["98±1kPa", "98 +/- 1 kPa", "98  ± 1\tkPa"])
def test_a_quantity_may_be_spaced_and_spelled_in_either_way(written: str) -> None:
    expected = keys(Item("q", Numeric((quantity("98 ± 1 kPa"),))))
    assert keys(Item("q", Numeric((quantity(written),)))) == expected


def test_a_place_in_the_file_and_what_stands_around_change_no_key() -> None:
    alone = parse("Q: a\nA: b\n", "x.md").deck.items[0]
    _, moved = parse("---\ntitle: t\n---\n\n# h\n\nQ: c\n\nA: d\n\n## i\n\nQ: a\n\nA: b\n", "y.md").deck.items
    assert keys(moved) == keys(alone)


# What makes it another card


@given(items, texts)
def test_any_other_question_or_case_is_another_content(item: Item, text: str) -> None:
    assume(canonical(text) != canonical(item.stem) and canonical(text) != canonical(item.case))
    hashes = {content_hash(one) for one in (item, replace(item, stem=text), replace(item, case=text))}
    assert len(hashes) == 3


@given(several, st.data())
def test_any_other_answer_key_is_another_content(all_: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(all_) - 1))
    new = data.draw(texts)
    assume(canonical(new) not in map(canonical, all_))
    other = [*all_[:place], new, *all_[place + 1 :]]

    def both(build: type[Typed | Order]) -> tuple[str, str]:
        return content_hash(Item("q", build(tuple(all_)))), content_hash(Item("q", build(tuple(other))))

    for one, two in (both(Typed), both(Order)):
        assert one != two
    assert content_hash(Item("q", Recall(all_[place]))) != content_hash(Item("q", Recall(new)))
    old_key, new_key = choice([all_[place], "wrong"]), choice([new, "wrong"])
    assert content_hash(Item("q", old_key)) != content_hash(Item("q", new_key))
    pairs = tuple((text, "x") for text in all_)
    changed = tuple((text, "y" if spot == place else "x") for spot, text in enumerate(all_))
    assert content_hash(Item("q", Match(pairs))) != content_hash(Item("q", Match(changed)))


def test_the_order_of_steps_is_the_answer() -> None:
    assert keys(Item("q", Order(("a", "b")))) != keys(Item("q", Order(("b", "a"))))


def test_numbers_that_look_alike_are_other_answers() -> None:
    written = ["98 ± 1 kPa", "98 ± 1 psi", "98 ± 10 kPa", "9.8 ± 1 kPa", "98 .. 1 kPa", "-98 ± 1 kPa"]
    assert len({content_hash(Item("q", Numeric((quantity(text),)))) for text in written}) == len(written)


def test_fields_and_kinds_do_not_run_together() -> None:
    alike = [
        Item("a b", Recall("c")),
        Item("a", Recall("b c")),
        Item("b", Recall("c"), case="a"),
        Item("a b", Typed(("c",))),
        Item("a b", choice(["c", "d"])),
        Item("a b", Choice((Option("c", correct=True),), many=True)),
        Item("a b", Order(("c",))),
        Item("a b c", Order(())),
        Item("a b", Numeric((quantity("c"),))),
        Item("a", Order(("b", "c"))),
        Item("a", Order(("b c",))),
        Item("a", Match((("b", "c"),))),
        Item("a", Typed(("b", "c"))),
        Item("a", Typed(("b c",))),
        Item("a b", Cloze(())),
    ]
    assert len({content_hash(item) for item in alike}) == len(alike)


# Ids


@given(items)
def test_an_id_is_the_key_and_leaves_the_content_alone(item: Item) -> None:
    named = replace(item, properties=Properties(id="tp-1"))
    assert item_key(named) == "tp-1"
    assert [card.group for card in cards_of(named)] == ["tp-1"]
    assert [card.content for card in cards_of(named)] == [card.content for card in cards_of(item)]
    assert item_key(item) == content_hash(item) == cards_of(item)[0].content


def test_the_same_deletions_under_an_id_or_none_have_the_same_content() -> None:
    item = cloze("[a] and [b]")
    named = replace(item, properties=Properties(id="c1"))
    assert keys(named) == ["c1#a", "c1#b"]
    assert [card.content for card in cards_of(named)] == [card.content for card in cards_of(item)]


def test_an_id_with_signs_of_the_sub_keys_is_still_its_own() -> None:
    def named(id_: str, item: Item) -> list[str]:
        return keys(replace(item, properties=replace(item.properties, id=id_)))

    both = Item("q", Recall("a"), properties=Properties(both_ways=True))
    all_ = [
        *named("a", both),
        *named("a~back", Item("q", Recall("a"))),
        *named("a#b", Item("q", Recall("a"))),
        *named("a", cloze("[b] b [b] [b#2]")),
        *named("a\\", cloze("[b]")),
        *named("a\\#b", Item("q", Recall("a"))),
    ]
    assert len(all_) == len(set(all_)) == 9


def test_both_ways_are_two_siblings_with_contents_of_their_own() -> None:
    forward, back = cards_of(Item("q", Recall("a"), properties=Properties(both_ways=True)))
    assert (back.key, back.group, back.back, forward.back) == (
        f"{forward.key}~back",
        forward.group,
        True,
        False,
    )
    assert forward.content != back.content != content_hash(Item("a", Recall("q")))


# Deletions

PIECES = [
    "a",
    "a ",
    "a a",
    "knee",
    "knees",
    "the knee",
    "arm",
    "harm",
    "é",
    "e",
    "C5–C6",
    "#2",
    "b#2",
    "\\~",
    "1",
    "12",
    "x-",
    "-",
    "*b*",
]
GAPS = [" ", "", "\n", "  ", ", ", "-"]


@st.composite
def pieces(draw: st.DrawFn) -> list[tuple[str, bool, bool]]:
    """Draw a text in pieces, each with whether it is deleted, before and after more deletions were added."""
    drawn = draw(
        st.lists(
            st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS), st.integers(0, 2)),
            min_size=1,
            max_size=10,
        )
    )
    parts = []
    for text, gap, deleted in drawn:
        parts += [(text, deleted == 1, deleted > 0), (gap, False, False)]
    return parts


def bracketed(parts: list[tuple[str, bool, bool]], column: int) -> Item:
    """Build the cloze without the parser, whose own rules on brackets are not the point here."""
    stem, found = "", []
    for part in parts:
        text = part[0]
        if part[column]:
            found.append(Deletion(text, len(stem), len(stem) + len(text) + 2))
            text = f"[{text}]"
        stem += text
    return Item(stem, Cloze(tuple(found)))


@given(pieces())
@example([("knee", False, True), (" and ", False, False), ("knee", True, True)])
@example([("a ", False, True), (" a or ", False, False), ("a a", True, True)])
@example(
    [("supra", False, True), ("spinatus ", False, False), ("supra", True, True), ("spinatus", False, True)]
)
def test_adding_a_deletion_changes_no_other_card(parts: list[tuple[str, bool, bool]]) -> None:
    before, after = cards_of(bracketed(parts, 1)), cards_of(bracketed(parts, 2))
    assert {(card.key, card.content) for card in before} <= {(card.key, card.content) for card in after}
    assert item_key(bracketed(parts, 1)) == item_key(bracketed(parts, 2))


@given(pieces())
def test_no_two_deletions_share_a_key_or_a_content(parts: list[tuple[str, bool, bool]]) -> None:
    item = bracketed(parts, 2)
    cards = cards_of(item)
    assert len({card.key for card in cards}) == len({card.content for card in cards}) == len(cards)
    assert [card.index for card in cards] == list(range(len(cards)))
    assert {card.group for card in cards} <= {item_key(item)}


@given(pieces())
def test_each_deletion_keeps_its_own_key_when_deletions_are_added(
    parts: list[tuple[str, bool, bool]],
) -> None:
    def by_place(column: int) -> dict[int, str]:
        places = [place for place, part in enumerate(parts) if part[column]]
        return dict(zip(places, keys(bracketed(parts, column)), strict=True))

    before, after = by_place(1), by_place(2)
    assert before.items() <= after.items()


def test_the_sub_keys_of_deletions_are_as_documented() -> None:
    item = replace(cloze("A knee, the [knee] or [supra]spinatus and [a#b]"), properties=Properties(id="k"))
    assert keys(item) == ["k#knee#2", "k#[supra]spinatus", "k#a\\#b"]
    wrapped = replace(cloze("the [deep\n  knee]"), properties=Properties(id="k"))
    assert keys(wrapped) == ["k#deep knee"]


def test_mending_another_word_leaves_the_deletions_of_an_item_with_an_id_alone() -> None:
    def named(stem: str) -> list[str]:
        return keys(replace(cloze(stem), properties=Properties(id="k")))

    assert named("It may ham the [arm].") == named("It may harm the [arm].") == ["k#arm"]


def test_a_cloze_without_deletions_makes_no_card() -> None:
    assert cards_of(cloze("nothing")) == ()


def test_very_many_deletions_stay_apart() -> None:
    item = cloze("[a] [b] a " * 500)
    assert len(set(keys(item))) == 1000


@given(st.text(max_size=40))
def test_any_text_has_an_identity(text: str) -> None:
    for card in (*cards_of(cloze(text)), *cards_of(Item(text, Recall(text)))):
        assert card.key.startswith(card.group)


# The fixed promise


def test_hashes_stay_what_they_are_from_release_to_release() -> None:
    recall = Item("Where?", Recall("Here."), case="A runner.")
    assert content_hash(recall) == "luoreapcl6sa2zew7ts3mpqxwt"
    assert [card.content for card in cards_of(cloze("The [tibial] nerve"))] == ["q2ly7je3o7jlx7w2ta7l4nx6ja"]
    assert content_hash(Item("q", Typed(("b", "a")))) == "54lawcurpfkgxzjlkkplynzdtp"


def test_items_of_one_case_share_its_mark_and_others_have_none() -> None:
    one, two, other, none = parse(
        "Case: A story.\n\nQ: a\n\nA: b\n\nQ: c\n\nA: d\n\nCase: Another.\n\nQ: e\n\nA: f\n\n---\n\nQ: g\n\nA: h\n",
        "a.md",
    ).deck.items
    assert story_of(one) == story_of(two) != story_of(other)
    assert story_of(none) == ""
