package io.tidegate.api.site;

/**
 * The limits that the safety envelope holds, whoever asks. Temperatures in °C, times in s.
 *
 * @param minSocPct never discharged below it (S2.9); default 20
 * @param reenableSocPct discharge is available again only above it (S3.4); default {@code
 *     minSocPct} + 10
 * @param socMaxAgeS an older state of charge counts as unknown
 * @param telemetryMaxAgeS older measurements of an EVSE count as missing
 * @param meterMaxAgeS an older meter reading leaves no headroom
 * @param connectorDerateStartC from here the EVSE's power shrinks linearly …
 * @param connectorTripC … to nothing here
 * @param inverterDerateStartC S2.6; default 65
 * @param inverterTripC nothing from here
 * @param packDerateStartC from here discharge and charge of the pack shrink …
 * @param packTripC … to nothing here
 * @param minVoltagePu lowest mains voltage for discharge, per unit of nominal
 * @param maxVoltagePu highest mains voltage for discharge, per unit
 * @param minFrequencyHz lowest frequency for discharge
 * @param maxFrequencyHz highest frequency for discharge
 * @param reenableDelayS time that the mains must be within its window before discharge returns
 *     (IEEE 1547 enter service)
 * @param maxClockOffsetMs beyond it no grid injection (S2.4); default 100
 * @param packThermal thermal model of a vehicle's pack
 */
public record SafetyLimits(
    double minSocPct,
    double reenableSocPct,
    double socMaxAgeS,
    double telemetryMaxAgeS,
    double meterMaxAgeS,
    double connectorDerateStartC,
    double connectorTripC,
    double inverterDerateStartC,
    double inverterTripC,
    double packDerateStartC,
    double packTripC,
    double minVoltagePu,
    double maxVoltagePu,
    double minFrequencyHz,
    double maxFrequencyHz,
    double reenableDelayS,
    double maxClockOffsetMs,
    PackThermal packThermal) {}
