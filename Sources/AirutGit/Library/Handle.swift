import AirutPolicy
import CGit2

/// Owns one object of libgit2 and frees it. Not thread-safe.
@safe struct Handle: ~Copyable {
    let pointer: OpaquePointer
    private let free: (OpaquePointer) -> Void

    /// Takes what `make` stores in its argument.
    ///
    /// - Parameters:
    ///   - action: what is being done, for the failure.
    ///   - free: the function of libgit2 that frees such an object.
    @safe init(
        _ action: @autoclosure () -> String, free: @escaping (OpaquePointer) -> Void,
        _ make: (inout OpaquePointer?) -> Int32
    ) throws(GitFailure) {
        Library.ready
        var pointer: OpaquePointer?
        try check(action(), unsafe make(&pointer))
        guard let pointer = unsafe pointer else {
            throw GitFailure(kind: .other, action: action(), reason: "libgit2 gave nothing")
        }
        unsafe self.pointer = pointer
        unsafe self.free = unsafe free
    }

    deinit { unsafe free(pointer) }
}
