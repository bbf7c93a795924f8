/** The messages of OCPP 1.6 and of its security white paper. */
package io.tidegate.codec.ocpp.json.v16;
