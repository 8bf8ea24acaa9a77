"""Quantiles of the F distribution, for the interval of alpha: by the incomplete beta function, halving until it is met.

The standard library has no F distribution, and a statistics package would be heavier than everything else here.
"""

from math import exp, lgamma, log

_TURNS = 300
_HALVINGS = 50
"""Then what is left of 0 to 1 is less than a number beside 1 can tell."""


def f_quantile(probability: float, first: float, second: float) -> float:
    """Return the value below which an F variable with these degrees of freedom lies with a probability, 0 to 1."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if beta_share(middle, first / 2, second / 2) < probability:
            low = middle
        else:
            high = middle
    share = (low + high) / 2
    return second * share / (first * (1 - share))


def beta_share(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    return front / _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction 1 + d1/(1 + d2/(1 + …)), evaluated from the inside."""
    value = 1.0
    for step in range(_TURNS, 0, -1):
        half = step // 2
        if step % 2:
            term = -(a + half) * (a + b + half) * x / ((a + step - 1) * (a + step))
        else:
            term = half * (b - half) * x / ((a + step - 1) * (a + step))
        value = 1 + term / value
    return value
