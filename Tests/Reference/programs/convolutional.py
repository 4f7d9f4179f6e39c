"""Training of a convolutional network with batch normalisation in PyTorch, then its evaluation."""

import numpy as np
import torch
import torch.nn.functional as F

import trees

STEPS, BATCH, CLASSES = 5, 6, 3


class Network(torch.nn.Module):
    """Two convolutions, each with a normalisation, pooled and classified."""

    def __init__(self):
        super().__init__()
        self.first = torch.nn.Conv2d(2, 4, 3, padding=1)
        self.first_norm = torch.nn.BatchNorm2d(4)
        self.second = torch.nn.Conv2d(4, 6, 3, stride=2)
        self.second_norm = torch.nn.BatchNorm2d(6)
        self.hidden = torch.nn.Linear(6, 5)
        self.hidden_norm = torch.nn.BatchNorm1d(5)
        self.head = torch.nn.Linear(5, CLASSES)

    def forward(self, x):
        h = F.max_pool2d(F.relu(self.first_norm(self.first(x))), 2)
        h = F.relu(self.second_norm(self.second(h))).mean((2, 3))
        return self.head(F.relu(self.hidden_norm(self.hidden(h))))


def tree(net):
    """What a network holds, under Martlet's names and in its order of axes."""
    result = {}
    for name, part in net.named_children():
        weight, bias = part.weight.detach(), part.bias.detach()
        if "norm" in name:
            result[name] = {
                "gain": weight, "bias": bias, "running_mean": part.running_mean,
                "running_variance": part.running_var,
            }
        else:
            turned = weight.T if weight.dim() == 2 else weight
            result[name] = {"weight": turned, "bias": bias}
    return {k: {n: v.clone().numpy() for n, v in part.items()} for k, part in result.items()}


def main():
    torch.manual_seed(2)
    generator = np.random.default_rng(2)
    x = trees.exact(generator.standard_normal((STEPS, BATCH, 2, 12, 12)))
    y = generator.integers(0, CLASSES, (STEPS, BATCH), dtype=np.int32)
    net = Network()
    for part in net.children():
        if isinstance(part, (torch.nn.BatchNorm1d, torch.nn.BatchNorm2d)):
            torch.nn.init.normal_(part.weight, 1, 0.2)
            torch.nn.init.normal_(part.bias, 0, 0.2)
    net.double()
    case = {"start": tree(net), "x": x, "y": y}
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-3)
    losses = []
    for batch, labels in zip(torch.tensor(x), torch.tensor(y, dtype=torch.int64)):
        loss = F.cross_entropy(net(batch), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    net.eval()
    logits = net(torch.tensor(x[0])).detach().numpy()
    trees.save("convolutional", case | {"losses": np.array(losses), "end": tree(net), "logits": logits})


if __name__ == "__main__":
    main()
