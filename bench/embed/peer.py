"""The same job for sklearn: truncated principal components of a sparse matrix, then a small net on them. Prints one JSON line."""
import json, resource, sys, time
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD
from sklearn.metrics import roc_auc_score
from sklearn.neural_network import MLPClassifier

folder, n, p, size, held = sys.argv[1], *map(int, sys.argv[2:6])
start = np.fromfile(folder + '/start.f64', '<f8').astype(np.int64)
index = np.fromfile(folder + '/index.u16', '<u2').astype(np.int32)
value = np.fromfile(folder + '/value.f32', '<f4')
y = np.fromfile(folder + '/y.f32', '<f4')
x = csr_matrix((value, index, start), shape=(n, p))
cpu = lambda: sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
begin, clock = cpu(), time.perf_counter()
train = n - held
svd = TruncatedSVD(size, n_iter=5, random_state=1).fit(x[:train])
z = svd.transform(x)
z = (z - z[:train].mean(0)) / z[:train].std(0)
net = MLPClassifier((32, 24), 'relu', batch_size=256, max_iter=3, random_state=1)
net.fit(z[:train], y[:train])
spent, wall = cpu() - begin, time.perf_counter() - clock
print(json.dumps({'cpu': spent, 'seconds': wall, 'auc': roc_auc_score(y[train:], net.predict_proba(z[train:])[:, 1]),
                  'peakMb': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
