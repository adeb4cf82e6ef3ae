#pragma once

// Lets this process and all that it starts make only sockets that a network namespace confines.
//
// Others lead past it: AF_VSOCK to the hypervisor, AF_BLUETOOTH to a device. io_uring, which makes sockets that no filter
// sees, is as good as absent. Returns what could not be done, or NULL; errno says why.
const char *restrict_sockets(void);
