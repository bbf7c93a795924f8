/**
 * Sockets outlive the code that speaks over them: transports own connections, dialects are bound to
 * them through the switchboard and keep their state in slots.
 */
@Export
@Version("1.2.0")
package io.tidegate.api.connection;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
