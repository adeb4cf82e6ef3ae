// A proxy for tests: what is said to any address on one of its sockets comes back, with the socket's name and the address.
//
// Standard input: a policy of one line, then a leash. Standard output: the line {"ready":{"certificate":CERTIFICATE}},
// where CERTIFICATE is the policy's, already quoted, then one line per connection or datagram: {"verdict":"NAME ADDRESS"}.
// `airut-test-proxy dial …` is a client instead (dial.h).
//
// A policy `fail` ends it with status 9 before it is ready; a connection that says `die` ends it with status 8.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "dial.h"

enum { FIRST = 3, SOCKETS = 4, DATAGRAMS = 2 };
static const char *const names[SOCKETS] = {"http", "https", "dns", "dns-tcp"};

static const char *text_of(const struct in6_addr *address) {
    static char text[INET6_ADDRSTRLEN];
    inet_ntop(AF_INET6, address, text, sizeof text);
    return strncmp(text, "::ffff:", 7) == 0 ? text + 7 : text;
}

static void tell(const char *name, const char *address) {
    printf("{\"verdict\":\"%s %s\"}\n", name, address);
    fflush(stdout);
}

static void answer_connection(int index) {
    struct sockaddr_in6 own;
    socklen_t size = sizeof own;
    char request[1024], answer[2048];
    int connection = accept(FIRST + index, NULL, NULL);
    if (connection < 0 || getsockname(connection, (struct sockaddr *)&own, &size) != 0) exit(10);
    ssize_t count = read(connection, request, sizeof request - 1);
    request[count > 0 ? count : 0] = 0;
    if (strstr(request, "die")) exit(8);
    const char *address = text_of(&own.sin6_addr);
    int length = snprintf(
        answer, sizeof answer, "HTTP/1.0 200 OK\r\n\r\n%s %s\n", names[index], address);
    if (write(connection, answer, (size_t)length) != length) exit(11);
    tell(names[index], address);
    close(connection);
}

// Answered from the address that was asked, with what was said.
static void answer_datagram(void) {
    char text[512];
    union { struct cmsghdr header; char bytes[CMSG_SPACE(sizeof(struct in6_pktinfo))]; } control;
    struct sockaddr_in6 from;
    struct iovec part = {text, sizeof text};
    struct msghdr message = {
        .msg_name = &from, .msg_namelen = sizeof from, .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control,
        .msg_controllen = sizeof control};
    ssize_t count = recvmsg(FIRST + DATAGRAMS, &message, 0);
    if (count < 0 || control.header.cmsg_type != IPV6_PKTINFO) exit(12);
    part.iov_len = (size_t)count;
    struct in6_pktinfo asked;
    memcpy(&asked, CMSG_DATA(&control.header), sizeof asked);
    if (sendmsg(FIRST + DATAGRAMS, &message, 0) != count) exit(13);
    tell(names[DATAGRAMS], text_of(&asked.ipi6_addr));
}

int main(int argument_count, char **arguments) {
    if (argument_count >= 5 && strcmp(arguments[1], "dial") == 0) return dial(arguments + 2);
    static char policy[65536];
    const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS"), *listen_names = getenv("LISTEN_FDNAMES");
    if (!pid || !count || !listen_names || atoi(pid) != getpid() || atoi(count) != SOCKETS ||
        strcmp(listen_names, "http:https:dns:dns-tcp") != 0)
        return 7;
    prctl(PR_SET_DUMPABLE, 0);
    for (size_t length = 0; length < sizeof policy - 1; length++) {
        if (read(STDIN_FILENO, policy + length, 1) != 1) return 6;
        if (policy[length] != '\n') continue;
        policy[length] = 0;
        break;
    }
    if (strcmp(policy, "fail") == 0) {
        fprintf(stderr, "airut-test-proxy: cannot read the policy: it says fail\n");
        return 9;
    }
    printf("{\"ready\":{\"certificate\":%s}}\n", policy);
    fflush(stdout);
    for (;;) {
        struct pollfd polled[SOCKETS + 1];
        for (int i = 0; i <= SOCKETS; i++) polled[i] = (struct pollfd){i < SOCKETS ? FIRST + i : 0, POLLIN, 0};
        if (poll(polled, SOCKETS + 1, -1) < 0) return 14;
        if (polled[SOCKETS].revents) {
            tell("end", "of input");
            return 0;
        }
        for (int i = 0; i < SOCKETS; i++) {
            if (!polled[i].revents) continue;
            if (i == DATAGRAMS) answer_datagram();
            else answer_connection(i);
        }
    }
}
