import AirutPolicy
import CGit2

/// Turns a status of libgit2 into a thrown ``GitFailure`` when it is negative.
///
/// - Parameter action: what is being done, as a verb phrase.
func check(_ action: @autoclosure () -> String, _ status: Int32) throws(GitFailure) {
    guard status < 0 else { return }
    throw GitFailure(action: action(), status: status)
}

extension GitFailure {
    /// A failure from libgit2's status and its last message. The message counts only when it can belong to the status: after
    /// a callback's own code it is left over from earlier.
    init(action: String, status: Int32) {
        let last = unsafe git_error_last()
        let message = unsafe last.map { unsafe String(cString: $0.pointee.message) }
        let category = unsafe last.map { unsafe $0.pointee.klass } ?? 0
        self.init(
            kind: Self.kind(status: status, category: category, message: message ?? ""), action: action,
            reason: message.map(Self.trimmed) ?? "libgit2 gives status \(status)")
    }

    private static func trimmed(_ message: String) -> String {
        message.hasSuffix(".") ? String(message.dropLast()) : message
    }

    private static func kind(status: Int32, category: Int32, message: String) -> Kind {
        switch status {
        case GIT_EAUTH.rawValue: return .unauthorized
        case GIT_ECERTIFICATE.rawValue: return .other
        case GIT_EEOF.rawValue: return .unreachable
        default: break
        }
        if let code = httpStatus(in: message) {
            switch code {
            case 401, 403: return .unauthorized
            case 404, 410: return .notFound
            default: return .unreachable
            }
        }
        let network = [GIT_ERROR_NET, GIT_ERROR_SSL, GIT_ERROR_SSH, GIT_ERROR_HTTP].map {
            Int32(bitPattern: $0.rawValue)
        }
        return network.contains(category) ? .unreachable : .other
    }

    /// The code of libgit2's sentence "unexpected http status code: 503".
    private static func httpStatus(in message: String) -> Int? {
        guard message.contains("http status code"), let last = message.split(separator: " ").last else { return nil }
        return Int(last)
    }
}
