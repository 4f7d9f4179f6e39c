"""Five steps of two layers in PyTorch with groups of parameters, for goldens that name this script.

Loss: the mean of (tanh(x @ w0 + b0) @ w1 + b1 - 1) ** 2, with x = [[1, 2], [3, -1]], w0 all 0.5,
w1 all 0.25 and biases 0.1. Prints the parameters of four ways to group them:

`adamw`     weights with decay 0.1 at rate 0.01, biases without decay at rate 0.02
`sgd`       the first layer at rate 0.01, the second at 0.1, momentum 0.9, decay 0.05 on weights
`frozen`    the first layer without a gradient, the second by Adam at rate 0.1, decay 0.01
`two`       the first layer by SGD at rate 0.05, the second by Adam at rate 0.1
"""

import torch


def start():
    """The parameters, under the names that Martlet has for them."""
    values = {"first.weight": (2, 2, 0.5), "first.bias": (2, 0.1)}
    values |= {"second.weight": (2, 1, 0.25), "second.bias": (1, 0.1)}
    return {
        k: torch.full(v[:-1], v[-1], dtype=torch.float64, requires_grad=True)
        for k, v in values.items()
    }


def loss(p):
    """The loss at the parameters."""
    x = torch.tensor([[1.0, 2.0], [3.0, -1.0]], dtype=torch.float64)
    h = torch.tanh(x @ p["first.weight"] + p["first.bias"])
    return ((h @ p["second.weight"] + p["second.bias"] - 1) ** 2).mean()


def optimizers(name, p):
    """The optimisers of one of the ways."""
    w, b, v, c = p.values()
    if name == "adamw":
        groups = [{"params": [w, v]}, {"params": [b, c], "weight_decay": 0.0, "lr": 0.02}]
        return [torch.optim.AdamW(groups, lr=0.01, weight_decay=0.1)]
    if name == "sgd":
        groups = [
            {"params": [w], "lr": 0.01, "weight_decay": 0.05}, {"params": [b], "lr": 0.01},
            {"params": [v], "weight_decay": 0.05}, {"params": [c]},
        ]
        return [torch.optim.SGD(groups, lr=0.1, momentum=0.9)]
    if name == "frozen":
        return [torch.optim.Adam([v, c], lr=0.1, weight_decay=0.01)]
    return [torch.optim.SGD([w, b], lr=0.05), torch.optim.Adam([v, c], lr=0.1)]


for name in ("adamw", "sgd", "frozen", "two"):
    p = start()
    parts = optimizers(name, p)
    for _ in range(5):
        for part in parts:
            part.zero_grad()
        loss(p).backward()
        for part in parts:
            part.step()
    print(name)
    for path, value in p.items():
        print(f"  {path} {[round(v, 7) for v in value.flatten().tolist()]}")
