import AirutModel
import AirutSandbox
import AirutStore
import FoundationEssentials
import Logging
import ServiceLifecycle

/// Forgets what nobody needs any more, and bounds what grows. Never an active conversation; a step or a folder that fails
/// stops no other.
///
/// | What | Until |
/// |---|---|
/// | a conversation: folders, tasks, mail | `execution.conversation_max_age_days` after its last activity |
/// | folders of a conversation that the store does not know | the same after the last change in them |
/// | a run's logs | the same after its end, and while all of the repository's take no more than 1 GiB |
/// | bytes of refused mail, of mail we sent, and what a delivered reply left in its outbox | 7 days |
/// | bytes of quarantined mail | 30 days |
/// | that a mail was refused or quarantined, and its answer if nobody would take it | 90 days |
/// | what no reference of a mirror leads to any more | a week, or until there is more of it than of the rest |
/// | caches of an image's builds | a day after the first, the server's end, or until a disk is short (`ImageBuilder`) |
/// | unfinished files of killed processes | a day, or until the next use of their place |
struct CleanUp: Sendable {
    let repository: RepositoryID
    let state: StateDirectory
    let store: Store
    let sandbox: Sandbox
    let images: ImageBuilder
    let maximumAge: Duration
    let ages: AgeClock
    /// Folders of unknown conversations that the log has named.
    let named: Locked<Set<String>>
    let logger: Logger
    /// Makes an old mirror, or one of many remains, anew.
    let renewMirror: @Sendable () async throws -> Void
    /// Images are not looked at before.
    let firstImageDate: Date

    static let interval: TimeInterval = 3600
    private static let day: TimeInterval = 86_400
    /// Refused mail is a stranger's: kept only as long as an operator may want to look at it.
    private static let refusedAge = 7 * day
    private static let quarantinedAge = 30 * day
    static let forgottenAge = 90 * day
    private static let mostLogBytes = 1 << 30

    func pass() async throws -> Date? {
        let maximumAge = TimeInterval(maximumAge.components.seconds)
        let now = ages.now(longestAge: max(maximumAge, Self.forgottenAge))
        let limit = now - maximumAge
        // First, since it goes piece by piece: a conversation takes what is left of its logs along at once.
        await step("bound the logs") {
            try await store.pruneLogs(repository, endedBefore: limit, keepingBytes: Self.mostLogBytes)
        }
        await step("forget idle conversations") { try await forgetConversations(lastActiveBefore: limit) }
        await step("remove folders") { try await removeFolders(at: now, unchangedSince: limit) }
        await step("purge mail") { try await purgeMail(answeredBefore: limit, at: now) }
        await step("renew the mirror") {
            try await cancelWhenGracefulShutdown { [renewMirror] in try await renewMirror() }
        }
        await step("give room back") { try await store.giveRoomBack() }
        await images.tidy()
        if firstImageDate < Date() { await step("remove images") { try await images.prune() } }
        return ages.clock.now + Self.interval
    }

    private func step(_ purpose: String, _ body: () async throws -> Void) async {
        guard !isEnding else { return }
        do {
            try await body()
        } catch {
            guard !isEnding else { return }
            logger.error("cannot \(purpose)", metadata: ["reason": "\(error)"])
        }
    }

    /// What is left to do is done by the next server.
    var isEnding: Bool { Task.isCancelled || Task.isShuttingDownGracefully }

    private func forgetConversations(lastActiveBefore limit: Date) async throws {
        for conversation in try await store.idleConversations(repository, lastActiveBefore: limit) {
            guard try await store.delete(conversation.id, unlessActiveSince: limit) else { continue }
            setAside(conversation.id)
            logger.info("forgot a conversation", metadata: ["conversation": "\(conversation.id)"])
        }
    }

    private func purgeMail(answeredBefore limit: Date, at now: Date) async throws {
        let refused = now - Self.refusedAge
        try await store.purgeRaw(.refused, of: repository, decidedBefore: refused)
        try await store.purgeRaw(.answered, of: repository, decidedBefore: limit)
        let quarantined = now - Self.quarantinedAge
        try await store.purgeRaw(.quarantined, of: repository, decidedBefore: quarantined)
        let forgotten = now - Self.forgottenAge
        try await store.forgetSetAside(repository, decidedBefore: forgotten)
        try await store.forgetUndeliverable(repository, triedBefore: forgotten)
        try await store.purgeSent(repository, before: refused)
        let count = try await store.messages(repository, state: .quarantined).count
        if count > 0 { logger.warning("messages are quarantined", metadata: ["count": "\(count)"]) }
    }

    /// What is this old and looks unfinished belongs to nobody any more, and a reply's files were sent before that.
    static func settled(_ now: Date) -> Date { now - day }
    static func delivered(_ now: Date) -> Date { now - refusedAge }
}
