import AirutMail
import Testing

@testable import AirutWorker

@Suite struct DifficultMessagesTests {
    private let messages = (1...3).map { MailboxMessage(uidValidity: 1, uid: $0, bytes: 10) }

    @Test func `a message that failed more often comes later, and rests from five minutes to an hour`() {
        var now = ContinuousClock.now
        var difficult = DifficultMessages()
        difficult.begin(messages, at: now)
        difficult.begin([messages[0]], at: now)
        #expect(difficult.due(messages, at: now).map(\.uid) == [2, 3, 1])
        for minutes in [5, 10, 20, 40, 60, 60, 60] {
            difficult.begin([messages[0]], at: now)
            #expect(difficult.due(messages, at: now + .seconds(60 * minutes - 1)).map(\.uid) == [2, 3])
            now += .seconds(60 * minutes)
            #expect(difficult.due(messages, at: now).map(\.uid) == [2, 3, 1])
        }
        difficult.end([messages[1]])
        #expect(!difficult.contains(messages[1]) && difficult.contains(messages[2]))
    }

    @Test func `what failed while no mail was given is tried at once when some is, and no other message`() {
        let now = ContinuousClock.now
        var difficult = DifficultMessages()
        for _ in 1...5 {
            difficult.begin([messages[0]], at: now)
            difficult.note("nothing is given", about: messages[0])
        }
        #expect(difficult.due([messages[0]], at: now).isEmpty)
        difficult.noteNew()
        #expect(difficult.due([messages[0]], at: now) == [messages[0]])
        for _ in 1...5 {
            difficult.begin([messages[0]], at: now)
            difficult.note("only this one is not given", about: messages[0])
        }
        difficult.noteNew()
        #expect(difficult.due([messages[0]], at: now).isEmpty)
    }

    @Test func `a message that fails holds up all until another is stored, one that cannot be removed does not`() {
        var difficult = DifficultMessages()
        difficult.begin(messages)
        #expect(!difficult.holdsUpAll)
        difficult.noteStored([messages[0]])
        difficult.note("it cannot be removed", about: messages[0])
        #expect(!difficult.holdsUpAll)
        difficult.note("it is not given", about: messages[1])
        #expect(difficult.holdsUpAll)
        difficult.noteNew()
        difficult.begin([messages[1]])
        difficult.note("it is not given again", about: messages[1])
        #expect(!difficult.holdsUpAll)
        difficult.end([messages[2]])
        difficult.begin([messages[2]])
        difficult.note("nothing is given any more", about: messages[2])
        #expect(difficult.holdsUpAll)
    }

    @Test func `what is wrong is one sentence until the message is taken or gone`() {
        var difficult = DifficultMessages()
        difficult.begin(messages)
        #expect(difficult.sentence == nil)
        difficult.note("it is locked", about: messages[0])
        #expect(difficult.sentence == "1 message cannot be taken from the mailbox: it is locked")
        difficult.note("it is locked too", about: messages[1])
        #expect(difficult.sentence?.hasPrefix("2 messages cannot") == true)
        difficult.keep([messages[0], messages[2]])
        difficult.end([messages[0]])
        #expect(difficult.sentence == nil)
    }

    @Test func `a message that somebody else deleted is asked about once, one of ours over each connection`() {
        var difficult = DifficultMessages()
        let message = MailboxMessage(uidValidity: 1, uid: 1, bytes: 1)
        var answers = [difficult.noteForeign(message), difficult.noteForeign(message)]
        difficult.noteOwn(message)
        answers.append(difficult.noteForeign(message))
        #expect(answers == [true, false, true])
    }
}
