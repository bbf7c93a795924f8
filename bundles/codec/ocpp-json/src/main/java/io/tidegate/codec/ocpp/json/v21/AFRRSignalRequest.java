package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;

/**
 * A signal for frequency restoration (Q08).
 *
 * @param signal an abscissa of the period's curve
 */
public record AFRRSignalRequest(Stamp timestamp, int signal) implements Request {}
