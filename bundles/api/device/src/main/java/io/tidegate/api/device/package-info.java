/**
 * What a device can do, one small interface a capability. Code asks for the capability, never for
 * the device type.
 */
@Export
@Version("1.1.0")
package io.tidegate.api.device;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
