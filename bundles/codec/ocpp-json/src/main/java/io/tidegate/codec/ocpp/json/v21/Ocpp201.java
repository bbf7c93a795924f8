package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Version;

/**
 * OCPP 2.0.1 as a {@link Protocol} over the records of 2.1, for either side of it. What 2.0.1 lacks
 * reads as empty and cannot be written: whoever speaks it leaves that out knowingly.
 */
public final class Ocpp201 {
  /** WebSocket subprotocol. */
  public static final String SUBPROTOCOL = "ocpp2.0.1";

  private Ocpp201() {}

  /** Reads the table, a few milliseconds; keep the result. */
  public static Protocol protocol() {
    return new Protocol(Version.OCPP_2_0_1, Messages.ALL, true);
  }
}
