/** Brings {@code config/*.cfg} and the command line's settings to Configuration Admin. */
package io.tidegate.admin.config.files;
