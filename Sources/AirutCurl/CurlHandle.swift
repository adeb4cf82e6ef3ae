import CCurl
import Glibc

/// Owns one curl easy handle inside a multi handle of its own, so that waiting can be interrupted.
///
/// Not thread-safe: keep it inside one actor. Every handle verifies certificate and name, raises no signals, and reads no
/// configuration from elsewhere.
@safe struct CurlHandle: ~Copyable {
    /// What is being done, for errors: "connect to imap.example.org:993".
    let action: String
    let easy: UnsafeMutableRawPointer
    private let multi: UnsafeMutableRawPointer
    private let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    /// What callbacks refer to.
    private var retained: [AnyObject] = []
    private var lists: [UnsafeMutablePointer<curl_slist>] = unsafe []

    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(action: String) throws(TransportError) {
        self.action = action
        guard Self.isReady, let easy = unsafe curl_easy_init() else { throw Self.outOfMemory(action) }
        guard let multi = unsafe curl_multi_init() else {
            unsafe curl_easy_cleanup(easy)
            throw Self.outOfMemory(action)
        }
        unsafe self.easy = unsafe easy
        unsafe self.multi = unsafe multi
        unsafe message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        unsafe set(CURLOPT_ERRORBUFFER, pointer: message)
        openPrivateSockets()
        set(CURLOPT_NOSIGNAL, 1)
        // Without it, giving up while the name is being resolved waits for the resolver.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    }

    deinit {
        unsafe curl_multi_remove_handle(multi, easy)
        unsafe curl_easy_cleanup(easy)
        unsafe curl_multi_cleanup(multi)
        unsafe lists.forEach { unsafe curl_slist_free_all($0) }
        unsafe message.deallocate()
    }

    /// Drives the handle to its end.
    ///
    /// With `CURLOPT_CONNECT_ONLY` the end is the established connection; the handle stays in the multi handle, which
    /// `curl_easy_send` and `curl_easy_recv` need.
    ///
    /// - Throws: ``TransportError``, or `CancellationError` when the task was cancelled.
    func perform(until deadline: Deadline, wake: WakeSignal) throws {
        try unsafe check(curl_multi_add_handle(multi, easy))
        while true {
            var running: Int32 = 0
            try unsafe check(curl_multi_perform(multi, &running))
            if let result = finishedResult() { return try check(result) }
            try Task.checkCancellation()
            guard !deadline.hasPassed else { throw error(.timedOut, "there was no answer in time") }
            var waiting = curl_waitfd(fd: wake.descriptor, events: Int16(CURL_WAIT_POLLIN), revents: 0)
            try unsafe check(curl_multi_poll(multi, &waiting, 1, deadline.pollMilliseconds, nil))
            wake.reset()
        }
    }

    private func finishedResult() -> CURLcode? {
        var remaining: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &remaining) {
            if unsafe message.pointee.msg == CURLMSG_DONE { return unsafe airut_curl_result(message) }
        }
        return nil
    }

    /// What curl noted about the last failure; may be empty.
    var details: String { unsafe String(cString: message) }

    /// Keeps an object that callbacks refer to as long as the handle lives, and gives the pointer to it.
    @unsafe mutating func retain(_ object: AnyObject) -> UnsafeMutableRawPointer {
        retained.append(object)
        return unsafe Unmanaged.passUnretained(object).toOpaque()
    }

    /// Keeps a list of texts as long as the handle lives.
    mutating func set(_ option: CURLoption, list texts: [String]) throws(TransportError) {
        var list: UnsafeMutablePointer<curl_slist>?
        for text in texts {
            guard let longer = unsafe curl_slist_append(list, text) else {
                unsafe curl_slist_free_all(list)
                throw Self.outOfMemory(action)
            }
            unsafe list = unsafe longer
        }
        guard let list = unsafe list else { return }
        unsafe lists.append(list)
        unsafe set(option, pointer: list)
    }

    private static func outOfMemory(_ action: String) -> TransportError {
        TransportError(kind: .unreachable, action: action, reason: "memory is exhausted")
    }
}
