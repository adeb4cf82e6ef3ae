import AirutConfig
import AirutWorker

/// Runs probes at the same time.
struct ProbeRun {
    let probes: [Probe]
    /// Takes a line when a probe begins, and one when it ends.
    let progress: @Sendable (String) -> Void

    /// In the order of ``probes``.
    func results() async -> [ProbeResult] {
        await withTaskGroup(of: (Int, ProbeResult).self) { group in
            for (index, probe) in probes.enumerated() {
                group.addTask {
                    progress("… \(probe.name)")
                    let result = ProbeResult(probe: probe.name, findings: await probe.run())
                    progress("\(result.failed ? "✗" : "✓") \(probe.name)")
                    return (index, result)
                }
            }
            var results: [Int: ProbeResult] = [:]
            for await (index, result) in group { results[index] = result }
            return probes.indices.compactMap { results[$0] }
        }
    }
}
