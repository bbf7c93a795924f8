/**
 * The messages that Tidegate acts on, shaped as in OCPP 2.1. OCPP 2.0.1 is read into the same
 * records and written from them.
 */
package io.tidegate.codec.ocpp.json.v21;
