package io.tidegate.charging.ocpp.upstream;

import java.util.Locale;
import java.util.Map;

/** What becomes of a station's request in autonomous mode; {@code reports.table} says of which. */
enum Matter {
  TRANSACTION,
  METER,
  ASK,
  OWN,
  OTHER;

  private static final Map<String, Matter> BY_ACTION =
      ActionTable.read("reports.table", word -> Matter.valueOf(word.toUpperCase(Locale.ROOT)));

  /**
   * @param payload JSON object of the request
   */
  static Matter of(String action, String payload) {
    // who shows a contract certificate is known above alone (C07); the gateway's own list knows
    // tokens
    boolean contract =
        action.equals("Authorize")
            && (payload.contains("\"iso15118CertificateHashData\"")
                || payload.contains("\"certificate\""));
    return contract ? ASK : BY_ACTION.getOrDefault(action, OTHER);
  }
}
