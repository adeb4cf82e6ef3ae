import AirutAgent
import AirutMail
import AirutModel
import AirutPolicy
import AirutStore
import FoundationEssentials

extension Preparation {
    /// What the agent has to be told, with the files that came with it in its inbox.
    func prompt(for run: Run, inbox: String) async throws -> (prompt: AgentPrompt, messages: [MessageRecord.ID]) {
        let unseen = try await Unseen(by: run, in: store)
        let attachments = try await unpackAttachments(of: unseen.messages, into: inbox)
        let messages = try unseen.messages.map { message in
            guard let sender = message.sender.flatMap(EmailAddress.init) else {
                throw WorkerError(action: "use message \(message.id)", reason: "its sender was not recorded")
            }
            return AgentPrompt.Message(
                sender: sender, receivedAt: message.receivedAt, text: try message.read().text,
                attachments: attachments[message.id] ?? [],
                isWithdrawn: message.task.map(unseen.stopped.contains) ?? false)
        }
        let hasSession = run.conversation.sessionID != nil
        let prompt = AgentPrompt(
            subject: hasSession || unseen.lastAnswer != nil ? nil : run.conversation.subject, messages: messages,
            lostSession: unseen.lastAnswer.map { AgentPrompt.LostSession(lastReply: $0.replyText) },
            isContinuation: hasSession && run.task.hasBegun && run.messages.contains(where: \.isHeard))
        return (prompt, unseen.messages.map(\.id))
    }
}
