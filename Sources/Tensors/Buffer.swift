import Glibc

/// Memory that tensors share: aligned for vectors, freed with its last owner.
///
/// Whoever writes must hold the only reference or own a range that nobody else touches;
/// that promise, kept by the tensor type and by the executor, is why it may cross threads.
public final class Buffer: @unchecked Sendable {
  /// The alignment of the first byte: a cache line, and the widest vector.
  public static let alignment = 64

  /// The size from which buffers start at scattered offsets within a page.
  public static let staggeringThreshold = 64 * 1024

  /// The first byte.
  public let bytes: UnsafeMutableRawPointer
  /// The bytes that may be used.
  public let byteCount: Int
  /// What the allocator returned.
  private let block: UnsafeMutableRawPointer

  /// `byteCount` bytes, all zero or with any content.
  public init(byteCount: Int, zeroed: Bool = false) {
    precondition(byteCount >= 0, "a buffer has no negative size")
    let isBig = byteCount >= Buffer.staggeringThreshold
    let room = max(byteCount, 1) + Buffer.alignment + (isBig ? 4096 : 0)
    guard let block = zeroed ? calloc(room, 1) : malloc(room) else {
      preconditionFailure("out of memory: \(byteCount) bytes")
    }
    var start = (Int(bitPattern: block) + Buffer.alignment - 1) & -Buffer.alignment
    if isBig { start += Buffer.stagger(for: start) }
    self.block = block
    self.byteCount = byteCount
    // `start` is at most alignment - 1 + 4032 behind `block`, which has room for both.
    self.bytes = block + (start - Int(bitPattern: block))
  }

  deinit { free(block) }

  /// Whether there are so many bytes now; to go beyond them would end the process.
  public static func isAvailable(byteCount: Int) -> Bool {
    let (room, overflow) = byteCount.addingReportingOverflow(8192)
    if let available = Memory.available, room > available { return false }
    // What the machine has, a limit of the process may still refuse.
    guard !overflow, let block = malloc(room) else { return false }
    free(block)
    return true
  }

  /// Memory of the given size with any content.
  public static func allocate(byteCount: Int) -> Buffer { Buffer(byteCount: byteCount) }

  /// The bytes by which a big buffer is moved within its first page: a multiple of the alignment.
  ///
  /// The allocator starts big blocks at the same offset in a page; loads and stores 4 KiB apart
  /// then wait for each other. Derived from the address, so that no counter is needed.
  private static func stagger(for address: Int) -> Int {
    let page = UInt64(UInt(bitPattern: address)) >> 12
    return Int((page &* 0x9E37_79B9_7F4A_7C15) >> 58) * alignment
  }
}
