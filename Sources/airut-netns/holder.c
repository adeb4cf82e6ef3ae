#define _GNU_SOURCE
#include "netns.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// A program that is executed anew belongs to the user namespace it is in: undumpable, it can then still be looked at by
// Podman, which has every capability there, and by nobody with fewer. What the parent had in memory is gone, too.
void become_holder(int channel) {
    static char name[] = "airut-netns", mode[] = "--hold";
    char *arguments[] = {name, mode, NULL}, *nothing[] = {NULL};
    int self = open("/proc/self/exe", O_PATH | O_CLOEXEC);
    if (self < 0) refuse_with(NO_HOLDER, "find its own program: %s", strerror(errno));
    if (dup2(channel, STDIN_FILENO) < 0 || chdir("/") != 0)
        refuse_with(NO_HOLDER, "keep a network namespace: %s", strerror(errno));
    drop_capabilities(0);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) refuse("give up new privileges: %s", strerror(errno));
    syscall(SYS_execveat, self, "", arguments, nothing, 0x1000 /* AT_EMPTY_PATH */);
    refuse_with(NO_HOLDER, "run its own program: %s", strerror(errno));
}

void hold(void) {
    // Entering a user namespace has cleared both. The death signal does not arrive when the parent is confined (Landlock
    // scopes signals), the end of the channel always does.
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
        refuse_with(NO_HOLDER, "keep a network namespace: %s", strerror(errno));
    drop_capabilities(0);
    close_descriptors(1);
    // Nothing but read, write and exit from here on.
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) != 0) _exit(NO_HOLDER);
    char byte = 0;
    if (write(STDIN_FILENO, &byte, 1) == 1)
        while (read(STDIN_FILENO, &byte, 1) > 0) {}
    syscall(SYS_exit, 0);
    __builtin_trap();
}
