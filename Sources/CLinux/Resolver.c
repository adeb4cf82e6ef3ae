#define _GNU_SOURCE
#include "CLinux.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <resolv.h>
#include <string.h>

// Appends the parts of one record (RFC 1035 section 3.3.14); 0 when there is no room or it is damaged.
static int append(const unsigned char *data, int length, char *text, int size, int *used) {
    while (length > 0) {
        int part = *data++;
        if (--length < part || *used + part + 2 > size) return 0;
        for (int i = 0; i < part; i++) {
            unsigned char byte = data[i];
            text[(*used)++] = byte >= 0x20 && byte < 0x7f ? (char)byte : '?';
        }
        data += part;
        length -= part;
    }
    text[(*used)++] = '\n';
    text[*used] = 0;
    return 1;
}

static int number(const unsigned char *place) { return place[0] << 8 | place[1]; }

// What follows a name, which may end with a reference to another one (RFC 1035 section 4.1.4); NULL beyond the end.
static const unsigned char *after_name(const unsigned char *place, const unsigned char *end) {
    while (place < end) {
        unsigned char part = *place++;
        if (part == 0) return place;
        if ((part & 0xc0) == 0xc0) return place < end ? place + 1 : NULL;
        if (part & 0xc0 || end - place < part) return NULL;
        place += part;
    }
    return NULL;
}

int airut_text_records(const char *name, unsigned short port, char *text, int size) {
    struct __res_state state;
    unsigned char answer[8192];
    memset(&state, 0, sizeof state);
    if (size < 1 || res_ninit(&state) != 0) return -1;
    text[0] = 0;
    state.retrans = 3;
    state.retry = 2;
    if (port) {
        state.nscount = 1;
        memset(&state.nsaddr_list[0], 0, sizeof state.nsaddr_list[0]);
        state.nsaddr_list[0].sin_family = AF_INET;
        state.nsaddr_list[0].sin_port = htons(port);
        state.nsaddr_list[0].sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    int length = res_nquery(&state, name, ns_c_in, ns_t_txt, answer, sizeof answer);
    int problem = state.res_h_errno;
    res_nclose(&state);
    if (length < 0) return problem == HOST_NOT_FOUND || problem == NO_DATA ? 0 : -1;
    if (length > (int)sizeof answer) length = sizeof answer;

    const unsigned char *place = answer + NS_HFIXEDSZ, *end = answer + length;
    if (length < NS_HFIXEDSZ) return -1;
    for (int left = number(answer + 4); left > 0; left--) {
        if (!(place = after_name(place, end)) || end - place < NS_QFIXEDSZ) return -1;
        place += NS_QFIXEDSZ;
    }
    int count = 0, used = 0;
    for (int left = number(answer + 6); left > 0; left--) {
        if (!(place = after_name(place, end)) || end - place < NS_RRFIXEDSZ) break;
        int type = number(place), room = number(place + 8);
        place += NS_RRFIXEDSZ;
        if (end - place < room) break;
        if (type == ns_t_txt && !append(place, room, text, size, &used)) break;
        if (type == ns_t_txt) count++;
        place += room;
    }
    return count;
}
