import AirutTestSupport
import Foundation
import Testing

/// Mail of every kind while processes of every kind are killed in every stage: afterwards nothing is lost or doubled.
///
/// `make crash` runs it at length; `SEED=…` repeats a run as far as the machine's timing lets it.
@Suite struct CrashTests {
    @Test func `nothing is lost and nothing done twice, whatever is killed at whatever moment`() async throws {
        let plan = CrashPlan()
        let trap = MailTrap()
        let limits: @Sendable (String) -> String = { text in
            text.replacing("max_concurrent: 2", with: "max_concurrent: \(CrashPlan.slots)").replacing(
                "    email:\n", with: "    email:\n      maximum_message_size: \(CrashMail.maximumBytes)\n")
        }
        try await World.with(
            agent: CrashAgent.script, repositories: plan.repositories, configuring: limits,
            fault: { line in
                trap.see(line)
                return nil
            },
            { world in
                var course = try await CrashCourse(plan, world, trap)
                let table = try await course.run()
                print(table.text)
                for finding in table.findings {
                    #expect(finding.holds, "\(finding.promise): \(finding.violations.joined(separator: "; "))")
                }
            })
    }
}
