/** OCPP 2.0.1: its table and the records of the messages that Tidegate acts on. */
package io.tidegate.codec.ocpp.json.v201;
