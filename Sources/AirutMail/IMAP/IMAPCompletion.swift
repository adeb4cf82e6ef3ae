/// How a command ended, and the data that came with it.
struct IMAPCompletion: Hashable {
    let status: IMAPStatus
    /// Untagged responses that arrived during the command.
    let responses: [IMAPResponse]

    /// The argument of an untagged `OK` with that code.
    func argument(of code: String) -> String? {
        for case .status(let status) in responses where status.code == code { return status.argument }
        return nil
    }

    var fetches: [IMAPFetch] {
        responses.compactMap { if case .fetch(let fetch) = $0 { fetch } else { nil } }
    }

    var search: [UInt32] {
        responses.flatMap { response -> [UInt32] in
            guard case .search(let uids) = response else { return [] }
            return uids
        }
    }
}
