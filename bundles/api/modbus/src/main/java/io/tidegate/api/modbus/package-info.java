/** A Modbus connection that drivers share. */
@Export
@Version("1.0.0")
package io.tidegate.api.modbus;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
