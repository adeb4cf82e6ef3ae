import FoundationEssentials

/// The encoding of mailbox names.
///
/// - SeeAlso: RFC 3501 §5.1.3.
enum ModifiedUTF7 {
    static func encode(_ name: String) -> String {
        var result = ""
        var pending: [UInt16] = []
        for unit in name.utf16 {
            guard (0x20...0x7E).contains(unit) else {
                pending.append(unit)
                continue
            }
            result += shifted(pending)
            pending = []
            result += unit == 0x26 ? "&-" : String(UnicodeScalar(UInt8(unit)))
        }
        return result + shifted(pending)
    }

    private static func shifted(_ units: [UInt16]) -> String {
        guard !units.isEmpty else { return "" }
        let bytes = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let base64 = Data(bytes).base64EncodedString().prefix { $0 != "=" }
        return "&" + base64.map { $0 == "/" ? "," : $0 } + "-"
    }
}
