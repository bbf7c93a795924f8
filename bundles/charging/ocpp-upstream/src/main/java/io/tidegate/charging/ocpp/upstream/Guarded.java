package io.tidegate.charging.ocpp.upstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/**
 * Names that no management system may set on a station: they would take it away from the gateway,
 * or blind the gateway to its power. Whoever names one in a request is refused.
 */
final class Guarded {
  private static final JsonFactory JSON = new JsonFactory();

  private static final Set<String> NAMES =
      Set.of(
          "AuthorizationKey",
          "BasicAuthPassword",
          "SecurityProfile",
          "NetworkConfigurationPriority",
          "NetworkProfileConnectionAttempts",
          "AllowSecurityProfileDowngrade",
          "SmartChargingCtrlr",
          "V2XChargingCtrlr",
          "DERCtrlr",
          "CentralSystemRootCertificate",
          "CSMSRootCertificate");

  private Guarded() {}

  /** Whether one of the names is a text anywhere in it. Reading a variable counts too. */
  static boolean holds(String payload) {
    try (JsonParser in = JSON.createParser(payload)) {
      while (in.nextToken() != null) {
        if (in.currentToken() == JsonToken.VALUE_STRING && NAMES.contains(in.getText())) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
