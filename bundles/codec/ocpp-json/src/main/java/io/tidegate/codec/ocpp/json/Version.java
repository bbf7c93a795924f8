package io.tidegate.codec.ocpp.json;

/** A version of OCPP-J, and what its frames can say. */
public enum Version {
  /** With the messages of the security white paper. */
  OCPP_1_6("ocpp1.6", "ocpp-1-6.table"),
  OCPP_2_0_1("ocpp2.0.1", "ocpp-2-0-1.table"),
  /** Adds CALLRESULTERROR (5) and SEND (6) (2.1 part 4 §4.2). */
  OCPP_2_1("ocpp2.1", "ocpp-2-1.table");

  private final String subprotocol;
  private final String table;

  Version(String subprotocol, String table) {
    this.subprotocol = subprotocol;
    this.table = table;
  }

  /** WebSocket subprotocol. */
  public String subprotocol() {
    return subprotocol;
  }

  /** Resource next to this class. */
  String table() {
    return table;
  }

  /** Whether 5 and 6 are message types. */
  boolean extendedTypes() {
    return this == OCPP_2_1;
  }
}
