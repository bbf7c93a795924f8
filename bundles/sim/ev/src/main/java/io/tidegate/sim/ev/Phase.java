package io.tidegate.sim.ev;

import java.util.Locale;

/** Where a vehicle is in its session: what it asks for, or is about to. Of all standards. */
public enum Phase {
  /** Looking for the station (SDP). */
  DISCOVERY,
  /** Opening TCP and TLS. */
  CONNECTION,
  APP_PROTOCOL,
  SESSION_SETUP,
  AUTHORIZATION_SETUP,
  CERTIFICATE_INSTALLATION,
  AUTHORIZATION,
  SERVICE_DISCOVERY,
  SERVICE_DETAIL,
  /** ISO 15118-20: the service; before: service and payment. */
  SERVICE_SELECTION,
  /** ISO 15118-2: the contract and its certificate. */
  PAYMENT_DETAILS,
  CHARGE_PARAMETERS,
  SCHEDULE_EXCHANGE,
  CABLE_CHECK,
  PRE_CHARGE,
  /** PowerDelivery(Start). */
  POWER_START,
  CHARGE_LOOP,
  METERING,
  /** PowerDelivery(ScheduleRenegotiation), in ISO 15118-2 Renegotiate. */
  POWER_RENEGOTIATE,
  /** PowerDelivery(Standby). */
  POWER_STANDBY,
  /** PowerDelivery(Stop). */
  POWER_STOP,
  WELDING_DETECTION,
  SESSION_STOP,
  /** Nothing more is said. */
  OVER;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
