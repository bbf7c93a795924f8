/** Makes deployment packages and a Debian package of the bundles; runs in the build. */
package io.tidegate.packer;
