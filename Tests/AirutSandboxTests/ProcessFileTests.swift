import Foundation
import Testing

@testable import AirutSandbox

@Suite struct ProcessFileTests {
    @Test func `what is longer than a page is read to its end`() {
        #expect(ProcessFile.text("/proc/self/smaps").hasSuffix("\n"))
        #expect(ProcessFile.bytes("/proc/self/smaps").count > 4096)
    }

    private static let keepsFreed = ProcessInfo.processInfo.environment["ASAN_OPTIONS"] != nil

    /// In a process of its own: the tests beside this one take memory, too.
    @Test(.disabled(if: keepsFreed, "AddressSanitizer keeps what was freed"))
    func `files with nothing in them take no memory, however often they are read`() async {
        await #expect(processExitsWith: .success) {
            let before = ProcessFileTests.residentBytes
            for _ in 0..<50_000 { #expect(ProcessFile.bytes("/proc/self/timers").isEmpty) }
            // A page for each of them would be 200 MiB.
            #expect(ProcessFileTests.residentBytes - before < 100 << 20)
        }
    }

    private static var residentBytes: Int {
        let status = ProcessFile.text("/proc/self/status").split(separator: "\n")
        let line = status.first { $0.hasPrefix("VmRSS:") } ?? ""
        return (line.split { " \t".contains($0) }.dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }
}
