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
}
