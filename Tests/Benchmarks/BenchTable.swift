import Foundation

/// What was measured, each with its budget.
struct BenchTable: Sendable {
    struct Row: Sendable {
        let what: String
        let measured: String
        let budget: String
        let isWithin: Bool?
    }

    private(set) var rows: [Row] = []

    mutating func add(_ what: String, _ value: Double, _ unit: String, budget: Double? = nil, note: String = "") {
        let row = Row(
            what: what, measured: Self.text(value) + " " + unit + note,
            budget: budget.map { "≤ \(Self.text($0)) \(unit)" } ?? "",
            isWithin: budget.map { value <= $0 })
        rows.append(row)
        Self.tell(Self.line(row))
    }

    mutating func add(_ what: String, _ measured: String, budget: String = "", isWithin: Bool? = nil) {
        let row = Row(what: what, measured: measured, budget: budget, isWithin: isWithin)
        rows.append(row)
        Self.tell(Self.line(row))
    }

    var text: String { rows.map(Self.line).joined(separator: "\n") }

    var summary: String {
        let judged = rows.filter { $0.isWithin != nil }
        return "\(judged.count { $0.isWithin == true }) of \(judged.count) rows within budget"
    }

    /// Whoever reads it through a pipe wants to see it now.
    static func tell(_ text: String) {
        print("  \(text)")
        fflush(nil)
    }

    private static func line(_ row: Row) -> String {
        let verdict = row.isWithin.map { $0 ? "OK" : "over" } ?? ""
        let name = row.what.padding(toLength: max(66, row.what.count), withPad: " ", startingAt: 0)
        let budget = row.budget.padding(toLength: max(12, row.budget.count), withPad: " ", startingAt: 0)
        let wanted = verdict.padding(toLength: 5, withPad: " ", startingAt: 0)
        return "\(wanted) \(name) \(budget) \(row.measured)"
    }

    static func text(_ value: Double) -> String {
        abs(value) >= 100 ? "\(Int(value.rounded()))" : "\((value * 10).rounded() / 10)"
    }
}
