/**
 * The site as it was built: grid connection, transformers, feeders, phases, EVSEs, mandate sources
 * and limits. Immutable.
 */
@Export
@Version("1.3.0")
package io.tidegate.api.site;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
