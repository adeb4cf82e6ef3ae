import AirutPolicy
import CGit2

/// What libgit2 asks and tells while it talks to a remote.
final class RemoteCallbacks {
    private let address: RemoteAddress
    private let credential: GitCredential?
    private var attempts = 0
    /// Why no (further) credential was given.
    private(set) var refusal: String?
    /// Why the remote did not take a reference, in its own words.
    private(set) var rejection: String?
    /// How much a fetch may bring.
    var maximumBytes = Int.max
    /// Whether a fetch was ended because it brought more.
    private(set) var isTooMuch = false

    init(address: RemoteAddress, credential: GitCredential?) {
        self.address = address
        self.credential = credential
    }

    /// Runs `body` with these callbacks filled into libgit2's form; they are valid only inside.
    @safe func using<Result>(_ body: (git_remote_callbacks) -> Result) -> Result {
        var callbacks = unsafe git_remote_callbacks()
        unsafe git_remote_init_callbacks(&callbacks, UInt32(GIT_REMOTE_CALLBACKS_VERSION))
        unsafe callbacks.payload = Unmanaged.passUnretained(self).toOpaque()
        unsafe callbacks.credentials = { out, url, user, allowed, payload in
            unsafe RemoteCallbacks.from(payload).credential(out, url: url, user: user, allowed: allowed)
        }
        unsafe callbacks.push_update_reference = { _, status, payload in
            if let status = unsafe status { unsafe RemoteCallbacks.from(payload).rejection = String(cString: status) }
            return 0
        }
        unsafe callbacks.transfer_progress = { progress, payload in
            guard let progress = unsafe progress?.pointee else { return 0 }
            return unsafe RemoteCallbacks.from(payload).take(progress.received_bytes)
        }
        return withExtendedLifetime(self) { unsafe body(callbacks) }
    }

    private static func from(_ payload: UnsafeMutableRawPointer?) -> RemoteCallbacks {
        // `using` always sets the payload.
        unsafe Unmanaged<RemoteCallbacks>.fromOpaque(payload!).takeUnretainedValue()
    }

    /// Answers the first question with the credential; a second means that it was refused. A server that was reached by a
    /// redirect gets nothing.
    private func credential(
        _ out: UnsafeMutablePointer<UnsafeMutablePointer<git_credential>?>?, url: UnsafePointer<CChar>?,
        user: UnsafePointer<CChar>?, allowed: UInt32
    ) -> Int32 {
        let place = unsafe url.map { unsafe String(cString: $0) } ?? ""
        guard address.isSameServer(as: place) else {
            return refuse("it redirects to another server, which gets no credential")
        }
        guard let credential else { return refuse("the server asks for a credential and none is configured") }
        let name = unsafe user.map { unsafe String(cString: $0) } ?? credential.username
        if allowed & GIT_CREDENTIAL_USERNAME.rawValue != 0 { return unsafe git_credential_username_new(out, name) }
        attempts += 1
        guard attempts == 1 else { return refuse("the server refused the credential") }
        if address.transport == .https, allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT.rawValue != 0,
            let token = credential.token
        {
            return unsafe git_credential_userpass_plaintext_new(out, credential.username, token)
        }
        if address.transport == .ssh, allowed & GIT_CREDENTIAL_SSH_KEY.rawValue != 0, let key = credential.sshKeyPath {
            return unsafe git_credential_ssh_key_new(out, name, nil, key, "")
        }
        return refuse("the server takes no credential of the configured kind")
    }

    /// Anything but 0 ends the transfer.
    private func take(_ receivedBytes: Int) -> Int32 {
        isTooMuch = receivedBytes > maximumBytes
        return isTooMuch ? GIT_EUSER.rawValue : 0
    }

    private func refuse(_ reason: String) -> Int32 {
        refusal = reason
        return GIT_EAUTH.rawValue
    }
}
