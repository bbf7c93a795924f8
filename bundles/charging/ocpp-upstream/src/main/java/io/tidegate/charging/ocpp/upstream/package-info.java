/**
 * Towards management systems above the gateway: it presents them the site's stations, as their
 * local controller.
 */
package io.tidegate.charging.ocpp.upstream;
