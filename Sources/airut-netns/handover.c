#define _GNU_SOURCE
#include "netns.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

union control {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(SERVED * sizeof(int))];
};

void hand_over(int channel, const int listeners[SERVED]) {
    char byte = 0;
    struct iovec text = {&byte, 1};
    union control control;
    struct msghdr message = {
        .msg_iov = &text, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    memset(&control, 0, sizeof control);
    control.header = (struct cmsghdr){CMSG_LEN(SERVED * sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
    memcpy(CMSG_DATA(&control.header), listeners, SERVED * sizeof(int));
    if (sendmsg(channel, &message, MSG_NOSIGNAL) != 1)
        refuse_with(NO_HANDOVER, "hand over the sockets: %s", strerror(errno));
}

// The holder said why it failed, unless it was killed.
__attribute__((noreturn)) static void fail_with(pid_t holder) {
    int status;
    while (waitpid(holder, &status, 0) < 0)
        if (errno != EINTR) refuse_with(NO_HOLDER, "keep a network namespace: %s", strerror(errno));
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0) exit(WEXITSTATUS(status));
    refuse_with(NO_HOLDER, "keep a network namespace: its holder ended unexpectedly (%d)", status);
}

void take_over(int channel, pid_t holder, int listeners[SERVED]) {
    char byte;
    struct iovec text = {&byte, 1};
    union control control;
    struct msghdr message = {
        .msg_iov = &text, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t count = recvmsg(channel, &message, MSG_CMSG_CLOEXEC);
    if (count == 0) fail_with(holder);
    if (count < 0 || control.header.cmsg_type != SCM_RIGHTS ||
        control.header.cmsg_len != CMSG_LEN(SERVED * sizeof(int)))
        refuse_with(NO_HANDOVER, "take over the sockets: %s", strerror(errno));
    memcpy(listeners, CMSG_DATA(&control.header), SERVED * sizeof(int));
    // The holder has dropped everything: now it is safe to name it.
    if (read(channel, &byte, 1) != 1) fail_with(holder);
}
