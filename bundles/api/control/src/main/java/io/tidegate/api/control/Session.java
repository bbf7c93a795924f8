package io.tidegate.api.control;

import io.tidegate.api.quantity.SessionId;
import java.time.Instant;
import java.util.Optional;

/**
 * A charging session as the loop knows it. Unknown numbers are NaN.
 *
 * @param transaction the station's transaction id
 * @param dischargeAllowed the vehicle's own permission; an operator's attestation is in the site
 *     model
 * @param permissionSource which message gave or withdrew it
 * @param capacityWh usable capacity
 * @param vehicleMaxChargeW the vehicle's limit
 * @param vehicleMaxDischargeW the vehicle's limit
 * @param targetSocPct desired state of charge: the driver's wish, else the vehicle's
 * @param departure the driver's, else the vehicle's
 * @param reservePct the driver's reserve: never discharged below it nor below the site's floor
 * @param wishRequest id of the last wish
 */
public record Session(
    SessionId id,
    String transaction,
    Instant started,
    boolean dischargeAllowed,
    String permissionSource,
    double capacityWh,
    double vehicleMaxChargeW,
    double vehicleMaxDischargeW,
    double targetSocPct,
    Optional<Instant> departure,
    double reservePct,
    String wishRequest) {}
