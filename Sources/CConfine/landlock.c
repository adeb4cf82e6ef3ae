#define _GNU_SOURCE
#include "CConfine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// linux/landlock.h of Debian 12 ends at ABI 2; the numbers are the kernel's.
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

enum { RULE_PATH_BENEATH = 1, CREATE_RULESET_VERSION = 1 };
enum {
    EXECUTE = 1 << 0, WRITE_FILE = 1 << 1, READ_FILE = 1 << 2, READ_DIR = 1 << 3, REMOVE_DIR = 1 << 4,
    REMOVE_FILE = 1 << 5, MAKE_CHAR = 1 << 6, MAKE_DIR = 1 << 7, MAKE_REG = 1 << 8, MAKE_SOCK = 1 << 9,
    MAKE_FIFO = 1 << 10, MAKE_BLOCK = 1 << 11, MAKE_SYM = 1 << 12, REFER = 1 << 13, TRUNCATE = 1 << 14,
    IOCTL_DEV = 1 << 15,
};
enum { ANY_ABI_1 = (1 << 13) - 1, READING = READ_FILE | READ_DIR, OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE };
enum { WRITING = WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_SYM | REFER | TRUNCATE };
enum { BIND_TCP = 1 << 0, CONNECT_TCP = 1 << 1, SCOPE_ABSTRACT_UNIX = 1 << 0, SCOPE_SIGNAL = 1 << 1 };

struct ruleset { uint64_t files, network, scoped; };
struct beneath { uint64_t allowed; int32_t parent; } __attribute__((packed));

// What this kernel can restrict: later versions add to earlier ones.
static struct ruleset handled_by(int abi, int has_network, size_t *size) {
    struct ruleset set = {ANY_ABI_1, 0, 0};
    *size = sizeof set.files;
    if (abi >= 2) set.files |= REFER;
    if (abi >= 3) set.files |= TRUNCATE;
    if (abi >= 4) {
        set.network = BIND_TCP | (has_network ? 0 : CONNECT_TCP);
        *size = 2 * sizeof set.files;
    }
    if (abi >= 5) set.files |= IOCTL_DEV;
    if (abi >= 6) {
        set.scoped = SCOPE_ABSTRACT_UNIX | SCOPE_SIGNAL;
        *size = sizeof set;
    }
    return set;
}

static void allow(int ruleset, int file, uint64_t allowed, const char *what) {
    struct beneath rule = {allowed, file};
    if (syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0) != 0)
        refuse("allow %s: %s", what, strerror(errno));
}

// A path to read may be missing: not every machine has every system file, and nothing is lost by it.
static void allow_path(int ruleset, const struct path_rule *rule, uint64_t handled) {
    int file = open(rule->path, O_PATH | O_CLOEXEC);
    if (file < 0 && errno == ENOENT && !rule->is_writable) return;
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0) refuse("allow %s: %s", rule->path, strerror(errno));
    uint64_t allowed = rule->is_writable ? READING | WRITING : READING;
    if (!S_ISDIR(status.st_mode)) allowed &= OF_FILES;
    allow(ruleset, file, allowed & handled, rule->path);
    close(file);
}

void restrict_files(const struct request *request, int program, int loader) {
    int abi = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_RULESET_VERSION);
    if (abi < 1 && request->allows_no_landlock) return;
    if (abi < 1) refuse("confine files: this kernel has no Landlock (add landlock to the kernel's lsm= list)");
    size_t size;
    struct ruleset handled = handled_by(abi, request->has_network, &size);
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &handled, size, 0);
    if (ruleset < 0) refuse("confine files: %s", strerror(errno));
    allow(ruleset, program, EXECUTE | READ_FILE, request->command[0]);
    if (loader >= 0) allow(ruleset, loader, EXECUTE | READ_FILE, "the loader");
    for (size_t i = 0; i < request->path_count; i++) allow_path(ruleset, &request->paths[i], handled.files);
    if (syscall(SYS_landlock_restrict_self, ruleset, 0) != 0) refuse("confine files: %s", strerror(errno));
    close(ruleset);
}
