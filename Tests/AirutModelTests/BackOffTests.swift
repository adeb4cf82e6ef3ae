import AirutModel
import Testing

@Suite struct BackOffTests {
    @Test func `waits double up to the limit, each shortened by at most half`() {
        var backOff = BackOff(from: .seconds(1), to: .seconds(60))
        for expected in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            #expect((Duration.seconds(expected) / 2...Duration.seconds(expected)).contains(backOff.delay()))
        }
        backOff.reset()
        #expect(backOff.delay() <= .seconds(1))
    }

    @Test func `an hour of failures is some fifteen to thirty attempts, and none waits longer than the limit`() {
        var backOff = BackOff(from: .seconds(1), to: .seconds(300))
        var waited = Duration.zero
        var attempts = 0
        while waited < .seconds(3600) {
            let delay = backOff.delay()
            #expect(delay <= .seconds(300))
            waited += delay
            attempts += 1
        }
        #expect((15...36).contains(attempts))
    }
}
