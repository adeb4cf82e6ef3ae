/// Names that mean only themselves in an allowlist, a Dockerfile and YAML.
enum PlainName {
    static func isHost(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix("-")
            && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2D || $0 == 0x2E }
    }

    static func isPath(_ text: String) -> Bool {
        text.hasPrefix("/") && !text.split(separator: "/").contains { $0 == "." || $0 == ".." }
            && text.utf8.allSatisfy { isLetterOrDigit($0) || "-._/+~".utf8.contains($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
