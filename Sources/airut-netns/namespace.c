#define _GNU_SOURCE
#include "netns.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

// Whether the process that the file names, if any, has a user namespace to enter, and we are in it now. A number that
// belongs to somebody else by now leads to our own namespace (EINVAL) or to one that is not ours (EACCES, EPERM).
static int enter_user_namespace(const char *pause_file) {
    int pid;
    char path[64];
    FILE *file = fopen(pause_file, "re");
    int is_read = file && fscanf(file, "%d", &pid) == 1 && pid > 0;
    if (file) fclose(file);
    if (!is_read) return 0;
    snprintf(path, sizeof path, "/proc/%d/ns/user", pid);
    int namespace = open(path, O_RDONLY | O_CLOEXEC);
    int is_entered = namespace >= 0 && setns(namespace, CLONE_NEWUSER) == 0;
    if (namespace >= 0) close(namespace);
    return is_entered;
}

static void raise_loopback(void) {
    int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct ifreq loopback = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_LOOPBACK | IFF_RUNNING};
    if (any < 0 || ioctl(any, SIOCSIFFLAGS, &loopback) != 0)
        refuse_with(NO_LOOPBACK, "raise the loopback interface: %s", strerror(errno));
    close(any);
}

// AnyIP: `ip route add local 0.0.0.0/0 dev lo`, or `local ::/0`. rtnetlink(7)
static void route_everything(int netlink, unsigned char family) {
    struct {
        struct nlmsghdr header;
        struct rtmsg route;
        struct rtattr output;
        unsigned interface;
    } message = {
        .header = {sizeof message, RTM_NEWROUTE, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, 1, 0},
        .route = {.rtm_family = family, .rtm_table = RT_TABLE_LOCAL, .rtm_protocol = RTPROT_BOOT,
                  .rtm_scope = RT_SCOPE_HOST, .rtm_type = RTN_LOCAL},
        .output = {RTA_LENGTH(sizeof(unsigned)), RTA_OIF},
        .interface = if_nametoindex("lo"),
    };
    struct { struct nlmsghdr header; struct nlmsgerr error; char request[256]; } reply;
    if (send(netlink, &message, sizeof message, 0) != sizeof message ||
        recv(netlink, &reply, sizeof reply, 0) < (ssize_t)(sizeof reply.header + sizeof reply.error))
        refuse_with(NO_ROUTE, "talk to the kernel about routes: %s", strerror(errno));
    if (reply.header.nlmsg_type != NLMSG_ERROR || reply.error.error != 0)
        refuse_with(NO_ROUTE, "make IPv%d addresses local: %s", family == AF_INET ? 4 : 6, strerror(-reply.error.error));
}

// A kernel without IPv6 has no IPv6 to confine.
static int has_ipv6(void) {
    int any = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (any >= 0) close(any);
    return any >= 0 || errno != EAFNOSUPPORT;
}

void enter_new_network(const struct pause_files *files) {
    int is_entered = files->count == 0;
    for (size_t i = 0; i < files->count && !is_entered; i++) is_entered = enter_user_namespace(files->paths[i]);
    if (!is_entered) refuse_with(NO_USER_NAMESPACE, "find Podman's user namespace: no process in %s", files->paths[0]);
    if (unshare(CLONE_NEWNET) != 0)
        refuse_with(NO_NETWORK_NAMESPACE, "make a network namespace: %s", strerror(errno));
    raise_loopback();
    int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (netlink < 0) refuse_with(NO_ROUTE, "talk to the kernel about routes: %s", strerror(errno));
    route_everything(netlink, AF_INET);
    if (has_ipv6()) route_everything(netlink, AF_INET6);
    close(netlink);
}
