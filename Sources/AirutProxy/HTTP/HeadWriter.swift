import AirutPolicy
import NIOCore

/// Writes heads that can be read in one way only.
enum HeadWriter {
    /// - Throws: when a field could be taken for more than one, as a credential with a line break in it would.
    static func request(
        method: String, target: String, fields: [HeaderField], into buffer: inout ByteBuffer
    ) throws(HTTPProblem) {
        buffer.writeString(method)
        buffer.writeStaticString(" ")
        buffer.writeString(target)
        buffer.writeStaticString(" HTTP/1.1\r\n")
        try write(fields, into: &buffer)
    }

    static func response(
        status: Int, reason: String, fields: [HeaderField], into buffer: inout ByteBuffer
    ) throws(HTTPProblem) {
        buffer.writeStaticString("HTTP/1.1 ")
        buffer.writeString(String(status))
        buffer.writeStaticString(" ")
        buffer.writeString(reason)
        buffer.writeStaticString("\r\n")
        try write(fields, into: &buffer)
    }

    private static func write(_ fields: [HeaderField], into buffer: inout ByteBuffer) throws(HTTPProblem) {
        for field in fields {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(isTokenByte), isSafe(field.value) else {
                throw HTTPProblem("the field \(field.name) would break the header", status: 502)
            }
            buffer.writeString(field.name)
            buffer.writeStaticString(": ")
            buffer.writeString(field.value)
            buffer.writeStaticString("\r\n")
        }
        buffer.writeStaticString("\r\n")
    }

    private static func isSafe(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}
