"""Numbers of goldens about draws: derivatives of gamma draws, densities, entropies and divergences."""

import numpy as np
import torch
from scipy import stats

# `gamma-draws-move-with-their-shape`: by two implementations.
shapes = np.array([0.05, 0.5, 1.0, 3.0, 20.0, 400.0])
for level in (0.1, 0.5, 0.9):
    draws = stats.gamma.ppf(level, shapes)
    ours = torch._standard_gamma_grad(torch.tensor(shapes), torch.tensor(draws)).numpy()
    step = 1e-5 * shapes
    ahead, behind = (stats.gamma.ppf(level, shapes + s) for s in (step, -step))
    print(level, draws.tolist(), ours.tolist())
    print("  by differences", ((ahead - behind) / (2 * step)).tolist())
    print("  second", ((ahead - 2 * draws + behind) / step**2).tolist())

# `densities-agree-with-scipy`.
x, a, b = np.array([0.2, 0.7]), np.array([1.5, 0.4]), np.array([2.0, 3.5])
normal, gamma = torch.distributions.Normal, torch.distributions.Gamma
tensor = torch.tensor
print(stats.norm.logpdf(x, a, b), stats.laplace.logpdf(x, a, b), stats.cauchy.logpdf(x, a, b))
print(stats.logistic.logpdf(x, a, b), stats.gumbel_r.logpdf(x, a, b), stats.t.logpdf(x, b, a, b))
print(stats.expon.logpdf(x, scale=1 / a), stats.gamma.logpdf(x, a, scale=1 / b))
print(stats.beta.logpdf(x, a, b), stats.dirichlet.logpdf([0.2, 0.8], a))
print(stats.multivariate_normal.logpdf(x, a, [[4.0, 2.0], [2.0, 10.0]]))
p = 1 / (1 + np.exp(-a))
print(stats.bernoulli.logpmf([1, 0], p), stats.poisson.logpmf([3, 0], a))
print(stats.binom.logpmf([3, 0], [5, 2], p), stats.bernoulli.entropy(p), stats.norm.entropy(a, b))
kl = torch.distributions.kl_divergence
print(kl(normal(tensor(x), tensor(b)), normal(tensor(a), tensor(a))).numpy())
print(kl(gamma(tensor(a), tensor(b)), gamma(tensor(b), tensor(x))).numpy())
classes = [torch.distributions.Categorical(logits=tensor(v)) for v in (a, b)]
print(kl(*classes).item(), classes[0].entropy().item(), classes[0].log_prob(tensor(1)).item())
odds = [torch.distributions.Bernoulli(logits=tensor(v)) for v in (a, b)]
print(kl(*odds).numpy())
