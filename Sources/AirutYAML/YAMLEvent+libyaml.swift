import CYAML

extension YAMLEvent {
    /// Copies what the event points to: it may be deleted afterwards.
    @unsafe init(_ event: yaml_event_t) {
        let data = unsafe event.data
        switch unsafe event.type {
        case YAML_ALIAS_EVENT: unsafe self.init(.alias(text(data.alias.anchor) ?? ""), at: event.start_mark)
        case YAML_SCALAR_EVENT:
            let bytes = unsafe UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length)
            let style: YAMLNode.ScalarStyle = unsafe data.scalar.style == YAML_PLAIN_SCALAR_STYLE ? .plain : .quoted
            unsafe self.init(
                .scalar(String(decoding: bytes, as: UTF8.self), style), anchor: text(data.scalar.anchor),
                tag: text(data.scalar.tag), at: event.start_mark)
        case YAML_SEQUENCE_START_EVENT:
            unsafe self.init(
                .sequenceStart, anchor: text(data.sequence_start.anchor), tag: text(data.sequence_start.tag),
                at: event.start_mark)
        case YAML_MAPPING_START_EVENT:
            unsafe self.init(
                .mappingStart, anchor: text(data.mapping_start.anchor), tag: text(data.mapping_start.tag),
                at: event.start_mark)
        case YAML_SEQUENCE_END_EVENT: unsafe self.init(.sequenceEnd, at: event.start_mark)
        case YAML_MAPPING_END_EVENT: unsafe self.init(.mappingEnd, at: event.start_mark)
        case YAML_DOCUMENT_START_EVENT: unsafe self.init(.documentStart, at: event.start_mark)
        case YAML_DOCUMENT_END_EVENT: unsafe self.init(.documentEnd, at: event.start_mark)
        case YAML_STREAM_START_EVENT: unsafe self.init(.start, at: event.start_mark)
        default: unsafe self.init(.end, at: event.start_mark)
        }
    }

    private init(_ kind: Kind, anchor: String? = nil, tag: String? = nil, at mark: yaml_mark_t) {
        self.init(kind: kind, anchor: anchor, tag: tag, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}

private func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    unsafe pointer.map { unsafe String(cString: $0) }
}
