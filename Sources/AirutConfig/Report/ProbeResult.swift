/// Everything that one probe of what a configuration names showed.
public struct ProbeResult: Hashable, Sendable {
    /// What was tried, for people: `web: mailbox`.
    public let probe: String
    public let findings: [ProbeFinding]

    public init(probe: String, findings: [ProbeFinding]) {
        self.probe = probe
        self.findings = findings
    }

    public var failed: Bool { findings.contains { $0.severity == .error } }

    func count(_ severity: ProbeFinding.Severity) -> Int { findings.count { $0.severity == severity } }

    /// A line for each finding; servers' own words in it cannot reach the terminal as controls.
    func text(_ style: TextStyle) -> [String] {
        findings.map { "\(TextStyle.harmless(probe)): \(Self.mark($0, style)) \(TextStyle.harmless($0.sentence))" }
    }

    private static func mark(_ finding: ProbeFinding, _ style: TextStyle) -> String {
        switch finding.severity {
        case .ok: style.added("ok:")
        case .warning: style.warning("warning:")
        case .error: style.error("error:")
        }
    }

    var json: JSON {
        let findings = findings.map { finding in
            JSON.object(["severity": .text(finding.severity.rawValue), "message": .text(finding.sentence)])
        }
        return .object(["probe": .text(probe), "findings": .array(findings)])
    }
}
