/// Times as text: `90`, `90s`, `15m`, `2h`, `7d`.
enum DurationText {
    private static let units: [(letter: Character, seconds: Double)] = [
        ("d", 86400), ("h", 3600), ("m", 60), ("s", 1),
    ]

    static func duration(_ text: String) -> Duration? {
        let unit = units.first { text.last == $0.letter }
        guard let count = NumberText.value(unit == nil ? text : String(text.dropLast())), count < 1e9 else {
            return nil
        }
        return .milliseconds(Int64((count * (unit?.seconds ?? 1) * 1000).rounded()))
    }

    /// In the largest unit that leaves no remainder.
    static func text(_ duration: Duration) -> String {
        let seconds = seconds(duration)
        let unit = units.first { seconds >= $0.seconds && seconds.remainder(dividingBy: $0.seconds) == 0 }
        return NumberText.short(seconds / (unit?.seconds ?? 1)) + String(unit?.letter ?? "s")
    }

    static func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }
}
