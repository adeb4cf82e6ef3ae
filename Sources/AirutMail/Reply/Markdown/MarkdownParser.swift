import AirutModel
import CCmark

/// GitHub's Markdown (tables, strikethrough, task lists, bare links) by cmark-gfm. No pointer leaves this type.
enum MarkdownParser {
    /// By name. cmark-gfm keeps the characters they react to in a global table while it parses: one text at a time.
    private static let extensions: Locked<[String]> = {
        cmark_gfm_core_extensions_ensure_registered()
        return Locked(["table", "strikethrough", "autolink", "tasklist"])
    }()

    /// The document in reading order. Never fails: every text is Markdown. Ask ``MarkdownBudget`` before.
    static func events(of text: String) -> [MarkdownEvent] { extensions.withLock { walk(text, with: $0) } }

    private static func walk(_ text: String, with extensions: [String]) -> [MarkdownEvent] {
        guard let root = unsafe parse(text, with: extensions) else { return [] }
        defer { unsafe cmark_node_free(root) }
        guard let walk = unsafe cmark_iter_new(root) else { return [] }
        defer { unsafe cmark_iter_free(walk) }
        var events: [MarkdownEvent] = []
        // Counted here: to ask each table cell for its place takes time that grows with the square of their number.
        var column = 0
        while true {
            let step = unsafe cmark_iter_next(walk)
            guard step == CMARK_EVENT_ENTER || step == CMARK_EVENT_EXIT, let node = unsafe cmark_iter_get_node(walk)
            else { return events }
            let description = unsafe MarkdownNode(node, column: column)
            events.append(MarkdownEvent(node: description, isEntering: step == CMARK_EVENT_ENTER))
            switch description {
            case .tableRow: column = 0
            case .tableCell where step == CMARK_EVENT_EXIT: column += 1
            default: break
            }
        }
    }

    private static func parse(_ text: String, with extensions: [String]) -> OpaquePointer? {
        guard let parser = unsafe cmark_parser_new(CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE) else { return nil }
        defer { unsafe cmark_parser_free(parser) }
        for name in extensions {
            if let known = unsafe cmark_find_syntax_extension(name) {
                unsafe cmark_parser_attach_syntax_extension(parser, known)
            }
        }
        var text = text
        text.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) {
                unsafe cmark_parser_feed(parser, $0.baseAddress, $0.count)
            }
        }
        return unsafe cmark_parser_finish(parser)
    }
}
