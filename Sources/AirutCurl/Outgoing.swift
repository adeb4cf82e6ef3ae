import CCurl

/// Bytes that curl fetches in a callback while a handle is driven. Used from the handle's thread only.
final class Outgoing {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    fileprivate func take(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - position)
        unsafe buffer.copyBytes(from: bytes[position..<position + count])
        position += count
        return count
    }
}

extension CurlHandle {
    /// Sends these bytes as the upload.
    mutating func upload(_ bytes: [UInt8]) {
        set(CURLOPT_UPLOAD, 1)
        set(CURLOPT_INFILESIZE_LARGE, size: bytes.count)
        unsafe set(CURLOPT_READDATA, pointer: retain(Outgoing(bytes)))
        _ = unsafe airut_curl_set_transfer(easy, CURLOPT_READFUNCTION) { data, size, count, context in
            let outgoing = unsafe Unmanaged<Outgoing>.fromOpaque(context!).takeUnretainedValue()
            return unsafe outgoing.take(into: UnsafeMutableRawBufferPointer(start: data, count: size * count))
        }
    }
}
