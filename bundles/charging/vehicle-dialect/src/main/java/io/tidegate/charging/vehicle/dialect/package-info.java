/**
 * What the dialects of ISO 15118-20, ISO 15118-2 and DIN 70121 share: callbacks of a line become
 * pure steps of a machine. A library, inlined into each dialect bundle.
 */
package io.tidegate.charging.vehicle.dialect;
