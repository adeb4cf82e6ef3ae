/// Gives each attachment a name that is safe in one folder and unique in the message.
struct FileNames {
    private var taken: Set<String> = []
    private var counters: [String: Int] = [:]

    private static let maximumBytes = 200

    /// - Parameters:
    ///   - suggestion: what the sender called it, possibly a path.
    ///   - fallback: the name, with extension, when the suggestion has nothing usable.
    mutating func unique(_ suggestion: String?, fallback: String) -> String {
        let safe = suggestion.map(Self.safe) ?? ""
        let name = safe.isEmpty ? fallback : safe
        // Folders may ignore case, and "a.txt" must not replace "A.txt" there.
        if taken.insert(name.lowercased()).inserted { return name }
        let (stem, ending) = Self.split(name)
        var number = counters[name.lowercased(), default: 1]
        while true {
            number += 1
            let suffix = "-\(number)\(ending)"
            let candidate = stem.prefix(bytes: Self.maximumBytes - suffix.utf8.count) + suffix
            if taken.insert(candidate.lowercased()).inserted {
                counters[name.lowercased()] = number
                return candidate
            }
        }
    }

    /// The last component without controls, invisible characters, leading dots and trailing dots or spaces.
    private static func safe(_ name: String) -> String {
        let last = name.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        var scalars = String.UnicodeScalarView()
        for scalar in last.onOneLine().unicodeScalars where isVisible(scalar) { scalars.append(scalar) }
        let visible = String(scalars).drop { $0 == "." || $0 == " " || $0 == "-" }
        let (stem, ending) = split(String(visible))
        var cut = stem.prefix(bytes: maximumBytes - ending.utf8.count) + ending
        while let last = cut.last, last == "." || last == " " { cut.removeLast() }
        return cut
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }

    /// The name without its extension, and that with its dot; an absurdly long extension is none.
    private static func split(_ name: String) -> (stem: String, ending: String) {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex, name[dot...].utf8.count <= 20 else {
            return (name, "")
        }
        return (String(name[..<dot]), String(name[dot...]))
    }
}
