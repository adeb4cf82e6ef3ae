// The steps of airut-netns. Each ends the process with a sentence when it fails.
#pragma once
#include "CConfine.h"

// What each failure ends with; 64 to 78 are sysexits(3)'s, 125 is NOT_CONFINED.
enum {
    NO_USER_NAMESPACE = 100,  // Podman's user namespace does not exist (any more): make one and try again
    NO_NETWORK_NAMESPACE = 101,
    NO_LOOPBACK = 102,
    NO_ROUTE = 103,
    NO_LISTENER = 104,
    NO_HANDOVER = 105,
    NO_HOLDER = 106,
};

enum { SERVED = 4, MAXIMUM_PAUSE_FILES = 8 };

// In the order of the descriptors; as LISTEN_FDNAMES has them.
#define SERVED_NAMES "http:https:dns:dns-tcp"

struct pause_files {
    const char *paths[MAXIMUM_PAUSE_FILES];
    size_t count;
};

// namespace.c: enters the user namespace of the process that one of the files names (none: stays), then makes a network
// namespace in which every address is its own.
void enter_new_network(const struct pause_files *files);

// listeners.c: TCP 80 and 443, UDP 53, TCP 53.
void open_listeners(int listeners[SERVED]);

// handover.c
void hand_over(int channel, const int listeners[SERVED]);
void take_over(int channel, pid_t holder, int listeners[SERVED]);

// holder.c: keeps the namespace for as long as somebody has the other end of `channel`.
__attribute__((noreturn)) void become_holder(int channel);
__attribute__((noreturn)) void hold(void);
