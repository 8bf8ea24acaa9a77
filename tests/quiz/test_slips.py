"""Keeps the promise that a slip never turns an answer into another term, and that a true slip is forgiven."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmt_study.deck import terms, vocabulary
from nmt_study.deck.model import Typed
from nmt_study.quiz.model import Verdict
from nmt_study.quiz.slips import UNTOUCHED, allowed, forms, other_words, slips
from nmt_study.quiz.typed import mark_typed

APART = """
subjective/objective compression/decompression hypalgesia/hyperalgesia passive/massive latent/patent lateral/literal
medial/median dilation/dilution hypertension/hypotension hypertonic/hypotonic hyperextension/hypoextension
hyperalgesia/hypoalgesia abduction/adduction abducent/adducent abductor/adductor internal/external intrinsic/extrinsic
inversion/eversion inhalation/exhalation supination/pronation superior/inferior suprascapular/subscapular
supraspinatus/infraspinatus supraclavicular/infraclavicular anterior/posterior antebrachium/antibrachium
preganglionic/postganglionic prenatal/postnatal antegrade/retrograde afferent/efferent affect/effect
intercostal/intracostal intermuscular/intramuscular intervertebral/intravertebral interosseous/intraosseous
intracellular/extracellular endocrine/exocrine concentric/eccentric dysphagia/dysphasia aphasia/aphagia
ilium/ileum peroneal/perineal perineum/peritoneum ureter/urethra brachial/branchial bronchial/branchial
facial/fascial mucous/mucus callous/callus viscous/viscus serious/serous corporeal/corporal plantar/planar
palpate/palate palpation/palpitation prostrate/prostate infarction/infraction infarct/infract venous/venus
neural/neutral neutron/neuron medical/medial colostomy/colotomy tracheostomy/tracheotomy thoracostomy/thoracotomy
arthritis/arteritis arthrosis/arthritis tendinosis/tendinitis neuritis/nephritis myositis/myosis
lordosis/kyphosis supinator/supination rotator/rotation stable/unstable typical/atypical septic/aseptic
symptomatic/asymptomatic aerobic/anaerobic vascular/avascular normal/abnormal approximation/disapproximation
inflammatory/antiinflammatory activation/deactivation polarization/depolarization regulation/dysregulation
sensitization/desensitization flexion/reflexion humerus/humorous ulnar/ulna tibial/tibia carpal/tarsal
metacarpal/metatarsal sacral/scaral tension/torsion traction/friction heart/heat joints/joins deflection/defection
isometric/isomeric contract/contact scapula/scapular trial/trail marital/martial
"""
"""Pairs of a key and what is typed, opposed, neighbouring or another word; tried both ways round."""

ONLY_THIS_WAY = """
suprascapular/suprscapular hyperalgesia/hypralgesia intercostal/intrcostal posterior/poserior interosseous/interroseous
rotation/rotaton flexion/flexon scalene/sclene nerve/nere suprascapular/supraskapular neck/necck tibial/tibiae occiput/ocipital
"""
"""What is typed may be no word, but is more than a slip: in a prefix, too early, in a short word,
another letter, or as near to another term."""

SLIPS = """
abduction/abducton abduction/abductiion flexion/flexxion flexion/flexoin extension/extenssion extension/extesion
rotation/rottaion rotation/rotatoin supination/supinattion pronation/pronatoin infraspinatus/infraspnatus
infraspinatus/infraspiantus subscapularis/subscapulars suprascapular/suprascapullar suprascapular/suprascaplar
sternocleidomastoid/sternocleidomastod sternocleidomastoid/sternoclidomastiod sternocleidomastoid/sternocleiddomastoid
scalenes/scalene scalene/scalenes trapezius/trapezuis trapezius/trapezzius gastrocnemius/gastrocnemus
gastrocnemius/gastrocnmius soleus/soleuss piriformis/pirifomris piriformis/pirifformis musculocutaneous/musculocutanous
accessory/accesory accessory/accessorry petrissage/petrisage petrissage/petrissge algometer/algommeter
algometer/algomter coracoid/coraccoid process/proces process/processs compression/compresion compression/compressoin
massage/masage palpation/palpatoin clavicle/claviclle clavicle/claviicle emergency/emergnecy emergency/emergeny
ambulance/ambulnace inhibition/inhibtion inhibition/inhibitoin reciprocal/reciprocl contralateral/contralaterral
fracture/fractrue thrombosis/thrombsis ischemic/ischemmic femoral/femorral quadriceps/quadricpes nimmo/nimo
"""


def pairs(table: str) -> list[tuple[str, str]]:
    """Return the pairs of a table."""
    return [(key, typed) for key, _, typed in (pair.partition("/") for pair in table.split())]


def verdict(key: str, typed: str) -> Verdict:
    """Return the verdict on what is typed, alone and in an answer of several words."""
    found = {
        mark_typed(Typed((key,)), typed).verdict,
        mark_typed(Typed((f"the {key} part",)), f"{typed} part").verdict,
    }
    assert len(found) == 1
    return found.pop()


WRONG = [*pairs(APART), *((typed, key) for key, typed in pairs(APART)), *pairs(ONLY_THIS_WAY)]


def test_the_tables_are_long_enough_to_mean_something() -> None:
    assert len(set(pairs(APART))) >= 60
    assert len(set(pairs(SLIPS))) >= 40


@pytest.mark.parametrize(("key", "typed"), WRONG)
def test_another_term_or_more_than_a_slip_is_wrong(key: str, typed: str) -> None:
    assert verdict(key, typed) is Verdict.WRONG


@pytest.mark.parametrize(("key", "typed"), pairs(SLIPS))
def test_a_true_slip_is_forgiven(key: str, typed: str) -> None:
    assert verdict(key, typed) is Verdict.CLOSE


PREFIXES = sorted(
    {prefix for line in vocabulary.PREFIXES.split("\n") for prefix in line.split() if prefix != "-"}
)
letters = st.text(st.sampled_from(string.ascii_lowercase), min_size=5, max_size=12)


@given(letters, st.data())
def test_a_slip_leaves_the_beginning_and_a_prefix_as_they_are(word: str, data: st.DataObject) -> None:
    prefix = data.draw(st.sampled_from(["", *PREFIXES]))
    for form in forms(prefix + word):
        assert form.startswith(prefix)
        assert form[:UNTOUCHED] == (prefix + word)[:UNTOUCHED]
        assert slips(form, prefix + word) == 1


@given(letters, letters)
def test_what_only_puts_another_letter_in_the_place_of_one_is_no_slip(word: str, other: str) -> None:
    if len(word) == len(other) and sorted(word) != sorted(other):
        assert slips(other, word) in {None, 2}


def test_no_prefix_is_a_slip_away() -> None:
    """With any listed prefix of a line for another one of it, or none."""
    for line in vocabulary.PREFIXES.strip().splitlines():
        found = [prefix.strip("-") for prefix in line.split()]
        for one in found:
            for other in found:
                if one != other:
                    assert verdict(f"{one}tonation", f"{other}tonation") is Verdict.WRONG


def test_no_other_word_is_taken_for_a_slip_of_a_word_that_it_is_near_to() -> None:
    words = sorted(other_words() | set(terms.listed()))
    known = set(words)
    found = [(key, typed) for key in words for typed in forms(key) if typed in known]
    assert len(found) > 100
    assert [
        pair for pair in found if not terms.same_term(*pair) and verdict(*pair) is not Verdict.WRONG
    ] == []


def test_a_word_as_it_is_has_no_slip_and_a_short_one_may_have_none() -> None:
    assert [slips(word, word) for word in ("rib", "scapula", "sternocleidomastoid")] == [0, 0, 0]
    assert [allowed(letters) for letters in (1, 4, 5, 14, 15, 99)] == [0, 0, 1, 1, 2, 2]
    assert slips("bonee", "bone") is None
    assert slips("ribb", "rib") is None
    assert slips("scaplua", "scapula") == 1
    assert slips("sternocliedomastiod", "sternocleidomastoid") == 2
