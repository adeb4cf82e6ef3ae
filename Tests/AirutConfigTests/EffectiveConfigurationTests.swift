import AirutModel
import AirutYAML
import Testing

@testable import AirutConfig

@Suite struct EffectiveConfigurationTests {
    @Test func `every documented setting is shown with its value, and no secret`() throws {
        let loaded = TestConfiguration.web(
            "secrets: {A: !env MAIL}\nmasked_secrets: {B: {value: !env GIT, scopes: [\"*.x.org\"], headers: [Authorization]}}\n"
                + "resource_limits: {memory: 1g}")
        let text = try #require(loaded.value).effectiveText
        for line in [
            "  max_concurrent: 3  # default", "    repo_url: https://github.com/o/n.git", "      token: •••",
            "        from: airut@x.org", "        port: 993  # default", "        security: starttls  # default",
            "        # ca_file: none",
            "          - a@x.org", "    # effort: the repository's, or else Claude Code's own", "      memory: 1g",
            "      timeout: 1h  # default",
            "      A: •••", "        value: •••", "          - \"*.x.org\"", "      repository: o/n",
            "    # model: the repository's default_model, or else the first of models",
        ] {
            #expect(text.split(separator: "\n").contains { $0 == line }, "\(line) in\n\(text)")
        }
        #expect(!text.contains("hunter2"))
        #expect(YAMLDocument.parse(text).problems == [])
        let keys = Set(text.matches(of: /(?m)^ *(?:# )?([a-z_]+):/).map { String($0.1) })
        for field in ServerConfiguration.fields.map(\.description) where field.isDocumented && field.key != "vars" {
            #expect(keys.contains(field.key), "\(field.key)")
        }
    }

    @Test(arguments: [
        "no", "a: b", "- x", "*x", "", "~", "null", "1, 2", "a #b", "'", "\"\\\u{1}", "a\nb", "!env x", "é", "a]b",
        " x",
    ])
    func `texts are read back as they were`(text: String) {
        let document = YAMLDocument.parse("k: \(EffectiveText.yaml(text))")
        #expect(document.root?.child("k")?.text == text)
        #expect(document.root?.child("k")?.isNull == false)
    }
}
