import AirutSupervisor
import ArgumentParser

struct RetryMailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry-mail", abstract: "Send mails again to those who have not got them.",
        discussion: "Exit status: 0 they are being sent, 1 one of them cannot be, 2 no server runs.")

    @OptionGroup var server: RunningServer

    @Flag(help: "All that are undeliverable.")
    var all = false

    @Argument(help: "Numbers of mails, as `airut status` shows them.")
    var mails: [Int64] = []

    func validate() throws {
        guard all != !mails.isEmpty else { throw ValidationError("Name the mails, or say --all.") }
    }

    func run() async throws { try await server.carryOut(.retryMail(all ? nil : mails)) }
}
