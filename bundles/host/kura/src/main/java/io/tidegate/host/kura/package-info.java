/**
 * At home on Eclipse Kura: makes our components visible in its console, reads passwords through its
 * CryptoService, and checks in with its watchdog.
 */
package io.tidegate.host.kura;
