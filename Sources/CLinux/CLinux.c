#define _GNU_SOURCE
#include <sys/prctl.h>
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <malloc.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <unistd.h>

int airut_pidfd_open(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0u); }

long long airut_birth_time(const char *path) {
    struct statx status;
    if (statx(AT_FDCWD, path, 0, STATX_BTIME, &status) != 0 || !(status.stx_mask & STATX_BTIME)) return 0;
    return status.stx_btime.tv_sec * 1000000000LL + status.stx_btime.tv_nsec;
}

int airut_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int airut_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int airut_spawn_close_from(void *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

int airut_spawn_change_directory(void *actions, const char *path) {
    return posix_spawn_file_actions_addchdir_np(actions, path);
}

unsigned long airut_files_limit(void) {
    struct rlimit own;
    return getrlimit(RLIMIT_NOFILE, &own) == 0 ? own.rlim_max : RLIM_INFINITY;
}

int airut_is_in_memory(const char *path) {
    struct statfs system;
    return statfs(path, &system) == 0 && (system.f_type == TMPFS_MAGIC || system.f_type == HUGETLBFS_MAGIC);
}

unsigned long airut_file_size_limit(void) {
    struct rlimit own;
    return getrlimit(RLIMIT_FSIZE, &own) == 0 ? own.rlim_max : RLIM_INFINITY;
}

unsigned long airut_processes_limit(void) {
    struct rlimit own;
    return getrlimit(RLIMIT_NPROC, &own) == 0 ? own.rlim_max : RLIM_INFINITY;
}

int airut_make_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

static int unix_address(int folder, const char *name, struct sockaddr_un *address) {
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    int length = snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/%s", folder, name);
    if (length < 0 || (size_t)length >= sizeof address->sun_path) errno = ENAMETOOLONG;
    return length >= 0 && (size_t)length < sizeof address->sun_path ? 0 : -1;
}

static int with_error(int descriptor) {
    int code = errno;
    close(descriptor);
    errno = code;
    return -1;
}

int airut_unix_listen(int folder, const char *name) {
    struct sockaddr_un address;
    if (unix_address(folder, name, &address) != 0) return -1;
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return -1;
    // The file gets the socket's own mode: nobody else can connect at any time.
    if (fchmod(descriptor, 0600) != 0 || bind(descriptor, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(descriptor, 64) != 0)
        return with_error(descriptor);
    return descriptor;
}

int airut_unix_connect(int folder, const char *name) {
    struct sockaddr_un address;
    if (unix_address(folder, name, &address) != 0) return -1;
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) return with_error(descriptor);
    return descriptor;
}

int airut_peer_is_us(int descriptor) {
    struct ucred peer;
    socklen_t length = sizeof peer;
    return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && length == sizeof peer &&
           (peer.uid == geteuid() || peer.uid == 0);
}

int airut_accept(int descriptor) { return accept4(descriptor, NULL, NULL, SOCK_CLOEXEC); }

void airut_share_heap(void) { mallopt(M_ARENA_MAX, 1); }

void airut_return_free_memory(void) { malloc_trim(0); }
