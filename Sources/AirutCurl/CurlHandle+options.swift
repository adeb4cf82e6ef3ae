import CCurl

extension CurlHandle {
    func set(_ option: CURLoption, _ value: Int) { _ = unsafe airut_curl_set_long(easy, option, value) }

    func set(_ option: CURLoption, size: Int) { _ = unsafe airut_curl_set_size(easy, option, curl_off_t(size)) }

    /// Curl copies the text. A text with a zero byte would be cut there: callers refuse it before.
    func set(_ option: CURLoption, _ text: String) { _ = unsafe airut_curl_set_text(easy, option, text) }

    /// The pointer must stay valid as long as the handle.
    @unsafe func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer?) {
        _ = unsafe airut_curl_set_pointer(easy, option, pointer)
    }

    func set(_ trust: Trust) {
        guard case .file(let path) = trust else { return }
        set(CURLOPT_CAINFO, path)
        unsafe set(CURLOPT_CAPATH, pointer: nil)
    }

    /// The address of the peer, numeric.
    var peerAddress: String? {
        var text: UnsafePointer<CChar>?
        guard unsafe airut_curl_get_text(easy, CURLINFO_PRIMARY_IP, &text) == CURLE_OK, let text = unsafe text else {
            return nil
        }
        return unsafe String(cString: text)
    }

    /// The last response code of the protocol, 0 if there was none.
    var responseCode: Int {
        var code = 0
        _ = unsafe airut_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &code)
        return code
    }

    /// The connection's socket; -1 if there is none.
    var socket: Int32 {
        var socket: curl_socket_t = -1
        _ = unsafe airut_curl_get_socket(easy, &socket)
        return socket
    }
}
