import AirutTestSupport
import Foundation

/// Whether the process runs (a zombie does not).
func isRunning(_ pid: Int32) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        let end = status.lastIndex(of: ")")
    else { return false }
    return !status[end...].hasPrefix(") Z")
}
