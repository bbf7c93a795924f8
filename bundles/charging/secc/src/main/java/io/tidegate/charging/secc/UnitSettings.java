package io.tidegate.charging.secc;

import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.codec.settings.Settings;
import java.util.Map;

/**
 * A validated configuration of one EVSE.
 *
 * @param devices names of its devices
 * @param rampAPerS DC: steepest rise of the current, A/s
 * @param rampDownMs longest way to zero current when there is no hurry
 * @param contactorMs after which a contactor that has not moved is broken
 * @param silenceMs age from which a reading is worth nothing
 * @param leaseMs longest lease that is granted at once
 * @param holdMs how often a close is repeated to the board
 * @param obeyMs how long a vehicle or supply may take or give more than it was told
 * @param lossPct packets lost on the power line from which the session ends
 * @param access who may charge
 */
record UnitSettings(
    EvseId evse,
    EvseRating rating,
    DeviceNames devices,
    double rampAPerS,
    int rampDownMs,
    int contactorMs,
    int silenceMs,
    int leaseMs,
    int holdMs,
    int obeyMs,
    double lossPct,
    Access access) {

  /** Who may charge. */
  enum Access {
    /** Everybody. */
    ANY,
    /** Whom the local lists name: by contract, by the vehicle's id, by an operator's token. */
    TOKENS,
    /** Whom an operator lets. */
    OPERATOR
  }

  /**
   * Names of devices; an empty one is not there.
   *
   * @param pilot control pilot
   * @param contactor with feedback
   * @param supply DC supply
   * @param insulation monitor of the DC output
   * @param lock of the plug
   * @param stop emergency stop
   * @param meter energy meter
   */
  record DeviceNames(
      String pilot,
      String contactor,
      String supply,
      String insulation,
      String lock,
      String stop,
      String meter) {}

  /** Throws {@link io.tidegate.codec.settings.SettingsException} with everything that is wrong. */
  static UnitSettings read(String pid, Map<String, ?> properties) {
    Settings s = Settings.of(pid, properties);
    String name = s.required("evse");
    EvseId evse = evse(s, name);
    boolean direct = s.choice("energy", Energy.class, Energy.DC) == Energy.DC;
    UnitSettings read =
        new UnitSettings(
            evse,
            rating(s, name, direct),
            devices(s, name, direct),
            s.number("rampAPerS", 100, 1, 100_000),
            s.integer("rampDownMs", 300, 0, 1_000),
            s.integer("contactorMs", 500, 20, 3_000),
            s.integer("silenceMs", 250, 40, 2_000),
            s.integer("leaseMs", 65_000, 100, 120_000),
            s.integer("holdMs", 200, 20, 2_000),
            s.integer("obeyMs", 5_000, 100, 30_000),
            s.number("lossPct", 5, 0.1, 100),
            s.choice("authorisation", Access.class, Access.TOKENS));
    s.check();
    return read;
  }

  private enum Energy {
    AC,
    DC
  }

  private static EvseId evse(Settings s, String name) {
    try {
      return new EvseId(name.isEmpty() ? "none" : name);
    } catch (IllegalArgumentException e) {
      s.problem("evse", "is no id of an EVSE: " + e.getMessage());
      return new EvseId("none");
    }
  }

  private static EvseRating rating(Settings s, String name, boolean direct) {
    int phases = s.integer("phases", 3, 1, 3);
    if (phases == 2) {
      s.problem("phases", "must be 1 or 3");
    }
    double volts = s.number("nominalV", 230, 50, 1_000);
    double chargeA = s.number("maxChargeA", direct ? 125 : 16, 1, 3_000);
    double dischargeA = s.number("maxDischargeA", 0, 0, 3_000);
    double maxV = s.number("maxV", 1_000, 50, 1_500);
    double perAmp = direct ? maxV : phases * volts;
    double chargeW = s.number("maxChargeKw", chargeA * perAmp / 1_000, 0.1, 5_000) * 1_000;
    double dischargeW = s.number("maxDischargeKw", dischargeA * perAmp / 1_000, 0, 5_000) * 1_000;
    double minV = s.number("minV", 150, 0, 1_500);
    if (direct && minV >= maxV) {
      s.problem("minV", "must be below maxV");
    }
    double minA = s.number("minA", direct ? 1 : 6, 0, 100);
    return new EvseRating(
        s.text("evseId", "ZZ*TDG*E" + name.replaceAll("[^A-Za-z0-9*]", "")),
        direct,
        direct ? 0 : phases,
        direct ? 0 : volts,
        direct ? minV : 0,
        direct ? maxV : 0,
        minA,
        chargeA,
        dischargeW > 0 ? dischargeA : 0,
        chargeW,
        dischargeA > 0 ? dischargeW : 0,
        minA * (direct ? minV : perAmp));
  }

  private static DeviceNames devices(Settings s, String name, boolean direct) {
    return new DeviceNames(
        device(s, "pilot", name + ".pilot"),
        device(s, "contactor", name + ".contactor"),
        direct ? device(s, "supply", name + ".supply") : "",
        direct ? device(s, "insulation", name + ".insulation") : "",
        device(s, "lock", name + ".lock"),
        device(s, "emergencyStop", name + ".emergency-stop"),
        meter(s, name, direct));
  }

  private static String meter(Settings s, String name, boolean direct) {
    String meter = device(s, "meter", name + ".meter");
    if (meter.isEmpty() && !direct) {
      s.problem("meter", "an AC EVSE has its current from it and cannot be without");
    }
    return meter;
  }

  /** {@code none} where there is none: only what the EVSE can do without. */
  private static String device(Settings s, String key, String fallback) {
    String name = s.text(key, fallback);
    if (!name.equals("none")) {
      return name;
    }
    if (!key.equals("lock") && !key.equals("emergencyStop") && !key.equals("meter")) {
      s.problem(key, "an EVSE cannot be without it");
    }
    return "";
  }
}
