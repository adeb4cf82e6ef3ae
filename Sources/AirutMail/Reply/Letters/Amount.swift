import AirutModel
import FoundationEssentials

/// Writes amounts as a person reads them, the same in every locale.
enum Amount {
    /// `Sat, 21 Nov 2026 13:34 UTC`: the next full minute.
    static func text(_ moment: Date) -> String {
        let minutes = Int((moment.timeIntervalSince1970 / 60).rounded(.up))
        return UTCTime(secondsSince1970: minutes * 60).mailDate.replacing(":00 +0000", with: " UTC")
    }

    /// `42 s`, `3 min 20 s`, `1 h 5 min`
    static func text(_ duration: Duration) -> String {
        let seconds = max(0, Int(duration.components.seconds))
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds / 60) min \(seconds % 60) s"
        default:
            let minutes = seconds / 60 % 60
            return minutes == 0 ? "\(seconds / 3600) h" : "\(seconds / 3600) h \(minutes) min"
        }
    }

    /// `$0.0421` below a dollar, `$12.50` above.
    static func text(dollars: Double) -> String {
        guard dollars.isFinite, dollars >= 0, dollars < 1e9 else { return "$?" }
        let places = dollars < 1 ? 4 : 2
        let unit = places == 4 ? 10_000 : 100
        let parts = Int((dollars * Double(unit)).rounded())
        let fraction = String(parts % unit)
        return "$\(parts / unit).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
    }

    /// `25 MB`, `1.5 MB`, `300 kB` (decimal units)
    static func text(bytes: Int) -> String {
        switch bytes {
        case ..<1000: return "\(bytes) bytes"
        case ..<1_000_000: return "\(bytes / 1000) kB"
        default:
            let tenths = bytes / 100_000
            return tenths % 10 == 0 ? "\(tenths / 10) MB" : "\(tenths / 10).\(tenths % 10) MB"
        }
    }
}
