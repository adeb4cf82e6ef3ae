import AirutWorker

/// What one probe found out.
struct ProbeResult: Codable, Hashable, Sendable {
    let probe: String
    let findings: [ProbeFinding]

    var failed: Bool { findings.contains { $0.severity == .error } }

    /// A line for each finding; servers' own words in it cannot reach the terminal as controls.
    var text: String {
        findings.map { finding in
            let mark = finding.severity == .ok ? "ok" : finding.severity.rawValue
            let plain = finding.sentence.unicodeScalars.map { $0.properties.generalCategory == .control ? "�" : $0 }
            return "\(probe): \(mark): \(String(String.UnicodeScalarView(plain)))\n"
        }.joined()
    }
}
