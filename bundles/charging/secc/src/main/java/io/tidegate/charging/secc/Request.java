package io.tidegate.charging.secc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * What of an operator's request in the words of OCPP 2.x concerns an EVSE of our own.
 *
 * @param evse number within its station; 0: not named
 * @param token empty: none
 * @param transaction empty: none
 */
record Request(int evse, String token, String transaction) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST = 36;

  /** Empty when it is no JSON object with sensible values. */
  static Optional<Request> read(String payload) {
    int evse = 0;
    String token = "";
    String transaction = "";
    try (JsonParser json = JSON.createParser(payload)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      for (JsonToken t = json.nextToken(); t != null; t = json.nextToken()) {
        if (!t.isScalarValue() || json.currentName() == null) {
          continue;
        }
        switch (json.currentName()) {
          case "evseId" -> evse = json.getIntValue();
          case "idToken" -> token = json.getText();
          case "transactionId" -> transaction = json.getText();
          default -> {
            // concerns stations of others
          }
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return token.length() <= MOST && evse >= 0
        ? Optional.of(new Request(evse, token, transaction))
        : Optional.empty();
  }
}
