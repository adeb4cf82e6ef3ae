#define _GNU_SOURCE
#include "CConfine.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

void die_with_parent(const struct request *request) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) refuse("follow the parent: %s", strerror(errno));
    // The parent may have ended before that took effect: then we belong to somebody else already.
    if (request->parent != 0 && getppid() != request->parent) refuse("follow the parent: it has ended");
}

void close_descriptors(unsigned first) {
    if (syscall(SYS_close_range, first, ~0u, 0u) != 0) refuse("close descriptors: %s", strerror(errno));
}

// The program goes to a fixed high number: the filter lets exactly that descriptor be executed.
int open_program(struct request *request) {
    const char *path = request->command[0];
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) refuse("read the limit on open files: %s", strerror(errno));
    files.rlim_cur = files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files) != 0) refuse("raise the limit on open files: %s", strerror(errno));
    if (request->files >= files.rlim_max) request->files = files.rlim_max - 1;
    int opened = open(path, O_RDONLY | O_CLOEXEC), kept = (int)request->files;
    if (opened < 0) refuse("open %s: %s", path, strerror(errno));
    if (dup3(opened, kept, O_CLOEXEC) < 0) refuse("keep %s open: %s", path, strerror(errno));
    close(opened);
    return kept;
}

// The dynamic loader the program names: the kernel opens it for execution too. -1 for a static program.
int open_loader(int program, const char *path) {
    Elf64_Ehdr header;
    Elf64_Phdr segment;
    char name[512];
    if (pread(program, &header, sizeof header, 0) != sizeof header || memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
        header.e_ident[EI_CLASS] != ELFCLASS64)
        refuse("run %s: it is not a 64-bit ELF program", path);
    for (int i = 0; i < header.e_phnum; i++) {
        off_t at = (off_t)(header.e_phoff + (Elf64_Off)i * sizeof segment);
        if (pread(program, &segment, sizeof segment, at) != sizeof segment) break;
        if (segment.p_type != PT_INTERP || segment.p_filesz == 0 || segment.p_filesz > sizeof name) continue;
        if (pread(program, name, segment.p_filesz, (off_t)segment.p_offset) < 0) break;
        name[segment.p_filesz - 1] = 0;
        int loader = open(name, O_PATH | O_CLOEXEC);
        if (loader < 0) refuse("open the loader %s: %s", name, strerror(errno));
        return loader;
    }
    return -1;
}

void run_confined(struct request *request, char **environment) {
    int program = open_program(request);
    int loader = open_loader(program, request->command[0]);
    drop_capabilities(request->keeps_file_capabilities);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) refuse("give up new privileges: %s", strerror(errno));
    restrict_files(request, program, loader);
    if (loader >= 0) close(loader);
    limit_resources(request);
    restrict_calls(request);
    syscall(SYS_execveat, program, "", request->command, environment, 0x1000 /* AT_EMPTY_PATH */);
    refuse("run %s: %s", request->command[0], strerror(errno));
}
