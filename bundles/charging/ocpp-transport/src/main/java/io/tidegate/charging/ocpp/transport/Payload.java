package io.tidegate.charging.ocpp.transport;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/**
 * Looks into the payload of an outbound call, so that the action which is framed around it is the
 * one that the station reads: exactly one JSON object, no key twice, nothing behind it. Stateless.
 */
final class Payload {
  static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxNumberLength(64)
                  .maxStringLength(1 << 20)
                  .maxDocumentLength(1 << 21)
                  .build())
          .build();

  /** What a payload turns out to be. */
  enum Form {
    MALFORMED,
    PLAIN,
    /** A member named {@code chargingProfile} stands somewhere in it. */
    WITH_PROFILE
  }

  private Payload() {}

  /** The text of a member of the outermost object; empty when it is none. */
  static String text(String payload, String name) {
    try (JsonParser parser = JSON.createParser(payload)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return "";
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals(name);
        JsonToken value = parser.nextToken();
        if (wanted) {
          return value == JsonToken.VALUE_STRING ? parser.getText() : "";
        }
        parser.skipChildren();
      }
      return "";
    } catch (IOException e) {
      return "";
    }
  }

  static Form formOf(String payload) {
    try (JsonParser parser = JSON.createParser(payload)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Form.MALFORMED;
      }
      Form form = Form.PLAIN;
      int depth = 1;
      while (depth > 0) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return Form.MALFORMED;
        } else if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token == JsonToken.FIELD_NAME
            && parser.currentName().equalsIgnoreCase("chargingProfile")) {
          form = Form.WITH_PROFILE;
        }
      }
      return parser.nextToken() == null ? form : Form.MALFORMED;
    } catch (IOException e) {
      return Form.MALFORMED;
    }
  }
}
