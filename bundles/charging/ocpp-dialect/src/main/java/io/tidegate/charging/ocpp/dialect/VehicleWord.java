package io.tidegate.charging.ocpp.dialect;

import io.tidegate.codec.ocpp.json.CustomData;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v21.AcChargingParameters;
import io.tidegate.codec.ocpp.json.v21.ChargingNeeds;
import io.tidegate.codec.ocpp.json.v21.DcChargingParameters;
import io.tidegate.codec.ocpp.json.v21.V2xChargingParameters;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a vehicle says of itself by NotifyEVChargingNeeds (K15) and by custom data of vendor {@code
 * io.tidegate}. Pure. Unknown is NaN.
 *
 * @param maxChargeW W
 * @param maxDischargeW W
 * @param capacityWh Wh
 * @param socPct state of charge now
 * @param targetSocPct state of charge that it wants
 * @param departure by our clock
 * @param bidirectional it asks for a mode that can discharge (Q01)
 */
record VehicleWord(
    double maxChargeW,
    double maxDischargeW,
    double capacityWh,
    double socPct,
    double targetSocPct,
    Optional<Instant> departure,
    boolean bidirectional) {
  static final String VENDOR = "io.tidegate";

  /**
   * @param volts nominal voltage to neutral
   */
  static VehicleWord of(
      ChargingNeeds needs, Optional<CustomData> custom, ClockOffset clock, double volts) {
    double maxCharge = Double.NaN;
    double capacity = fact(custom, "capacityWh");
    double soc = Double.NaN;
    double target = fact(custom, "targetSocPct");
    if (needs.dcChargingParameters().isPresent()) {
      DcChargingParameters dc = needs.dcChargingParameters().get();
      maxCharge =
          dc.evMaxPower()
              .orElseGet(() -> dc.evMaxCurrent().multiply(dc.evMaxVoltage()))
              .doubleValue();
      capacity = positive(dc.evEnergyCapacity(), capacity);
      soc = known(dc.stateOfCharge());
      target = Double.isNaN(target) ? dcTarget(dc, soc, capacity) : target;
    } else if (needs.acChargingParameters().isPresent()) {
      AcChargingParameters ac = needs.acChargingParameters().get();
      maxCharge = ac.evMaxCurrent().doubleValue() * volts * phases(needs);
    }
    double maxDischarge = fact(custom, "maxDischargeW");
    if (needs.v2xChargingParameters().isPresent()) {
      V2xChargingParameters v2x = needs.v2xChargingParameters().get();
      maxCharge =
          either(
              sum(v2x.maxChargePower(), v2x.maxChargePowerL2(), v2x.maxChargePowerL3()), maxCharge);
      maxDischarge =
          either(
              Math.abs(
                  sum(
                      v2x.maxDischargePower(),
                      v2x.maxDischargePowerL2(),
                      v2x.maxDischargePowerL3())),
              maxDischarge);
      target = either(known(v2x.targetSoC()), target);
    }
    return new VehicleWord(
        maxCharge >= 0 ? maxCharge : Double.NaN,
        maxDischarge,
        capacity,
        soc,
        percent(target),
        needs.departureTime().map(Stamp::at).map(clock::toOurs),
        Permits.bidirectional(needs.requestedEnergyTransfer()));
  }

  private static double either(double first, double otherwise) {
    return Double.isNaN(first) ? otherwise : first;
  }

  /** Of the first phase, or the whole, and of the others where they are given; NaN: of none. */
  private static double sum(
      Optional<BigDecimal> first, Optional<BigDecimal> second, Optional<BigDecimal> third) {
    return first
        .map(f -> f.add(second.orElse(BigDecimal.ZERO)).add(third.orElse(BigDecimal.ZERO)))
        .map(BigDecimal::doubleValue)
        .orElse(Double.NaN);
  }

  /** Its full state of charge if it names one, else what the energy that it asks for brings. */
  private static double dcTarget(DcChargingParameters dc, double soc, double capacityWh) {
    if (dc.energyAmount().isPresent() && capacityWh > 0 && !Double.isNaN(soc)) {
      return Math.min(100, soc + 100.0 * dc.energyAmount().get().doubleValue() / capacityWh);
    }
    return known(dc.fullSoC());
  }

  private static int phases(ChargingNeeds needs) {
    return switch (needs.requestedEnergyTransfer()) {
      case AC_SINGLE_PHASE -> 1;
      case AC_TWO_PHASE -> 2;
      default -> 3;
    };
  }

  private static double positive(Optional<BigDecimal> value, double otherwise) {
    return value.filter(v -> v.signum() > 0).map(BigDecimal::doubleValue).orElse(otherwise);
  }

  private static double known(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : Double.NaN;
  }

  private static double percent(double value) {
    return value >= 0 && value <= 100 ? value : Double.NaN;
  }

  /** A fact ≥ 0 of our vendor id, else NaN. */
  static double fact(Optional<CustomData> custom, String name) {
    double value = ours(custom).map(c -> c.number(name)).orElse(Double.NaN);
    return value >= 0 ? value : Double.NaN;
  }

  /** A temperature of our vendor id, else NaN. */
  static double celsius(Optional<CustomData> custom, String name) {
    double value = ours(custom).map(c -> c.number(name)).orElse(Double.NaN);
    return value > -60 && value < 300 ? value : Double.NaN;
  }

  /** The vehicle's word on discharge; empty: none. */
  static Optional<Boolean> discharge(Optional<CustomData> custom) {
    return ours(custom).flatMap(c -> c.flag("dischargeAllowed"));
  }

  private static Optional<CustomData> ours(Optional<CustomData> custom) {
    return custom.filter(c -> c.vendorId().equals(VENDOR));
  }
}
