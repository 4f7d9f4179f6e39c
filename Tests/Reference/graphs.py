"""A graph network, its loss and its gradients by PyTorch: GIN with GraphNorm as in examples/gin.mlt.

data/gin.npz          the weights, under the paths of their fields
data/gin-gradient.npz the gradients on the made-up graphs, under the same names
data/gin-graphs.npz   made-up graphs beside each other: one without edges, one of a single node
    tag source target graph label   i32, and what PyTorch makes of them: logits loss
data/gin-mutag.npz    of the first 32 molecules of MUTAG, if it is at hand: logits loss, and the
                      length of the gradient of each parameter, in the order of the names above

MUTAG itself is not kept. It is looked for in $MARTLET_DATA/tu/MUTAG.
"""

import os
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

import archive

HERE = pathlib.Path(__file__).parent
DATA = HERE / "data"
MUTAG = pathlib.Path(os.environ.get("MARTLET_DATA", HERE / "../../../shared/data")) / "tu/MUTAG"
TAGS, CLASSES, HIDDEN, DEPTH, EPS = 7, 2, 8, 3, 1e-6


def weights(random):
    """Every parameter, none of them at the value where it would not show."""
    tensors = {}
    for block, inputs in [("enter", TAGS)] + [(f"blocks[{k}]", HIDDEN) for k in range(DEPTH - 1)]:
        for layer, size in (("first", inputs), ("second", HIDDEN)):
            tensors[f"{block}.{layer}.weight"] = random.normal(0, size**-0.5, (size, HIDDEN))
            tensors[f"{block}.{layer}.bias"] = random.normal(0, 0.1, HIDDEN)
        for norm in ("inner", "outer"):
            path = f"{block}.{norm}.by_graph"
            tensors[f"{path}.alpha"] = random.uniform(0.5, 1, HIDDEN)
            tensors[f"{path}.gamma"] = random.uniform(0.5, 1.5, HIDDEN)
            tensors[f"{path}.beta"] = random.normal(0, 0.1, HIDDEN)
    tensors["head.weight"] = random.normal(0, 0.1, (HIDDEN, CLASSES))
    tensors["head.bias"] = random.normal(0, 0.1, CLASSES)
    return {name: np.float32(tensor) for name, tensor in tensors.items()}


def segment_mean(x, by, count):
    """The mean of each segment's rows."""
    sums = torch.zeros(count, x.shape[1]).index_add(0, by, x)
    return sums / torch.bincount(by, minlength=count).clamp(min=1)[:, None]


def graph_norm(w, path, h, graph, count):
    """Equations of Cai et al. 2021."""
    shifted = h - w[f"{path}.alpha"] * segment_mean(h, graph, count)[graph]
    spread = segment_mean(shifted**2, graph, count)
    return w[f"{path}.gamma"] * shifted / (spread[graph] + EPS).sqrt() + w[f"{path}.beta"]


def block(w, path, h, g):
    """A message-passing step and its two affine maps."""
    count = len(g["label"])
    h = h + torch.zeros_like(h).index_add(0, g["target"], h[g["source"]])
    h = h @ w[f"{path}.first.weight"] + w[f"{path}.first.bias"]
    h = graph_norm(w, f"{path}.inner.by_graph", h, g["graph"], count).relu()
    h = h @ w[f"{path}.second.weight"] + w[f"{path}.second.bias"]
    return graph_norm(w, f"{path}.outer.by_graph", h, g["graph"], count).relu()


def logits(w, g):
    """The whole network, without dropout."""
    h = block(w, "enter", F.one_hot(g["tag"], TAGS).float(), g)
    for k in range(DEPTH - 1):
        h = h + block(w, f"blocks[{k}]", h, g)
    pooled = torch.zeros(len(g["label"]), HIDDEN).index_add(0, g["graph"], h)
    return pooled @ w["head.weight"] + w["head.bias"]


def results(arrays, g):
    """Logits, loss and gradients for some graphs."""
    w = {name: torch.tensor(array, requires_grad=True) for name, array in arrays.items()}
    g = {name: torch.tensor(array).long() for name, array in g.items()}
    out = logits(w, g)
    loss = F.cross_entropy(out, g["label"])
    loss.backward()
    gradients = {name: tensor.grad.numpy() for name, tensor in w.items()}
    return {"logits": out.detach().numpy(), "loss": loss.detach().numpy()}, gradients


def beside_each_other(graphs):
    """Graphs (tags, sources, targets, label) as one with as many parts."""
    parts = {name: [] for name in ("tag", "source", "target", "graph", "label")}
    for tags, sources, targets, label in graphs:
        start = len(parts["tag"])
        parts["graph"] += [len(parts["label"])] * len(tags)
        parts["tag"] += tags
        parts["source"] += [start + s for s in sources]
        parts["target"] += [start + t for t in targets]
        parts["label"].append(label)
    return {name: np.array(values, np.int32) for name, values in parts.items()}


def made_up(random):
    """Graphs of several sizes, with edges drawn at random."""
    for size, edges in ((5, 8), (1, 0), (9, 20), (4, 0), (1, 1), (17, 40)):
        sources, targets = random.integers(0, size, (2, edges)).tolist()
        yield random.integers(0, TAGS, size).tolist(), sources, targets, int(random.integers(2))


def molecules(path, count):
    """The first graphs of a file in the format of GIN."""
    words = iter(map(int, path.read_text().split()))
    assert next(words) >= count
    for _ in range(count):
        size, label = next(words), next(words)
        tags, sources, targets = [], [], []
        for node in range(size):
            tags.append(next(words))
            for _ in range(next(words)):
                sources.append(next(words))
                targets.append(node)
        yield tags, sources, targets, label // 2


def main():
    random = np.random.default_rng(0)
    arrays = weights(random)
    archive.save(DATA / "gin.npz", arrays)
    graphs = beside_each_other(made_up(random))
    found, gradients = results(arrays, graphs)
    archive.save(DATA / "gin-graphs.npz", graphs | found)
    archive.save(DATA / "gin-gradient.npz", gradients)
    if not MUTAG.exists():
        return print(f"no MUTAG in {MUTAG}: data/gin-mutag.npz stays as it is")
    found, gradients = results(arrays, beside_each_other(molecules(MUTAG / "MUTAG.txt", 32)))
    lengths = [np.linalg.norm(gradients[name].astype(np.float64)) for name in arrays]
    archive.save(DATA / "gin-mutag.npz", found | {"lengths": np.float32(lengths)})


if __name__ == "__main__":
    main()
