#include "network.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

const char *confirm_network(const char *cookie) {
    uint64_t own = 0;
    socklen_t size = sizeof own;
    int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (any < 0) return "look at its network";
    int is_known = getsockopt(any, SOL_SOCKET, SO_NETNS_COOKIE, &own, &size) == 0;
    close(any);
    if (!is_known) return "look at its network";
    char *end;
    if (own == strtoull(cookie, &end, 10) && *end == 0 && end != cookie) return NULL;
    errno = ENONET;
    return "run outside of the network that was made for it";
}
