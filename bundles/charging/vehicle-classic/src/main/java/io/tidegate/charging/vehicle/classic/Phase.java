package io.tidegate.charging.vehicle.classic;

import static io.tidegate.charging.vehicle.classic.Kind.AUTHORIZATION;
import static io.tidegate.charging.vehicle.classic.Kind.CABLE_CHECK;
import static io.tidegate.charging.vehicle.classic.Kind.CERTIFICATE_INSTALLATION;
import static io.tidegate.charging.vehicle.classic.Kind.CERTIFICATE_UPDATE;
import static io.tidegate.charging.vehicle.classic.Kind.CHARGE_PARAMETER_DISCOVERY;
import static io.tidegate.charging.vehicle.classic.Kind.CHARGING_STATUS;
import static io.tidegate.charging.vehicle.classic.Kind.CURRENT_DEMAND;
import static io.tidegate.charging.vehicle.classic.Kind.METERING_RECEIPT;
import static io.tidegate.charging.vehicle.classic.Kind.PAYMENT_DETAILS;
import static io.tidegate.charging.vehicle.classic.Kind.PAYMENT_SERVICE_SELECTION;
import static io.tidegate.charging.vehicle.classic.Kind.POWER_DELIVERY;
import static io.tidegate.charging.vehicle.classic.Kind.PRE_CHARGE;
import static io.tidegate.charging.vehicle.classic.Kind.SERVICE_DETAIL;
import static io.tidegate.charging.vehicle.classic.Kind.SERVICE_DISCOVERY;
import static io.tidegate.charging.vehicle.classic.Kind.SESSION_SETUP;
import static io.tidegate.charging.vehicle.classic.Kind.SESSION_STOP;
import static io.tidegate.charging.vehicle.classic.Kind.WELDING_DETECTION;

import java.util.Set;

/**
 * How far a session is, and what it accepts then; anything else is out of order (ISO 15118-2 §8.8,
 * DIN 70121 §9.6).
 */
enum Phase {
  SETUP(SESSION_SETUP),
  DISCOVERY(SERVICE_DISCOVERY, SESSION_STOP),
  SELECTION(SERVICE_DETAIL, PAYMENT_SERVICE_SELECTION, SESSION_STOP),
  /** A contract is to be shown, or to be fetched before. */
  DETAILS(PAYMENT_DETAILS, CERTIFICATE_INSTALLATION, CERTIFICATE_UPDATE, SESSION_STOP),
  AUTHORISATION(AUTHORIZATION, SESSION_STOP),
  PARAMETERS(CHARGE_PARAMETER_DISCOVERY, SESSION_STOP),
  /** DC only. */
  CABLE_CHECKING(CABLE_CHECK, POWER_DELIVERY, SESSION_STOP),
  /** DC only. */
  PRE_CHARGING(PRE_CHARGE, POWER_DELIVERY, SESSION_STOP),
  /** AC only: power may be asked for. */
  READY(POWER_DELIVERY, SESSION_STOP),
  LOOP(CHARGING_STATUS, CURRENT_DEMAND, POWER_DELIVERY, METERING_RECEIPT),
  /** The contactor is closed, a new schedule is to be agreed on. */
  RENEGOTIATION(CHARGE_PARAMETER_DISCOVERY, POWER_DELIVERY),
  /** The contactor is closed, the new schedule is to be put into force. */
  REDELIVERY(POWER_DELIVERY),
  /** The vehicle has left state C without a word: only the way out is open. */
  HALTED(CHARGING_STATUS, CURRENT_DEMAND, POWER_DELIVERY, SESSION_STOP),
  STOPPED(WELDING_DETECTION, SESSION_STOP),
  /** A fault forbids power: whatever comes next is answered with FAILED, and that is the end. */
  DOOMED,
  ENDED;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of is
  private final Set<Kind> accepted;

  Phase(Kind... accepted) {
    this.accepted = Set.of(accepted);
  }

  boolean accepts(Kind kind) {
    return accepted.contains(kind);
  }

  /** The contactor is closed or may be. */
  boolean energised() {
    return this == LOOP || this == RENEGOTIATION || this == REDELIVERY;
  }
}
