/// Checks session identifiers, which come from the agent's output and go onto its next command line.
enum AgentSessionID {
    /// `nil` unless it is a plain word that no option parser could take for an option.
    static func checked(_ text: String?) -> String? {
        guard let text, (1...128).contains(text.utf8.count), text.utf8.first != UInt8(ascii: "-"),
            text.utf8.allSatisfy({ byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            })
        else { return nil }
        return text
    }
}
