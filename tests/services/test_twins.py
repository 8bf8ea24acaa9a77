"""Keeps the promise that no course is credited twice unnoticed, and that none is passed over because it looks like another."""

from hypothesis import given
from hypothesis import strategies as st

from nmt_study.services.cpd.twins import Named, twins

DAY = "2026-05-31"
NAMED = st.builds(
    Named,
    st.sampled_from(["", "1", "2"]),
    st.sampled_from(["", "a", "b"]),
    st.sampled_from([DAY, "2026-06-01"]),
)


def test_one_certificate_is_one_activity_whatever_it_is_called() -> None:
    assert Named("17", "shoulder", DAY).may_be(Named("17", "shoulder, day 1", "2026-06-01"))


def test_two_certificates_of_one_title_and_day_are_two() -> None:
    morning, afternoon = Named("17", "shoulder", DAY), Named("18", "shoulder", DAY)
    assert not morning.may_be(afternoon)
    assert list(twins([morning, afternoon])) == []


def test_an_activity_without_a_number_may_be_the_one_that_has_it() -> None:
    assert list(twins([Named("17", "shoulder", DAY), Named("", "shoulder", DAY)])) == [[0, 1]]


def test_what_was_erased_looks_like_nothing() -> None:
    erased = Named("", "", DAY)
    assert not erased.may_be(erased)
    assert list(twins([erased, erased])) == []


@given(st.lists(NAMED, max_size=8))
def test_whoever_may_be_another_stands_with_it_in_a_group(every: list[Named]) -> None:
    together = {(a, b) for places in twins(every) for a in places for b in places}
    for a, one in enumerate(every):
        for b, other in enumerate(every):
            if a != b and one.may_be(other):
                assert (a, b) in together
    assert all(
        any(every[a].may_be(every[b]) for b in places if b != a) for places in twins(every) for a in places
    )
