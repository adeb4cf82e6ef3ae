public import FoundationEssentials

/// When a certificate expires.
public struct CertificateExpiry: Sendable, Hashable {
    public let date: Date

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// - Parameter text: as OpenSSL prints times, `Nov 21 17:39:11 2027 GMT`, or as later curls do,
    ///   `2027-11-21 17:39:11 GMT`.
    init?(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        let day: [Int]
        switch words.count {
        case 5:
            guard let month = Self.months.firstIndex(of: words[0]) else { return nil }
            day = [Int(words[3]), month + 1, Int(words[1])].compactMap(\.self)
        case 3: day = words[0].split(separator: "-").compactMap { Int($0) }
        default: return nil
        }
        let time = words[words.count == 5 ? 2 : 1].split(separator: ":").compactMap { Int($0) }
        guard day.count == 3, time.count == 3, words.last == "GMT" else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = DateComponents(
            year: day[0], month: day[1], day: day[2], hour: time[0], minute: time[1], second: time[2])
        guard let date = calendar.date(from: parts) else { return nil }
        self.date = date
    }

    /// Whole days left.
    public func days(from now: Date = Date()) -> Int { Int((date.timeIntervalSince(now) / 86_400).rounded(.down)) }
}
