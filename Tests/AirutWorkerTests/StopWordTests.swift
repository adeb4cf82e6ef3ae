import Testing

@testable import AirutWorker

@Suite struct StopWordTests {
    @Test(arguments: [
        "stop", "Stop.", " STOP!!\n", "cancel", "Cancel, \n", "*stop*", "`stop`", "“Stop”", "\u{FEFF}stop\u{200B}\r\n",
        "stop\n\n-- \nAlice Example\nExample Ltd", "stop\n--\nAlice", "Stop\n\nSent from my iPhone",
        "stop\n\nGet Outlook for Android<https://aka.ms/x>",
    ])
    func `the word alone is meant`(_ text: String) { #expect(StopWord.isAll(of: text)) }

    @Test(arguments: [
        "", "\n", "stop it", "please stop", "Stop\nthe server", "stopp", "don't stop", "Stop. Then begin again.",
        "-- \nstop", "stop\nAlice", "add a stop button", "cancel\ncancel", "stop\nstop", "...",
    ])
    func `anything more is a request`(_ text: String) { #expect(!StopWord.isAll(of: text)) }

    @Test(arguments: [
        "stop\nAlice", "Stop\n\nAlice Example", "stop\n\nBest regards,\nAlice", "STOP!\n\nThanks\n\nalice example\n",
        "cancel\n\nThanks, Alice", "stop\n\nViele Grüße\nAlice",
        "stop\n\nAlice Example\nHead of Gates\nFence & Sons Ltd.\n+43 1 2345-67\nalice@example.org\nwww.example.org",
        "Stop\n\nA. Example", "stop\n\nCheers!\n\nSent from my iPhone", "stop\n\n/Alice", "stop\n\n- Alice",
    ])
    func `a short signature without its separator does not count`(_ text: String) {
        #expect(StopWord.isAll(of: text, from: "Alice Example"))
    }

    @Test(arguments: [
        "stop\n\nuse tabs", "stop\n\nBest regards,\nAlice\n\nPS: Then rename it.", "stop\n\nAlice\nfix the typo",
        "stop\n\nThanks\nuse tabs instead", "stop\n\nAlice said that it is enough", "stop\n\nBob", "stop\n\nFix Typos",
        "stop\n\nAlice\nFix Typos", "stop\n\nAlice\n1. Build\n2. Test\nalice@example.org",
        "stop\n\nAlice\nAlso: 3 tests fail", "stop\n\nAlice\nDelete Everything!",
        "stop\n\nAlice\nSee https://example.org/issue/5 and do it", "cancel\nthe subscription feature\nAlice",
        "stop\n\nAlice\nOne\nTwo\nThree\nFour\nFive\nSix\nSeven", "stop\n\nAlice\nhttps://example.org/issue/5",
        "Alice\nstop", "stop\n\nThanks\n1. Build\n2. Test", "stop\n\n+43 1 234567",
    ])
    func `whatever might be work is a request, also below a signature`(_ text: String) {
        #expect(!StopWord.isAll(of: text, from: "Alice Example"))
    }

    @Test(arguments: [nil, "", "  ", ".", "Stop"])
    func `a name that says nothing signs nothing`(_ name: String?) {
        #expect(!StopWord.isAll(of: "stop\n\nuse tabs\nAlice", from: name))
        #expect(!StopWord.isAll(of: "stop\n\nuse tabs instead", from: name))
    }
}
