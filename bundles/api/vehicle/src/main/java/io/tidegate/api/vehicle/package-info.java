/**
 * EVSEs of our own and the vehicles at them (ISO 15118, DIN 70121): a transport owns the vehicle's
 * connection, a dialect speaks over it, and the EVSE unit owns contactor, power module and
 * setpoint.
 *
 * <p>Volts, amperes, watts and watt-hours are doubles whose names carry the unit; what is unknown
 * is {@link Double#NaN}. Where a direction matters, positive goes into the vehicle.
 */
@Export
@Version("1.0.0")
package io.tidegate.api.vehicle;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
