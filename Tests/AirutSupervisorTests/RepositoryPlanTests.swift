@testable import AirutConfig
import AirutModel
import AirutPolicy
import AirutSandbox
import AirutStore
import AirutTestSupport
import AirutWorker
import Foundation
import Logging
import Testing

@testable import AirutSupervisor

@Suite struct RepositoryPlanTests {
    private let start = Date(timeIntervalSince1970: 1_000_000_000)

    /// Makes settings of a configuration with one repository.
    private func withSettings(
        _ body: (_ make: ((inout ServerConfiguration) -> Void) -> RepositoryPlan.Settings) throws -> Void
    ) async throws {
        try await withTemporaryDirectory { path in
            let state = StateDirectory(path: path)
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let parts = ServerParts(
                state: state, store: try Store(path: state.database), slots: SlotAllocator(slots: 1),
                tools: ToolFolder(path: "/none"), podman: PodmanHost(instance: "test"), retries: RetryPolicy(),
                clock: .system, logger: logger)
            var server = ServerConfiguration()
            server.repositories = [RepositorySettings()]
            server.repositories[0].id = RepositoryID("web")!
            try body { change in
                var changed = server
                change(&changed)
                return RepositoryPlan.Settings(repository: changed.repositories[0], shared: parts.shared(changed))
            }
        }
    }

    @Test func `what the worker can take over is no reason to restart it, and a revoked reason is none`() async throws {
        try await withSettings { make in
            var plan = RepositoryPlan(make { _ in })
            #expect(plan.step == .serve)
            var isTakenOver = plan.want(make { $0.repositories[0].models = ["haiku"] }, at: start)
            #expect(isTakenOver && plan.step == .serve && plan.present.repository.models == ["haiku"])
            isTakenOver = plan.want(make { $0.repositories[0].email.imap.server = "imap.y.org" }, at: start)
            #expect(!isTakenOver && plan.step == .restartWhenIdle)
            #expect(plan.pending.map(\.description) == ["repos.web.email.imap.server"])
            #expect(plan.present.repository.models == ["haiku"], "nothing is taken over before the restart")
            isTakenOver = plan.want(make { $0.repositories[0].email.smtp.server = "smtp.y.org" }, at: start + 5)
            #expect(!isTakenOver && plan.pendingSince == start)
            isTakenOver = plan.want(make { _ in }, at: start + 9)
            #expect(isTakenOver && plan.step == .serve && plan.pendingSince == nil)
        }
    }

    @Test func `who is revoked is out at once, also while a restart is pending`() async throws {
        try await withSettings { make in
            var plan = RepositoryPlan(make { $0.repositories[0].email.auth.trustedAuthservID = "old" })
            let isTakenOver = plan.want(
                make {
                    $0.repositories[0].email.imap.server = "imap.y.org"
                    $0.repositories[0].email.auth.trustedAuthservID = "new"
                    $0.repositories[0].models = ["haiku"]
                }, at: start)
            #expect(!isTakenOver && plan.step == .restartWhenIdle)
            #expect(plan.present.repository.email.auth.trustedAuthservID == "new")
            #expect(plan.present.repository.models != ["haiku"] && plan.present.repository.email.imap.server == "")
            let changes = [["email", "auth", "authorized_senders"], ["models"]].map {
                SettingChange(path: ["repos", "web"] + $0, scope: .task)
            }
            #expect(changes.map(plan.hasTakenOver) == [true, false])
        }
    }

    @Test func `a restart can be hurried, and happens once`() async throws {
        try await withSettings { make in
            var plan = RepositoryPlan(make { _ in })
            var isHurried = plan.hurry()
            #expect(!isHurried)
            let isTakenOver = plan.want(make { $0.container.runtime = "runc" }, at: start)
            isHurried = plan.hurry()
            #expect(!isTakenOver && isHurried && plan.step == .restartNow)
            let settings = plan.renew()
            #expect(settings.shared.server.container.runtime == "runc" && plan.step == .serve)
        }
    }

    @Test func `a removed repository is drained, and a worker that drains is replaced when it comes back`() async throws
    {
        try await withSettings { make in
            var plan = RepositoryPlan(make { _ in })
            plan.remove()
            let isHurried = plan.hurry()
            #expect(!isHurried && plan.step == .drain)
            let isTakenOver = plan.want(make { _ in }, at: start)
            #expect(!isTakenOver && plan.step == .restartWhenIdle && !plan.isRemoved)
            _ = plan.renew()
            #expect(plan.step == .serve)
            plan.remove()
            _ = plan.renew()
            #expect(plan.step == .drain, "begun again after a failure, it still drains")
        }
    }
}
