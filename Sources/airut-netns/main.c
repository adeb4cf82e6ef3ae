// airut-netns: runs a proxy that a network namespace of its own cannot get around.
//
//     airut-netns [--pause-file PATH]... [OPTION of airut-confine]... -- /absolute/PROXY [ARGUMENT...]
//
// A child makes a network namespace: in the user namespace of the process whose number stands in the first pause file
// that names a living one (Podman's, without root), or in ours when no pause file is given (root). Every IPv4 and IPv6
// address is the namespace itself; nothing leads out. TCP 80, 443 and 53 and UDP 53 are open on all addresses, whatever
// else is dialled is refused there. The child hands these sockets to us and holds the namespace open until we are gone.
//
// We stay in the host's namespaces, print one line, {"namespace":"/proc/PID/ns/net","cookie":"NUMBER"} (its SO_NETNS_COOKIE),
// and become the proxy, confined as airut-confine does it (with --network), with the sockets from descriptor 3 on (LISTEN_FDS, LISTEN_PID and LISTEN_FDNAMES
// are its whole environment), in the order http, https, dns, dns-tcp: wildcard, IPv4 and IPv6 in one (IPv4 alone where the
// kernel has no IPv6). The descriptor after them keeps the namespace: it must stay open.
//
// Exit status: the proxy's own; 64 wrong usage, 100 Podman's user namespace is missing, 101 no network namespace, 102 no
// loopback, 103 no route, 104 no listener, 105 no handover, 106 no holder, 125 not confined. Standard error says why.
#define _GNU_SOURCE
#include "netns.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct pause_files pause_files;

static int take_pause_file(const char *option, const char *value) {
    if (strcmp(option, "--pause-file") != 0) return 0;
    if (pause_files.count == MAXIMUM_PAUSE_FILES) refuse_with(WRONG_USAGE, "look at more than %d pause files", MAXIMUM_PAUSE_FILES);
    pause_files.paths[pause_files.count++] = value;
    return 1;
}

__attribute__((noreturn)) static void run_holder(int channel) {
    int listeners[SERVED];
    enter_new_network(&pause_files);
    open_listeners(listeners);
    hand_over(channel, listeners);
    become_holder(channel);
}

// Moves the sockets, then the channel, to their numbers. All of them are above these: nothing is overwritten.
static void place(const int listeners[SERVED], int channel) {
    int above[SERVED + 1];
    for (int i = 0; i <= SERVED; i++) {
        above[i] = fcntl(i < SERVED ? listeners[i] : channel, F_DUPFD_CLOEXEC, FIRST_SERVED + SERVED + 1);
        if (above[i] < 0) refuse_with(NO_HANDOVER, "keep the sockets: %s", strerror(errno));
    }
    for (int i = 0; i <= SERVED; i++)
        if (dup2(above[i], FIRST_SERVED + i) < 0) refuse_with(NO_HANDOVER, "keep the sockets: %s", strerror(errno));
    close_descriptors(FIRST_SERVED + SERVED + 1);
}

static void name_namespace(pid_t holder, int listener) {
    uint64_t cookie;
    socklen_t size = sizeof cookie;
    if (getsockopt(listener, SOL_SOCKET, SO_NETNS_COOKIE, &cookie, &size) != 0
        || dprintf(
               STDOUT_FILENO, "{\"namespace\":\"/proc/%d/ns/net\",\"cookie\":\"%" PRIu64 "\"}\n", holder, cookie) < 0)
        refuse_with(NO_HANDOVER, "name the network namespace: %s", strerror(errno));
}

int main(int count, char **arguments) {
    program_name = "airut-netns";
    if (count == 2 && strcmp(arguments[1], "--hold") == 0) hold();
    struct request request = parse_request(count, arguments, take_pause_file);
    request.has_network = 1;
    request.served = SERVED;
    die_with_parent(&request);
    close_descriptors(3);

    int ends[2], listeners[SERVED];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        refuse_with(NO_HANDOVER, "make a pair of sockets: %s", strerror(errno));
    pid_t holder = fork();
    if (holder < 0) refuse_with(NO_HOLDER, "start a process: %s", strerror(errno));
    if (holder == 0) {
        close(ends[0]);
        run_holder(ends[1]);
    }
    close(ends[1]);
    take_over(ends[0], holder, listeners);
    place(listeners, ends[0]);

    static char listen_pid[32], listen_fds[32], listen_names[] = "LISTEN_FDNAMES=" SERVED_NAMES;
    snprintf(listen_pid, sizeof listen_pid, "LISTEN_PID=%d", getpid());
    snprintf(listen_fds, sizeof listen_fds, "LISTEN_FDS=%d", SERVED);
    char *environment[] = {listen_pid, listen_fds, listen_names, NULL};
    name_namespace(holder, FIRST_SERVED);
    run_confined(&request, environment);
}
