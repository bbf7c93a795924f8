/**
 * Keys and certificates that the gateway holds, trusts and issues, and the security events it has
 * seen. Sockets stay with their transports: this is what they are given.
 */
@Export
@Version("1.1.0")
package io.tidegate.api.security;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
