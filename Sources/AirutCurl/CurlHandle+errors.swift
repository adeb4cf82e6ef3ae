import CCurl

extension CurlHandle {
    func error(_ kind: TransportError.Kind, _ reason: String) -> TransportError {
        TransportError(kind: kind, action: action, reason: reason)
    }

    /// The handle's failure `code` as a sentence.
    func check(_ code: CURLcode) throws(TransportError) {
        guard code != CURLE_OK else { return }
        let (kind, meaning) = Self.meaning(of: code)
        let general = unsafe String(cString: curl_easy_strerror(code))
        let detail = details.isEmpty ? general : details
        throw error(kind, meaning.map { "\($0) (\(detail))" } ?? detail)
    }

    func check(_ code: CURLMcode) throws(TransportError) {
        guard code != CURLM_OK else { return }
        throw error(.unreachable, unsafe String(cString: curl_multi_strerror(code)))
    }

    private static func meaning(of code: CURLcode) -> (TransportError.Kind, String?) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: (.unreachable, "the name has no address")
        case CURLE_COULDNT_CONNECT: (.unreachable, "nobody answers there")
        case CURLE_OPERATION_TIMEDOUT: (.timedOut, "there was no answer in time")
        case CURLE_PEER_FAILED_VERIFICATION: (.untrusted, "the server's certificate is not trusted")
        case CURLE_SSL_CACERT_BADFILE: (.untrusted, "the file of certificate authorities cannot be used")
        case CURLE_SSL_CONNECT_ERROR: (.unreachable, "no TLS connection could be made")
        case CURLE_FILESIZE_EXCEEDED, CURLE_WRITE_ERROR: (.tooLarge, "the answer is larger than allowed")
        case CURLE_URL_MALFORMAT: (.malformed, "the address is not usable")
        case CURLE_BAD_FUNCTION_ARGUMENT, CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL: (.malformed, nil)
        default: (.unreachable, nil)
        }
    }
}
