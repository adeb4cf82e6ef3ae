public import AirutModel
public import FoundationEssentials

extension Letter {
    /// A run waits until its agent may work again.
    ///
    /// - Parameters:
    ///   - moment: when it goes on.
    ///   - isKnown: whether the service said so; otherwise it is tried again and again from then on.
    public static func awaitingAllowance(until moment: Date, isKnown: Bool, task: TaskID) -> Letter {
        let time = Amount.text(moment)
        let plan =
            isKnown
            ? "I go on by myself after that, at about **\(time)**."
            : "Nobody says when it is back, so I try again from **\(time)** on, for a day at most."
        return Letter([
            """
            The agent's allowance is used up, so the work on your message waits. \(plan) You need not do anything.

            What you send in this thread meanwhile waits, too. To have nothing done at all, reply with the single word \
            `stop`.
            """,
            taskLine(task),
        ])
    }
}
