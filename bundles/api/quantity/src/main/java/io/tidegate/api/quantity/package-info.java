/**
 * Physical quantities and identifiers. Load convention everywhere: positive power and current flow
 * into the vehicle.
 */
@Export
@Version("1.0.0")
package io.tidegate.api.quantity;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
