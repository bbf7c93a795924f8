/**
 * How power is decided: inputs, the picture of the site, targets, bounds, allocations, cleared
 * setpoints and the reasons for them.
 */
@Export
@Version("1.3.0")
package io.tidegate.api.control;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
