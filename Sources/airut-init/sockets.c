#define _GNU_SOURCE
#include "sockets.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

// Programs for the older 32-bit architecture run on the same kernel, with calls of their own; x32's have one bit more.
#if defined(__x86_64__)
enum { X32_BIT = 0x40000000, OLDER_SOCKET = 359 };
#define ARCHITECTURE AUDIT_ARCH_X86_64
#define OLDER_ARCHITECTURE AUDIT_ARCH_I386
#elif defined(__aarch64__)
enum { X32_BIT = 0, OLDER_SOCKET = 281 };
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#define OLDER_ARCHITECTURE AUDIT_ARCH_ARM
#else
#error "sockets are confined on x86_64 and aarch64"
#endif
// It hides its arguments in memory; C libraries of the last ten years do without it.
enum { OLDER_SOCKETCALL = 102 };

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
// Goes on with the next instruction when the loaded value is `value`, else skips `count`.
#define UNLESS_EQUAL(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), 0, count)
#define WHEN_EQUAL(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), count, 0)
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, (uint32_t)(action))
#define REFUSE(error) ANSWER(SECCOMP_RET_ERRNO | (error))

static const struct sock_filter code[] = {
    LOAD(arch),
    WHEN_EQUAL(ARCHITECTURE, 7),
    UNLESS_EQUAL(OLDER_ARCHITECTURE, 5),
    LOAD(nr),
    WHEN_EQUAL(OLDER_SOCKETCALL, 3),
    WHEN_EQUAL(SYS_io_uring_setup, 2),
    WHEN_EQUAL(OLDER_SOCKET, 6),
    ANSWER(SECCOMP_RET_ALLOW),
    REFUSE(ENOSYS),
    // This architecture.
    LOAD(nr),
    BPF_STMT(BPF_ALU | BPF_AND | BPF_K, ~(uint32_t)X32_BIT),
    WHEN_EQUAL(SYS_io_uring_setup, 7),
    UNLESS_EQUAL(SYS_socket, 5),
    // A socket: little-endian, the low half comes first.
    LOAD(args[0]),
    WHEN_EQUAL(AF_UNIX, 3),
    WHEN_EQUAL(AF_INET, 2),
    WHEN_EQUAL(AF_INET6, 1),
    UNLESS_EQUAL(AF_NETLINK, 2),
    ANSWER(SECCOMP_RET_ALLOW),
    REFUSE(ENOSYS),
    REFUSE(EAFNOSUPPORT),
};

const char *restrict_sockets(void) {
    struct sock_fprog filter = {sizeof code / sizeof *code, (struct sock_filter *)code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return "give up new privileges";
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0 ? "restrict sockets" : NULL;
}
