/**
 * Certificates of the world of ISO 15118: a complete PKI for tests, and a look at chains, expiry
 * and revocation. {@link io.tidegate.admin.pki.tool.TestPki} serves tests as a library, too.
 */
package io.tidegate.admin.pki.tool;
