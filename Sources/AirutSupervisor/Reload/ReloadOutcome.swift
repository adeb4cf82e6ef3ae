import AirutConfig
import AirutModel

/// What became of reading the configuration again.
enum ReloadOutcome: Sendable {
    /// In force; each a sentence about what was done.
    case applied([String])
    /// The problems; what was in force stays so.
    case broken([String])
    /// Not even tried, and why.
    case refused(String)
}

/// What a change of the configuration does, for people.
struct ReloadReport {
    let changes: [SettingChange]
    let came: [RepositoryID]
    let keepers: [RepositoryKeeper]
    /// Whose waiting restarts happen now.
    let hurried: Set<RepositoryID>

    var sentences: [String] {
        var sentences: [String] = []
        let atOnce = changes.filter(isInForce)
        if !atOnce.isEmpty { sentences.append("In force from now on: \(Self.list(atOnce)).") }
        sentences += came.map { "\($0) is served from now on." }
        for keeper in keepers { sentences += sentence(about: keeper).map { [$0] } ?? [] }
        let later = changes.filter { $0.scope == .start }
        if !later.isEmpty { sentences.append("In force only after the server's next start: \(Self.list(later)).") }
        return sentences.isEmpty ? ["Nothing has changed."] : sentences
    }

    private func isInForce(_ change: SettingChange) -> Bool {
        switch change.scope {
        case .task:
            let owner = keepers.first { change.path.starts(with: ["repos", $0.id.description]) }
            return owner?.plan.hasTakenOver(change) ?? true
        case .server: return change.path.first != "repos"
        case .repository, .start: return false
        }
    }

    private func sentence(about keeper: RepositoryKeeper) -> String? {
        let plan = keeper.plan
        let reason = plan.pending.isEmpty ? "" : " (\(Self.list(plan.pending)))"
        switch plan.step {
        case _ where hurried.contains(keeper.id):
            return "\(keeper.id) is restarted now\(reason); agents that run are interrupted."
        case .serve: return nil
        case .restartNow: return "\(keeper.id) is being restarted\(reason)."
        case .restartWhenIdle:
            return "\(keeper.id) is restarted once no task of it runs\(reason); until then none is begun."
        case .drain:
            return "\(keeper.id) takes no mail any more; what it had taken is carried through."
        }
    }

    /// Long lists tell nobody anything.
    static func list(_ changes: [SettingChange]) -> String {
        let names = changes.map(\.description)
        let shown = names.prefix(8).joined(separator: ", ")
        return names.count > 8 ? shown + " and \(names.count - 8) more" : shown
    }
}
