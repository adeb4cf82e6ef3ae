#define _GNU_SOURCE
#include "CConfine.h"

#include <errno.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Lowers one limit, soft and hard, never raises it.
static void limit(const char *what, int resource, rlim_t value) {
    struct rlimit current;
    if (getrlimit(resource, &current) != 0) refuse("read the limit on %s: %s", what, strerror(errno));
    if (current.rlim_max != RLIM_INFINITY && current.rlim_max < value) value = current.rlim_max;
    struct rlimit lowered = {value, value};
    if (setrlimit(resource, &lowered) != 0) refuse("limit %s: %s", what, strerror(errno));
}

void limit_resources(const struct request *request) {
    limit("processor time", RLIMIT_CPU, request->cpu_seconds);
    limit("memory", RLIMIT_DATA, request->data_bytes);
    limit("address space", RLIMIT_AS, request->address_space_bytes);
    limit("file size", RLIMIT_FSIZE, request->file_bytes);
    limit("open files", RLIMIT_NOFILE, request->files);
    // 0 still feeds a core dump handler behind a pipe; 1 byte suppresses both kinds (core(5)).
    limit("core dumps", RLIMIT_CORE, 1);
}

// Gives up every capability; a writer of files that belong to a container's users keeps the one that reaches them.
void drop_capabilities(int keeps_file_capabilities) {
    unsigned kept = keeps_file_capabilities ? 1u << CAP_DAC_OVERRIDE : 0;
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data) != 0) refuse("read its capabilities: %s", strerror(errno));
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    if (data[0].effective & 1u << CAP_SETPCAP) {
        for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++) {
            int is_kept = capability < 32 && (kept & 1u << capability);
            if (!is_kept && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0)
                refuse("drop capability %d: %s", capability, strerror(errno));
        }
    }
    data[0].permitted &= kept;
    data[0].effective &= kept;
    data[0].inheritable = 0;
    data[1] = (struct __user_cap_data_struct){0, 0, 0};
    if (syscall(SYS_capset, &header, data) != 0) refuse("drop its capabilities: %s", strerror(errno));
}
