/**
 * OCPP-J: RPC frames and payloads, text to records and back. No I/O, no clock, no state; what a
 * payload may look like is a table (a resource), so that a version of the protocol is a table and a
 * set of records.
 */
package io.tidegate.codec.ocpp.json;
