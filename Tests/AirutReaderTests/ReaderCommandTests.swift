import AirutPolicy
import AirutTestSupport
import Foundation
import Testing

@Suite struct ReaderCommandTests {
    private let message = """
        From: Alice <alice@example.org>
        To: airut+opus@example.net
        Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
        Message-ID: <1@example.org>
        Date: Fri, 03 May 2024 10:00:00 +0200

        Please fix the tests.
        """

    private func runReader(_ input: [UInt8]) async throws -> CommandResult {
        try await run([BuiltProgram.path("airut-reader")], input: input, mayFail: true)
    }

    @Test func `the executable answers a message with its document`() async throws {
        let request = try JSONEncoder().encode(ReaderRequest())
        let result = try await runReader(Array(request) + [0x0A] + mail(message))
        #expect(result.status == 0, "\(result.errorOutput)")
        let document = try JSONDecoder().decode(MessageDocument.self, from: result.output)
        #expect(document.from == [.init(name: "Alice", address: "alice@example.org")])
        #expect(document.to.map(\.address) == ["airut+opus@example.net"])
        #expect(document.subject == "Grüße")
        #expect(document.messageID == "1@example.org")
        #expect(document.date == 1_714_723_200)
        #expect(document.text == "Please fix the tests.")
        #expect(document.notes.isEmpty)
    }

    @Test(arguments: ["", "no request\nSubject: x\n\n", "{}\n", "{\"includesContent\":1}\nx"])
    func `an unusable request is a sentence on standard error`(input: String) async throws {
        let result = try await runReader(Array(input.utf8))
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.errorOutput.hasPrefix("airut-reader: cannot read the request: "))
    }

    @Test func `the executable survives what could exhaust the stack or the parser`() async throws {
        let request = try JSONEncoder().encode(ReaderRequest(includesContent: true))
        let groups = "From: " + String(repeating: "a:", count: 300_000) + "\n"
        let nested = String(repeating: "Content-Type: multipart/mixed; boundary=b\n\n--b\n", count: 3_000)
        let html = "Content-Type: text/html\n\n" + String(repeating: "<div><table>", count: 10_000) + "end"
        for hostile in [groups + "\nx", nested, html, String(repeating: "\0\u{FF}", count: 1_000)] {
            let result = try await runReader(Array(request) + [0x0A] + mail(hostile))
            #expect(result.status == 0, "\(result.errorOutput)")
            #expect(throws: Never.self) { try JSONDecoder().decode(MessageDocument.self, from: result.output) }
        }
    }
}
