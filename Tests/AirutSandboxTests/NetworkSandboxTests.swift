import AirutModel
import AirutTestSupport
import Foundation
import Testing

@testable import AirutSandbox

extension PodmanTests {
    @Suite struct NetworkSandboxTests {
        /// Runs a script in a container in a sandboxed network.
        private func run(
            _ script: String, _ storage: PodmanStorage, policy: String = "\"the authority\\n\"",
            networks: NetworkSandbox? = nil, sandbox: Sandbox? = nil, image: String = PodmanStorage.image
        ) async throws -> (lines: [String], verdicts: [String], exit: ContainerExit) {
            let log = LineLog()
            let verdicts = LineLog()
            let exit = try await (networks ?? storage.networks).with(
                policy: Array(policy.utf8), hostname: "box", onVerdict: { await verdicts.add($0) }
            ) { network in
                let specification = ContainerSpecification(
                    image: image, task: .random(), command: ["sh", "-c", script],
                    mounts: [.init(storage.folder + "/airut-test-proxy", at: "/tool", isWritable: false)],
                    limits: .init(time: .seconds(120)), network: .sandbox(network))
                return try await (sandbox ?? storage.sandbox).run(specification) { await log.add($0) }
            }
            return (await log.lines, await verdicts.lines, exit)
        }

        @Test(arguments: PodmanFlavor.testable)
        func `whatever address is dialled, the proxy answers`(_ flavor: PodmanFlavor) async throws {
            let script = """
                for address in 8.8.8.8 10.0.0.1 169.254.169.254 127.0.0.1 2606:4700::1111 ::1 fd00::1; do
                    for port in 80 443 53; do /tool dial tcp $address $port; done
                done
                """
            let storage = try PodmanTests.storage(flavor)
            let (lines, verdicts, exit) = try await run(script, storage)
            let addresses = [
                "8.8.8.8", "10.0.0.1", "169.254.169.254", "127.0.0.1", "2606:4700::1111", "::1", "fd00::1",
            ]
            let expected = addresses.flatMap { address in ["http", "https", "dns-tcp"].map { "\($0) \(address)" } }
            #expect(lines == expected, "\(String(decoding: exit.errorTail, as: UTF8.self))")
            #expect(verdicts == (expected + ["end of input"]).map { "{\"verdict\":\"\($0)\"}" })
        }

        @Test(arguments: PodmanFlavor.testable)
        func `names are asked of the proxy, whatever server the agent asks, and its answers are taken`(
            _ flavor: PodmanFlavor
        ) async throws {
            let script = """
                for address in 127.0.0.1 9.9.9.9 ::1 2620:fe::9; do /tool dial udp $address 53 "to $address"; done
                nslookup example.org >/dev/null 2>&1
                """
            let storage = try PodmanTests.storage(flavor)
            let (lines, verdicts, exit) = try await run(script, storage)
            let addresses = ["127.0.0.1", "9.9.9.9", "::1", "2620:fe::9"]
            #expect(lines == addresses.map { "to \($0)" }, "\(String(decoding: exit.errorTail, as: UTF8.self))")
            let expected = addresses + ["127.0.0.1"]
            #expect(verdicts.prefix(5) == expected.map { "{\"verdict\":\"dns \($0)\"}" }[...])
        }

        @Test(arguments: PodmanFlavor.testable)
        func `other ports are refused at once, and what the agent serves itself is reached`(
            _ flavor: PodmanFlavor
        ) async throws {
            let script = """
                for port in 22 25 853 8080 8443; do /tool dial tcp 8.8.8.8 $port; /tool dial tcp 2620:fe::9 $port; done
                for port in 123 443 853; do /tool dial udp 8.8.8.8 $port; /tool dial udp 2620:fe::9 $port; done
                echo own | nc -l -p 8080 >/dev/null &
                until /tool dial tcp 127.0.0.1 8080 | grep own; do sleep 0.1; done
                """
            let storage = try PodmanTests.storage(flavor)
            let (lines, verdicts, exit) = try await run(script, storage)
            #expect(
                lines == Array(repeating: "Connection refused", count: 16) + ["own"],
                "\(String(decoding: exit.errorTail, as: UTF8.self))")
            #expect(verdicts == ["{\"verdict\":\"end of input\"}"])
        }

        @Test(arguments: PodmanFlavor.testable)
        func `nothing in the container changes its network or reaches what keeps it`(
            _ flavor: PodmanFlavor
        ) async throws {
            let script = """
                fails() { name=$1; shift; if "$@" >/dev/null 2>&1; then echo "$name succeeded"; else echo ok; fi; }
                fails address ip addr add 192.0.2.1/32 dev lo
                fails route ip route add 192.0.2.0/24 dev lo
                fails 'route away' ip route del local default dev lo table local
                fails 'interface down' ip link set lo down
                fails 'interface' ip link add dummy0 type dummy
                fails 'raw socket' ping -c 1 -W 5 8.8.8.8
                fails 'network namespace' unshare -n true
                fails 'user namespace' unshare -U -r ip addr add 192.0.2.1/32 dev lo
                fails 'raw socket in a user namespace' unshare -U -r ping -c 1 -W 5 8.8.8.8
                fails 'empty network' unshare -U -r -n /tool dial tcp 8.8.8.8 80
                fails 'interfaces of the host' grep -qsv '^lo' /sys/class/net/*/uevent
                fails 'host network' nsenter -t 1 -n ip link add dummy0 type dummy
                fails 'first process' sh -c 'ls /proc/1/fd/ && cat /proc/1/mem'
                fails 'holder' grep -qs 'airut-net[n]s' /proc/[0-9]*/cmdline
                fails 'port 80' nc -l -p 80
                fails 'port 81' nc -l -p 81
                fails sysctl sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
                fails 'resolv.conf' sh -c 'echo nameserver 8.8.8.8 > /etc/resolv.conf'
                fails unmount umount /etc/resolv.conf
                /tool dial tcp 8.8.8.8 80
                """
            let storage = try PodmanTests.storage(flavor)
            let (lines, _, exit) = try await run(script, storage)
            let failures = script.split(separator: "\n").filter { $0.hasPrefix("fails ") }.count
            #expect(
                lines == Array(repeating: "ok", count: failures) + ["http 8.8.8.8"],
                "\(String(decoding: exit.errorTail, as: UTF8.self))")
        }

        @Test(arguments: PodmanFlavor.testable)
        func `the agent's machine has a name, and no other is known from the host`(_ flavor: PodmanFlavor) async throws
        {
            let storage = try PodmanTests.storage(flavor)
            let (lines, _, _) = try await run("cat /etc/hosts /etc/resolv.conf", storage)
            #expect(lines == ["127.0.0.1 localhost", "::1 localhost", "127.0.0.1 box", "nameserver 127.0.0.1"])
        }

        @Test(arguments: PodmanFlavor.testable)
        func `programs are told to trust the proxy's authority and what the image trusts`(
            _ flavor: PodmanFlavor
        ) async throws {
            let storage = try PodmanTests.storage(flavor)
            let image = try await imageWithBundles(storage)
            let script = """
                cat $SSL_CERT_FILE; echo --; cat /etc/ssl/certs/ca-certificates.crt; echo --; cat $NODE_EXTRA_CA_CERTS
                echo --; cat /etc/pki/tls/certs/ca-bundle.crt; ls -l /etc/pki/tls/certs/ca-bundle.crt | cut -c 1
                echo --; echo $CURL_CA_BUNDLE $REQUESTS_CA_BUNDLE $GIT_SSL_CAINFO; id -u
                """
            for user in [0, 1000] {
                let (lines, _, exit) = try await run(script, storage, image: "\(image)-\(user)")
                #expect(
                    lines == ["system", "", "the authority", "--", "system"]
                        + ["the authority", "--", "the authority", "--", "system", "the authority", "l", "--"]
                        + [
                            "/.airut/ca-bundle.pem /.airut/ca-bundle.pem /.airut/ca-bundle.pem", "\(user)",
                        ], "\(String(decoding: exit.errorTail, as: UTF8.self))")
            }
        }

        /// Debian's bundle, and Fedora's name for it; for root and for another user.
        private func imageWithBundles(_ storage: PodmanStorage) async throws -> String {
            let name = "localhost/airut-test:bundles"
            for user in [0, 1000] {
                let content = try ImageContent(files: [
                    .init(
                        path: "Dockerfile",
                        bytes: Array(
                            """
                            FROM scratch
                            COPY busybox /bin/busybox
                            RUN ["/bin/busybox", "--install", "-s", "/bin"]
                            ENV PATH=/bin
                            RUN mkdir -p /etc/ssl/certs /etc/pki/tls/certs && echo system > /etc/ssl/certs/ca-certificates.crt \\
                                && ln -s /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt
                            USER \(user)
                            """.utf8)),
                    try PodmanStorage.busyboxFiles()[1],
                ])
                let files = try ImageFolder(content, below: storage.folder)
                let command = PodmanCommand.build(
                    files.path, tag: "\(name)-\(user)", isFresh: false, limits: .init(), network: .none,
                    mark: .init(oneBuildOf: storage.host.instance), host: storage.host,
                    support: .init(memory: false, cpus: false, processes: false))
                let result = try await ChildProcess.run(command, deadline: .seconds(120))
                try #require(result.isSuccess, "\(result.failure)")
            }
            return name
        }

        @Test(arguments: PodmanFlavor.testable)
        func `a proxy that dies takes the container along`(_ flavor: PodmanFlavor) async throws {
            let storage = try PodmanTests.storage(flavor)
            let networks = storage.networks
            await #expect {
                try await run("/tool dial tcp 8.8.8.8 80 die; sleep 1000", storage, networks: networks)
            } throws: { error in
                "\(error)" == "cannot go on without the sandbox's network proxy: it ended with status 8"
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: networks.folder).isEmpty)
            networks.sweep()
            #expect(!FileManager.default.fileExists(atPath: networks.folder))
        }

        @Test(arguments: PodmanFlavor.testable)
        func `whatever Podman does, nothing runs in another network`(_ flavor: PodmanFlavor) async throws {
            let storage = try PodmanTests.storage(flavor)
            var host = storage.host
            // As Podman's service on another machine might.
            let elsewhere = storage.folder + "/elsewhere-" + UUID().uuidString
            let script = """
                #!/bin/bash
                arguments=("$@")
                for i in "${!arguments[@]}"; do
                    [[ ${arguments[i]} != --network ]] || { arguments[i+1]=none; break; }
                done
                exec podman "${arguments[@]}"

                """
            try script.write(toFile: elsewhere, atomically: true, encoding: .utf8)
            chmod(elsewhere, 0o755)
            host.command[host.command.count - 1] = elsewhere
            await #expect {
                try await run("echo ran", storage, sandbox: Sandbox(host: host, initPath: storage.initPath))
            } throws: { error in
                "\(error)".hasSuffix(
                    "airut-init: cannot run outside of the network that was made for it: Machine is not on the network")
            }
        }

        @Test(arguments: PodmanFlavor.testable)
        func `a proxy that dies as soon as it is ready, or before, leaves nothing running and says so`(
            _ flavor: PodmanFlavor
        ) async throws {
            let storage = try PodmanTests.storage(flavor)
            let ready = #"{"ready":{"certificate":"x"}}"#
            for (script, sentence) in [
                ("echo '\(ready)'; exit 8", "cannot go on without the sandbox's network proxy: it ended with status 8"),
                ("echo '\(ready)'; kill -9 $$", "cannot go on without the sandbox's network proxy: "),
                ("exit 7", "cannot make the sandbox's network: it ended with status 7"),
                ("kill -9 $$", "cannot make the sandbox's network: "),
            ] {
                let networks = storage.networks(proxy: "/bin/sh", arguments: ["-c", script])
                await #expect("\(script)") {
                    try await run("sleep 1000", storage, networks: networks)
                } throws: { error in
                    "\(error)".hasPrefix(sentence)
                }
                #expect(try FileManager.default.contentsOfDirectory(atPath: networks.folder).isEmpty)
            }
        }

        @Test(arguments: PodmanFlavor.testable)
        func `what fails for want of a killed proxy is told as its loss, whichever is heard of first`(
            _ flavor: PodmanFlavor
        ) async throws {
            let (storage, mark) = (try PodmanTests.storage(flavor), UUID().uuidString)
            let script = #"read policy; echo '{"ready":{"certificate":"x"}}'; read end"#
            let networks = storage.networks(proxy: "/bin/sh", arguments: ["-c", script, mark])
            await #expect {
                try await networks.with(policy: Array("\"\"".utf8), hostname: "box", onVerdict: { _ in }) { _ in
                    for proxy in ProcessTree.processes(withArguments: [script, mark]) { kill(proxy, SIGKILL) }
                    throw TestFailure("no network")
                }
            } throws: { error in
                "\(error)".hasPrefix("cannot go on without the sandbox's network proxy: it was killed by signal 9")
            }
        }

        @Test(arguments: PodmanFlavor.testable)
        func `a network that cannot be made fails with its own sentence, and nothing runs`(
            _ flavor: PodmanFlavor
        ) async throws {
            let storage = try PodmanTests.storage(flavor)
            await #expect {
                try await run("true", storage, policy: "fail")
            } throws: { error in
                "\(error)"
                    == "cannot make the sandbox's network: airut-test-proxy: cannot read the policy: it says fail"
            }
            await #expect {
                try await run("true", storage, networks: storage.networks(proxy: "/no/such/proxy"))
            } throws: { error in
                "\(error)" == "cannot make the sandbox's network: airut-netns: cannot open /no/such/proxy: "
                    + "No such file or directory"
            }
            await #expect {
                try await run("true", storage, networks: storage.networks(proxy: "/bin/echo", arguments: ["hello"]))
            } throws: { error in
                "\(error)".contains("the proxy began with something else than that it is ready")
            }
        }

        @Test(arguments: PodmanFlavor.testable)
        func `cancelling the task ends proxy and namespace`(_ flavor: PodmanFlavor) async throws {
            let storage = try PodmanTests.storage(flavor)
            let seen = LineLog()
            await withThrowingTaskGroup(of: Void.self) { group async in
                group.addTask {
                    try await storage.networks.with(policy: Array("\"x\"".utf8), hostname: "box", onVerdict: { _ in }) {
                        network in
                        await seen.add(Array(network.namespace.path.utf8))
                        try await Task.sleep(for: .seconds(1000))
                    }
                }
                #expect((try? await eventually { await !seen.lines.isEmpty }) == true)
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.waitForAll() }
            }
            let holder = try #require(await seen.numbers.first)
            #expect(try await eventually { !isRunning(holder) })
        }

        @Test(arguments: PodmanFlavor.testable.filter { $0 == .rootless })
        func `Podman's user namespace is made when there is none`(_ flavor: PodmanFlavor) async throws {
            // A storage of its own: whatever else runs in it would find itself in another namespace.
            try await PodmanStorage.with(flavor) { storage in
                let pauseFile = storage.folder + "/run/libpod/tmp/pause.pid"
                let begun = try await run("echo one", storage)
                #expect(begun.lines == ["one"])
                // As after a restart of the machine with a file that was left: nobody, or somebody else, has that number.
                try "1".write(toFile: pauseFile, atomically: false, encoding: .utf8)
                #expect(try await run("echo two", storage).lines == ["two"])
            }
        }
    }
}
