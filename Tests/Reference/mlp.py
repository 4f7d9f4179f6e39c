"""Trains a small network with PyTorch and keeps every parameter after every step.

The network is 12-16-5 with relu between the layers; the loss is the mean cross-entropy of a batch
of eight. All runs start from the same weights and see the same twenty batches, once.

data/mlp-inputs.npz
    x                 f32[20, 8, 12]   the batches
    y                 i32[20, 8]       their labels, 0..<5
data/mlp-<optimizer>-<dtype>.npz, dtype f32 or f64
    step              i32[n]           the steps after which the parameters were kept: all
                                       (n = 21) in f32, every fifth (n = 5) in f64
    layers.0.weight   [n, 12, 16]      inputs times outputs, so that a layer is x @ weight + bias
    layers.0.bias     [n, 16]
    layers.1.weight   [n, 16, 5]
    layers.1.bias     [n, 5]
    loss              [20]             before each step

In f64 every single parameter can be held to a relative error; in f32 some pass through zero, where
rounding alone is large beside them, so hold each to the largest of its tensor.

Optimizers: `sgd` (lr 0.1), `momentum` (lr 0.1, momentum 0.9), `nesterov` (lr 0.1, momentum 0.9,
Nesterov, weight decay 5e-4), `adam` (lr 0.01), `adam-decay` (lr 0.01, weight decay 5e-4 added to
the gradient), `adamw` (lr 0.01, weight decay 0.01); the rest as PyTorch has it by default: betas
(0.9, 0.999), eps 1e-8.
"""

import pathlib

import numpy as np
import torch

import archive

DATA = pathlib.Path(__file__).parent / "data"
STEPS, BATCH, SIZES = 20, 8, (12, 16, 5)

OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(
        p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=5e-4
    ),
    "adam": lambda p: torch.optim.Adam(p, lr=0.01),
    "adam-decay": lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=5e-4),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.01),
}


def inputs(generator):
    """Batches whose labels follow from them, so that there is something to learn."""
    x = generator.standard_normal((STEPS, BATCH, SIZES[0])).astype(np.float32)
    teacher = generator.standard_normal((SIZES[0], SIZES[-1]))
    return x, np.argmax(x @ teacher, axis=-1).astype(np.int32)


def weights(generator):
    """The weights at the start; biases differ from zero, so that relative errors mean something."""
    result = {}
    for k, (rows, columns) in enumerate(zip(SIZES, SIZES[1:])):
        result[f"layers.{k}.weight"] = generator.uniform(-1, 1, (rows, columns)) / np.sqrt(rows)
        result[f"layers.{k}.bias"] = generator.uniform(0.05, 0.25, columns)
    return {name: value.astype(np.float32) for name, value in result.items()}


def train(name, start, x, y, dtype):
    """The parameters after each step, and the losses."""
    parameters = {k: torch.tensor(v, dtype=dtype, requires_grad=True) for k, v in start.items()}
    optimizer = OPTIMIZERS[name](list(parameters.values()))
    history = {k: [v.detach().numpy().copy()] for k, v in parameters.items()}
    losses = []
    for batch, labels in zip(torch.tensor(x, dtype=dtype), torch.tensor(y, dtype=torch.int64)):
        hidden = torch.relu(batch @ parameters["layers.0.weight"] + parameters["layers.0.bias"])
        logits = hidden @ parameters["layers.1.weight"] + parameters["layers.1.bias"]
        loss = torch.nn.functional.cross_entropy(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        for k, v in parameters.items():
            history[k].append(v.detach().numpy().copy())
    result = {k: np.stack(v) for k, v in history.items()}
    result["loss"] = np.array(losses, dtype=result["layers.0.bias"].dtype)
    return result


def deviation(run, exact):
    """The largest difference between two runs, relative to the largest number of its tensor."""
    return max(np.max(np.abs(run[k] - exact[k])) / np.max(np.abs(exact[k])) for k in exact)


def every(count, run):
    """The run with one state in `count` and the numbers of the steps."""
    kept = {k: v if k == "loss" else v[::count] for k, v in run.items()}
    return kept | {"step": np.arange(0, STEPS + 1, count, dtype=np.int32)}


def main():
    torch.set_num_threads(1)
    generator = np.random.default_rng(22)
    x, y = inputs(generator)
    start = weights(generator)
    archive.save(DATA / "mlp-inputs.npz", {"x": x, "y": y})
    for name in OPTIMIZERS:
        single = train(name, start, x, y, torch.float32)
        double = train(name, start, x, y, torch.float64)
        archive.save(DATA / f"mlp-{name}-f32.npz", every(1, single))
        archive.save(DATA / f"mlp-{name}-f64.npz", every(5, double))
        # The runs must be well conditioned, or no one could be held to them.
        print(f"{name:12} f32 against f64: {deviation(single, double):.1e}", end="  ")
        print(f"loss {single['loss'][0]:.3f} to {single['loss'][-1]:.3f}")


if __name__ == "__main__":
    main()
