package io.tidegate.codec.ocpp.json.v21;

import java.util.List;

/** Kinds of id token that 2.0.1 knows; 2.1 lets others be. */
public final class IdTokenType {
  public static final String CENTRAL = "Central";
  public static final String EMAID = "eMAID";
  public static final String ISO14443 = "ISO14443";
  public static final String ISO15693 = "ISO15693";
  public static final String KEY_CODE = "KeyCode";
  public static final String LOCAL = "Local";
  public static final String MAC_ADDRESS = "MacAddress";
  public static final String NO_AUTHORIZATION = "NoAuthorization";

  /** All of them. */
  public static final List<String> ALL =
      List.of(CENTRAL, EMAID, ISO14443, ISO15693, KEY_CODE, LOCAL, MAC_ADDRESS, NO_AUTHORIZATION);

  private IdTokenType() {}
}
