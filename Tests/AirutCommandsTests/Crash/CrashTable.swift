/// What happened, as text for a person.
struct CrashTable: Sendable {
    let plan: CrashPlan
    let strikes: [CrashPlan.Strike]
    let sent: [CrashMail]
    let inbox: CrashInbox
    let traces: RunTraces
    let findings: [CrashFinding]
    let duration: Duration

    var text: String {
        (["", "crash test, seed \(plan.seed), \(Int(duration / .seconds(1))) s"] + mails + kills + results + promises)
            .joined(separator: "\n")
    }

    private var mails: [String] {
        let kinds = CrashMail.Kind.allCases.map { kind in "\(kind.rawValue) \(sent.count { $0.kind == kind })" }
        return ["  mails       \(sent.count): \(kinds.joined(separator: ", "))"]
    }

    private var kills: [String] {
        let victims = CrashVictim.allCases
        let head = "  kills".padded(14) + "all".leftPadded(5) + victims.map { $0.rawValue.leftPadded(13) }.joined()
        let rows = CrashStage.allCases.map { stage in
            let own = strikes.filter { $0.stage == stage }
            let cells = victims.map { victim in own.count { $0.victim == victim } }
            return "    \(stage.rawValue)".padded(14) + "\(own.count)".leftPadded(5)
                + cells.map { ($0 == 0 ? "·" : "\($0)").leftPadded(13) }.joined()
        }
        let total =
            "    all".padded(14) + "\(strikes.count)".leftPadded(5)
            + victims.map { victim in "\(strikes.count { $0.victim == victim })".leftPadded(13) }.joined()
        return [head] + rows + [total]
    }

    private var results: [String] {
        let answered = sent.filter { $0.fate == .answered }
        let succeeded = answered.count { mail in inbox.answers(to: mail).contains { $0.reportsSuccess(of: mail.token) }
        }
        let interrupted = answered.count { mail in
            inbox.answers(to: mail).contains { $0.text.contains("was interrupted") }
        }
        let answers = sent.count { !inbox.answers(to: $0).isEmpty }
        return [
            "  answered    \(answers): \(succeeded) done, \(interrupted) interrupted, "
                + "\(answered.count - succeeded - interrupted) failed, \(answers - answered.count) refused",
            "  begun again \(traces.begunAgain), after the sender was told",
            "  duplicates  \(inbox.duplicates) (the same Message-ID)",
        ]
    }

    private var promises: [String] {
        findings.flatMap { finding in
            ["  \(finding.holds ? "holds" : "BROKEN")".padded(10) + finding.promise]
                + finding.violations.prefix(12).map { "            \($0)" }
        }
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    fileprivate func leftPadded(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
