/// What people write below a mail, where no separator tells it from the mail: a closing phrase, their own name, below that
/// who and where they are, and what telephones add.
struct Signature {
    /// The words of the sender's name, in lower case.
    private let name: [String]

    /// - Parameter name: as the mail gives it.
    init(of name: String?) { self.name = Self.words(name ?? "") }

    /// How mail programs on telephones begin the line that they add.
    private static let additions = ["sent from", "sent via", "get outlook for", "gesendet von", "envoyé de"]
    private static let closings: Set<String> = [
        "thanks", "many thanks", "thank you", "thx", "cheers", "regards", "best", "best regards", "kind regards",
        "warm regards", "with best regards", "with kind regards", "best wishes", "all the best", "sincerely",
        "yours sincerely", "br", "danke", "vielen dank", "gruß", "grüße", "lg", "vg", "mfg", "liebe grüße",
        "viele grüße",
        "beste grüße", "schöne grüße", "freundliche grüße", "mit freundlichen grüßen", "merci", "cordialement",
        "bien cordialement", "gracias", "saludos", "un saludo", "grazie", "cordiali saluti", "saluti",
    ]
    /// Below the name.
    private static let mostDetails = 8
    private static let longestDetail = 60

    /// Whether these lines, without the empty ones, are a signature as a whole; none at all is one, too.
    func isAll(of lines: some Sequence<String>) -> Bool {
        var isSigned = false
        var (titles, contacts) = (0, 0)
        for line in lines where !Self.isAddition(line) {
            if isName(line) {
                isSigned = true
            } else if isSigned, Self.isContact(line) {
                contacts += 1
            } else if isSigned, Self.isTitle(line) {
                titles += 1
            } else if !isClosing(line) {
                return false
            }
        }
        // A title alone could be something to do.
        return titles + contacts <= Self.mostDetails && (titles == 0 || contacts > 0)
    }

    private static func isAddition(_ line: String) -> Bool {
        let line = line.lowercased()
        return additions.contains { line.hasPrefix($0) }
    }

    /// A closing phrase, maybe with the name behind it.
    private func isClosing(_ line: String) -> Bool {
        if Self.closings.contains(Self.words(line).joined(separator: " ")) { return true }
        guard let comma = line.firstIndex(of: ",") else { return false }
        return isClosing(String(line[..<comma])) && isName(String(line[line.index(after: comma)...]))
    }

    /// Some of the name's words in their order, or their first letters; at least one whole word.
    private func isName(_ line: String) -> Bool {
        let words = Self.words(line)
        guard words.contains(where: { $0.count > 1 && name.contains($0) }) else { return false }
        var rest = name[...]
        return words.allSatisfy { word in
            guard let index = rest.firstIndex(where: { $0 == word || word.count == 1 && $0.hasPrefix(word) }) else {
                return false
            }
            rest = rest[(index + 1)...]
            return true
        }
    }

    /// A telephone number or an address.
    private static func isContact(_ line: String) -> Bool {
        let words = line.split(whereSeparator: \.isWhitespace)
        return words.count == 1 && isAddress(words[0]) || isNumber(line)
    }

    /// What somebody is, or where: a few words that begin with capital letters, and no sentence or list.
    private static func isTitle(_ line: String) -> Bool {
        guard line.count <= longestDetail, !line.contains(where: { "!?;:*".contains($0) }) else { return false }
        let words = line.split(whereSeparator: \.isWhitespace)
            .filter { !["of", "and", "&", "for", "the", "|", "-", "–"].contains($0) }
        let isNumbered = words.first.map { $0.first?.isNumber == true && $0.last?.isPunctuation == true } ?? true
        return !isNumbered && words.count <= 6
            && words.allSatisfy { $0.first?.isUppercase == true || $0.first?.isNumber == true }
    }

    /// A mail address, or the first page of a site; a longer one may be something to look at.
    private static func isAddress(_ word: Substring) -> Bool {
        let isMail = word.count { $0 == "@" } == 1 && !word.contains("/")
        let host = word.hasPrefix("https://") ? word.dropFirst(8) : word
        return isMail || (host.hasPrefix("www.") || word != host) && !host.dropLast().contains("/")
    }

    private static func isNumber(_ line: String) -> Bool {
        let marks: Set<Character> = ["+", "-", "/", "(", ")", ".", " "]
        let number = line.drop { !$0.isNumber && $0 != "+" && $0 != "(" }
        let label = line[..<number.startIndex].lowercased().filter(\.isLetter)
        return ["", "t", "m", "p", "f", "tel", "mobile", "mob", "phone", "fax"].contains(label)
            && number.count(where: \.isNumber) >= 6 && number.allSatisfy { $0.isNumber || marks.contains($0) }
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
