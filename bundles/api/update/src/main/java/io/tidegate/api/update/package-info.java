/**
 * Updates of a running gateway: what is ordered, how far it is, what is installed. A release is a
 * signed set of bundles; whoever fetches orders from above (a server for updates, a message, an
 * operator) hands them to the {@link io.tidegate.api.update.UpdateDesk} and reports what it says.
 */
@Export
@Version("1.1.0")
package io.tidegate.api.update;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
