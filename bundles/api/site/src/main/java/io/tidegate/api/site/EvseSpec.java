package io.tidegate.api.site;

import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.StationId;

/**
 * One EVSE. All powers are magnitudes, ≥ 0.
 *
 * @param id unique in the site
 * @param station the station it belongs to
 * @param number its number within the station, from 1 (OCPP evseId)
 * @param node index of the node it hangs on, in {@link SiteModel#nodes()}
 * @param phases its wiring
 * @param maxChargeW highest charging power, W
 * @param maxDischargeW highest discharging power, W
 * @param minChargeW lowest charging power other than 0 (6 A by IEC 61851-1), W
 * @param minDischargeW lowest discharging power other than 0, W
 * @param safeShareW charging power that it may always take, whatever else happens, W
 * @param dischargeAttested the operator attests that vehicles here have agreed to discharge (S1.11)
 * @param minShareW lowest power a vehicle here gets when power is short and it wants any, W
 * @param maxShareW highest power a vehicle here gets, W
 * @param rampWPerS steepest rise of charging or discharging power, W/s; infinite where none is
 *     given; never slows a decrease towards 0
 * @param dwellS shortest time between a stop and the next start, and between a start and the next
 *     voluntary stop, s (S3.10)
 */
public record EvseSpec(
    EvseId id,
    StationId station,
    int number,
    int node,
    Phases phases,
    double maxChargeW,
    double maxDischargeW,
    double minChargeW,
    double minDischargeW,
    double safeShareW,
    boolean dischargeAttested,
    double minShareW,
    double maxShareW,
    double rampWPerS,
    double dwellS) {}
