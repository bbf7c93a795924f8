package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.control.SiteInput.EvseTelemetry;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.SiteModel;
import io.tidegate.charging.ocpp.dialect.RegisterCheck.Verdict;
import io.tidegate.codec.ocpp.json.CustomData;
import io.tidegate.codec.ocpp.json.v21.MeterValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Meter values of an EVSE as telemetry for the site, as far as they can be true (S5). */
final class Telemetry {
  private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

  /** Power beyond this multiple of the EVSE's rating is no measurement. */
  private static final double BELIEVABLE = 2;

  private static final double SLACK_W = 1_000;

  /** A clock that says less has started from nothing; no transaction is as old. */
  private static final Instant OLDEST = Instant.parse("2020-01-01T00:00:00Z");

  /** Wrong time zones are common, more is no clock. */
  private static final Duration AHEAD = Duration.ofHours(26);

  private final SiteModel model;
  private final Courier courier;
  private final InstantSource time;
  private final Makes makes;

  Telemetry(SiteModel model, Courier courier, InstantSource time, Makes makes) {
    this.makes = makes;
    this.model = model;
    this.courier = courier;
    this.time = time;
  }

  /**
   * When values were taken, for what a meter can have gained since: by the station's clock, which
   * is right about values from its queue, unless that has lost its mind (S6).
   */
  private Instant credible(Instant stamp) {
    Instant now = time.instant();
    return stamp.isBefore(OLDEST) || stamp.isAfter(now.plus(AHEAD)) ? now : stamp;
  }

  /**
   * What the values say, checked against what was believed before.
   *
   * @param readings with what cannot be true taken out
   * @param registers verdict on the energy registers
   */
  record Checked(Readings readings, Verdict registers) {}

  Checked check(Line line, EvseSpec evse, List<MeterValue> values) {
    boolean worthless = !makes.of(line.station()).meterValues();
    Readings raw =
        Readings.of(
            worthless ? List.of() : values, model.grid().nominalVoltageV(), evse.phases().count());
    Verdict registers =
        RegisterCheck.of(
            line.state().evse(evse.number()).registers(), raw, evse, credible(raw.sampledAt()));
    double most = BELIEVABLE * Math.max(evse.maxChargeW(), evse.maxDischargeW()) + SLACK_W;
    boolean wild = Math.abs(raw.powerW()) > most;
    if (raw.suspect() || wild || registers.suspect()) {
      LOG.warn(
          "Station {}, EVSE {}: meter values that cannot be true are not used"
              + " (power {} W, registers {} / {} Wh)",
          line.station(),
          evse.id(),
          raw.powerW(),
          raw.importWh(),
          raw.exportWh());
    }
    Readings readings =
        new Readings(
            raw.sampledAt(),
            wild ? Double.NaN : raw.powerW(),
            raw.socPct(),
            registers.importWh(),
            registers.exportWh(),
            raw.setpointW(),
            raw.residualW(),
            false);
    return new Checked(readings, registers);
  }

  /** Posts what was measured, if anything was, and remembers the registers. */
  void report(
      Line line,
      EvseSpec evse,
      Checked checked,
      List<MeterValue> values,
      Optional<CustomData> own) {
    line.change(
        s -> {
          EvseEntry entry = s.evse(evse.number());
          EvseEntry.Registers newest = checked.registers().registers();
          return entry.charging() && !newest.equals(entry.registers())
              ? s.evse(evse.number(), e -> e.metered(newest))
              : s;
        });
    compare(line, evse, checked.readings());
    double connectorC = celsius("connectorC", values, own);
    double inverterC = celsius("inverterC", values, own);
    double packC = celsius("packC", values, own);
    Readings r = checked.readings();
    boolean cold = Double.isNaN(connectorC) && Double.isNaN(inverterC) && Double.isNaN(packC);
    if (r.empty() && cold) {
      return;
    }
    courier.measure(
        new EvseTelemetry(
            evse.id(),
            r.sampledAt(),
            r.powerW(),
            r.socPct(),
            connectorC,
            inverterC,
            packC,
            r.importWh(),
            r.exportWh()));
  }

  /** Whether the station follows what it was last told; else it is told in full next time. */
  private void compare(Line line, EvseSpec evse, Readings readings) {
    double tolerance = Math.max(200, 0.02 * evse.maxChargeW());
    if (line.profiles()
        .contradicts(evse.number(), readings.setpointW(), tolerance, time.instant())) {
      LOG.info(
          "Station {}, EVSE {}: follows a setpoint of {} W that is not ours (residual {} W)",
          line.station(),
          evse.id(),
          readings.setpointW(),
          readings.residualW());
    }
  }

  private static double celsius(String name, List<MeterValue> values, Optional<CustomData> own) {
    double found = VehicleWord.celsius(own, name);
    for (MeterValue value : values) {
      double newer = VehicleWord.celsius(value.customData(), name);
      found = Double.isNaN(newer) ? found : newer;
    }
    return found;
  }
}
