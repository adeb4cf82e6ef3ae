import Glibc

/// Gives a new folder to `body` and removes it afterwards, whatever happened and whoever owns what is in it.
///
/// Its path is short enough for sockets in it, wherever `TMPDIR` points, and every user may pass through it.
///
/// - Throws: what `body` throws; ``TestFailure`` when something in the folder cannot be removed.
public func withTemporaryDirectory<Result>(_ body: (_ path: String) async throws -> Result) async throws -> Result {
    var template = Array("/tmp/airut-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
        throw TestFailure("cannot make a temporary folder: \(String(cString: strerror(errno)))")
    }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    chmod(path, 0o755)
    let result: Result
    do {
        result = try await body(path)
    } catch {
        try? await remove(path)
        throw error
    }
    try await remove(path)
    return result
}

/// What a test started may still be writing while it ends, and folders may forbid their owner to change them.
private func remove(_ path: String) async throws {
    var reason = ""
    for _ in 0..<50 {
        let result = try await run(["rm", "-rf", path], mayFail: true)
        guard result.status != 0 else { return }
        reason = result.errorOutput
        try await run(["chmod", "-R", "u+rwX", path], mayFail: true)
    }
    throw TestFailure("cannot remove \(path): \(reason)")
}
