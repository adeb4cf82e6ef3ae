#if canImport(Glibc)
    import Glibc
#endif

/// One job of an actor, with the executor it must believe itself on.
@safe struct Job: @unchecked Sendable {
    let job: UnownedJob
    let executor: UnownedSerialExecutor
}

/// The queue and thread of a ``BlockingExecutor``, in an object of its own so that the thread does not keep the executor
/// alive.
///
/// Unchecked: `mutex` guards every stored property that changes.
@safe final class JobQueue: @unchecked Sendable {
    private let label: String
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var jobs: [Job] = []
    private var isStarted = false
    private var isFinished = false

    init(label: String) {
        self.label = label
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe changed.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(changed, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(mutex)
        unsafe changed.deallocate()
        unsafe mutex.deallocate()
    }

    func add(_ job: Job) {
        locked {
            jobs.append(job)
            if !isStarted {
                isStarted = true
                startThread()
            }
        }
        unsafe pthread_cond_signal(changed)
    }

    func finish() {
        locked { isFinished = true }
        unsafe pthread_cond_signal(changed)
    }

    /// Waits for jobs; `nil` once finished and drained.
    private func next() -> [Job]? {
        locked {
            while jobs.isEmpty && !isFinished { unsafe pthread_cond_wait(changed, mutex) }
            defer { jobs.removeAll(keepingCapacity: true) }
            return jobs.isEmpty ? nil : jobs
        }
    }

    private func run() {
        while let jobs = next() {
            for job in jobs { unsafe job.job.runSynchronously(on: job.executor) }
        }
    }

    private func startThread() {
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        let status = unsafe pthread_create(
            &thread, nil,
            { context in
                let queue = unsafe Unmanaged<JobQueue>.fromOpaque(context!).takeRetainedValue()
                queue.run()
                return nil
            }, context)
        // Out of threads or memory: nothing that waits for this actor could ever go on.
        guard status == 0 else { fatalError("cannot start a thread for \(label): errno \(status)") }
        pthread_detach(thread)
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body()
    }
}
