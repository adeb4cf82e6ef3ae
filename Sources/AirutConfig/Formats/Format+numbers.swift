extension Format<Int> {
    /// A whole number.
    static func integer(_ range: ClosedRange<Int>) -> Self {
        .scalar(
            "a whole number from \(range.lowerBound) to \(range.upperBound)",
            schema: .object([
                "type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound),
            ]), show: { "\($0)" }
        ) { text in NumberText.integer(text).flatMap { range.contains($0) ? $0 : nil } }
    }

    /// A number of bytes: digits and one of `b k m g t`, in powers of 1024, as Podman takes them.
    static func bytes(atLeast minimum: Int) -> Self {
        .scalar(
            "a size of at least \(ByteSize.text(minimum)), like 512m or 4g",
            schema: .object(["type": .array(["string", "integer"]), "pattern": "^[0-9]+[bkmgtBKMGT]?$"]),
            show: ByteSize.text
        ) { text in ByteSize.bytes(text).flatMap { $0 >= minimum ? $0 : nil } }
    }
}

extension Format<Double> {
    /// A number with or without decimals.
    static func number(_ range: ClosedRange<Double>) -> Self {
        .scalar(
            "a number from \(NumberText.short(range.lowerBound)) to \(NumberText.short(range.upperBound))",
            schema: .object([
                "type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound),
            ]), show: NumberText.short
        ) { text in NumberText.value(text).flatMap { range.contains($0) ? $0 : nil } }
    }
}

extension Format<Duration> {
    /// Seconds, or a number with one of the units `s m h d`.
    static func duration(_ range: ClosedRange<Duration>) -> Self {
        .scalar(
            "a time from \(DurationText.text(range.lowerBound)) to \(DurationText.text(range.upperBound)): "
                + "seconds, or a number with a unit, like 90s, 15m, 2h",
            schema: .object([
                "type": .array(["number", "string"]), "minimum": .number(DurationText.seconds(range.lowerBound)),
                "maximum": .number(DurationText.seconds(range.upperBound)), "pattern": "^[0-9]+(\\.[0-9]+)?[smhd]?$",
            ]), show: DurationText.text
        ) { text in DurationText.duration(text).flatMap { range.contains($0) ? $0 : nil } }
    }
}
