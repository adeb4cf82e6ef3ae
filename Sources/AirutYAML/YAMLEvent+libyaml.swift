import CYAML

extension YAMLEvent {
    /// Copies what the event points to: it may be deleted afterwards.
    @unsafe init(_ event: yaml_event_t) {
        let data = unsafe event.data
        switch unsafe event.type {
        case YAML_ALIAS_EVENT: unsafe self.init(.alias(text(data.alias.anchor) ?? ""), at: event)
        case YAML_SCALAR_EVENT:
            let bytes = unsafe UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length)
            let style: YAMLNode.ScalarStyle = unsafe data.scalar.style == YAML_PLAIN_SCALAR_STYLE ? .plain : .quoted
            unsafe self.init(
                .scalar(String(decoding: bytes, as: UTF8.self), style), anchor: text(data.scalar.anchor),
                tag: text(data.scalar.tag), at: event)
        case YAML_SEQUENCE_START_EVENT:
            unsafe self.init(
                .sequenceStart, anchor: text(data.sequence_start.anchor), tag: text(data.sequence_start.tag),
                at: event)
        case YAML_MAPPING_START_EVENT:
            unsafe self.init(
                .mappingStart, anchor: text(data.mapping_start.anchor), tag: text(data.mapping_start.tag),
                at: event)
        case YAML_SEQUENCE_END_EVENT: unsafe self.init(.sequenceEnd, at: event)
        case YAML_MAPPING_END_EVENT: unsafe self.init(.mappingEnd, at: event)
        case YAML_DOCUMENT_START_EVENT: unsafe self.init(.documentStart, at: event)
        case YAML_DOCUMENT_END_EVENT: unsafe self.init(.documentEnd, at: event)
        case YAML_STREAM_START_EVENT: unsafe self.init(.start, at: event)
        default: unsafe self.init(.end, at: event)
        }
        isBlock =
            switch unsafe event.type {
            case YAML_SEQUENCE_START_EVENT: unsafe data.sequence_start.style == YAML_BLOCK_SEQUENCE_STYLE
            case YAML_MAPPING_START_EVENT: unsafe data.mapping_start.style == YAML_BLOCK_MAPPING_STYLE
            default: false
            }
        let isEnd = unsafe [YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT].contains(event.type)
        isUnwritten = unsafe isEnd && event.start_mark.index == event.end_mark.index
    }

    @unsafe private init(_ kind: Kind, anchor: String? = nil, tag: String? = nil, at event: yaml_event_t) {
        let (start, end) = unsafe (event.start_mark, event.end_mark)
        // A block scalar ends at the beginning of the line after it.
        let isPastEnd = end.column == 0 && end.line > start.line
        self.init(
            kind: kind, anchor: anchor, tag: tag, line: Int(start.line) + 1, column: Int(start.column) + 1,
            lastLine: Int(end.line) + (isPastEnd ? 0 : 1))
    }
}

private func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    unsafe pointer.map { unsafe String(cString: $0) }
}
