// airut-confine: runs one program with nothing but what it was given.
//
//     airut-confine [OPTION...] -- /absolute/PROGRAM [ARGUMENT...]
//
// The program dies with its parent, keeps descriptors 0 to 2, and cannot: gain privileges, open a path that was not
// named, run another program, start a process, signal or trace one, or use a socket (unless --network). Standard error
// carries a sentence and the exit status is 125 when a part of this cannot be had; then the program has not run.
#define _GNU_SOURCE
#include "confine.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

void refuse(const char *format, ...) {
    va_list values;
    va_start(values, format);
    fputs("airut-confine: cannot ", stderr);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    exit(125);
}

static void die_with_parent(const struct request *request) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) refuse("follow the parent: %s", strerror(errno));
    // The parent may have ended before that took effect: then we belong to somebody else already.
    if (request->parent != 0 && getppid() != request->parent) refuse("follow the parent: it has ended");
}

static void close_descriptors(void) {
    if (syscall(SYS_close_range, 3u, ~0u, 0u) != 0) refuse("close descriptors: %s", strerror(errno));
}

// The program goes to a fixed high number: the filter lets exactly that descriptor be executed.
static int open_program(const char *path) {
    int opened = open(path, O_RDONLY | O_CLOEXEC);
    if (opened < 0) refuse("open %s: %s", path, strerror(errno));
    if (dup3(opened, PROGRAM_DESCRIPTOR, O_CLOEXEC) < 0) refuse("keep %s open: %s", path, strerror(errno));
    close(opened);
    return PROGRAM_DESCRIPTOR;
}

// The dynamic loader the program names: the kernel opens it for execution too. -1 for a static program.
static int open_loader(int program, const char *path) {
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

int main(int count, char **arguments) {
    struct request request = parse_request(count, arguments);
    die_with_parent(&request);
    close_descriptors();
    int program = open_program(request.command[0]);
    int loader = open_loader(program, request.command[0]);
    drop_capabilities(&request);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) refuse("give up new privileges: %s", strerror(errno));
    restrict_files(&request, program, loader);
    if (loader >= 0) close(loader);
    limit_resources(&request);
    restrict_calls(&request);
    extern char **environ;
    syscall(SYS_execveat, program, "", request.command, environ, 0x1000 /* AT_EMPTY_PATH */);
    refuse("run %s: %s", request.command[0], strerror(errno));
}
