/// A claim with the facts that it is made under.
struct DimObligation: Sendable, CustomStringConvertible {
  /// The facts, between commas.
  let facts: String
  /// The claim.
  let claim: String

  /// Makes the obligation `facts ⊢ claim`.
  init(_ facts: String, _ claim: String) {
    self.facts = facts
    self.claim = claim
  }

  /// The obligation as one line.
  var description: String { "\(facts) ⊢ \(claim)" }

  /// What real programs oblige their sizes to, all true.
  static let realistic: [DimObligation] = [
    // Heads of attention, their merging and splitting.
    .init("W % heads == 0", "heads * (W // heads) == W"),
    .init("W % heads == 0", "W // heads >= 1"),
    .init("W % heads == 0, heads > h, h >= 0, W // heads > k, k >= 0", "W > h * (W // heads) + k"),
    .init("W % heads == 0, heads > h, h >= 0, W // heads > k, k >= 0", "h * (W // heads) + k >= 0"),
    .init("W % heads == 0, W > w, w >= 0", "heads > w // (W // heads)"),
    .init("W % heads == 0, W > w, w >= 0", "w // (W // heads) >= 0"),
    .init("W % heads == 0, W > w, w >= 0", "W // heads > w % (W // heads)"),
    .init("W % heads == 0, W > w, w >= 0", "w % (W // heads) >= 0"),
    .init("W % heads == 0", "B * T * heads * (W // heads) == B * T * W"),
    .init("W % heads == 0, heads % groups == 0", "W % groups == 0"),
    .init("W % heads == 0, heads % groups == 0", "groups * (heads // groups) * (W // heads) == W"),
    .init("W % 64 == 0", "W % (W // 64) == 0"),
    .init("W % 64 == 0", "W // 64 >= 1"),
    .init("W % 64 == 0", "W // (W // 64) == 64"),
    .init("W % heads == 0, (W // heads) % 2 == 0", "heads * 2 * (W // heads // 2) == W"),
    .init("D % H == 0, D % G == 0", "H * (D // H) == G * (D // G)"),
    .init("D % H == 0, D % G == 0", "G * (D // G) == D"),
    .init("E % 16 == 0", "E // 16 >= 1"),
    // Patches and their positions.
    .init("resolution % patch == 0", "(resolution - patch) // patch + 1 == resolution // patch"),
    .init("resolution % patch == 0", "resolution >= patch"),
    .init("resolution % patch == 0", "(resolution // patch)**2 * patch**2 == resolution**2"),
    .init("side == resolution // patch, resolution % patch == 0", "side**2 + 1 == 1 + side * side"),
    .init("side == resolution // patch, resolution % patch == 0", "side * patch == resolution"),
    .init("side == resolution // patch, resolution % patch == 0", "side >= 1"),
    .init("", "B * W * S**2 == B * W * S * S"),
    .init("H % P == 0, W % P == 0", "(H // P) * (W // P) * P * P == H * W"),
    // Prompts between a prefix and a suffix.
    .init("context > length + 1", "1 + length + (context - (1 + length)) == context"),
    .init("context > length + 1", "context >= 1 + length"),
    .init("context > length + 1", "context - (1 + length) >= 1"),
    .init("context > length + 1", "context >= 1"),
    // Convolutions, pools and their inverses.
    .init("", "(H + 2*1 - 3) // 1 + 1 == H"),
    .init("kernel % 2 == 1", "(H + 2 * (kernel // 2) - kernel) // 1 + 1 == H"),
    .init("kernel % 2 == 1", "2 * (kernel // 2) + 1 == kernel"),
    .init("H + 2*P >= K", "(H + 2*P - K) // S + 1 >= 1"),
    .init("H >= 2", "(H - 2) // 2 + 1 == H // 2"),
    .init("H >= 2", "H // 2 >= 1"),
    .init("H >= 4", "C * (H // 2 // 2) >= C"),
    .init("H % 4 == 0", "2 * (2 * (H // 2 // 2)) == H"),
    .init("H % 4 == 0", "H % 2 == 0"),
    .init("H % 8 == 0", "2 * (H // 8) == (H // 2) // 2 // 2 + H // 8"),
    .init("H % 2 == 0", "H // 2 + H // 2 == H"),
    .init("H % 2 == 0", "(H - 1) * 2 + 2 == 2 * H"),
    .init("H % 2 == 0, W % 2 == 0", "4 * (H // 2) * (W // 2) == H * W"),
    .init("", "((H - 1) // 2 + 1) >= 1"),
    .init("", "2 * ((H + 1) // 2) >= H"),
    .init("H >= 3", "H - 3 + 1 >= 1"),
    .init("(H + 2*P - K) % S == 0, H + 2*P >= K", "S * ((H + 2*P - K) // S) == H + 2*P - K"),
    .init("H >= K, i >= 0, u >= 0, H - K + 1 > i, K > u", "H > i + u"),
    .init("i >= 0, u >= 0, (H - K) // S + 1 > i, K > u, H >= K", "H > i * S + u"),
    .init("C % G == 0", "G * (C // G) * K * K == C * K**2"),
    .init("C % G == 0, O % G == 0", "(O // G) * G == O"),
    // Grids, rows and channels folded into one axis.
    .init("y >= 0, x >= 0, H > y, W > x", "H * W > y * W + x"),
    .init("p >= 0, H * W > p", "H > p // W"),
    .init("p >= 0, H * W > p", "W > p % W"),
    .init("c >= 0, y >= 0, x >= 0, C > c, H > y, W > x", "C * H * W > (c * H + y) * W + x"),
    .init("r >= 0, H * R > r", "H > r // R"),
    .init("C % 4 == 0", "(C // 4) * (2*H) * (2*W) == C * H * W"),
    .init("C % (R * R) == 0", "(C // R**2) * (R*H) * (R*W) == C * H * W"),
    // Slices, windows and shifts.
    .init("rows >= N", "rows >= N"),
    .init("rows >= N", "rows - N >= 0"),
    .init("rows >= N", "N + (rows - N) == rows"),
    .init("N > 1, i >= 0, N - 1 > i", "N > i + 1"),
    .init("N > 1", "N - 1 >= 1"),
    .init("N >= 2", "N * (N - 1) >= 2"),
    .init("R > 1", "(R - 1) * B != 0"),
    .init("R > 1", "(R - 1) * B >= 1"),
    .init("T > t, t >= 0", "T >= t + 1"),
    .init("T >= L, t >= 0, T - L + 1 > t", "T >= t + L"),
    .init("", "N // 2 + 1 >= 1"),
    .init("", "N >= N // 2"),
    .init("", "N - N // 2 >= 0"),
    .init("", "(N + 1) // 2 >= 1"),
    .init("", "N > (N - 1) // 2"),
    .init("", "8 * ((N + 7) // 8) >= N"),
    .init("", "8 * ((N + 7) // 8) - N <= 7"),
    .init("B >= 128", "B // 128 >= 1"),
    .init("", "B * ((N + B - 1) // B) >= N"),
    .init("N % B == 0", "(N // B) * B == N"),
    .init("N % B == 0", "(N + B - 1) // B == N // B"),
    .init("N % B == 0", "N // B <= N"),
    // Graphs, sparse batches and bounds that may be 0.
    .init("E >= 0", "E + N >= 1"),
    .init("E >= 0", "E + N == N + E"),
    .init("E >= 0", "E + N >= N"),
    .init("E >= 0, M >= 0", "E * M >= 0"),
    .init("latent >= 0, latent > 0", "latent >= 1"),
    .init("Z == latent, latent >= 0", "B * Z == latent * B"),
    .init("names == C", "C * length == length * names"),
    .init("N >= n + 1, n >= 0, M >= N", "M > n"),
    // Joins of layers and gates.
    .init("", "I + H == H + I"),
    .init("", "4 * H == H + 3 * H"),
    .init("", "2 * hidden + 2 * hidden == 4 * hidden"),
    .init("", "heads * O * N == N * (heads * O)"),
    .init("A == B * C", "A * D == B * (C * D)"),
    .init("O == 2 * H", "O // 2 == H"),
    .init("O == 2 * H, H % 2 == 0", "O % 4 == 0"),
    .init("H % 2 == 0, H % 3 == 0", "H % 6 == 0"),
    .init("N == M + 1", "M == N - 1"),
    .init("2 * A == 3 * B", "A % 3 == 0"),
    .init("N != 0, N >= 0", "N >= 1"),
    .init("", "2 * N + 1 != 2 * M"),
    .init("", "N + 1 != N"),
    .init("N * M == T", "T // M == N"),
    .init("", "2 * (N * (N - 1) // 2) == N * (N - 1)"),
    .init("", "(N + 1) // 2 + N // 2 == N"),
  ]
}
