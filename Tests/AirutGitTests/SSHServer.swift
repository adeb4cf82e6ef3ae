import AirutTestSupport
import Foundation

/// The real `sshd` in its inetd mode, so that a free port is enough.
enum SSHServer {
    static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/sbin/sshd")

    private static let script = """
        import socket, subprocess, sys
        listener = socket.create_server(('127.0.0.1', int(sys.argv[1])))
        while True:
            peer, _ = listener.accept()
            subprocess.Popen(['/usr/sbin/sshd', '-i', '-e', '-f', 'sshd.conf'], stdin=peer, stdout=peer, stderr=subprocess.DEVNULL)
            peer.close()
        """

    static func serve(_ body: (Workshop, _ url: String, _ port: Int) async throws -> Void) async throws {
        try await withWorkshop { workshop in
            let folder = workshop.folder
            for name in ["host", "user", "stranger"] {
                try await run([
                    "/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(folder)/\(name)",
                ])
            }
            try await run(["/bin/sh", "-c", "mkdir -p /run/sshd 2>/dev/null || true"])
            try workshop.write(
                "\(folder)/sshd.conf",
                """
                HostKey \(folder)/host
                AuthorizedKeysFile \(folder)/user.pub
                StrictModes no
                UsePAM no
                PermitRootLogin prohibit-password
                PasswordAuthentication no
                PidFile none

                """)
            try await withServerProgram(ports: 1, in: folder) { ports in
                ["python3", "-c", script, "\(ports[0])"]
            } _: { ports in
                let url = "ssh://\(NSUserName())@127.0.0.1:\(ports[0])\(workshop.upstream)"
                try await body(workshop, url, ports[0])
            }
        }
    }
}
