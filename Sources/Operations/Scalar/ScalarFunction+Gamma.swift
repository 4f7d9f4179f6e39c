import MartletGraph

/// The derivative of `gamma_density` by its last argument: that of `q (a - exp(l))`, as often by `a`
/// as the order says. For order 0 the last term is 0.
@Sendable func gammaDensityByLogarithm(_ p: ScalarPoint) -> Term {
  let lower = (p.x - 1).applying(.maximum, p.x.filled(with: 0)).applying(.gammaDensity, p.y, p.z)
  return p.r * (p.y - p.z.applying(.exp)) + p.x.applying(.round) * lower
}

/// The density of the logarithm of a gamma draw.
@Sendable func densityOfLogarithm(_ a: Term, _ l: Term) -> Term {
  a.filled(with: 0).applying(.gammaDensity, a, l)
}

/// The gradient times the change of the distribution function by a shape, over the density at the
/// result: how a draw of fixed probability moves.
@Sendable func gammaTransported(_ p: ScalarPoint, _ a: Term, _ l: Term) -> Term {
  let change = a.filled(with: 1).applying(.gammaDistribution, a, l)
  return p.d * change / densityOfLogarithm(p.x, p.r)
}
