import MartletFormats
import MartletShapes
import MartletTensors
import Testing

@Suite struct SafetensorsTests {
  @Test func fileOfTheFormatsOwnLayoutIsRead() throws {
    let tensors = try Safetensors.read("\(fixtures)/mixed.safetensors")
    #expect(tensors.names == ["count", "weight", "label"])
    #expect(tensors["weight"] == counted(.f32, [2, 3]))
    #expect(tensors["count"] == Tensor(scalar: Int64(0)))
    #expect(tensors["label"] == counted(.u8, [4]))
    #expect(tensors.metadata == ["made by": "ä test"])
  }

  @Test func everythingSurvivesARoundTrip() throws {
    var pairs = ElementType.allCases.map { ("\($0)", counted($0, $0 == .bool ? [2] : [3, 1])) }
    pairs += [("scalar", counted(.f32, [])), ("none", counted(.f64, [2, 0]))]
    pairs += [("\"\\\n日", counted(.u8, [3]))]
    let tensors = NamedTensors(pairs, metadata: ["a\u{1}": "b", "": "\"{}"])
    let bytes = Safetensors.bytes(of: tensors)
    let again = try Safetensors.tensors(in: file(bytes))
    #expect(again.metadata == tensors.metadata)
    for (name, tensor) in pairs { #expect(again[name] == tensor) }
    #expect(again.count == pairs.count)
    #expect(Safetensors.bytes(of: again) == bytes)
    let turned = NamedTensors(pairs.reversed(), metadata: tensors.metadata)
    #expect(Safetensors.bytes(of: turned) == bytes)
  }

  @Test func headerIsSortedAndAligned() {
    let tensors = NamedTensors([("b", counted(.f32, [1])), ("a", counted(.u8, [1]))])
    let bytes = Safetensors.bytes(of: tensors)
    let text = String(decoding: bytes[8..<bytes.count - 5], as: UTF8.self)
    let a = #""a":{"dtype":"U8","shape":[1],"data_offsets":[4,5]}"#
    let b = #""b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#
    #expect(text.hasPrefix("{\(a),\(b)}"))
    #expect((bytes.count - 5) % 8 == 0)
  }

  /// A file with the given header and as many bytes of data.
  private func safetensors(_ header: String, data: Int) -> InputFile {
    let length = UInt8(header.utf8.count)
    return file([length, 0, 0, 0, 0, 0, 0, 0] + header.utf8 + [UInt8](repeating: 0, count: data))
  }

  @Test(arguments: [
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 7, "ends at byte 8 of 7", 9),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 9, "1 bytes belong to no", 70),
    (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, 8, "needs 12 bytes", 62),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, 8, "no begin and end", 40),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#, 12, "follows a gap", 9),
    (#"{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}"#, 8, "is of type C64", 22),
    (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,8]}}"#, 8, "a whole number was", 37),
    (#"{"a":{"dtype":"F32","shape":[01],"data_offsets":[0,8]}}"#, 8, "a whole number was", 37),
    (#"{"a":{"dtype":"F32","shape":[2]}}"#, 8, "lacks one of", 9),
    (#"{"a":{"dtype":"F32","extra":[2]}}"#, 8, "the key `extra`", 28),
    (#"{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":1}"#, 0, "occurs twice", 61),
    (#"{"a":{"dtype":"F32","shape":[8589934592,8589934592],"data_offsets":[0,0]}}"#, 0, "large", 9),
    (#"{"a":{"dtype":"F32","shape":[99999999999999999999]}}"#, 0, "large", 37),
    (#"{"a""#, 0, "':' was expected", 12),
    (#"{"a\x":{}}"#, 0, "an escape of JSON", 11),
    (#"{"\ud800":{}}"#, 0, "a whole character", 10),
    (#"{"a":{}} x"#, 0, "lacks one of", 9),
    (#"[]"#, 0, "does not start with '{'", 8),
  ])
  func brokenHeadersAreRefused(_ header: String, _ data: Int, _ part: String, _ offset: Int) {
    let error = refusal { try Safetensors.tensors(in: safetensors(header, data: data)) }
    #expect(error?.message.contains(part) == true, "\(String(describing: error))")
    #expect(error?.location == .byte(offset), "\(String(describing: error))")
  }

  @Test func overlapIsRefused() {
    let a = #""a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}"#
    let b = #""b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}"#
    let error = refusal { try Safetensors.tensors(in: safetensors("{\(a),\(b)}", data: 6)) }
    #expect(error?.message == "the data of `b` overlaps the tensor before it")
  }

  @Test func impossibleHeaderLengthIsRefused() {
    let error = refusal { try Safetensors.tensors(in: file([UInt8](repeating: 0xFF, count: 9))) }
    #expect(error?.description == "f, byte 0: a header of 18446744073709551615 bytes is too long")
  }
}
