#define _GNU_SOURCE
#include "netns.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// Younger than some libraries' headers.
#ifndef IPV6_FREEBIND
#define IPV6_FREEBIND 78
#endif

enum { BACKLOG = 1024 };

static int turn_on(int socket, int level, int option) {
    int on = 1;
    return setsockopt(socket, level, option, &on, sizeof on) == 0;
}

// An answer over UDP must come from the address that was asked, and a wildcard socket lets the kernel choose another one.
// So the socket tells each datagram's address (IPV6_PKTINFO, IP_PKTINFO), for the answer to be sent from it; over IPv6 that
// address would have to be one of the interface's own, were it not for IPV6_FREEBIND. ip(7), ipv6(7)
static int tell_addresses(int socket, int is_ipv6) {
    if (!is_ipv6) return turn_on(socket, IPPROTO_IP, IP_PKTINFO);
    return turn_on(socket, IPPROTO_IPV6, IPV6_RECVPKTINFO) && turn_on(socket, IPPROTO_IPV6, IPV6_FREEBIND);
}

static int bind_to_all(int socket, int is_ipv6, uint16_t port) {
    int off = 0;
    struct sockaddr_in6 any6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    struct sockaddr_in any4 = {.sin_family = AF_INET, .sin_port = htons(port)};
    if (!is_ipv6) return bind(socket, (struct sockaddr *)&any4, sizeof any4) == 0;
    return setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off) == 0 &&
           bind(socket, (struct sockaddr *)&any6, sizeof any6) == 0;
}

// One socket for both families; where the kernel has no IPv6, for IPv4.
static int open_listener(int type, uint16_t port) {
    int listener = socket(AF_INET6, type | SOCK_CLOEXEC, 0), is_ipv6 = listener >= 0;
    if (!is_ipv6 && errno == EAFNOSUPPORT) listener = socket(AF_INET, type | SOCK_CLOEXEC, 0);
    if (listener < 0 || (type == SOCK_DGRAM && !tell_addresses(listener, is_ipv6)) ||
        !bind_to_all(listener, is_ipv6, port) || (type == SOCK_STREAM && listen(listener, BACKLOG) != 0))
        refuse_with(
            NO_LISTENER, "listen on %s port %u: %s", type == SOCK_STREAM ? "TCP" : "UDP", port, strerror(errno));
    return listener;
}

void open_listeners(int listeners[SERVED]) {
    listeners[0] = open_listener(SOCK_STREAM, 80);
    listeners[1] = open_listener(SOCK_STREAM, 443);
    listeners[2] = open_listener(SOCK_DGRAM, 53);
    listeners[3] = open_listener(SOCK_STREAM, 53);
}
