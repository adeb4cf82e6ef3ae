import CCurl

/// What curl delivers in callbacks while a handle is driven: head lines and body.
///
/// Used from the handle's thread only.
final class Reception {
    private(set) var lines: [String] = []
    private(set) var body: [UInt8] = []
    /// What the sink failed with; ended the exchange.
    private(set) var sinkError: TransportError?
    private let maximumBodyBytes: Int
    private let sink: Download?
    private var headBytes = 0
    private static let maximumHeadBytes = 256 << 10

    /// - Parameter sink: takes the body of a successful answer instead of ``body``.
    init(maximumBodyBytes: Int, sink: Download? = nil) {
        self.maximumBodyBytes = maximumBodyBytes
        self.sink = sink
    }

    fileprivate func addLine(_ bytes: UnsafeRawBufferPointer) -> Bool {
        headBytes += bytes.count
        guard headBytes <= Self.maximumHeadBytes else { return false }
        var line = unsafe String(decoding: bytes, as: UTF8.self)
        while line.unicodeScalars.last?.properties.isWhitespace == true { line.unicodeScalars.removeLast() }
        lines.append(line)
        return true
    }

    fileprivate func addBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        do throws(TransportError) {
            if let sink, try unsafe sink.take(bytes, after: lines) { return true }
        } catch {
            sinkError = error
            return false
        }
        guard body.count + bytes.count <= maximumBodyBytes else { return false }
        unsafe body.append(contentsOf: bytes)
        return true
    }
}

extension CurlHandle {
    /// Delivers head lines and body to `reception`.
    mutating func deliver(to reception: Reception) {
        let context = unsafe retain(reception)
        unsafe set(CURLOPT_HEADERDATA, pointer: context)
        unsafe set(CURLOPT_WRITEDATA, pointer: context)
        _ = unsafe airut_curl_set_transfer(easy, CURLOPT_HEADERFUNCTION) { data, size, count, context in
            let reception = unsafe Unmanaged<Reception>.fromOpaque(context!).takeUnretainedValue()
            return unsafe reception.addLine(UnsafeRawBufferPointer(start: data, count: size * count)) ? size * count : 0
        }
        _ = unsafe airut_curl_set_transfer(easy, CURLOPT_WRITEFUNCTION) { data, size, count, context in
            let reception = unsafe Unmanaged<Reception>.fromOpaque(context!).takeUnretainedValue()
            return unsafe reception.addBody(UnsafeRawBufferPointer(start: data, count: size * count)) ? size * count : 0
        }
    }
}
