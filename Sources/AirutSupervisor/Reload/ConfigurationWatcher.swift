import AirutConfig
import FoundationEssentials
import Logging

/// Calls for a reload whenever the configuration file or its `.env` changed: once for many changes in a row.
struct ConfigurationWatcher: Sendable {
    let file: ConfigurationFile
    let logger: Logger
    let changed: @Sendable () async -> Void

    /// Editors write in several steps: what is quiet for so long is complete.
    private static let quiet: Duration = .milliseconds(250)
    /// Somebody who never stops writing is not waited for longer.
    private static let patience: Duration = .seconds(5)
    /// Network file systems announce nothing, and a system may have no watches left: looked at all the same.
    private static let period: Duration = .seconds(30)

    /// Ends when cancelled.
    func run() async {
        do {
            let watch = try FileWatch()
            await withTaskCancellationHandler {
                await run(watch)
            } onCancel: {
                watch.stop()
            }
        } catch {
            logger.warning(
                "changes of the configuration are noticed with a delay",
                metadata: ["reason": "\(error)", "at once": "airut reload"])
            await runWithoutWatch()
        }
    }

    private func run(_ watch: FileWatch) async {
        var last = file.firstStamps
        while !Task.isCancelled {
            await watch.watch(file.files)
            // What happened before the watch was there.
            var isChanged = stamps != last
            if !isChanged { isChanged = await watch.change(within: Self.period) }
            guard !Task.isCancelled else { return }
            guard isChanged || stamps != last else { continue }
            await settle(watch)
            last = stamps
            guard !Task.isCancelled else { return }
            await changed()
        }
    }

    private func settle(_ watch: FileWatch) async {
        let end = ContinuousClock.now + Self.patience
        repeat {
            await watch.watch(file.files)
        } while await watch.change(within: Self.quiet)
            && ContinuousClock.now < end
    }

    private func runWithoutWatch() async {
        var last = file.firstStamps
        while !Task.isCancelled {
            if stamps != last {
                last = stamps
                await changed()
            }
            try? await Task.sleep(for: Self.period)
        }
    }

    private var stamps: [FileStamp] { file.files.map(FileStamp.init) }
}
