"""T- and X-learners of scikit-learn on one file: rows "t,y,x1,..", training rows first; prints one effect a line for the rest."""
import sys

import numpy
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression, RidgeCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

learner, base, train = sys.argv[1], sys.argv[2], int(sys.argv[3])
data = numpy.loadtxt(sys.stdin, delimiter=",")
t, y, x = data[:train, 0], data[:train, 1], data[:train, 2:]
later = data[train:, 2:]
binary = set(numpy.unique(y)) <= {0.0, 1.0}


def fit(rows, outcome, shares):
    if base == "linear":
        last = LogisticRegression(max_iter=1000) if shares else RidgeCV(numpy.logspace(-2, 4, 13))
        return make_pipeline(StandardScaler(), last).fit(rows, outcome)
    model = HistGradientBoostingClassifier if shares else HistGradientBoostingRegressor
    return model(max_iter=100, max_leaf_nodes=8, random_state=1).fit(rows, outcome)


def mean(model, rows):
    return model.predict_proba(rows)[:, 1] if hasattr(model, "predict_proba") else model.predict(rows)


one, none = (fit(x[t == arm], y[t == arm], binary) for arm in (1, 0))
if learner == "t":
    effect = mean(one, later) - mean(none, later)
else:
    share = t.mean()
    gained = fit(x[t == 1], y[t == 1] - mean(none, x[t == 1]), False)
    missed = fit(x[t == 0], mean(one, x[t == 0]) - y[t == 0], False)
    effect = (1 - share) * mean(gained, later) + share * mean(missed, later)
print("\n".join(str(v) for v in effect))
