"""Run by the policy bench: FOLDER. T-, X- and DR-learners of scikit-learn on one log, boosted and linear.

Reads shape.json {n, m, d, arms, binary}, log-x, log-y, log-p (float64), log-a (int32) and new-x; writes NAME.bin, m x (arms - 1)
effects against arm 0, for each NAME of NAMES.
"""
import json
import os
import sys

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression, RidgeCV
from sklearn.model_selection import KFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

folder = sys.argv[1]
shape = json.load(open(f"{folder}/shape.json"))
n, m, d, arms, binary = (shape[k] for k in ("n", "m", "d", "arms", "binary"))
read = lambda name, kind=np.float64: np.fromfile(f"{folder}/{name}", dtype=kind)
x, new = read("log-x").reshape(n, d), read("new-x").reshape(m, d)
y, p, a = read("log-y"), read("log-p"), read("log-a", np.int32)

boost = dict(max_iter=100, learning_rate=0.05, max_leaf_nodes=15, min_samples_leaf=100, early_stopping=False, random_state=0)


def fit(kind, rows, target, outcome, weight=None):
    """A function of x: the mean of the target; `outcome` says it is Y itself, and not a difference."""
    if outcome and binary:
        if kind == "boost":
            model = HistGradientBoostingClassifier(**boost).fit(rows, target, sample_weight=weight)
        else:
            model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=500)).fit(rows, target)
        return lambda q: model.predict_proba(q)[:, 1]
    if kind == "boost":
        model = HistGradientBoostingRegressor(**boost).fit(rows, target, sample_weight=weight)
    else:
        model = make_pipeline(StandardScaler(), RidgeCV(np.logspace(-1, 5, 13))).fit(rows, target)
    return model.predict


for kind in ("boost", "linear"):
    mu = [fit(kind, x[a == k], y[a == k], True) for k in range(arms)]
    t = np.stack([mu[k](new) - mu[0](new) for k in range(1, arms)], 1)
    t.tofile(f"{folder}/t-{kind}.bin")

    xs = []
    for k in range(1, arms):
        one, none = a == k, a == 0
        d1 = fit(kind, x[one], y[one] - mu[0](x[one]), False)
        d0 = fit(kind, x[none], mu[k](x[none]) - y[none], False)
        share = one.sum() / (one.sum() + none.sum())
        xs.append(share * d0(new) + (1 - share) * d1(new))
    np.stack(xs, 1).tofile(f"{folder}/x-{kind}.bin")

    gamma = np.zeros((n, arms))
    for train, test in KFold(3, shuffle=True, random_state=0).split(x):
        for k in range(arms):
            own = train[a[train] == k]
            q = fit(kind, x[own], y[own], True)(x[test])
            gamma[test, k] = q + (a[test] == k) / p[test] * (y[test] - q)
    dr = np.stack([fit(kind, x, gamma[:, k] - gamma[:, 0], False)(new) for k in range(1, arms)], 1)
    dr.tofile(f"{folder}/dr-{kind}.bin")
