import AirutStore

extension TaskRecord {
    /// How often and why its agent had to wait, for its answer.
    var pauses: [String] {
        var pauses: [String] = []
        if serviceFailures > 0 {
            let times = serviceFailures == 1 ? "once" : "\(serviceFailures) times"
            pauses.append("The model's service failed meanwhile; after a pause the run was tried again, \(times).")
        }
        if limitedSince != nil {
            pauses.append("The agent's allowance was used up meanwhile, so the run had to wait.")
        }
        return pauses
    }
}
