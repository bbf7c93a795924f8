/** What the updater keeps on the disk: bundles by their digest, and where it stands. */
package io.tidegate.admin.updates.store;
