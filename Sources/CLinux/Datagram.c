#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

int airut_report_destinations(int descriptor) {
    int on = 1, family = 0;
    socklen_t length = sizeof family;
    if (getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &family, &length) != 0) return -1;
    if (family == AF_INET6) return setsockopt(descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on);
    return setsockopt(descriptor, IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
}

long airut_receive_datagram(int descriptor, void *bytes, unsigned long capacity, struct airut_datagram *datagram) {
    struct iovec part = {bytes, capacity};
    struct msghdr message = {
        .msg_name = datagram->peer, .msg_namelen = sizeof datagram->peer, .msg_iov = &part, .msg_iovlen = 1,
        .msg_control = datagram->control, .msg_controllen = sizeof datagram->control,
    };
    ssize_t count;
    do {
        count = recvmsg(descriptor, &message, 0);
    } while (count < 0 && errno == EINTR);
    datagram->peer_length = message.msg_namelen;
    datagram->control_length = message.msg_controllen;
    return count;
}

// The control message that came with the datagram also chooses the answer's source, once the address stands where
// sending looks for it.
static void prepare(struct msghdr *message) {
    for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header; header = CMSG_NXTHDR(message, header)) {
        if (header->cmsg_level != IPPROTO_IP || header->cmsg_type != IP_PKTINFO) continue;
        struct in_pktinfo information;
        memcpy(&information, CMSG_DATA(header), sizeof information);
        information.ipi_spec_dst = information.ipi_addr;
        memcpy(CMSG_DATA(header), &information, sizeof information);
    }
}

long airut_answer_datagram(int descriptor, const void *bytes, unsigned long count, const struct airut_datagram *datagram) {
    struct airut_datagram copy = *datagram;
    struct iovec part = {(void *)bytes, count};
    struct msghdr message = {
        .msg_name = copy.peer, .msg_namelen = copy.peer_length, .msg_iov = &part, .msg_iovlen = 1,
        .msg_control = copy.control_length ? copy.control : NULL, .msg_controllen = copy.control_length,
    };
    prepare(&message);
    ssize_t sent;
    do {
        sent = sendmsg(descriptor, &message, 0);
    } while (sent < 0 && errno == EINTR);
    return sent;
}
