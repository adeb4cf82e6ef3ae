import AirutModel
import AirutTestForge
import AirutTestMail

@testable import AirutCommands

/// Compares what was sent with what became of it.
struct CrashJudge: Sendable {
    let world: World
    let sent: [CrashMail]
    let inbox: CrashInbox
    let strikes: [CrashPlan.Strike]
    let struck: Set<String>
    let unplugged: Set<String>
    let seen: Set<LivingProcess>

    func findings() async throws -> [CrashFinding] {
        let traces = RunTraces(world)
        var findings = answers + runs(traces)
        findings += try await publications(traces)
        findings += try StoreAudit(world: world, struck: struck, unplugged: unplugged).findings(expected: sent.count)
        findings += try await GitAudit(world: world).findings()
        return findings + (try await Leftovers(world: world, seen: seen).findings())
    }

    private var answers: [CrashFinding] {
        [
            finding("every accepted mail is answered once, by a mail that names it") { mail in
                guard mail.fate != .ignored else { return nil }
                let answers = inbox.answers(to: mail)
                guard answers.count == 1 else { return "\(answers.count) answers" }
                return answers[0].references.contains(mail.messageID) ? nil : "not in the answer's References"
            },
            finding("no mail is acknowledged twice") { mail in
                let count = inbox.mails.count { $0.isAcknowledgement && $0.inReplyTo.contains(mail.messageID) }
                return count < 2 ? nil : "\(count) acknowledgements"
            },
            finding("what cannot be run is refused with a reason") { mail in
                guard mail.fate == .refused else { return nil }
                let reasons = ["There is no model", "I take at most", "has no text"]
                return inbox.answers(to: mail).allSatisfy { answer in reasons.contains { answer.text.contains($0) } }
                    ? nil : "answered otherwise"
            },
            finding("forged mail is never answered") { mail in
                guard mail.fate == .ignored else { return nil }
                let isNamed = inbox.mails.contains { $0.references.contains(mail.messageID) }
                return isNamed || !inbox.answers(to: mail).isEmpty ? "answered" : nil
            },
            CrashFinding(
                promise: "nobody else gets mail",
                violations: world.mail.messages(of: DemoAddresses.mallory).map { "a mail to the forger: \($0.text)" }),
            finding("attachments and files arrive byte by byte") { mail in
                for answer in inbox.answers(to: mail) where answer.reportsSuccess(of: mail.token) {
                    if let file = mail.attachment, !answer.reportsIntact(file.name) { return "\(file.name) is damaged" }
                    if let name = mail.wanted, !answer.fileNames.contains(name) { return "\(name) did not come" }
                }
                return nil
            },
        ]
    }

    private func runs(_ traces: RunTraces) -> [CrashFinding] {
        [
            finding("what is said to be done was run once") { mail in
                guard inbox.answers(to: mail).contains(where: { $0.reportsSuccess(of: mail.token) }) else { return nil }
                let counts = (traces.begun(mail.token), traces.ended(mail.token))
                return counts == (1, 1) ? nil : "begun \(counts.0) and ended \(counts.1) times"
            },
            CrashFinding(
                promise: "no run begins twice, and each one's end is told to the sender",
                violations: traces.begun.compactMap { run, count in
                    if count > 1 { return "\(run.token) was begun \(count) times by task \(run.task)" }
                    let isTold = inbox.mails.contains { !$0.isAcknowledgement && $0.text.contains("`\(run.task)`") }
                    return isTold ? nil : "no mail names task \(run.task) of \(run.token)"
                }),
            finding("what was forged or refused is never run") { mail in
                guard mail.fate != .answered else { return nil }
                return traces.begun(mail.token) == 0 ? nil : "run"
            },
        ]
    }

    private func publications(_ traces: RunTraces) async throws -> [CrashFinding] {
        var lost: [String] = []
        var torn: [String] = []
        var requests: [String] = []
        var unpublished: [String] = []
        for site in world.sites {
            let history = try await RemoteHistory(site)
            for mail in sent where mail.site.name == site.name {
                if let problem = problem(with: mail, history, traces) { lost.append("\(mail.token): \(problem)") }
                if saysNothingWasPushed(mail, history) { unpublished.append(mail.token) }
            }
            torn += history.repeatedTrees.map { "\(site.name): two commits with the tree \($0)" }
            if try await !history.isSound() { torn.append("\(site.name): git fsck finds damage") }
            let heads = await site.forge.pullRequests.map(\.head)
            requests += Dictionary(grouping: heads) { $0 }.filter { $0.value.count > 1 }.map {
                "\(site.name): \($0.value.count) pull requests of \($0.key)"
            }
            requests += heads.filter { !history.branches.contains($0) }.map { "\(site.name): no branch \($0)" }
        }
        return [
            CrashFinding(promise: "each branch has its commits once", violations: lost),
            CrashFinding(
                promise: "nothing was pushed of \(unpublished.count) runs that are done, at most of \(mostUnpublished)",
                violations: unpublished.count > mostUnpublished ? unpublished : []),
            CrashFinding(promise: "no commit is empty, and each remote is whole", violations: torn),
            CrashFinding(promise: "a branch has at most one pull request", violations: requests),
        ]
    }

    /// One for each run that was being published when git or the server was killed.
    private var mostUnpublished: Int {
        let victims: Set<CrashVictim> = [.git, .server, .everything]
        return strikes.count { $0.stage == .publish && victims.contains($0.victim) } * CrashPlan.slots
    }

    private func saysNothingWasPushed(_ mail: CrashMail, _ history: RemoteHistory) -> Bool {
        history.commits[mail.token, default: 0] == 0
            && inbox.answers(to: mail).contains { $0.reportsSuccess(of: mail.token) && $0.reportsNoPublication }
    }

    private func problem(with mail: CrashMail, _ history: RemoteHistory, _ traces: RunTraces) -> String? {
        let commits = history.commits[mail.token] ?? 0
        let most = traces.begun(mail.token)
        if commits > most { return "\(commits) commits of \(most) runs" }
        let answer = inbox.answers(to: mail).first { $0.reportsSuccess(of: mail.token) }
        guard let answer, commits == 0 else { return nil }
        return answer.reportsNoPublication ? nil : "answered, but not on a branch"
    }

    private func finding(_ promise: String, _ problem: (CrashMail) -> String?) -> CrashFinding {
        CrashFinding(
            promise: promise,
            violations: sent.compactMap { mail in
                problem(mail).map { "\(mail.token) (\(mail.kind.rawValue), \(mail.site.name)): \($0)" }
            })
    }
}
