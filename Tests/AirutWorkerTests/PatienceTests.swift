import AirutConfig
import AirutMail
import AirutModel
import Testing

@testable import AirutWorker

/// How patient a real server is: what it is documented to be.
@Suite struct PatienceTests {
    @Test func `a mailbox is looked at, and asked for, every five minutes at least`() {
        let times = InboxTimes()
        #expect(times.safetyPoll == .seconds(300))
        #expect(times.firstRetry == .seconds(1))
        #expect(times.longestRetry == .seconds(300))
        #expect(times.longestRest == .seconds(3600))
        let account = IMAPAccount(EmailSettings())
        #expect(account.idleRefresh <= .seconds(300))
        #expect(account.pollInterval <= .seconds(300))
    }

    @Test func `a mail waits two minutes to two hours, for five days`() {
        #expect(DeliveryDecision.firstDelay == .seconds(120))
        #expect(DeliveryDecision.longestDelay == .seconds(2 * 3600))
        #expect(DeliveryDecision.patience == .seconds(5 * 86_400))
    }
}
