import FoundationEssentials

extension DemoPrinter {
    func willRun(_ claude: DemoClaude) {
        title("0. The agent is the real Claude Code")
        line("The key in \(DemoClaude.variable) is used, and its owner is charged: some cents.")
        if !claude.version.hasPrefix("/") {
            line("Airut downloads Claude Code (\(claude.version)) when the first run begins: some hundred megabytes.")
        }
    }

    /// - Parameter evidence: speaks for the claim.
    func shown(_ evidence: DemoEvidence) {
        title("What became of the key")
        let hosts = evidence.hosts.joined(separator: ", ")
        line("Only \(hosts) was reached: \(evidence.requests) requests.")
        line("The proxy, outside of the container, put the real key into \(evidence.requestsWithKey) of them.")
        heading("What the containers had as \(DemoClaude.variable), as a hook of Claude Code wrote it down")
        for key in evidence.containerKeys { line(key) }
        line("None of these is the key. Each run gets another one.")
        heading("Where the real key was looked for")
        line(
            "In what was pushed, and in the \(evidence.searchedFiles) files that the server keeps: workspace, session, logs, database. It is nowhere."
        )
        line("By Claude Code's count all of it cost \(cents(evidence.costUSD)).")
    }

    private func cents(_ dollars: Double) -> String {
        let tenths = Int((dollars * 1000).rounded(.up))
        return "\(tenths / 10).\(tenths % 10) US cents"
    }
}
