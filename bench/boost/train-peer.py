"""Run by boost.bench.ts: FOLDER ROWS xgboost|sklearn TRAIN_ROWS HELD_OUT. The same as train-ours.ts, one thread."""
import json
import os
import resource
import sys

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np

COLUMNS = 40
folder, rows, which, total, held = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5])


def read(name, start, count):
    return np.fromfile(os.path.join(folder, name), "f4", count, offset=4 * start)


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


x = read("x.f32", 0, rows * COLUMNS).reshape(-1, COLUMNS)
y = read("y.f32", 0, rows)
if which == "xgboost":
    import xgboost

    settings = dict(
        objective="binary:logistic", tree_method="hist", max_depth=6, eta=0.1, max_bin=255, reg_lambda=1,
        min_child_weight=1, nthread=1,
    )
    before = cpu_seconds()
    model = xgboost.train(settings, xgboost.DMatrix(x, y, nthread=1), 100)
else:
    from sklearn.ensemble import HistGradientBoostingClassifier

    before = cpu_seconds()
    model = HistGradientBoostingClassifier(
        max_iter=100, learning_rate=0.1, max_leaf_nodes=31, min_samples_leaf=20, early_stopping=False
    ).fit(x, y)
cpu = cpu_seconds() - before
peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
test = read("x.f32", total * COLUMNS, held * COLUMNS).reshape(-1, COLUMNS)
scores = model.predict(xgboost.DMatrix(test, nthread=1)) if which == "xgboost" else model.predict_proba(test)[:, 1]
scores.astype("f8").tofile(os.path.join(folder, "scores.f64"))
print(json.dumps(dict(cpu=cpu, peakMb=peak_mb)))
