import AirutPolicy
import CLinux
import FoundationEssentials
import Glibc
import NIOCore
import NIOPosix

/// What the executable `airut-proxy` does: the only way out of one container.
///
/// Standard input is a ``ProxyPolicy`` as JSON up to the end of the input or of the line. After a line's end the input is a
/// leash: once it ends, so does the proxy. So it does on SIGTERM, unless whoever started it blocked that. The listening sockets are those of ``ActivatedSockets``; standard output is one
/// ``ProxyReport`` a line. It opens no files but the system's certificates and what the resolver reads.
public enum ProxyCommand {
    /// How many names are resolved at a time.
    private static let resolverThreads = 4

    /// - Returns: 1 after one sentence on standard error, when it cannot begin; otherwise it serves until it is ended.
    public static func run() -> Int32 {
        do {
            // One proxy a task, most of them idle: memory counts, and only one thread does much.
            airut_share_heap()
            // The authority's key and real secrets: not even another process of the same user may look.
            guard airut_make_undumpable() == 0 else { throw ProxyError(action: "hide its memory", reason: "\(errno)") }
            signal(SIGPIPE, SIG_IGN)
            AddressLookup.neverSearch()
            let sockets = try ActivatedSockets { name in unsafe getenv(name).map { unsafe String(cString: $0) } }
            let (policy, isLeashed) = try PolicyInput.read(descriptor: STDIN_FILENO)
            try serve(policy, on: sockets, isLeashed: isLeashed)
        } catch {
            var text = "airut-proxy: \(error)\n"
            text.withUTF8 { bytes in _ = unsafe write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
            return 1
        }
    }

    private static func serve(_ policy: ProxyPolicy, on sockets: ActivatedSockets, isLeashed: Bool) throws -> Never {
        let mayBeTerminated = blockTermination()
        let log = VerdictLog(descriptor: STDOUT_FILENO)
        let threads = NIOThreadPool(numberOfThreads: resolverThreads + sockets[.dnsDatagrams].count + 1)
        threads.start()
        let eventLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
        let authority = try CertificateAuthority(at: Date())
        let pool = try NamePool(ranges: policy.addressPool)
        let server = try eventLoop.submit {
            let dialer = try Dialer(policy: policy, eventLoop: eventLoop, threads: threads)
            let proxy = Proxy(
                policy: policy, pool: pool, log: log, authority: authority, dialer: dialer, eventLoop: eventLoop)
            ProxyServer(proxy: proxy, sockets: sockets).start(threads: threads)
            return NIOLoopBound(proxy, eventLoop: eventLoop)
        }.wait()
        let end: @Sendable () -> Never = {
            // Whatever is on its way is told before it is cut off.
            try? eventLoop.submit { server.value.deadlines.endAll() }.wait()
            exit(0)
        }
        if mayBeTerminated {
            threads.submit { _ in
                waitForTermination()
                end()
            }
        }
        airut_return_free_memory()
        log.write(.ready(certificate: try authority.pem))
        if isLeashed { PolicyInput.waitForEnd(descriptor: STDIN_FILENO) } else { while true { pause() } }
        end()
    }

    /// - Returns: `false` when it was blocked before.
    private static func blockTermination() -> Bool {
        var signals = terminationSignals
        var before = sigset_t()
        unsafe pthread_sigmask(SIG_BLOCK, &signals, &before)
        return unsafe sigismember(&before, SIGTERM) == 0
    }

    /// Blocks until somebody asks the process to end (SIGTERM), which no thread takes otherwise.
    private static func waitForTermination() {
        var signals = terminationSignals
        var signal: Int32 = 0
        while unsafe sigwait(&signals, &signal) != 0 {}
    }

    private static var terminationSignals: sigset_t {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGTERM)
        return signals
    }
}
