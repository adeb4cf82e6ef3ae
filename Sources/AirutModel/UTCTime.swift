/// A moment taken apart in the proleptic Gregorian calendar, in UTC, and written as mail writes it.
public struct UTCTime: Sendable, Hashable {
    public let year: Int
    /// 1…12
    public let month: Int
    /// 1…31
    public let day: Int
    public let hour: Int
    public let minute: Int
    public let second: Int
    /// 0 is Sunday.
    public let weekday: Int

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    /// - Parameter seconds: since 1970-01-01 00:00 UTC, in whole seconds; leap seconds do not count.
    public init(secondsSince1970 seconds: Int) {
        let days = Self.floor(seconds, by: 86_400)
        let rest = seconds - days * 86_400
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
        weekday = (days + 4) - Self.floor(days + 4, by: 7) * 7
        // Years begin in March here, so that the leap day is the last of its year; eras are 400 years long.
        let shifted = days + 719_468
        let era = Self.floor(shifted, by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// `Sat, 21 Nov 2026 13:42:52 +0000` (RFC 5322 §3.3).
    public var mailDate: String {
        "\(Self.weekdays[weekday]), \(day) \(Self.months[month - 1]) \(Self.padded(year, 4)) \(time) +0000"
    }

    /// `21-Nov-2026 13:42:52 +0000` (`date-time` of RFC 3501 §9, without its quotes).
    public var imapDate: String {
        "\(Self.padded(day, 2))-\(Self.months[month - 1])-\(Self.padded(year, 4)) \(time) +0000"
    }

    private var time: String { "\(Self.padded(hour, 2)):\(Self.padded(minute, 2)):\(Self.padded(second, 2))" }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func floor(_ number: Int, by divisor: Int) -> Int {
        number >= 0 ? number / divisor : -((divisor - 1 - number) / divisor)
    }
}
