import Foundation

/// The files a ``DovecotServer`` runs on.
struct DovecotConfiguration {
    let server: DovecotServer
    let options: MailBackendOptions

    func write() throws {
        let folder = server.folder
        try FileManager.default.createDirectory(atPath: "\(folder)/mail", withIntermediateDirectories: true)
        if getuid() == 0 {
            chmod(folder, 0o755)
            chown("\(folder)/mail", Self.mailOwner.uid, Self.mailOwner.gid)
        }
        try text.write(toFile: "\(folder)/dovecot.conf", atomically: true, encoding: .utf8)
        // Everybody's password is the same; braces begin its scheme.
        let users = (["bot"] + (0..<options.users).map { "user\($0 + 1)" }).map { "\($0):{PLAIN}\(botPassword)::::::" }
        try (users.joined(separator: "\n") + "\n").write(toFile: "\(folder)/users", atomically: true, encoding: .utf8)
    }

    /// Whom the mail belongs to, and who runs the processes: ourselves, or as root (which Dovecot refuses for both) the
    /// users its package made.
    static var mailOwner: (uid: uid_t, gid: gid_t) {
        guard getuid() == 0, let entry = getpwnam("dovecot") else { return (getuid(), getgid()) }
        return (entry.pointee.pw_uid, entry.pointee.pw_gid)
    }

    private var processUsers: String {
        guard getuid() != 0 else { return "" }
        let user = String(cString: getpwuid(getuid()).pointee.pw_name)
        let group = String(cString: getgrgid(getgid()).pointee.gr_name)
        return """
            default_internal_user = \(user)
            default_login_user = \(user)
            default_internal_group = \(group)
            """
    }

    private var text: String {
        let folder = server.folder
        let owner = Self.mailOwner
        return """
            protocols = imap submission
            listen = 127.0.0.1
            base_dir = \(folder)/run
            state_dir = \(folder)/run
            log_path = \(folder)/log
            \(processUsers)
            first_valid_uid = 1
            mail_location = maildir:\(folder)/mail/%n
            mailbox_list_index = no
            mailbox_idle_check_interval = 1 secs
            ssl = yes
            ssl_cert = <\(folder)/server.pem
            ssl_key = <\(folder)/server.key
            disable_plaintext_auth = no
            auth_mechanisms = plain login
            auth_failure_delay = 0
            passdb {
              driver = passwd-file
              args = \(folder)/users
            }
            userdb {
              driver = static
              args = uid=\(owner.uid) gid=\(owner.gid) home=\(folder)/mail/%n
            }
            namespace inbox {
              inbox = yes
            }
            \(capability)
            \(relay)
            \(options.dovecotSettings)
            service anvil {
              chroot =
              unix_listener anvil-auth-penalty {
                mode = 0
              }
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = \(server.imapPort)
              }
              inet_listener imaps {
                port = \(server.imapsPort)
                ssl = yes
              }
            }
            service submission-login {
              chroot =
              inet_listener submission {
                port = \(server.submissionPort)
              }
              inet_listener submissions {
                port = \(server.submissionsPort)
                ssl = yes
              }
            }
            service stats {
              chroot =
            }
            """ + "\n"
    }

    private var capability: String { options.capability.map { "imap_capability = \($0)" } ?? "" }

    private var relay: String {
        guard let port = options.relayPort else { return "" }
        return "submission_relay_host = 127.0.0.1\nsubmission_relay_port = \(port)"
    }
}
