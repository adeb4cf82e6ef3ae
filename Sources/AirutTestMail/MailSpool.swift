import AirutModel

/// All mailboxes of the server, shared by its connections.
final class MailSpool: Sendable {
    private struct State {
        var folders: [FolderID: MailFolder] = [:]
        var observers: [Int: @Sendable () -> Void] = [:]
        var nextObserver = 0
    }

    private let state: Locked<State>
    let accounts: [TestMailAccount]

    init(accounts: [TestMailAccount]) {
        self.accounts = accounts
        var state = State()
        for account in accounts {
            for name in ["INBOX"] + account.folders {
                let folder = MailFolder(uidValidity: UInt32(1000 + state.folders.count))
                state.folders[FolderID(account: account.address, name: name)] = folder
            }
        }
        self.state = Locked(state)
    }

    func account(username: String, password: String) -> TestMailAccount? {
        accounts.first { $0.username == username && $0.password.reveal() == password }
    }

    /// The account that mail to this address, or to a subaddress, belongs to.
    func account(receiving address: EmailAddress) -> TestMailAccount? {
        accounts.first { $0.address == address }
            ?? accounts.first {
                $0.address.domain == address.domain && address.localPart.hasPrefix($0.address.localPart + "+")
            }
    }

    func folder(_ id: FolderID) -> MailFolder? { state.withLock { $0.folders[id] } }

    func folderNames(of account: EmailAddress) -> [String] {
        state.withLock { $0.folders.keys.filter { $0.account == account }.map(\.name).sorted() }
    }

    /// - Returns: whether there was none of that name.
    func createFolder(_ id: FolderID) -> Bool {
        state.withLock { state in
            guard state.folders[id] == nil else { return false }
            state.folders[id] = MailFolder(uidValidity: UInt32(1000 + state.folders.count))
            return true
        }
    }

    /// Changes a folder and tells the observers; `nil` when there is no such folder.
    @discardableResult
    func update<Result: Sendable>(_ id: FolderID, _ change: (inout MailFolder) -> Result) -> Result? {
        let (result, observers): (Result?, [@Sendable () -> Void]) = state.withLock { state in
            guard var folder = state.folders[id] else { return (nil, []) }
            let revision = folder.revision
            // The dictionary lets go of its copy, so that the change happens in place.
            state.folders[id] = nil
            let result = change(&folder)
            state.folders[id] = folder
            return (result, folder.revision == revision ? [] : Array(state.observers.values))
        }
        for notify in observers { notify() }
        return result
    }

    func observe(_ notify: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            state.nextObserver += 1
            state.observers[state.nextObserver] = notify
            return state.nextObserver
        }
    }

    func stopObserving(_ observer: Int) {
        state.withLock { state in state.observers[observer] = nil }
    }
}
