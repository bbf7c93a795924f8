package io.tidegate.charging.ocpp.dialect;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports that a station owes to whoever has asked for them, as an operator can: profiles (K09),
 * monitors (N02), customers' data (N09), display messages (O03), publishing of firmware (L03),
 * reservations (H02, H04), priority charging (K21). Refusing them would make stations send them
 * again. What they say is not kept.
 */
final class Notices {
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final Set<String> ACTIONS =
      Set.of(
          "NotifyCustomerInformation",
          "NotifyDisplayMessages",
          "NotifyMonitoringReport",
          "NotifyPriorityCharging",
          "PublishFirmwareStatusNotification",
          "ReportChargingProfiles",
          "ReservationStatusUpdate");

  private Notices() {}

  /** An answer without fields, in any version. */
  record Taken() {}

  static boolean include(String action) {
    return ACTIONS.contains(action);
  }

  static CompletionStage<Answer> take(Line line, Heard heard) {
    LOG.info(
        "Station {}: {} of {} characters, not kept",
        line.station(),
        heard.call().action(),
        heard.call().payload().length());
    return Answer.of(new Taken());
  }
}
