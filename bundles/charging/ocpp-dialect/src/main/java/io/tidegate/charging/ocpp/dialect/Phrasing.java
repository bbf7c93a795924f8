package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.control.Setpoint;
import io.tidegate.api.site.DischargeAccess;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.StationSpec;
import io.tidegate.charging.ocpp.dialect.DynamicProfiles.Held;
import io.tidegate.codec.ocpp.json.v21.OperationMode;
import io.tidegate.codec.ocpp.json.v21.UpdateDynamicScheduleRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Chooses how a setpoint is put to a station: as a limit, by operation mode, as an update of the
 * Dynamic profile that is in. By what the site file says of it, what its version can say and what
 * it has said of itself.
 */
final class Phrasing {
  /** A Dynamic profile that holds for less is not worth it. */
  private static final int SHORTEST_S = 5;

  private final Language language;
  private final SetpointWriter limits;
  private final ModeWriter modes;
  private final Supplier<DialectSettings> settings;

  Phrasing(Language language, SetpointWriter limits, Supplier<DialectSettings> settings) {
    this.language = language;
    this.limits = limits;
    this.modes = new ModeWriter(limits);
    this.settings = settings;
  }

  /** Whether discharge can be put into words for it at all. */
  boolean takesDischarge(Line line, StationSpec station) {
    return switch (station.dischargeAccess()) {
      case NONE, ISO_15118 -> false;
      case NEGATIVE_LIMIT -> language.discharges();
      case V2X_ADDITIONS, OCPP_2_1 -> modes(station) && line.abilities().centralSetpoint();
    };
  }

  /**
   * The request for a setpoint.
   *
   * @param agreed somebody has agreed to discharge in this transaction
   * @return empty when it cannot be said any more
   */
  Optional<? extends Record> of(
      Line line, StationSpec station, EvseSpec evse, Setpoint setpoint, boolean agreed) {
    String transaction = line.state().evse(evse.number()).transaction();
    ClockOffset clock = line.state().clock();
    boolean byMode = modes(station);
    if (station.dischargeAccess() == DischargeAccess.NEGATIVE_LIMIT
        || (!byMode && !dynamic(line))) {
      line.profiles().failed(evse.number(), setpoint.id(), false);
      return limits.setpoint(setpoint, evse, transaction, clock);
    }
    OperationMode mode =
        byMode && agreed && line.abilities().centralSetpoint()
            ? central(line, evse, setpoint, transaction)
            : OperationMode.CHARGING_ONLY;
    int seconds = dynamic(line) ? seconds(station, setpoint) : 0;
    if (seconds < SHORTEST_S) {
      line.profiles().failed(evse.number(), setpoint.id(), false);
      return mode == OperationMode.CHARGING_ONLY
          ? limits.setpoint(setpoint, evse, transaction, clock)
          : modes.absolute(setpoint, evse, transaction, mode, clock);
    }
    Held wanted = new Held(transaction, mode, seconds, setpoint.powerW(), setpoint.issued());
    return Optional.of(dynamic(line, evse, setpoint, wanted));
  }

  private Record dynamic(Line line, EvseSpec evse, Setpoint setpoint, Held wanted) {
    Optional<Held> held = line.profiles().installed(evse.number()).filter(h -> fits(h, wanted));
    if (held.isPresent()) {
      line.profiles().updated(evse.number(), setpoint.powerW(), setpoint.issued());
      return modes.update(setpoint.powerW(), evse, wanted.mode());
    }
    line.profiles().sent(evse.number(), setpoint.id(), wanted);
    return modes.dynamic(setpoint, evse, wanted, line.state().clock());
  }

  private static boolean fits(Held held, Held wanted) {
    return held.transaction().equals(wanted.transaction())
        && held.mode() == wanted.mode()
        && held.mode() != OperationMode.IDLE
        && held.seconds() == wanted.seconds();
  }

  private OperationMode central(Line line, EvseSpec evse, Setpoint setpoint, String transaction) {
    if (setpoint.powerW() >= 0 && line.profiles().chargeOnly(evse.number(), transaction)) {
      return OperationMode.CHARGING_ONLY;
    }
    Optional<Held> held = line.profiles().installed(evse.number());
    boolean pausing =
        setpoint.powerW() == 0
            && line.abilities().idle()
            // a first pause is an update, which is fast; one that lasts lets the vehicle sleep
            && held.map(h -> h.powerW() == 0).orElse(true);
    return pausing ? OperationMode.IDLE : OperationMode.CENTRAL_SETPOINT;
  }

  private boolean modes(StationSpec station) {
    return switch (station.dischargeAccess()) {
      case NONE, NEGATIVE_LIMIT, ISO_15118 -> false;
      case V2X_ADDITIONS -> language.discharges();
      case OCPP_2_1 -> language.says(UpdateDynamicScheduleRequest.class);
    };
  }

  private boolean dynamic(Line line) {
    return line.abilities().dynamicProfiles() && language.says(UpdateDynamicScheduleRequest.class);
  }

  /**
   * How long a Dynamic profile may hold after an update: an update carries no time, and counts from
   * when it arrives. It may wait for its turn and for the answer to the call before it; what is
   * left of the setpoint's life then is the dead man's.
   */
  private int seconds(StationSpec station, Setpoint setpoint) {
    Duration life = Duration.between(setpoint.issued(), setpoint.expires());
    return (int)
        life.minus(station.setpointInterval())
            .minus(settings.get().answerTimeout())
            .minusSeconds(1)
            .toSeconds();
  }
}
