import AirutModel
import AirutStore
import AirutTestSupport
import FoundationEssentials

let web = RepositoryID("web")!
let alice = EmailAddress("alice@example.org")!
let bob = EmailAddress("bob@example.org")!

/// A time that is exact in every representation.
func time(_ seconds: Double) -> Date { Date(timeIntervalSince1970: 1_800_000_000 + seconds) }

func withStore<Result>(_ body: (Store) async throws -> Result) async throws -> Result {
    try await withTemporaryDirectory { try await body(Store(path: $0 + "/airut.sqlite")) }
}

func mail(
    _ uid: UInt32, validity: UInt32 = 1, id: String? = nil, content: String? = nil, repository: RepositoryID = web
) -> RawMail {
    let bytes = Array((content ?? "Subject: mail \(uid)\r\n\r\nHello\r\n").utf8)
    return RawMail(
        repository: repository, uidValidity: validity, uid: uid, internalDate: "1-Jan-2027 00:00:00 +0000",
        messageID: MessageID(id ?? "m\(uid)@example.org"), sha256: digest(bytes), bytes: bytes,
        receivedAt: time(Double(uid)))
}

/// Stands for a digest: the same for the same bytes (FNV-1a).
private func digest(_ bytes: [UInt8]) -> [UInt8] {
    let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return (0..<8).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) }
}

func reply(_ name: String = RandomToken.make(length: 8), _ kind: NewOutgoing.Kind = .reply) -> NewOutgoing {
    NewOutgoing(
        messageID: MessageID("\(name)@airut.example")!, kind: kind, recipients: [alice], raw: Array("Hi\r\n".utf8))
}

let request = AcceptedRequest(
    sender: alice, subject: "Fix it", acceptance: "DMARC passed", document: Data("{}".utf8))

extension Store {
    /// Whether what lies in that mail's place is recorded.
    func containsPlace(of mail: RawMail) async throws -> Bool {
        try await contains(
            mail.repository, uidValidity: mail.uidValidity, uid: mail.uid, byteCount: mail.bytes.count,
            internalDate: mail.internalDate)
    }

    /// A message that was accepted and queued.
    @discardableResult
    func ask(
        _ uid: UInt32, _ target: ConversationTarget? = nil, as request: AcceptedRequest = request, at now: Date? = nil
    ) async throws -> TaskID {
        let message = try await accept(mail(uid)).id
        return try await enqueue(
            message, as: request, into: target ?? .new(NewConversation(subject: "Fix it", model: "opus")),
            at: now ?? time(Double(uid)))
    }
}
