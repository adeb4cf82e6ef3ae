#include <gmime/gmime.h>
#include <iconv.h>

// glibc has it, but declares it for _GNU_SOURCE only, which Swift's Glibc module is built without.
extern void *memmem(const void *haystack, size_t haystack_length, const void *needle, size_t needle_length);
