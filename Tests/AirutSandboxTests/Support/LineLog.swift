/// Lines as a child wrote them.
actor LineLog {
    private(set) var lines: [String] = []

    func add(_ bytes: [UInt8]) { lines.append(String(decoding: bytes, as: UTF8.self)) }

    var text: String { lines.joined(separator: "\n") }

    /// Every number in the text.
    var numbers: [Int32] { text.split { !$0.isNumber }.compactMap { Int32($0) } }
}
