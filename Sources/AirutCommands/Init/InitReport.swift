/// What `airut init` says when it is done.
struct InitReport {
    let file: ServerFileText
    let configuration: String
    let folder: String

    var text: String {
        let secrets = file.variables.map { "       \($0.name): \($0.meaning)" }.joined(separator: "\n")
        return """
            Written: \(configuration)
                     \(folder)/.env (secrets, readable by you only)

            Next steps:
              1. Replace the values in .env:
            \(secrets)
              2. airut check --config \(configuration)
              3. In a checkout of the repository: airut onboard; review, commit to the default branch.
              4. airut serve --config \(configuration)
              5. Write to \(file.answers.address).

            """
    }
}
