"""What is carried into the next cycle: own hours that were too much and, where a body lets them live on, carried ones."""

from fractions import Fraction

from nmt_study.cpd.amounts import ZERO
from nmt_study.cpd.rule import OWN_FIRST, Rule


def carried_out(rule: Rule, own: Fraction, carry_in: Fraction) -> tuple[Fraction, Fraction]:
    """Return what is carried out, and what of the own hours is lost because nothing may be.

    Carried hours are used first, unless the rule says `own_first`, and die after one cycle, unless it says that they
    live for more (`lifetime_cycles`). A ledger does not say when carried hours were earned: they count as of the
    cycle before.
    """
    carry = rule.carry_over
    if carry.use_order == OWN_FIRST:
        used = min(own, rule.total)
        left = carry_in - min(carry_in, rule.total - used)
    else:
        left = carry_in - min(carry_in, rule.total)
        used = min(own, rule.total - (carry_in - left))
    excess = own - used
    if not carry.allowed:
        return ZERO, excess
    if carry.lifetime_cycles > 1:
        excess += left
    return (excess if carry.most is None else min(carry.most, excess)), ZERO
