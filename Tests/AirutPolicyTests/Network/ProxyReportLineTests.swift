import AirutPolicy
import FoundationEssentials
import Testing

struct ProxyReportLineTests {
    private static let reports: [ProxyReport] = [
        .ready(certificate: "-----BEGIN CERTIFICATE-----\nMII/+=\r\n-----END CERTIFICATE-----\n"),
        .verdict(ProxyVerdict(time: 1_763_748_000.123, kind: .dns, decision: .blocked, subject: "")),
        .verdict(
            ProxyVerdict(
                time: 0.5, kind: .request, decision: .allowed, subject: "https://api.example.org/a?…",
                host: "api.example.org", method: "GET", rule: "GET api.example.org/*", reason: "“it” said \"no\\",
                status: 200, requestBytes: 0, responseBytes: 1 << 40, milliseconds: -1,
                masks: ["A", "B\u{0}\u{1F}\u{7F}"],
                notes: ["\t\u{2028}\u{1F600}"], isWebSocket: true)),
    ]

    @Test(arguments: reports)
    func `a line holds what an encoder would have written`(_ report: ProxyReport) throws {
        let line = report.line()
        #expect(line.last == 0x0A && line.count { $0 < 0x20 } == 1)
        #expect(try JSONDecoder().decode(ProxyReport.self, from: Data(line)) == report)
        // What is left out, and how, is the encoder's choice, too.
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let members = { (json: Data) in try JSONDecoder().decode([String: JSONMember].self, from: json).keys.sorted() }
        #expect(try members(Data(line)) == members(try encoder.encode(report)))
    }
}

/// Any value.
private struct JSONMember: Decodable { init(from decoder: any Decoder) {} }
