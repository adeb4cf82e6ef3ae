import Glibc
import Testing

/// A system call as Perl makes it: `$path` is a file, `$file` its descriptor.
struct SystemCall: Sendable, CustomTestStringConvertible {
    let name: String
    let number: Int
    let arguments: String
    let error: Int32

    var testDescription: String { name }

    private init(_ name: String, x86: Int, arm: Int, _ arguments: String, error: Int32 = EPERM) {
        self.name = name
        #if arch(x86_64)
            number = x86
        #else
            number = arm
        #endif
        self.arguments = arguments
        self.error = error
    }

    static let forbidden = attributes + signals + others

    private static let attributes = [
        Self("fchmod", x86: 91, arm: 52, "$file, 0777"),
        Self("fchmodat", x86: 268, arm: 53, "-100, $path, 0777"),
        Self("fchmodat2", x86: 452, arm: 452, "-100, $path, 0777, 0"),
        Self("fchown", x86: 93, arm: 55, "$file, $>, -1"),
        Self("fchownat", x86: 260, arm: 54, "-100, $path, $>, -1, 0"),
        Self("utimensat", x86: 280, arm: 88, "-100, $path, 0, 0"),
        Self("futimens", x86: 280, arm: 88, "$file, 0, 0, 0"),
        Self("truncate", x86: 76, arm: 45, "$path, 1"),
        Self("setxattr", x86: 188, arm: 5, "$path, \"user.a\", \"b\", 1, 0"),
        Self("fsetxattr", x86: 190, arm: 7, "$file, \"user.a\", \"b\", 1, 0"),
        Self("removexattr", x86: 197, arm: 14, "$path, \"user.a\""),
        Self("FS_IOC_SETFLAGS", x86: 16, arm: 29, "$file, 0x40086602, pack(\"L\", 0)", error: ENOTTY),
    ]

    private static let signals = [
        Self("PR_SET_PDEATHSIG", x86: 157, arm: 167, "1, 0, 0, 0, 0"),
        Self("F_SETOWN", x86: 72, arm: 25, "$file, 8, getppid"),
        Self("F_SETSIG", x86: 72, arm: 25, "$file, 10, 9"),
        Self("F_SETOWN_EX", x86: 72, arm: 25, "$file, 15, pack(\"ll\", 1, getppid)"),
        Self("FIOASYNC", x86: 16, arm: 29, "0, 0x5452, pack(\"l\", 1)", error: ENOTTY),
        Self(
            "FIOSETOWN", x86: 16, arm: 29, "do { socket($peer, 2, 1, 0); fileno($peer) }, 0x8901, pack(\"l\", getppid)",
            error: ENOTTY),
    ]

    private static let others = [
        Self("local socket", x86: 41, arm: 198, "1, 1, 0", error: EAFNOSUPPORT),
        // It could be turned to another address.
        Self("pair of local sockets", x86: 53, arm: 199, "1, 2, 0, pack(\"LL\", 0, 0)", error: EACCES),
        Self("generic netlink", x86: 41, arm: 198, "16, 3, 16", error: EAFNOSUPPORT),
        Self("packets", x86: 41, arm: 198, "17, 3, 3", error: EAFNOSUPPORT),
        Self("raw socket", x86: 41, arm: 198, "2, 3, 1", error: EAFNOSUPPORT),
        Self("ping socket", x86: 41, arm: 198, "2, 2, 1", error: EAFNOSUPPORT),
        Self("UDP-Lite", x86: 41, arm: 198, "10, 2, 136", error: EAFNOSUPPORT),
        Self("SCTP", x86: 41, arm: 198, "2, 1, 132", error: EAFNOSUPPORT),
        Self("multipath TCP", x86: 41, arm: 198, "2, 1, 262", error: EAFNOSUPPORT),
        Self("socket to the hypervisor", x86: 41, arm: 198, "40, 1, 0", error: EAFNOSUPPORT),
        Self("setns", x86: 308, arm: 268, "$file, 0"),
        Self("unshare", x86: 272, arm: 97, "0x40000000"),
        Self("mount", x86: 165, arm: 40, "$path, $path, \"none\", 4096, 0"),
        Self("bpf", x86: 321, arm: 280, "0, 0, 0"),
        Self("ptrace", x86: 101, arm: 117, "16, getppid, 0, 0"),
        Self("process_vm_readv", x86: 310, arm: 270, "getppid, 0, 0, 0, 0, 0"),
        Self("pidfd_open", x86: 434, arm: 434, "getppid, 0"),
        Self("pidfd_getfd", x86: 438, arm: 438, "$file, 0, 0"),
        Self("kill", x86: 62, arm: 129, "getppid, 0"),
        Self("execve", x86: 59, arm: 221, "\"/bin/true\", 0, 0"),
        Self("execveat", x86: 322, arm: 281, "-100, \"/bin/true\", 0, 0, 0"),
        Self("fork", x86: 56, arm: 220, "17, 0, 0, 0, 0"),
        Self("io_uring_setup", x86: 425, arm: 425, "1, 0"),
        Self("keyctl", x86: 250, arm: 219, "0, -3, 0"),
        Self("userfaultfd", x86: 323, arm: 282, "0"),
        Self("perf_event_open", x86: 298, arm: 241, "0, 0, -1, -1, 0"),
        Self("open_by_handle_at", x86: 304, arm: 265, "$file, 0, 0"),
        Self("chroot", x86: 161, arm: 51, "$path"),
        Self("inotify_init1", x86: 294, arm: 26, "0"),
        Self("ioprio_set", x86: 251, arm: 30, "1, 0, 0"),
        Self("sched_setattr", x86: 314, arm: 274, "0, pack(\"L12\", 48), 0"),
        Self("sched_setscheduler", x86: 144, arm: 119, "0, 0, pack(\"l\", 0)"),
        Self("memfd_create", x86: 319, arm: 279, "\"x\", 0"),
    ]
}
