/// The end of what a build printed.
actor BuildLog {
    private var tail: [UInt8] = []

    func add(_ bytes: [UInt8]) {
        tail += bytes
        if tail.count > 16384 { tail = tail.suffix(8192) }
    }

    /// It begins once more.
    func clear() { tail = [] }

    /// Why the build failed.
    ///
    /// - Parameters:
    ///   - context: the folder that was built from; the repository's people know it under another name.
    ///   - dockerfile: if it is not in that folder.
    func error(_ result: ChildResult, context: String, dockerfile: String?, limits: ImageLimits) -> SandboxError {
        func hide(_ line: String) -> String {
            Self.hide(context, in: line.replacing(dockerfile ?? context + "/Dockerfile", with: "the Dockerfile"))
        }
        let errors = Self.lines(result.errorOutput).map(hide)
        let steps = Self.lines(tail).map(hide)
        let last = errors.last { $0.hasPrefix("Error: ") }
        let printed = steps.suffix(20) + errors.filter { $0 != last }.suffix(20)
        return SandboxError(
            kind: Self.kind(result, steps: steps, errors: errors), action: "build the image",
            reason: Self.reason(result, last, limits), log: printed.joined(separator: "\n"))
    }

    /// The names that a repository's people know for the folder of the image's files and the one around it.
    static func hide(_ context: String, in text: String) -> String {
        text.replacing(context, with: "the container folder")
            .replacing(BuildFolder.path(of: context), with: "the build's folder")
    }

    private static func reason(_ result: ChildResult, _ last: String?, _ limits: ImageLimits) -> String {
        switch result.ending {
        case .timedOut: "it took longer than \(limits.time / .seconds(1)) seconds"
        case .exited: last.map { String($0.dropFirst(7)) } ?? result.ending.reason
        default: result.ending.reason
        }
    }

    /// A build that did not come to its first step, or whose container could not be made, is not the Dockerfile's fault.
    private static func kind(_ result: ChildResult, steps: [String], errors: [String]) -> SandboxError.Kind {
        switch result.ending {
        case .timedOut: return .image
        case .exited: break
        default: return .other
        }
        let isBegun = steps.contains { $0.hasPrefix("STEP ") || $0.hasPrefix("[") }
        let isUnreadable = errors.contains { error in
            ["Dockerfile", "dockerfile", "FROM"].contains { error.contains($0) }
        }
        let isRuntimeBroken = errors.contains {
            $0.hasPrefix("error running container: ") && $0.contains("create failed")
        }
        return (isBegun || isUnreadable) && !isRuntimeBroken ? .image : .host
    }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
