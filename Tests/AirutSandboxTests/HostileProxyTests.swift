import AirutTestSupport
import Foundation
import Testing

@testable import AirutSandbox

extension PodmanTests {
    /// A proxy that an attacker has taken over: Perl in its place.
    @Suite struct HostileProxyTests {
        private func run(_ script: String, _ storage: PodmanStorage) async throws -> [String] {
            let tools = storage.networks(proxy: "/usr/bin/perl", arguments: ["-e", "$| = 1; " + script]).tools
            _ = try await storage.podman(["unshare", "true"])
            let result = try await ChildProcess.run(tools.command(host: storage.host), deadline: .seconds(60))
            let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n").map(String.init)
            #expect(lines.first?.hasPrefix("{\"namespace\":\"/proc/") == true, "\(result.failure)")
            return Array(lines.dropFirst())
        }

        @Test(arguments: PodmanFlavor.testable)
        func `it has its sockets, and nothing else of the machine`(_ flavor: PodmanFlavor) async throws {
            let storage = try PodmanTests.storage(flavor)
            let state = storage.folder + "/state"
            try "state".write(toFile: state, atomically: true, encoding: .utf8)
            chmod(state, 0o644)
            let script = """
                sub fails { print "$_[0]\\n" if $_[1] }
                opendir(D, "/proc/self/fd"); print join(" ", sort grep { /\\d/ && $_ != fileno(D) } readdir D), "\\n";
                open(S, "/proc/self/status"); print grep { /^Cap(Eff|Prm|Bnd)|^NoNew|^Seccomp:/ } <S>;
                print join(" ", sort keys %ENV), "\\n";
                for (qw(\(state) /etc/shadow /root /etc/ssl/private /var/lib /tmp /home /run/dbus /proc/1/environ
                    /proc/1/cmdline /proc/1/status \(storage.folder)/networks /bin/true)) {
                    fails("read $_", open(F, "<", $_) || opendir(F, $_));
                }
                $parent = getppid;
                for (qw(mem environ fd maps ns/net cmdline root)) {
                    fails("read $_ of the server", open(F, "<", "/proc/$parent/$_") || opendir(F, "/proc/$parent/$_"));
                }
                fails("write", open(F, ">", "/tmp/airut-test-hostile") || open(F, ">>", "\(state)"));
                fails("unlink", unlink "\(state)");
                fails("exec", exec "/bin/true");
                fails("fork", defined fork);
                fails("kill the server", kill 0, $parent);
                socket(T, 2, 1, 0);
                fails("bind", bind T, pack("Snx12", 2, 18080));
                fails("listen", listen T, 1);
                fails("local socket", socket(U, 1, 1, 0));
                fails("connect to a local name", do { socketpair(A, B, 1, 2, 0) && connect A, pack("Sa*", 1, "\\0x") });
                print "end\\n";
                """
            let lines = try await run(script, storage)
            #expect(
                lines == [
                    "0 1 2 3 4 5 6 7", "CapPrm:\t0000000000000000", "CapEff:\t0000000000000000",
                    "CapBnd:\t\(flavor == .rootful ? "0000000000000000" : lines[safe: 3]?.suffix(16) ?? "")",
                    "NoNewPrivs:\t1", "Seccomp:\t2", "LISTEN_FDNAMES LISTEN_FDS LISTEN_PID", "end",
                ])
            #expect(try String(contentsOfFile: state, encoding: .utf8) == "state")
        }

        @Test(arguments: PodmanFlavor.testable)
        func `every call to the kernel that leads out is refused`(_ flavor: PodmanFlavor) async throws {
            let storage = try PodmanTests.storage(flavor)
            let calls = SystemCall.forbidden.map { call in
                """
                $path = "/dev/null"; open($opened, "<", $path) or die; $file = fileno($opened);
                @arguments = (\(call.arguments)); print "\(call.name) ", syscall(\(call.number), @arguments), " ", $! + 0, "\\n";
                """
            }
            let lines = try await run(calls.joined(separator: "\n"), storage)
            #expect(lines == SystemCall.forbidden.map { "\($0.name) -1 \($0.error)" })
        }

        @Test(arguments: PodmanFlavor.testable)
        func `the namespace goes with it, however it ends`(_ flavor: PodmanFlavor) async throws {
            let storage = try PodmanTests.storage(flavor)
            let tools = storage.networks(proxy: "/usr/bin/perl", arguments: ["-e", "print unpack 'p', pack 'J', 8"])
                .tools
            _ = try await storage.podman(["unshare", "true"])
            let result = try await ChildProcess.run(tools.command(host: storage.host), deadline: .seconds(60))
            #expect(result.ending == .signaled(SIGSEGV))
            let holder = try #require(
                String(decoding: result.output, as: UTF8.self).split { !$0.isNumber }.first.flatMap { Int32($0) })
            #expect(try await eventually { !isRunning(holder) })
        }
    }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
