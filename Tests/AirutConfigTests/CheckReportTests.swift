import AirutConfig
import Testing

@Suite struct CheckReportTests {
    @Test func `the report says what would run and repeats no secret`() {
        let loaded = TestConfiguration.web(
            "secrets: {NPM: !env MAIL}\nnetwork: {sandbox_enabled: false}\nresource_limits: {memory: 512m}",
            imap: ", use_idle: false, connect_retries: 1")
        #expect(
            CheckReport.text(for: loaded, file: "airut.yaml").replacing(#/in /[^ ]*\./#, with: "in STATE.") == """
                airut.yaml: 1 repository, 1 warning
                At most 3 runs at a time with podman; conversations are kept for 7 days in STATE.

                web  https://github.com/o/n.git
                  mailbox    airut@x.org at imap.x.org:993 (tls, every 1m), then deleted there
                  answers    airut@x.org through smtp.x.org:587 (starttls)
                  senders    a@x.org; proven by mx.x.org
                  models     opus, sonnet, haiku
                  publish    branches airut/… and pull requests at o/n (https://api.github.com)
                  container  .airut/container, with Claude Code /opt/claude
                  limits     1h, 15m of silence, 512m memory, 2 cpus, 1024 processes, 10g disk
                  network    NOT SANDBOXED
                  secrets    NPM (plain: the agent can read it)

                airut.yaml:8:68: warning: repos.web.email.imap.connect_retries: has no effect: airut tries again until it succeeds
                    8 |       imap: {server: imap.x.org, use_idle: false, connect_retries: 1}
                      |                                                                    ^

                """)
    }

    @Test func `with an error nothing would run`() {
        let loaded = TestConfiguration.load("repos: 1")
        #expect(
            CheckReport.text(for: loaded, file: "airut.yaml") == """
                airut.yaml:1:8: repos: should be a mapping, not this text
                    1 | repos: •
                      |        ^
                airut.yaml: 1 error; nothing would run

                """)
    }
}
