import AirutModel

/// Reads what the server must know of a mail's header. Lenient: whoever needs the truth parses the mail properly.
enum HeaderReader {
    /// Values of all fields of that name (in lower case), unfolded, topmost first.
    static func values(in message: some Collection<UInt8>, field name: String) -> [String] {
        var values: [String] = []
        var isInside = false
        for line in lines(of: message) {
            if line.isEmpty { break }
            if line.first == " " || line.first == "\t" {
                if isInside, let last = values.popLast() {
                    values.append(last + " " + line.drop { $0 == " " || $0 == "\t" })
                }
                continue
            }
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            isInside = parts.count == 2 && parts[0].lowercased() == name
            if isInside { values.append(String(parts[1].drop { $0 == " " })) }
        }
        return values
    }

    /// The fields whose name (in lower case) satisfies the condition, as they stand, and an empty line.
    static func fields(in header: ArraySlice<UInt8>, where isWanted: (String) -> Bool) -> [UInt8] {
        var result: [UInt8] = []
        var isInside = false
        for line in header.split(separator: UInt8(ascii: "\n")) {
            if line.first != UInt8(ascii: " "), line.first != UInt8(ascii: "\t") {
                let name = line.prefix { $0 != UInt8(ascii: ":") }
                isInside = name.count < line.count && isWanted(String(decoding: name, as: UTF8.self).lowercased())
            }
            if isInside { result += line + [UInt8(ascii: "\n")] }
        }
        return result + [0x0D, 0x0A]
    }

    /// The address of the field, if there is exactly one such field with exactly one plain address.
    static func soleAddress(in message: [UInt8], field name: String) -> EmailAddress? {
        let values = values(in: message, field: name)
        guard values.count == 1, let value = values.first.map(withoutQuotedStrings) else { return nil }
        if let open = value.lastIndex(of: "<"), let close = value[open...].firstIndex(of: ">") {
            guard !value[..<open].contains("<") else { return nil }
            return EmailAddress(String(value[value.index(after: open)..<close]))
        }
        return EmailAddress(value.trimmingSuffix(while: { $0 == " " }))
    }

    /// A quoted display name may contain anything.
    private static func withoutQuotedStrings(_ value: String) -> String {
        var result = ""
        var (isQuoted, isEscaped) = (false, false)
        for character in value {
            if !isQuoted, character != "\"" { result.append(character) }
            if character == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = isQuoted && character == "\\" && !isEscaped
        }
        return result
    }

    /// The header's lines without their ends, up to and including the empty one.
    private static func lines(of message: some Collection<UInt8>) -> some Sequence<String> {
        message.lazy.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).lazy.map { line in
            String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> String {
        var text = self
        while let last = text.last, condition(last) { text.removeLast() }
        return text
    }
}
