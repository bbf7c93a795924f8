/** Releases from the command line: {@code tidegate release}. */
package io.tidegate.admin.release.tool;
