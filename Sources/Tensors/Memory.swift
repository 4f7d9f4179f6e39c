import Glibc

/// The memory of the machine.
public enum Memory {
  /// The bytes that this process could still take without pushing others out: what is free on the
  /// machine, or in the group of processes that it belongs to if that has a limit of its own.
  ///
  /// `nil` where the system does not say. It reads two or three small files.
  public static var available: Int? {
    guard let free = entry("MemAvailable:", of: "/proc/meminfo") else { return nil }
    var bytes = (free + (entry("SwapFree:", of: "/proc/meminfo") ?? 0)) * 1024
    if let limit = text(of: "/sys/fs/cgroup/memory.max").flatMap(number),
      let used = text(of: "/sys/fs/cgroup/memory.current").flatMap(number)
    {
      bytes = min(bytes, limit - used)
    }
    return bytes
  }

  /// The number behind a word at the start of a line.
  private static func entry(_ word: String, of path: String) -> Int? {
    text(of: path)?.split(separator: "\n").first { $0.hasPrefix(word) }
      .flatMap { number(String($0.dropFirst(word.count))) }
  }

  /// The first number of a text.
  private static func number(_ text: String) -> Int? {
    Int(text.drop { $0 == " " }.prefix { $0.isNumber })
  }

  /// The beginning of a small file.
  private static func text(of path: String) -> String? {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(file, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
  }
}
