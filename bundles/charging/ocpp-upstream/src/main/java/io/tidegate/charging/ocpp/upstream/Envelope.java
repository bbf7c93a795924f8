package io.tidegate.charging.ocpp.upstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * The outside of an OCPP-J frame: what it is, its id, and where its inside begins. The inside is
 * not read; whoever acts on it has it checked first.
 *
 * @param type 2 CALL, 3 CALLRESULT, 4 CALLERROR, 5 CALLRESULTERROR, 6 SEND
 * @param word the action of a CALL or SEND, the code of an error; empty else
 * @param rest of a CALL, CALLRESULT or SEND the payload as it came; of an error what follows its
 *     code, with its comma
 */
record Envelope(int type, String id, String word, String rest) {
  static final int CALL = 2;
  static final int RESULT = 3;
  static final int FAILURE = 4;
  static final int SEND = 6;

  private static final int LONGEST_ID = 36;
  private static final JsonFactory JSON = new JsonFactory();

  /** Empty when it is no frame, or has no id that may be repeated. */
  static Optional<Envelope> read(String frame) {
    int end = frame.lastIndexOf(']');
    try (JsonParser in = JSON.createParser(frame)) {
      if (end < 0
          || in.nextToken() != JsonToken.START_ARRAY
          || in.nextToken() != JsonToken.VALUE_NUMBER_INT
          || in.getTextLength() > 1) {
        return Optional.empty();
      }
      int type = in.getIntValue();
      if (in.nextToken() != JsonToken.VALUE_STRING
          || in.getTextLength() == 0
          || in.getTextLength() > LONGEST_ID) {
        return Optional.empty();
      }
      String id = in.getText();
      String word = "";
      if (type != RESULT) {
        if (in.nextToken() != JsonToken.VALUE_STRING) {
          return Optional.empty();
        }
        word = in.getText();
        if (type >= FAILURE && type < SEND) {
          int from = (int) in.currentLocation().getCharOffset();
          return Optional.of(new Envelope(type, id, word, frame.substring(from, end)));
        }
      }
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      int from = (int) in.currentTokenLocation().getCharOffset();
      return Optional.of(new Envelope(type, id, word, frame.substring(from, end)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  boolean answer() {
    return type == RESULT || type == FAILURE;
  }

  /** The same frame under another id. */
  String under(String other) {
    String middle = type == RESULT ? "" : "\"" + word + "\"" + (type == FAILURE ? "" : ",");
    return "[" + type + ",\"" + other + "\"," + middle + rest + "]";
  }
}
