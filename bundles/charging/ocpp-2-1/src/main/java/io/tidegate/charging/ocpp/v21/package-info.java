/** OCPP 2.1 between a station's connection and the site: the engine's, in this version's words. */
package io.tidegate.charging.ocpp.v21;
