import ArgumentParser

struct OnboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "onboard", abstract: "Propose the .airut/ folder of a repository.",
        discussion: """
            Looks at the files of a working copy, runs nothing of it, and writes a Dockerfile, an allowlist and settings that \
            you review and commit. Existing files are never changed.

            Exit status: 0 written, 1 not written, 2 the folder cannot be read.
            """)

    @Argument(help: "The working copy.") var folder = "."

    func run() async throws {
        let checkout: Checkout
        do throws(Checkout.Failure) {
            checkout = try Checkout(path: folder)
        } catch {
            StandardStream.error.writeLine("airut: \(error)")
            throw ExitCode(2)
        }
        let proposal = OnboardProposal(checkout)
        do throws(NewFiles.Failure) {
            try NewFiles(folder: folder, files: proposal.files).write()
        } catch {
            StandardStream.error.writeLine("airut: \(error)")
            throw ExitCode(1)
        }
        StandardStream.output.write(OnboardReport(proposal: proposal, folder: folder).text)
    }
}
