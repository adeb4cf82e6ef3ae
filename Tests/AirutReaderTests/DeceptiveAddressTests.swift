import AirutPolicy
import Testing

/// Addresses and names end up in logs and terminals.
@Suite struct DeceptiveAddressTests {
    private static let deceivers: Set<Unicode.Scalar> = [
        "\u{7}", "\u{1B}", "\u{7F}", "\u{85}", "\u{9B}", "\u{AD}", "\u{200B}", "\u{200E}", "\u{202E}", "\u{2066}",
        "\u{2069}",
        "\u{2028}", "\u{FEFF}", "\u{E0041}",
    ]

    @Test(arguments: [
        "\"a\u{9B}31mb\" <x@y.example>", "a\u{202E}b <x@y.example>", "=?utf-8?q?a=C2=9B31m?= <x@y.example>",
        "=?utf-8?b?4oCuZXZpbA==?= <x@y.example>", "=?utf-8?q?a=1B=5B31m=0Ab?= <x@y.example>",
        "x\u{9B}@y.example", "<x@y\u{202E}.example>", "\u{200B}x@y.example", "\"x\u{1B}[1m\"@y.example",
        "x@y.example\u{85}", "\u{FEFF}a <x@y\u{E0041}.example>", "x <\u{2066}x@y.example\u{2069}>",
    ])
    func `names and addresses have no controls and nothing invisible`(field: String) {
        for name in ["From", "To", "Cc"] {
            let document = read("\(name): \(field)\n\nx")
            let mailboxes = document.from + document.to + document.cc
            #expect(!mailboxes.isEmpty)
            for mailbox in mailboxes {
                let scalars = (mailbox.address + (mailbox.name ?? "")).unicodeScalars
                #expect(!scalars.contains { Self.deceivers.contains($0) || $0.properties.generalCategory == .control })
            }
        }
    }

    @Test(arguments: ["bo\u{200B}ss@corp.example", "boss@corp\u{AD}.example", "boss@corp.example\u{FEFF}"])
    func `an address does not become another one by being cleaned`(field: String) {
        #expect(!read("From: <\(field)>\n\nx").from.contains { $0.address == "boss@corp.example" })
    }

    @Test func `a name stays readable`() {
        let mailbox = read("From: =?utf-8?q?Gr=C3=BC=C3=9F_=C2=A0 Gott?= <x@y.example>\n\nx").from.first
        #expect(mailbox?.address == "x@y.example")
        #expect(read("From: \"Ŵéí  rd\tñame 名\" <x@y.example>\n\nx").from.first?.name == "Ŵéí rd ñame 名")
    }

    @Test func `a field that was cut does not look complete`() {
        let document = read("From: boss@corp.example\(String(repeating: " ", count: 70_000))att@corp.example\n\nx")
        #expect(document.values(of: "From").first?.hasSuffix("boss@corp.example") == false)
        #expect(document.notes.contains { $0.contains("header is too large") })
    }
}
