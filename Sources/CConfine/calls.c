#define _GNU_SOURCE
#include "CConfine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "confinement knows x86_64 and aarch64"
#endif

// Younger than Debian 12's headers.
enum { CALL_FCHMODAT2 = 452, CALL_QUOTACTL_FD = 443 };
#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#endif

// SOCKET_TYPE: what remains of socket(2)'s type without its flags.
enum { MAXIMUM_INSTRUCTIONS = 512, LAST_KNOWN_CALL = 462, SOCKET_TYPE = 0xF };

struct program {
    struct sock_filter code[MAXIMUM_INSTRUCTIONS];
    unsigned short count;
};

static void add(struct program *program, struct sock_filter instruction) {
    if (program->count == MAXIMUM_INSTRUCTIONS) refuse("filter system calls: the filter is too long");
    program->code[program->count++] = instruction;
}

// Loads the low half of argument `index` (little-endian on both architectures).
static void load_argument(struct program *program, int index) {
    add(program, (struct sock_filter)BPF_STMT(
                     BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, args) + 8u * (uint32_t)index));
}

static void load_call(struct program *program) {
    add(program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
}

static void answer(struct program *program, uint32_t action) {
    add(program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

// Skips `count` instructions unless the loaded value is `value`.
static void unless_equal(struct program *program, uint32_t value, uint8_t count) {
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count));
}

static uint32_t error(int number) { return SECCOMP_RET_ERRNO | (uint32_t)number; }

static void deny(struct program *program, long call, int number) {
    unless_equal(program, (uint32_t)call, 1);
    answer(program, error(number));
}

// Allows `call` when argument `index` is `value`, else answers EPERM.
static void allow_only(struct program *program, long call, int index, uint32_t value) {
    unless_equal(program, (uint32_t)call, 4);
    load_argument(program, index);
    unless_equal(program, value, 1);
    answer(program, SECCOMP_RET_ALLOW);
    answer(program, error(EPERM));
}

// Answers `number` when argument `index` of `call` is one of `values`.
static void deny_values(struct program *program, long call, int index, const uint32_t *values, size_t count, int number) {
    unless_equal(program, (uint32_t)call, (uint8_t)(2 * count + 2));
    load_argument(program, index);
    for (size_t i = 0; i < count; i++) {
        unless_equal(program, values[i], 1);
        answer(program, error(number));
    }
    load_call(program);
}

// Answers `number` unless argument `index` of `call` is one of `values`.
static void allow_values(struct program *program, long call, int index, const uint32_t *values, size_t count, int number) {
    unless_equal(program, (uint32_t)call, (uint8_t)(2 * count + 2));
    load_argument(program, index);
    for (size_t i = 0; i < count; i++) {
        unless_equal(program, values[i], 1);
        answer(program, SECCOMP_RET_ALLOW);
    }
    answer(program, error(number));
}

// Another architecture's calls, or the x32 ones, have other numbers: they end the process.
static void check_architecture(struct program *program) {
    add(program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0));
    answer(program, SECCOMP_RET_KILL_PROCESS);
    load_call(program);
    // Calls younger than this list, x32 included, are answered as by an old kernel.
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, LAST_KNOWN_CALL, 0, 1));
    answer(program, error(ENOSYS));
}

// Threads yes, processes and namespaces no. clone3 hides its flags in memory: libc falls back to clone on ENOSYS.
static void restrict_processes(struct program *program, uint32_t executable) {
    deny(program, SYS_clone3, ENOSYS);
    unless_equal(program, SYS_clone, 4);
    load_argument(program, 0);
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1));
    answer(program, SECCOMP_RET_ALLOW);
    answer(program, error(EPERM));
    allow_only(program, SYS_tgkill, 0, (uint32_t)getpid());
    allow_only(program, SYS_execveat, 0, executable);
    // Reading a limit is harmless, but raising one would be possible where a capability is kept.
    allow_only(program, SYS_prlimit64, 2, 0);
#if defined(__x86_64__)
    deny(program, SYS_fork, EPERM);
    deny(program, SYS_vfork, EPERM);
#endif
}

// Goes on `if_equal` or `otherwise` instructions after the next one.
static void branch(struct program *program, uint32_t value, uint8_t if_equal, uint8_t otherwise) {
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, if_equal, otherwise));
}

// TCP and UDP, and questions to the kernel about its interfaces and addresses; a pair of local sockets could be turned to
// any local address.
static void allow_internet(struct program *program) {
    deny(program, SYS_socketpair, EACCES);
    unless_equal(program, SYS_socket, 17);
    load_argument(program, 0);
    branch(program, AF_NETLINK, 0, 3);
    load_argument(program, 2);
    branch(program, NETLINK_ROUTE, 0, 12);
    answer(program, SECCOMP_RET_ALLOW);
    branch(program, AF_INET, 1, 0);
    branch(program, AF_INET6, 0, 9);
    load_argument(program, 1);
    add(program, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, SOCKET_TYPE));
    branch(program, SOCK_STREAM, 1, 0);
    branch(program, SOCK_DGRAM, 0, 5);
    load_argument(program, 2);
    branch(program, 0, 2, 0);
    branch(program, IPPROTO_TCP, 1, 0);
    branch(program, IPPROTO_UDP, 0, 1);
    answer(program, SECCOMP_RET_ALLOW);
    answer(program, error(EAFNOSUPPORT));
}

static void deny_sockets(struct program *program) {
    static const long calls[] = {SYS_socket, SYS_socketpair, SYS_connect, SYS_sendto, SYS_sendmsg, SYS_sendmmsg};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) deny(program, calls[i], EACCES);
}

// Connections are accepted only from the sockets that were handed on: no other socket can be made to listen.
static void restrict_serving(struct program *program, int served) {
    if (served == 0) {
        static const long serving[] = {SYS_listen, SYS_accept, SYS_accept4};
        for (size_t i = 0; i < sizeof serving / sizeof *serving; i++) deny(program, serving[i], EACCES);
        return;
    }
    unless_equal(program, SYS_listen, 5);
    load_argument(program, 0);
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FIRST_SERVED, 0, 2));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, (uint32_t)(FIRST_SERVED + served), 1, 0));
    answer(program, SECCOMP_RET_ALLOW);
    answer(program, error(EACCES));
}

static void restrict_sockets(struct program *program, const struct request *request) {
    if (request->has_network) allow_internet(program);
    else deny_sockets(program);
    restrict_serving(program, request->served);
}

#define COUNT(array) (sizeof array / sizeof *array)

// The death signal must stay, and no descriptor may send a signal to another process.
static void restrict_signals(struct program *program) {
    static const uint32_t processes[] = {PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_SET_DUMPABLE, PR_SET_VMA};
    allow_values(program, SYS_prctl, 0, processes, COUNT(processes), EPERM);
    static const uint32_t files[] = {F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY};
    deny_values(program, SYS_fcntl, 1, files, COUNT(files), EPERM);
    // Not FIOASYNC, FIOSETOWN or SIOCSPGRP, and none that changes a file's attributes.
    static const uint32_t devices[] = {TCGETS, TIOCGWINSZ, TIOCGPGRP, FIONREAD, FIONBIO, FIOCLEX, FIONCLEX};
    allow_values(program, SYS_ioctl, 1, devices, COUNT(devices), ENOTTY);
}

// Owners, modes, times and extended attributes of files: Landlock does not ask about them, whatever the path.
static const long attributes[] = {
    SYS_fchmod, SYS_fchmodat, CALL_FCHMODAT2, SYS_fchown, SYS_fchownat, SYS_utimensat, SYS_truncate, SYS_setxattr,
    SYS_lsetxattr, SYS_fsetxattr, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr,
#if defined(__x86_64__)
    SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat,
#endif
};

// What no reader of mail, git repository or web request needs, by what it would give away.
static const long denied[] = {
    SYS_execve,
    // other processes
    SYS_kill, SYS_tkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_ptrace, SYS_process_vm_readv,
    SYS_process_vm_writev, SYS_process_madvise, SYS_process_mrelease, SYS_kcmp, SYS_pidfd_open, SYS_pidfd_getfd,
    SYS_pidfd_send_signal, SYS_setpriority, SYS_ioprio_set, SYS_sched_setaffinity, SYS_sched_setattr, SYS_sched_setparam,
    SYS_sched_setscheduler, SYS_setpgid, SYS_setsid,
    // limits and identity
    SYS_setrlimit, SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid, SYS_setresgid, SYS_setgroups,
    SYS_setfsuid, SYS_setfsgid, SYS_capset, SYS_personality,
    // file systems and namespaces
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_unshare, SYS_setns, SYS_fsopen, SYS_fsconfig, SYS_fsmount,
    SYS_fspick, SYS_move_mount, SYS_open_tree, SYS_mount_setattr, SYS_mknodat, SYS_quotactl, SYS_swapon, SYS_swapoff,
    SYS_open_by_handle_at, SYS_name_to_handle_at, SYS_fanotify_init, SYS_inotify_init1, SYS_inotify_add_watch,
    CALL_QUOTACTL_FD, SYS_memfd_create, SYS_memfd_secret,
    // the kernel itself
    SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
    SYS_keyctl, SYS_add_key, SYS_request_key, SYS_kexec_load, SYS_init_module, SYS_finit_module, SYS_delete_module,
    SYS_reboot, SYS_acct, SYS_syslog, SYS_settimeofday, SYS_clock_settime, SYS_clock_adjtime, SYS_adjtimex,
    SYS_sethostname, SYS_setdomainname, SYS_vhangup, SYS_lookup_dcookie, SYS_nfsservctl, SYS_io_setup,
    SYS_move_pages, SYS_migrate_pages, SYS_shmget, SYS_msgget, SYS_semget, SYS_mq_open,
#if defined(__x86_64__)
    SYS_inotify_init, SYS_mknod, SYS_iopl, SYS_ioperm, SYS_modify_ldt, SYS_kexec_file_load, SYS_uselib, SYS_ustat, SYS_sysfs,
#endif
};

void restrict_calls(const struct request *request) {
    struct program program = {.count = 0};
    check_architecture(&program);
    restrict_processes(&program, (uint32_t)request->files);
    restrict_sockets(&program, request);
    restrict_signals(&program);
    for (size_t i = 0; i < COUNT(attributes); i++) deny(&program, attributes[i], EPERM);
    for (size_t i = 0; i < COUNT(denied); i++) deny(&program, denied[i], EPERM);
    answer(&program, SECCOMP_RET_ALLOW);
    struct sock_fprog filter = {program.count, program.code};
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) refuse("filter system calls: %s", strerror(errno));
}
