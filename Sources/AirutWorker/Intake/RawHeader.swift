import AirutModel

/// What must be known of a message before anything may parse it: its identifier, and where its header ends.
enum RawHeader {
    /// The header and the empty line after it; everything when there is none.
    static func bytes(of message: [UInt8]) -> [UInt8] {
        var isLineEmpty = true
        for (index, byte) in message.enumerated() {
            if byte == 0x0A, isLineEmpty { return Array(message[...index]) }
            if byte == 0x0A { isLineEmpty = true } else if byte != 0x0D { isLineEmpty = false }
        }
        return message
    }

    /// The first `Message-ID` of the header, if it is a plain one on its own or the next line (RFC 5322 §3.6.4, §2.2.3).
    static func messageID(in message: [UInt8]) -> MessageID? {
        var lines = message.prefix(1 << 16).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .lazy.map { String(decoding: $0, as: UTF8.self) }[...]
        while let line = lines.popFirst(), line.contains(where: { !$0.isWhitespace }) {
            guard line.lowercased().hasPrefix("message-id:") else { continue }
            let folded = lines.first.flatMap { $0.first == " " || $0.first == "\t" ? $0 : nil } ?? ""
            let value = line.dropFirst("message-id:".count) + folded
            return MessageID(value.filter { !$0.isWhitespace })
        }
        return nil
    }
}
