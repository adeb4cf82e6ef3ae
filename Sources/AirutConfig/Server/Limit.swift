/// The limits of a run, as every section that has them declares them.
enum Limit {
    static let timeout = Setting("timeout", .duration(.seconds(10)...(.seconds(604800))), "Time one run may take.")
    static let stallTimeout = Setting(
        "stall_timeout", .duration(.seconds(10)...(.seconds(604800))),
        "Time without any sign of life from the agent after which a run is stopped.")
    static let memory = Setting("memory", .bytes(atLeast: 1 << 20), "Memory of the container; there is no swap.")
    static let cpus = Setting("cpus", .number(0.01...4096), "Processors' worth of time.")
    static let pids = Setting("pids_limit", .integer(1...4_194_304), "Processes and threads at the same time.")
    static let disk = Setting(
        "disk", .bytes(atLeast: 1 << 20),
        "What a conversation's workspace and files may occupy before a run is stopped.")
}
