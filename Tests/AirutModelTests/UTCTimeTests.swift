import AirutModel
import Testing

@Suite struct UTCTimeTests {
    @Test(arguments: [
        (0, "Thu, 1 Jan 1970 00:00:00 +0000"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 +0000"),
        (1_795_268_033, "Sat, 21 Nov 2026 13:33:53 +0000"), (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
        (4_102_444_799, "Thu, 31 Dec 2099 23:59:59 +0000"),
    ])
    func `moments are written as mail writes them`(seconds: Int, expected: String) {
        #expect(UTCTime(secondsSince1970: seconds).mailDate == expected)
    }

    @Test func `every day of four centuries follows the one before`() {
        var last = UTCTime(secondsSince1970: -86_400 * 40_000)
        for day in -39_999...110_000 {
            let time = UTCTime(secondsSince1970: day * 86_400)
            let isNext =
                time.day == last.day + 1 && time.month == last.month
                || time.day == 1 && last.day >= 28
                    && (time.month == last.month + 1 || time.month == 1 && last.month == 12)
            #expect(isNext && time.weekday == (last.weekday + 1) % 7)
            last = time
        }
        #expect(UTCTime(secondsSince1970: 1_795_268_033).imapDate == "21-Nov-2026 13:33:53 +0000")
    }
}
