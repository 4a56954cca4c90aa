#!/usr/bin/env python3
"""Derives the coefficients of src/RnnGen/Numerics/Activation.*.cs. No library's tables were consulted.

Run:  apt-get install python3-mpmath python3-numpy && /usr/bin/python3 tests/RnnGen.Accuracy/coefficients.py [name ...]

1. Remez exchange in 40 digits: the best rational P(s)/Q(s) or polynomial P(r) in the chosen weight.
2. Polishing: the common scale of P and Q and the last bits of each coefficient are searched (fixed seed) so that the *float*
   evaluation, operation by operation as the C# does it with fused multiply-adds, has the smallest maximum error on a fixed sample.
The walk over all floats in tests/RnnGen.Accuracy is the judge of the result; what this script prints is only a sample's maximum.
"""
import sys

import mpmath as mp
import numpy as np

mp.mp.dps = 40
F = np.float32
D = np.float64

# Adding 1.5 * 2^23 rounds a float to an integer in its low bits; the 127 more make those bits the exponent of 2^n.
MAGIC = F(3 * 2**22 + 127)
# ln 2 in two pieces; the first has 12 bits, so that its product with any n here is exact with or without fused multiply-add.
LN2_HIGH = F(mp.nint(mp.log(2) * 2**12) / 2**12)
LN2_LOW = F(mp.log(2) - mp.mpf(float(LN2_HIGH)))


def remez(f, weight, a, b, m, n, exchanges=40, points=1200):
    """Minimises max |weight * (f - P/Q)| over [a, b], deg P = m, deg Q = n, Q(0) = 1; the grid is dense near both ends."""
    a, b, k = mp.mpf(a), mp.mpf(b), m + n + 2
    grid = [a + (b - a) * (1 - mp.cos(mp.pi * i / (points - 1))) / 2 for i in range(points)]
    fs, ws = [f(x) for x in grid], [weight(x) for x in grid]
    reference = [round((points - 1) * i / (k - 1)) for i in range(k)]
    q, level = [mp.mpf(1)], mp.mpf(0)
    for exchange in range(exchanges):
        # Solve P - f Q = +-level Q / weight on the reference: linear but for level * Q, which takes Q of the iteration before.
        for _ in range(30):
            lhs, rhs = mp.matrix(k, k), mp.matrix(k, 1)
            for row, i in enumerate(reference):
                x = grid[i]
                for j in range(m + 1):
                    lhs[row, j] = x**j
                for j in range(1, n + 1):
                    lhs[row, m + j] = -fs[i] * x**j
                lhs[row, k - 1] = (-1) ** row * mp.polyval(q[::-1], x) / ws[i]
                rhs[row] = fs[i]
            solution = mp.lu_solve(lhs, rhs)
            p = [solution[j] for j in range(m + 1)]
            q = [mp.mpf(1)] + [solution[m + j] for j in range(1, n + 1)]
            settled = abs(solution[k - 1] - level) < abs(level) * mp.mpf(10) ** -8
            level = solution[k - 1]
            if settled or n == 0:
                break
        errors = [ws[i] * (fs[i] - mp.polyval(p[::-1], x) / mp.polyval(q[::-1], x)) for i, x in enumerate(grid)]
        worst = max(abs(e) for e in errors)
        if worst < abs(level) * mp.mpf("1.001"):
            return p, q, worst
        extrema, sign = [], 0
        for i, e in enumerate(errors):
            if (1 if e >= 0 else -1) != sign:
                sign = 1 if e >= 0 else -1
                extrema.append(i)
            elif abs(e) > abs(errors[extrema[-1]]):
                extrema[-1] = i
        while len(extrema) > k:
            extrema.pop(0 if abs(errors[extrema[0]]) < abs(errors[extrema[-1]]) else -1)
        if len(extrema) < k:
            raise ArithmeticError(f"lost the alternation in exchange {exchange}")
        reference = extrema
    raise ArithmeticError("no convergence")


def fma(a, b, c):
    """Fused multiply-add: the double product is exact, and rounding the double sum once more is the float result but for rare ties."""
    return (np.asarray(a, D) * np.asarray(b, D) + np.asarray(c, D)).astype(F)


def horner(coefficients, s):
    value = coefficients[-1]
    for c in coefficients[-2::-1]:
        value = fma(value, s, c)
    return value


def estrin(coefficients, s):
    """Degree 4 by pairs: a shorter chain of dependent operations than Horner's and smaller rounding errors, for one product more."""
    c0, c1, c2, c3, c4 = coefficients
    t = (s * s).astype(F)
    return fma(fma(c4, t, fma(c3, s, c2)), t, fma(c1, s, c0))


def polish(seed, start, errors, few, many, rounds, tie=None):
    """Hill climbing over neighbouring floats of the coefficients `start`; returns (coefficients, largest error).

    `errors(coefficients, x)` are those of the float evaluation. The few values reject most candidates cheaply, the many judge the rest
    (rounding errors have rare maxima: few values alone are soon overfitted), and the worst of the many join the few."""
    rng = np.random.default_rng(seed)

    def judge(candidate):
        e = errors(candidate, many)
        worst = many[np.argpartition(e, -500)[-500:]]
        return float(e.max()), worst

    best = [F(v) for v in start]
    best_cost, worst = judge(best)
    few = np.concatenate([few, worst])
    for _ in range(rounds):
        candidate = list(best)
        for i in rng.choice(len(candidate), size=rng.integers(1, 4), replace=False):
            step = int(rng.integers(1, 5)) * (1 if rng.random() < 0.5 else -1)
            candidate[i] = (candidate[i].view(np.int32) + np.int32(step)).view(F)
        if tie:
            tie(candidate)
        if errors(candidate, few).max() < best_cost:
            c, worst = judge(candidate)
            few = np.concatenate([few, worst])
            if c < best_cost:
                best, best_cost = candidate, c
    return best, best_cost


def tanh_over_x(s):
    x = mp.sqrt(s)
    return 1 - s / 3 if s < mp.mpf(10) ** -20 else mp.tanh(x) / x


def samples(limit, count=60000):
    rng = np.random.default_rng(7)
    return np.concatenate([rng.uniform(0, limit, count), np.exp(rng.uniform(-9, np.log(limit), count // 4))]).astype(F)


def rational(name, degree_p, degree_q, end, sigmoid, exact_slope, seed=1, scales=64, rounds=4000):
    """tanh x = x P(x^2)/Q(x^2), or sigmoid x = 1/2 + x P(x^2)/Q(x^2) with tanh(x/2) = 2 sigmoid x - 1; best on [0, end]."""

    def weight(s):  # relative error; or the absolute one, where the 1e-3 only keeps the weight from vanishing at 0
        return 1 / tanh_over_x(s) if exact_slope else mp.sqrt(s) + mp.mpf("1e-3")

    p, q, level = remez(tanh_over_x, weight, 0, mp.mpf(end) ** 2, degree_p, degree_q)
    if sigmoid:
        # tanh(x/2)/2 = x * (1/4) P(s/4)/Q(s/4).
        p, q = [c / 4 / mp.mpf(4) ** j for j, c in enumerate(p)], [c / mp.mpf(4) ** j for j, c in enumerate(q)]
        end, level = 2 * end, level / 2
    s_end = F(mp.mpf(end) ** 2)

    def errors(c, x):
        s = np.minimum(x * x, s_end)
        polynomial = estrin if degree_p == 4 else horner
        ratio = polynomial(c[: degree_p + 1], s) / polynomial(c[degree_p + 1 :], s)
        y = np.minimum(fma(x, ratio, F(0.5)) if sigmoid else x * ratio, F(1))
        t = np.tanh(x.astype(D) / (2 if sigmoid else 1))
        return np.abs(y.astype(D) - (t / 2 + 0.5 if sigmoid else t))

    def tie(c):  # P(0)/Q(0) is exactly 1 (1/4): the slope at 0 is exact
        if exact_slope:
            c[0] = F(c[degree_p + 1] * F(0.25 if sigmoid else 1))

    few, many = samples(1.1 * end, 20000), samples(1.1 * end, 4000000)
    best = None
    for k in np.linspace(1, 2, scales, endpoint=False):
        start = [F(v * k) for v in p + q]
        tie(start)
        c = errors(start, many).max()
        if best is None or c < best[0]:
            best = (c, start)
    coefficients, c = polish(seed, best[1], errors, few, many, rounds, tie)
    print(f"{name}: rational {degree_p}/{degree_q}, end {end}, s_end {s_end!r}, approximation {mp.nstr(level, 3)}, in float {c:.3g}")
    show("P", coefficients[: degree_p + 1])
    show("Q", coefficients[degree_p + 1 :])
    sys.stdout.flush()


def sigmoid_precise(name, degree, seed=1, rounds=150):
    """sigmoid x = 1 / (1 + 2^n p(r)), -x = n ln 2 - r, p(r) = exp(-r) = 1 - r + r^2 h(r): h best in the relative error of p."""
    half = mp.log(2) / 2 * mp.mpf("1.0005")  # n is rounded from a float product: r may pass the half by a little
    h, _, level = remez(
        lambda r: (mp.exp(-r) - 1 + r) / r**2, lambda r: r**2 / mp.exp(-r), -half, half, degree - 2, 0)

    def errors(c, x):
        k = fma(x, F(-1 / mp.log(2)), MAGIC)
        n = k - MAGIC
        r = fma(n, LN2_LOW, fma(n, LN2_HIGH, x))
        p = fma(fma(horner(c, r), r, F(-1)), r, F(1))
        y = F(1) / fma(p, (k.view(np.int32) << 23).view(F), F(1))
        exact = 1 / (1 + np.exp(-x.astype(D)))
        return np.abs(y.astype(D) - exact) / np.spacing(exact.astype(F))

    few, many = (np.concatenate([samples(20, count), -samples(20, count), -samples(87, count)]) for count in (10000, 300000))
    coefficients, c = polish(seed, [F(v) for v in h], errors, few, many, rounds)
    print(f"{name}: degree {degree}, approximation {mp.nstr(level, 3)} relative, in float {c:.3f} ulp")
    show("H", coefficients)


def tanh_precise(name, degree, seed=1, rounds=150):
    """tanh a = e / (e + 1), e = expm1(2a)/2 = 2^n m(r) + (2^n - 1)/2, a = n ln2/2 + r, m(r) = expm1(2r)/2 = r + r^2 h(r)."""
    quarter = mp.log(2) / 4 * mp.mpf("1.0005")
    h, _, level = remez(
        lambda r: (mp.expm1(2 * r) / 2 - r) / r**2, lambda r: abs(r**2 / mp.expm1(2 * r) * 2), -quarter, quarter, degree - 2, 0)

    def errors(c, x):
        k = fma(x, F(2 / mp.log(2)), MAGIC)
        n = k - MAGIC
        r = fma(n, -LN2_LOW / 2, fma(n, -LN2_HIGH / 2, x))
        scale = (k.view(np.int32) << 23).view(F)
        m = fma((r * r).astype(F), horner(c, r), r)
        e = fma(m, scale, fma(scale, F(0.5), F(-0.5)))
        exact = np.tanh(x.astype(D))
        return np.abs((e / (e + F(1))).astype(D) - exact) / np.spacing(exact.astype(F))

    few, many = samples(10, 20000), samples(10, 600000)
    coefficients, c = polish(seed, [F(v) for v in h], errors, few, many, rounds)
    print(f"{name}: degree {degree}, approximation {mp.nstr(level, 3)} relative, in float {c:.3f} ulp")
    show("H", coefficients)


def expm1(name, degree, seed=1, rounds=150):
    """expm1 x for x <= 0 is 2^n m(r) + (2^n - 1), x = n ln 2 + r, m(r) = expm1(r) = r + r^2 h(r): h best in the relative error of m."""
    half = mp.log(2) / 2 * mp.mpf("1.0005")
    h, _, level = remez(
        lambda r: (mp.expm1(r) - r) / r**2, lambda r: abs(r**2 / mp.expm1(r)), -half, half, degree - 2, 0)

    def errors(c, x):
        k = fma(x, F(1 / mp.log(2)), MAGIC)
        n = k - MAGIC
        r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, x))
        scale = (k.view(np.int32) << 23).view(F)
        m = fma((r * r).astype(F), horner(c, r), r)
        exact = np.expm1(x.astype(D))
        return np.abs(fma(m, scale, scale - F(1)).astype(D) - exact) / np.spacing(np.abs(exact).astype(F))

    few, many = -samples(17, 20000), -samples(17, 600000)
    coefficients, c = polish(seed, [F(v) for v in h], errors, few, many, rounds)
    print(f"{name}: degree {degree}, approximation {mp.nstr(level, 3)} relative, in float {c:.3f} ulp")
    show("H", coefficients)


def softplus(name, degree_p, degree_q, exp_h, seed=1, rounds=600):
    """softplus x = max(x, 0) + log1p(e), e = exp(-|x|) by sigmoid-precise's polynomial, log1p(e) = e - e^2 P(e)/Q(e): the quotient's
    rounding is small beside e. P/Q best on [0, 1] in the relative error of log1p."""

    def remainder(e):
        return (e - mp.log1p(e)) / e**2 if e > mp.mpf(10) ** -15 else mp.mpf(1) / 2 - e / 3

    p, q, level = remez(remainder, lambda e: e**2 / mp.log1p(e) if e > 0 else mp.mpf(0), mp.mpf("1e-3"), 1, degree_p, degree_q)

    def errors(c, x):
        a = np.abs(x)
        k = fma(a, F(-1 / mp.log(2)), MAGIC)
        n = k - MAGIC
        r = fma(n, LN2_LOW, fma(n, LN2_HIGH, a))
        e = fma(fma(horner(exp_h, r), r, F(-1)), r, F(1)) * (k.view(np.int32) << 23).view(F)
        ratio = horner(c[: degree_p + 1], e) / horner(c[degree_p + 1 :], e)
        exact = np.maximum(x, F(0)).astype(D) + np.log1p(np.exp(-a.astype(D)))
        y = fma(e * -e, ratio, e) + np.maximum(x, F(0))
        return np.abs(y.astype(D) - exact) / np.spacing(exact.astype(F))

    few, many = (np.concatenate([samples(20, count), -samples(20, count), -samples(87, count)]) for count in (10000, 300000))
    best = None
    for k in np.linspace(1, 2, 32, endpoint=False):
        start = [F(v * k) for v in p + q]
        c = errors(start, many).max()
        if best is None or c < best[0]:
            best = (c, start)
    coefficients, c = polish(seed, best[1], errors, few, many, rounds)
    print(f"{name}: rational {degree_p}/{degree_q}, approximation {mp.nstr(level, 3)} relative, in float {c:.3f} ulp")
    show("P", coefficients[: degree_p + 1])
    show("Q", coefficients[degree_p + 1 :])


def show(label, coefficients):
    for i, c in enumerate(coefficients):
        print(f"    {label}{i} = {np.format_float_scientific(c, unique=True)}f  // {c.view(np.uint32):#010x}")


RUNS = {
    "ln2": lambda: (show("ln2 high, low: ", [LN2_HIGH, LN2_LOW])),
    "sigmoid-precise": lambda: sigmoid_precise("sigmoid-precise", 6),
    "tanh-precise": lambda: tanh_precise("tanh-precise", 6),
    "expm1": lambda: expm1("expm1", 6),
    # The five are what sigmoid-precise prints.
    "softplus": lambda: softplus("softplus", 2, 2, [F(v) for v in (0.49999994, -0.16666521, 4.166839e-2, -8.368745e-3, 1.3814539e-3)]),
    "tanh": lambda: rational("tanh", 4, 4, 8.7, False, True, seed=2),
    "sigmoid": lambda: rational("sigmoid", 4, 4, 8.5, True, True),
    "tanh-fast": lambda: rational("tanh-fast", 2, 2, 5.24, False, False, scales=2, rounds=50),
    "sigmoid-fast": lambda: rational("sigmoid-fast", 2, 2, 5.24, True, False, scales=2, rounds=50),
}

if __name__ == "__main__":
    for chosen in sys.argv[1:] or RUNS:
        RUNS[chosen]()
