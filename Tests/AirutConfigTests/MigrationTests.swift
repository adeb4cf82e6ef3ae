import AirutTestSupport
import AirutYAML
import Foundation
import Testing

@testable import AirutConfig

@Suite struct MigrationTests {
    private func migrate(_ text: String) -> Loaded<Migration> {
        Migration.rewriting(Array(text.utf8), file: "airut.yaml")
    }

    /// The reference system's files of 0.8: everything flat, in the forms its example had.
    static let first = """
        # Our server.
        execution:
          max_concurrent: 2   # small machine

        container_command: podman

        repos:
          # The shop.
          web:
            email:
              # Mailbox
              imap_server: imap.x.org  # theirs
              imap_port: 993
              smtp_server: smtp.x.org
              smtp_port: 587
              username: airut
              password: !env MAIL
              from: "Airut <airut@x.org>"
            authorized_senders:
            - a@x.org
            # - b@x.org
            trusted_authserv_id: mx.x.org
            imap:   # how to wait
              use_idle: false
              poll_interval: 30

            git:
              repo_url: https://github.com/o/n.git
            publish: none

            secrets:
              GH_TOKEN: !env GIT
        # The end.
        """ + "\n"

    static let firstMigrated = """
        # Our server.
        execution:
          max_concurrent: 2   # small machine

        container:
          command: podman

        repos:
          # The shop.
          web:
            email:
              imap:
                # Mailbox
                server: imap.x.org  # theirs
                port: 993
                use_idle: false
                # how to wait
                poll_interval: 30
              smtp:
                server: smtp.x.org
                port: 587
              account:
                username: airut
                password: !env MAIL
                from: "Airut <airut@x.org>"
              auth:
                authorized_senders:
                - a@x.org
                # - b@x.org
                trusted_authserv_id: mx.x.org

            repo_url: https://github.com/o/n.git
            publish: none

            secrets:
              GH_TOKEN: !env GIT
        # The end.
        """ + "\n"

    @Test func `a file of 0 8 keeps comments, order and tags`() throws {
        let migrated = try #require(migrate(Self.first).value)
        #expect(migrated.text == Self.firstMigrated)
        #expect(TestConfiguration.load(migrated.text).problems.map(\.description) == [])
        #expect(migrate(migrated.text).value?.difference == "")
    }

    @Test func `the old file means the same as the new one, and says what is written elsewhere now`() throws {
        let old = TestConfiguration.load(Self.first)
        #expect(old.errors.map(\.description) == [])
        #expect(old.warnings.count == 13)
        #expect(
            old.warnings.first?.description
                == "airut.yaml:5:1: warning: container_command: is now written container.command; "
                + "“airut config migrate” rewrites the file")
        let new = TestConfiguration.load(Self.firstMigrated)
        #expect(try #require(old.value).effectiveSettings == (try #require(new.value)).effectiveSettings)
    }

    @Test func `a file of schema 3 becomes one of schema 5`() throws {
        let old = """
            config_version: 3  # theirs
            vars:
              mail: mail.x.org
            repos:
              web:
                git:
                  repo_url: https://github.com/o/n.git
                container:
                  path: .airut/box   # not the usual one
                email:
                  imap_server: !var mail
                  smtp_server: !var mail
                  smtp_require_auth: true
                  username: airut
                  password: !env MAIL
                  from: airut@x.org
                  authorized_senders: [a@x.org, "*@y.org"]
                  trusted_authserv_id: mx.x.org
                  microsoft_internal_auth_fallback: false
                  imap:
                    connect_retries: 3
                    use_idle: true
                network:
                  sandbox_enabled: true
                secrets: {A: !env MISSING}
            """
        let migrated = try #require(migrate(old).value)
        #expect(
            migrated.text == """
                config_version: 5  # theirs
                vars:
                  mail: mail.x.org
                repos:
                  web:
                    repo_url: https://github.com/o/n.git
                    container_path: .airut/box   # not the usual one
                    email:
                      smtp:
                        server: !var mail
                        require_auth: true
                      account:
                        username: airut
                        password: !env MAIL
                        from: airut@x.org
                      auth:
                        authorized_senders: [a@x.org, "*@y.org"]
                        trusted_authserv_id: mx.x.org
                        microsoft_internal_fallback: false
                      imap:
                        connect_retries: 3
                        use_idle: true
                        server: !var mail
                    network:
                      sandbox_enabled: true
                    secrets: {A: !env MISSING}
                """)
        let loaded = TestConfiguration.load(old)
        #expect(loaded.errors.map(\.description) == [])
        #expect(loaded.value?.repositories.first?.publish.mode == PublishSettings.Mode.none)
        #expect(loaded.value?.repositories.first?.containerPath == ".airut/box")
    }

    @Test func `of a file of schema 4 only the repository's address moves`() throws {
        let old = """
            config_version: 4
            repos:
              web:
                git: # where it is
                  # the main one
                  repo_url: git@github.com:o/n.git
                  ssh_key: /k
                container: {}
            """
        let migrated = try #require(migrate(old).value)
        #expect(
            migrated.difference == """
                @@ -1,8 +1,8 @@
                -config_version: 4
                +config_version: 5
                 repos:
                   web:
                +    # the main one
                +    repo_url: git@github.com:o/n.git
                     git: # where it is
                -      # the main one
                -      repo_url: git@github.com:o/n.git
                       ssh_key: /k
                     container: {}

                """)
    }

    @Test(arguments: [
        ("repos:\n  web: {git: {repo_url: x}}\n", "repos.web.git.repo_url: cannot be moved to repos.web.repo_url"),
        (
            "x-d: &d\n  git:\n    repo_url: x\nrepos:\n  web:\n    <<: *d\n    model: a\n",
            "repos.web.git.repo_url: cannot be moved"
        ),
        ("repos:\n  web: &w\n    git: &g\n      repo_url: x\n", "repos.web.git.repo_url: cannot be moved"),
        (
            "repos:\n  web:\n    repo_url: y\n    git:\n      repo_url: x\n",
            "airut.yaml:5:7: repos.web.git.repo_url: is now written repos.web.repo_url, where something stands already"
        ),
        ("repos:\n  web:\n    email:\n      imap: x\n      imap_server: y\n", "where something stands already"),
        ("config_version: 6\nrepos: {}\n", "airut.yaml:1:17: config_version: is 6, and this airut knows"),
        ("{container_command: x}", "is written in braces"), ("a: [", "this is not YAML"),
        ("a: 1\na: 2\ncontainer_command: x\n", "stands here a second time"),
    ])
    func `what cannot be moved without losing something is refused`(text: String, said: String) {
        let loaded = migrate(text)
        #expect(loaded.value == nil)
        #expect(loaded.problems.contains { $0.description.contains(said) }, "\(loaded.problems)")
    }

    @Test func `ends of lines, block texts and odd spacing survive`() throws {
        let old =
            "---\r\n# é\r\n\r\nrepos:\r\n    web:\r\n        email:\r\n            \"password\": |\r\n"
            + "                a\r\n\r\n                b\r\n            # last\r\n        'git':   # c\r\n"
            + "                repo_url: >-\r\n                    x\r\n      # odd\r\n..."
        #expect(
            try #require(migrate(old).value).text == "---\r\n# é\r\n\r\nrepos:\r\n    web:\r\n        email:\r\n"
                + "            account:\r\n              password: |\r\n                  a\r\n\r\n                  b\r\n"
                + "            # last\r\n        # c\r\n        repo_url: >-\r\n            x\r\n      # odd\r\n..."
        )
    }

    /// Whatever the text, reading it as blocks and writing it out gives the same bytes.
    @Test func `blocks of a damaged file are written out as they were read`() throws {
        var random = SeededRandom(seed: 8)
        let pieces = ["\n", "  ", "# c\n", ": ", "- ", "{", "}", "&a ", "*a", "'", "|\n", "é", "\r\n", "\n\n"]
        for _ in 0..<400 {
            var text = Array(Self.first.unicodeScalars.map(String.init))
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let start = text.indices.randomElement(using: &random)!
                let end = min(text.count, start + Int.random(in: 0...20, using: &random))
                text.replaceSubrange(start..<end, with: [pieces.randomElement(using: &random)!])
            }
            let damaged = text.joined()
            let document = YAMLDocument.parse(damaged)
            guard document.problems.isEmpty, let root = document.root else { continue }
            if let blocks = SettingText(damaged, root: root) { #expect(blocks.text == damaged) }
            _ = migrate(damaged)
        }
    }
}
