/** Replaces bundles of a running gateway by those of a release. */
package io.tidegate.admin.updates;
