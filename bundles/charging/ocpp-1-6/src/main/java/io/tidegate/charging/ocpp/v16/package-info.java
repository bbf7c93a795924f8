/**
 * OCPP 1.6 between a station's connection and the site: its words become those of 2.1, and back.
 */
package io.tidegate.charging.ocpp.v16;
