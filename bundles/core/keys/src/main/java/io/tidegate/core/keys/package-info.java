/** Keys and certificates from files and tokens, our own authority, OCSP, and security events. */
package io.tidegate.core.keys;
