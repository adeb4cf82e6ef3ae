import CCurl
import Glibc

extension CurlHandle {
    /// Keeps the connection to ourselves: curl's own sockets would be inherited by child processes, in which the
    /// connection would live on.
    func openPrivateSockets() {
        _ = unsafe airut_curl_set_opensocket(easy) { _, _, address in
            guard let address = unsafe address?.pointee else { return -1 }
            return Glibc.socket(
                address.family, address.socktype | Int32(SOCK_CLOEXEC.rawValue), address.`protocol`)
        }
    }

    /// Connects over a socket that is connected already, by way of a duplicate that curl closes.
    func perform(over socket: Int32, until deadline: Deadline, wake: WakeSignal) throws {
        let slot = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
        unsafe slot.initialize(to: fcntl(socket, F_DUPFD_CLOEXEC, 0))
        defer {
            if unsafe slot.pointee >= 0 { unsafe close(slot.pointee) }
            unsafe slot.deallocate()
        }
        guard unsafe slot.pointee >= 0 else { throw error(.unreachable, "no file descriptor is left") }
        unsafe set(CURLOPT_OPENSOCKETDATA, pointer: slot)
        _ = unsafe airut_curl_set_opensocket(easy) { context, _, _ in
            guard let slot = unsafe context?.assumingMemoryBound(to: Int32.self) else { return -1 }
            // A second attempt (another address) gets none.
            defer { unsafe slot.pointee = -1 }
            return unsafe slot.pointee
        }
        _ = unsafe airut_curl_set_sockopt(easy) { _, _, _ in Int32(CURL_SOCKOPT_ALREADY_CONNECTED) }
        try perform(until: deadline, wake: wake)
    }
}
