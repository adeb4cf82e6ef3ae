import AirutConfig
import AirutStore
import Crypto
import FoundationEssentials

/// What the store knows about a mail, looked at only.
struct Past {
    var store: Store?
    var stored: MessageRecord?
    var lookups = IntakeLookups.believing
    /// Why nothing is known.
    var doubt: String?

    /// - Parameter bytes: as the server would store them.
    init(of bytes: [UInt8], repository: RepositorySettings, database: String) async throws {
        guard FileManager.default.fileExists(atPath: database) else {
            doubt = "There is no store yet: what the mail says about its conversation is believed."
            return
        }
        do {
            let store = try Store(reading: database)
            let (messageID, digest) = (RawHeader.messageID(in: bytes), Array(SHA256.hash(data: bytes)))
            stored = try await store.message(withMessageID: messageID, sha256: digest, in: repository.id)
            lookups = IntakeLookups(store: store) { sender in
                guard let messageID else { return nil }
                return try await store.twin(of: messageID, sha256: digest, sender: sender, in: repository.id)
            }
            self.store = store
        } catch let error as StoreError {
            doubt = "What the mail says about its conversation is believed, because airut \(error)."
        }
    }
}
