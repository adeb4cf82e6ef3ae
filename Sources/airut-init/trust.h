#pragma once

// Makes the container's programs trust the authority of its network's proxy, if it has one: /.airut/authority.pem.
//
// /.airut/ca-bundle.pem becomes what the image trusts and the authority, and the variables that programs look at name it.
// The image's own bundles get the authority, too, where this user may write. Returns NULL, or what could not be done (errno).
const char *trust_authority(void);
