import AirutMail
import AirutModel
import AirutTestForge
import AirutTestMail
import Foundation

@testable import AirutCommands

/// One repository of a ``World``: its mailbox's address, its git remote and its forge.
struct Site: Sendable {
    /// A site before its forge listens.
    struct Plan: Sendable {
        let name: String
        let address: EmailAddress
        let folder: DemoFolder

        /// - Parameter number: from 0; the first is the demonstration's repository and lies in the world's own folder.
        init(number: Int, folder: DemoFolder) {
            name = number == 0 ? "fruits" : "fruits-\(number + 1)"
            // Letters, digits and a hyphen: always a valid address.
            address = number == 0 ? DemoAddresses.airut : EmailAddress("airut-\(number + 1)@airut.test")!
            self.folder = number == 0 ? folder : DemoFolder(path: "\(folder.path)/\(name)")
        }

        var account: TestMailAccount {
            TestMailAccount(address: address, password: DemoAddresses.password(of: DemoAddresses.airut))
        }
    }

    let name: String
    let address: EmailAddress
    let repository: DemoRepository
    let forge: TestForge
    let forgeURL: String

    /// Makes the planned repositories; their forges listen while `body` runs.
    static func with(
        _ plans: [Plan], agent: Data, files: [String: Data?], made: [Site] = [],
        _ body: @Sendable ([Site]) async throws -> Void
    ) async throws {
        guard let plan = plans.first else { return try await body(made) }
        let repository = DemoRepository(folder: plan.folder)
        try await repository.create(changing: files)
        try plan.folder.write(agent, to: plan.folder.agent, permissions: 0o755)
        let forge = TestForge(repository: "demo/\(plan.name)", token: Secret(DemoServerFile.forgeToken)) { branch in
            await repository.hasBranch(branch) ? branch : nil
        }
        try await withTestForge(forge) { forge, url in
            let site = Site(
                name: plan.name, address: plan.address, repository: repository, forge: forge, forgeURL: url)
            try await with(Array(plans.dropFirst()), agent: agent, files: files, made: made + [site], body)
        }
    }

    func serverFile(mail: TestMailServer) -> DemoServerFile {
        DemoServerFile(
            folder: repository.folder, mail: mail, forgeURL: forgeURL, name: name, address: address)
    }
}
