#!/usr/bin/env python3
"""The literals of ReferenceGruTests: two steps of each GRU variant by its textbook equations, in 50 digits.

Shares nothing with the reference: whole vectors, decimals instead of floats, no fused or reordered operations.
"""
from decimal import Decimal, getcontext

getcontext().prec = 50


def vector(text):
    return [Decimal(word) for word in text.split()]


def product(matrix, v):
    return [sum((w * x for w, x in zip(row, v)), Decimal(0)) for row in matrix]


def add(*vectors):
    return [sum(terms, Decimal(0)) for terms in zip(*vectors)]


def times(a, b):
    return [x * y for x, y in zip(a, b)]


def complement(v):
    return [1 - x for x in v]


def sigmoid(v):
    return [1 / (1 + (-x).exp()) for x in v]


def tanh(v):
    return [1 - 2 / ((2 * x).exp() + 1) for x in v]


INPUTS = [vector("0.5 -1.25"), vector("-0.75 0.375")]
H0 = vector("0.625 -0.875")
WR, WZ, WN = ([vector("0.5 -0.25"), vector("0.75 1.5")], [vector("-1.25 0.125"), vector("0.375 -0.625")],
              [vector("0.875 0.25"), vector("-0.5 1.125")])
UR, UZ, UN = ([vector("-0.375 0.5"), vector("1.25 -0.125")], [vector("0.25 0.75"), vector("-1.5 0.625")],
              [vector("1.375 -0.75"), vector("0.5 0.875")])
BR, BZ, BN = vector("0.125 -0.25"), vector("0.375 0.0625"), vector("-0.5 0.1875")
CN = vector("0.4375 -0.3125")


def candidate_after(x, r, h):
    return tanh(add(product(WN, x), BN, times(r, add(product(UN, h), CN))))


def candidate_before(x, r, h):
    return tanh(add(product(WN, x), BN, product(UN, times(r, h))))


def candidate_complement(x, r, h):
    return tanh(add(product(WN, x), BN, product(UN, times(complement(r), h))))


def keep_by_z(z, n, h):
    return add(times(complement(z), n), times(z, h))


def replace_by_z(z, n, h):
    return add(times(complement(z), h), times(z, n))


for name, candidate, update in (("ResetAfter", candidate_after, keep_by_z), ("ResetBefore", candidate_before, keep_by_z),
                                ("ComplementReset", candidate_complement, replace_by_z)):
    h = H0
    outputs = []
    for x in INPUTS:
        r = sigmoid(add(product(WR, x), BR, product(UR, h)))
        z = sigmoid(add(product(WZ, x), BZ, product(UZ, h)))
        h = update(z, candidate(x, r, h), h)
        outputs += h
    print(name, ", ".join(f"{value:.17f}" for value in outputs))
