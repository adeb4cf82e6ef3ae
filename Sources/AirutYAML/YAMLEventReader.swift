import CYAML

/// Owns one `yaml_parser_t` and the bytes it reads.
@safe struct YAMLEventReader: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>

    init(_ bytes: [UInt8]) {
        unsafe parser = .allocate(capacity: 1)
        unsafe input = .allocate(capacity: bytes.count + 1)
        _ = unsafe input.initialize(from: bytes)
        // Fails only when out of memory, which Swift does not survive either.
        guard unsafe yaml_parser_initialize(parser) == 1 else {
            fatalError("cannot start a YAML parser: out of memory")
        }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe input.deallocate()
    }

    mutating func next() throws(YAMLFailure) -> YAMLEvent {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { unsafe yaml_event_delete(&event) }
        return unsafe YAMLEvent(event)
    }

    private func failure() -> YAMLFailure {
        let mark = unsafe parser.pointee.problem_mark
        let reason = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "unreadable"
        let context = unsafe parser.pointee.context.map { unsafe String(cString: $0) }
        let position = (line: Int(mark.line) + 1, column: Int(mark.column) + 1)
        if isTab(at: Int(mark.index)) {
            return YAMLFailure(position, "a tab cannot indent YAML: use spaces")
        }
        return YAMLFailure(position, "this is not YAML: \(reason)" + (context.map { " \($0)" } ?? ""))
    }

    /// Marks count characters: walk over the bytes that begin one.
    private func isTab(at character: Int) -> Bool {
        let starts = unsafe input.dropLast().lazy.filter { $0 & 0xC0 != 0x80 }
        return unsafe starts.dropFirst(character).first == UInt8(ascii: "\t")
    }
}
