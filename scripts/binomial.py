"""Bounds on a rate from so many of so many: Clopper and Pearson's, one-sided, 95 %."""

import math


def at_most(hits, trials, rate):
    """P(so many hits or fewer) at this rate."""
    if rate <= 0:
        return 1.0
    if rate >= 1:
        return float(hits >= trials)
    log, odds = trials * math.log1p(-rate), math.log(rate) - math.log1p(-rate)
    terms = []
    for k in range(hits + 1):
        terms.append(log)
        log += math.log(trials - k) - math.log(k + 1) + odds if k < trials else 0
    most = max(terms)
    return min(1.0, math.exp(most) * math.fsum(math.exp(term - most) for term in terms))


def upper(hits, trials, confidence=0.95):
    """The rate is no higher."""
    if hits >= trials:
        return 1.0
    return bisect(lambda rate: at_most(hits, trials, rate) > 1 - confidence)


def lower(hits, trials, confidence=0.95):
    """The rate is no lower."""
    return 1 - upper(trials - hits, trials, confidence)


def bisect(is_below):
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return high
