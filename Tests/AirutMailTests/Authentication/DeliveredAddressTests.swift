import AirutMail
import AirutModel
import AirutPolicy
import Testing

@Suite struct DeliveredAddressTests {
    private let own = EmailAddress("airut@example.org")!

    private func detail(
        _ fields: [(String, String)] = [], to: [String] = [], cc: [String] = [], own: EmailAddress? = nil
    ) -> String? {
        let document = MessageDocument(
            fields: fields.map { .init(name: $0.0, value: $0.1) }, to: to.map { .init(name: nil, address: $0) },
            cc: cc.map { .init(name: nil, address: $0) })
        return DeliveredAddress(of: document, own: own ?? self.own)?.detail
    }

    @Test func `somebody else's subaddress is not ours`() {
        #expect(detail(to: ["bob+news@example.org", "airut+opus@example.org"]) == "opus")
        #expect(detail(to: ["airut+opus@elsewhere.org"]) == nil)
        #expect(detail(to: ["airutx+opus@example.org", "air+ut@example.org"]) == nil)
    }

    @Test func `what the server wrote comes before what the sender wrote`() {
        #expect(detail([("Delivered-To", "airut+haiku@example.org")], to: ["airut+opus@example.org"]) == "haiku")
        #expect(detail([("X-Original-To", "<AIRUT+Opus@Example.org>")], to: ["airut+sonnet@example.org"]) == "opus")
        #expect(detail([("Envelope-To", "x@y.z, airut+opus@example.org")], to: ["team@example.org"]) == "opus")
    }

    @Test func `a trace field without the subaddress does not hide it`() {
        #expect(detail([("Delivered-To", "airut@example.org"), ("X-Original-To", "airut+opus@example.org")]) == "opus")
        #expect(detail([("Delivered-To", "airut@example.org")], to: ["airut+opus@example.org"]) == "opus")
        #expect(detail([("Delivered-To", "airut@example.org")], cc: ["airut+opus@example.org"]) == "opus")
    }

    @Test func `our own address may have a subaddress itself`() {
        let own = EmailAddress("bot+airut@example.org")!
        #expect(detail(to: ["bot+airut+opus@example.org"], own: own) == "opus")
        #expect(detail(to: ["bot+opus@example.org"], own: own) == nil)
    }

    @Test func `without a subaddress the address is known all the same`() {
        let document = MessageDocument(to: [.init(name: nil, address: "Airut@example.org")])
        #expect(DeliveredAddress(of: document, own: own)?.address == own)
        #expect(DeliveredAddress(of: MessageDocument(), own: own) == nil)
        #expect(detail(to: ["airut+@example.org"]) == nil)
        #expect(detail([("Delivered-To", "\r\n;;<<>>,,airut+x y")], to: ["not an address"]) == nil)
    }
}
