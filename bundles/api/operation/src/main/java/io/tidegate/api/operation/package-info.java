/**
 * What operators use: commands of the command line that bundles bring, health and diagnosis of the
 * gateway, and the catalogue of errors.
 */
@Export
@Version("1.3.0")
package io.tidegate.api.operation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
