#pragma once

// Whether this process is in the network namespace with that cookie (decimal). Returns NULL, or what is wrong (errno).
const char *confirm_network(const char *cookie);
