#define _GNU_SOURCE
#include <sys/prctl.h>
#include "CLinux.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

int airut_pidfd_open(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0u); }

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
