"""Keeps the promise that likely client identifiers are named, and the usual words of the trade are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.cpd.notes import lint


@pytest.mark.parametrize(
    ("note", "what", "words"),
    [
        ("Worked with Mrs Example on breathing", "a name", "Mrs Example"),
        ("advice of Dr. A. Example", "a name", "Dr. A. Example"),
        ("a client called Sam came late", "a name", "client called Sam"),
        ("DOB 12/03/1980", "a date of birth", "DOB 12/03/1980"),
        ("born on 3 March 1980", "a date of birth", "born on 3 March"),
        ("born 1980", "a date of birth", "born 1980"),
        ("call +44 20 7946 0000", "a telephone number", "+44 20 7946 0000"),
        ("call 555-010-0199 later", "a telephone number", "555-010-0199"),
        ("call 01632 960001", "a telephone number", "01632 960001"),
        ("(555) 010-0199", "a telephone number", "(555) 010-0199"),
        ("write to a.person@example.org", "an e-mail address", "a.person@example.org"),
        ("see @some_body online", "an account name", "@some_body"),
        ("lives at 12 Sample Hill Road", "a street address", "12 Sample Hill Road"),
        ("area SW1A 1AA", "a postcode", "SW1A 1AA"),
        ("K1A 0B1", "a postcode", "K1A 0B1"),
        ("moved to FL 33101", "a postcode", "FL 33101"),
        ("NHS number 943 476 5919", "a health or insurance number", "NHS number 943 476 5919"),
        ("SSN 078-05-1120", "a health or insurance number", "078-05-1120"),
        ("policy no. AB 123456", "a health or insurance number", "policy no. AB 123456"),
        ("MRN 00123456", "a health or insurance number", "MRN 00123456"),
        ("see MRN: 00123456", "a health or insurance number", "MRN: 00123456"),
        ("medical record 00-12-34-56", "a health or insurance number", "medical record 00-12-34-56"),
        ("record no. 123456", "a health or insurance number", "record no. 123456"),
        ("patient ID P00123", "a health or insurance number", "patient ID P00123"),
        ("NHS 943 476 5919", "a health or insurance number", "NHS 943 476 5919"),
        ("chart A0012345", "a health or insurance number", "chart A0012345"),
    ],
)
def test_what_could_tell_who_a_client_is(note: str, what: str, words: str) -> None:
    found = lint(note)
    assert [one.what for one in found] == [what]
    assert found[0].words.startswith(words)
    assert note[found[0].start :].startswith(found[0].words[:4])


@pytest.mark.parametrize(
    "note",
    [
        "L4-L5 and C5–C6, T12, S1; levels C5 C6 C7",
        "read pp. 123-145 and pages 12 to 34 of chapter 3",
        "120 cards, 900 new cards in 28 days, 33 a day",
        "400 mg ibuprofen twice a day; 5 mg/kg; 2 x 500 mg",
        "plan: until 2026-05-01, then 2026-06-01 to 2026-07-15, and on 12.06.2026",
        "98 kPa is 1 kgf/cm2, about 14 psi, 736 mmHg",
        "Treatment of piriformis in side-lying; Trigger points, chapter 12",
        "ISBN 978-0-306-40615-7",
        "3 sets of 10, 2 minutes each, 60 s hold, 4 of 10 pain",
        "A client with headache; the client's neck was stiff",
        "Client Assessment Form, version 2.1",
        "Simons and colleagues 1999; doi 10.1016/j.jbmt.2015.01.004",
        "12 Best exercises for the neck",
        "Chart 12 and chart 2026-05-01; record 3 of 10; the health record of 2026",
        "health: better after 4 weeks; client: wants to lift 20 kg",
        "",
    ],
)  # fmt: skip
def test_the_words_of_the_trade_are_left_alone(note: str) -> None:
    assert lint(note) == ()


@given(st.text(alphabet=st.sampled_from("0123456789 +-().@abLTCMrs/\n"), max_size=400))
def test_any_text_is_looked_through_and_what_is_found_stands_in_it(note: str) -> None:
    for one in lint(note):
        assert one.words in note
        assert note.find(one.words, one.start) >= one.start
