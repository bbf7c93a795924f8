package io.tidegate.api.site;

/**
 * Lumped thermal model of a vehicle's battery pack (S1.9): {@code C·dT/dt = R·I² − G·(T − ambient)}
 * with the current taken as power over nominal voltage.
 *
 * @param heatCapacityJPerK C, J/K
 * @param resistanceOhm R, Ω
 * @param conductanceWPerK G, W/K
 * @param nominalVoltageV pack voltage, V
 * @param ambientC ambient temperature, °C
 * @param horizonS how far ahead the temperature is predicted when a discharge is granted, s
 */
public record PackThermal(
    double heatCapacityJPerK,
    double resistanceOhm,
    double conductanceWPerK,
    double nominalVoltageV,
    double ambientC,
    double horizonS) {}
