// airut-init: the first process of a container.
//
//     airut-init [--network COOKIE] COMMAND [ARGUMENT...]
//
// With --network nothing runs unless this is the network namespace with that cookie (SO_NETNS_COOKIE).
// Standard input is a frame, then the command's own input, then a leash:
//
//     "AIRUT1" LF | key (16 bytes) | environmentBytes (4, big-endian) | inputBytes (8, big-endian)
//     environment: NAME=VALUE NUL ...   | input   | nothing, until whoever started us ends or lets go
//
// The environment is added to what the image brings; so no secret stands in Podman's database, arguments or files. Then
// the container's programs are made to trust its network's proxy (trust.h), and kept from sockets that lead past its
// network (sockets.h). When standard input ends before the command does, nobody waits for it any more: everything in the container is killed.
//
// The exit status is the command's own, 128 + signal when one killed it, 125 for a bad frame, 126 and 127 when the
// command cannot be run. The first line of standard error, before the command begins, is `airut-init KEY started 1`. The
// last ones are `airut-init KEY out-of-memory COUNT`, when the kernel killed a process for want of memory, and `airut-init
// KEY ended STATUS`, when the command came to an end of its own. KEY is the first half of the key at the beginning, the
// second half at the end, in hexadecimal: the command does not know it and cannot forge the lines.
//
// Requests to stop (SIGTERM, SIGINT, SIGHUP) are not passed on: whoever stops a whole service, us and our children at once,
// lets the server decide what becomes of the command. But a command that fails after one has not come to its own end.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "network.h"
#include "sockets.h"
#include "trust.h"

enum { KEY_BYTES = 16, HEADER_BYTES = 7 + KEY_BYTES + 4 + 8, MAXIMUM_ENVIRONMENT_BYTES = 16 << 20 };

struct frame {
    unsigned char key[KEY_BYTES];
    char *environment;
    size_t environment_bytes;
    uint64_t input_bytes;
};

// The part of the command's input that was read but not yet written.
struct relay {
    char buffer[65536];
    size_t begin, end;
    uint64_t remaining;  // not yet read
    int to;              // -1 once the command has everything or does not want more
};

static int was_asked_to_stop;

static void fail(int status, const char *what) {
    fprintf(stderr, "airut-init: cannot %s: %s\n", what, errno ? strerror(errno) : "the frame is malformed");
    exit(status);
}

static void read_fully(void *into, size_t count) {
    char *at = into;
    while (count > 0) {
        ssize_t n = read(STDIN_FILENO, at, count);
        if (n < 0 && errno == EINTR) continue;
        if (n == 0) errno = EPIPE;
        if (n <= 0) fail(125, "read the frame");
        at += n;
        count -= (size_t)n;
    }
}

static uint64_t big_endian(const unsigned char *bytes, int count) {
    uint64_t value = 0;
    for (int i = 0; i < count; i++) value = value << 8 | bytes[i];
    return value;
}

static struct frame read_frame(void) {
    unsigned char header[HEADER_BYTES];
    struct frame frame;
    read_fully(header, sizeof header);
    errno = 0;
    if (memcmp(header, "AIRUT1\n", 7) != 0) fail(125, "read the frame");
    memcpy(frame.key, header + 7, KEY_BYTES);
    frame.environment_bytes = big_endian(header + 7 + KEY_BYTES, 4);
    frame.input_bytes = big_endian(header + 7 + KEY_BYTES + 4, 8);
    if (frame.environment_bytes > MAXIMUM_ENVIRONMENT_BYTES) fail(125, "read the environment");
    frame.environment = malloc(frame.environment_bytes + 1);
    if (!frame.environment) fail(125, "keep the environment");
    read_fully(frame.environment, frame.environment_bytes);
    frame.environment[frame.environment_bytes] = 0;
    return frame;
}

static void apply_environment(const struct frame *frame) {
    char *entry = frame->environment, *end = entry + frame->environment_bytes;
    for (; entry < end; entry += strlen(entry) + 1) {
        // putenv keeps the pointer: the frame lives as long as the process.
        if (!strchr(entry, '=') || putenv(entry) != 0) fail(125, "set an environment variable");
    }
}

static pid_t start(char **command, const sigset_t *mask, int input, int output) {
    pid_t child = fork();
    if (child < 0) fail(126, "start a process");
    if (child > 0) {
        setpgid(child, child);
        return child;
    }
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(input, STDIN_FILENO);
    close(input);
    close(output);
    signal(SIGPIPE, SIG_DFL);
    sigprocmask(SIG_SETMASK, mask, NULL);
    execvp(command[0], command);
    int status = errno == ENOENT ? 127 : 126;
    fprintf(stderr, "airut-init: cannot run %s: %s\n", command[0], strerror(errno));
    _exit(status);
}

// Reads more input into the empty buffer; with all of it read, standard input is the leash.
static int read_input(struct relay *relay) {
    char byte;
    int is_leash = relay->remaining == 0;
    size_t wanted = is_leash ? 1 : relay->remaining < sizeof relay->buffer ? relay->remaining : sizeof relay->buffer;
    ssize_t n = read(STDIN_FILENO, is_leash ? &byte : relay->buffer, wanted);
    if (n < 0) return errno == EINTR || errno == EAGAIN ? 0 : -1;
    if (n == 0) return -1;
    if (is_leash) return 0;
    relay->remaining -= (uint64_t)n;
    relay->begin = 0;
    relay->end = relay->to < 0 ? 0 : (size_t)n;
    return 0;
}

static void write_input(struct relay *relay) {
    ssize_t n = write(relay->to, relay->buffer + relay->begin, relay->end - relay->begin);
    if (n > 0) relay->begin += (size_t)n;
    int is_refused = n < 0 && errno != EINTR && errno != EAGAIN;
    if (is_refused) relay->begin = relay->end = 0;
    if (is_refused || (relay->begin == relay->end && relay->remaining == 0)) {
        close(relay->to);
        relay->to = -1;
    }
}

// How often the kernel killed a process of this container for want of memory (cgroup v2, then v1).
static unsigned long out_of_memory_kills(void) {
    static const char *const files[] = {"/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control"};
    char line[128];
    unsigned long count = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        FILE *file = fopen(files[i], "re");
        if (!file) continue;
        while (fgets(line, sizeof line, file))
            if (sscanf(line, "oom_kill %lu", &count) == 1) break;
        fclose(file);
        break;
    }
    return count;
}

// One line for whoever started us: one write, that nothing else comes between.
static void report(const char *begin, const unsigned char *half_key, const char *what, unsigned long count) {
    char key[KEY_BYTES + 1];
    for (int i = 0; i < KEY_BYTES / 2; i++) sprintf(key + 2 * i, "%02x", half_key[i]);
    dprintf(STDERR_FILENO, "%sairut-init %s %s %lu\n", begin, key, what, count);
}

static void end(const struct frame *frame, int status) {
    unsigned long kills = getpid() == 1 ? out_of_memory_kills() : 0;
    if (kills > 0) report("\n", frame->key + KEY_BYTES / 2, "out-of-memory", kills);
    int own = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    if (!was_asked_to_stop || own == 0) report("\n", frame->key + KEY_BYTES / 2, "ended", (unsigned long)own);
    exit(own);
}

// Notes a request to stop; reaps whatever has ended, and ends with the command.
static void handle_signal(int signals, pid_t command, const struct frame *frame) {
    struct signalfd_siginfo info;
    if (read(signals, &info, sizeof info) != sizeof info) return;
    if (info.ssi_signo != SIGCHLD) {
        was_asked_to_stop = 1;
        return;
    }
    int status;
    pid_t ended;
    while ((ended = waitpid(-1, &status, WNOHANG)) > 0)
        if (ended == command) end(frame, status);
}

static void kill_everything(pid_t command) {
    // As the first process -1 is this container, and only there.
    kill(getpid() == 1 ? -1 : -command, SIGKILL);
    fprintf(stderr, "airut-init: standard input ended: nobody waits for this container any more\n");
    exit(128 + SIGKILL);
}

static void serve(pid_t command, int signals, struct relay *relay, const struct frame *frame) {
    for (;;) {
        int has_data = relay->to >= 0 && relay->begin < relay->end;
        struct pollfd polled[3] = {
            {.fd = signals, .events = POLLIN},
            {.fd = has_data ? -1 : STDIN_FILENO, .events = POLLIN},
            {.fd = has_data ? relay->to : -1, .events = POLLOUT},
        };
        if (poll(polled, 3, -1) < 0) continue;
        if (polled[0].revents) handle_signal(signals, command, frame);
        if (polled[2].revents) write_input(relay);
        if (polled[1].revents && read_input(relay) != 0) kill_everything(command);
    }
}

// Which C library the image's programs use: one that has both kinds of loader is a glibc image with additions.
static int print_library(void) {
    static const char *const glibc[] = {"/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"};
    static const char *const musl[] = {"/lib/ld-musl-x86_64.so.1", "/lib/ld-musl-aarch64.so.1"};
    int has_glibc = 0, has_musl = 0;
    for (int i = 0; i < 2; i++) {
        has_glibc |= access(glibc[i], F_OK) == 0;
        has_musl |= access(musl[i], F_OK) == 0;
    }
    puts(has_musl && !has_glibc ? "musl" : "glibc");
    return 0;
}

// Leaves the command in `arguments`.
static const char *take_network(int *count, char ***arguments) {
    if (*count < 3 || strcmp((*arguments)[1], "--network") != 0) return NULL;
    *count -= 2;
    *arguments += 2;
    return (*arguments)[0];
}

int main(int count, char **arguments) {
    const char *network = take_network(&count, &arguments);
    if (count < 2) {
        fprintf(stderr, "usage: airut-init [--network COOKIE] COMMAND [ARGUMENT...]\n");
        return 64;
    }
    if (count == 2 && strcmp(arguments[1], "--library") == 0) return print_library();
    // Nobody in the container may read the frame from our memory or descriptors.
    prctl(PR_SET_DUMPABLE, 0);
    struct frame frame = read_frame();
    apply_environment(&frame);
    errno = 0;
    const char *failure = network ? confirm_network(network) : NULL;
    if (!failure) failure = trust_authority();
    if (!failure) failure = restrict_sockets();
    if (failure) fail(125, failure);

    sigset_t watched, before;
    sigemptyset(&watched);
    sigaddset(&watched, SIGCHLD);
    sigaddset(&watched, SIGTERM);
    sigaddset(&watched, SIGINT);
    sigaddset(&watched, SIGHUP);
    sigprocmask(SIG_BLOCK, &watched, &before);
    signal(SIGPIPE, SIG_IGN);
    int signals = signalfd(-1, &watched, SFD_CLOEXEC), ends[2];
    if (signals < 0 || pipe2(ends, O_CLOEXEC) != 0 || fcntl(ends[1], F_SETFL, O_NONBLOCK) != 0) fail(126, "prepare");
    report("", frame.key, "started", 1);
    pid_t command = start(arguments + 1, &before, ends[0], ends[1]);
    close(ends[0]);

    static struct relay relay;
    relay.remaining = frame.input_bytes;
    relay.to = ends[1];
    if (relay.remaining == 0) {
        close(relay.to);
        relay.to = -1;
    }
    serve(command, signals, &relay, &frame);
}
