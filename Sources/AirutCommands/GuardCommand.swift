import AirutSandbox
import ArgumentParser

/// Not for people: `airut serve` starts it beside itself.
struct GuardCommand: ParsableCommand {
    static let name = "guard"
    static let configuration = CommandConfiguration(
        commandName: name, abstract: "Clean up after a server that was killed.", shouldDisplay: false)

    @Argument var mark: String
    @Argument var podman: String

    func run() { LeftoverGuard.watch(mark: mark, podman: podman) }
}
