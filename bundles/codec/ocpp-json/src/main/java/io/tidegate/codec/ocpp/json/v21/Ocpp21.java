package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Version;
import java.util.List;

/** OCPP 2.1 as a {@link Protocol}, for either side of it. */
public final class Ocpp21 {
  /** WebSocket subprotocol. */
  public static final String SUBPROTOCOL = "ocpp2.1";

  private Ocpp21() {}

  /** All requests and responses that have a record, in this version or in 2.0.1. */
  public static List<Class<? extends Record>> messages() {
    return Messages.ALL;
  }

  /** Reads the table, a few milliseconds; keep the result. */
  public static Protocol protocol() {
    return new Protocol(Version.OCPP_2_1, Messages.ALL, false);
  }
}
