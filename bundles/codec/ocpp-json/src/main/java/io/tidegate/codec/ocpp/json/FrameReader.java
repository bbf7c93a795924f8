package io.tidegate.codec.ocpp.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/** Reads one frame. One use, one thread. */
final class FrameReader {
  /** Longest message id (part 4 §4.1.4). */
  static final int ID_LENGTH = 36;

  /** Longest frame, characters. */
  static final int FRAME_LENGTH = 256 * 1_024;

  static final int CALL = 2;
  static final int RESULT = 3;
  static final int FAILURE = 4;
  static final int RESULT_FAILURE = 5;
  static final int SEND = 6;

  private static final int LONGEST_ECHO = 64;

  private final Version version;
  private final Table table;
  private final String text;
  private final Side sender;
  private final Strictness strictness;
  private String id = Frame.Refused.UNREADABLE;
  private String action = "";
  private boolean readable;
  private int type = -1;

  FrameReader(Table table, String text, Side sender, Strictness strictness) {
    this.version = table.version();
    this.table = table;
    this.text = text;
    this.sender = sender;
    this.strictness = strictness;
  }

  Frame read() {
    if (text.length() > FRAME_LENGTH) {
      return broken(Rule.TOO_LONG.broken());
    }
    try (JsonParser in = JsonText.FACTORY.createParser(text)) {
      return frame(in);
    } catch (IOException e) {
      // The exception's own text would echo the input; what matters is where it happened.
      return broken((readable ? Rule.BROKEN_JSON : Rule.NOT_JSON).broken());
    } catch (Violation e) {
      return broken(e);
    }
  }

  private Frame frame(JsonParser in) throws IOException, Violation {
    if (in.nextToken() != JsonToken.START_ARRAY) {
      throw Rule.NOT_AN_ARRAY.broken();
    }
    boolean whole = in.nextToken() == JsonToken.VALUE_NUMBER_INT;
    int number = whole && in.getTextLength() <= 4 ? in.getIntValue() : -1;
    boolean typed = whole || in.currentToken() == JsonToken.END_ARRAY;
    if (in.currentToken() != JsonToken.END_ARRAY && !in.currentToken().isStructStart()) {
      readId(in);
    }
    if (!typed) {
      throw Rule.TYPE_NOT_A_NUMBER.broken();
    }
    type = number;
    if (whole && (type < CALL || type > (version.extendedTypes() ? SEND : FAILURE))) {
      throw Rule.TYPE_UNKNOWN.broken();
    }
    if (!readable) {
      throw Rule.ID_UNREADABLE.broken();
    }
    return switch (type) {
      case CALL, SEND -> request(in);
      case RESULT -> result(in);
      default -> failure(in);
    };
  }

  private void readId(JsonParser in) throws IOException {
    if (in.nextToken() == JsonToken.VALUE_STRING) {
      String candidate = in.getText();
      if (!candidate.isEmpty() && candidate.length() <= ID_LENGTH && JsonText.clean(candidate)) {
        id = candidate;
        readable = true;
      }
    }
  }

  private Frame request(JsonParser in) throws IOException, Violation {
    if (in.nextToken() != JsonToken.VALUE_STRING) {
      throw Rule.ACTION_MISSING.broken();
    }
    String name = JsonText.string(in);
    if (in.nextToken() == JsonToken.END_ARRAY) {
      throw Rule.PAYLOAD_MISSING.broken();
    }
    Type.Fields fields = fields(name);
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      throw Rule.PAYLOAD_NULL.broken();
    }
    int from = (int) in.currentTokenLocation().getCharOffset();
    PayloadReader reader = new PayloadReader(in, text, strictness);
    Object message = reader.object(fields);
    int to = (int) in.currentLocation().getCharOffset();
    if (in.nextToken() != JsonToken.END_ARRAY) {
      throw Rule.TOO_MANY_ELEMENTS.broken();
    }
    if (in.nextToken() != null) {
      throw Rule.TRAILING_TEXT.broken();
    }
    Request request = message instanceof Request bound ? bound : new Frame.Unbound(action);
    String payload = text.substring(from, to);
    return type == CALL
        ? new Frame.Call(id, action, request, payload, reader.unknown())
        : new Frame.Send(id, action, request, payload, reader.unknown());
  }

  private Type.Fields fields(String name) throws Violation {
    Type.Fields fields = (type == CALL ? table.requests() : table.sends()).get(name);
    if (fields == null) {
      throw table.senders().containsKey(name)
          ? Rule.ACTION_UNCONFIRMED.broken()
          : Rule.ACTION_UNKNOWN.broken();
    }
    action = fields.name();
    if (!table.senders().get(action).contains(sender)) {
      throw Rule.ACTION_MISDIRECTED.broken();
    }
    return fields;
  }

  private Frame result(JsonParser in) throws IOException, Violation {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw Rule.NO_OBJECT.broken();
    }
    String payload = JsonText.raw(in, text).text();
    if (in.nextToken() != JsonToken.END_ARRAY) {
      throw Rule.TOO_MANY_ELEMENTS.broken();
    }
    if (in.nextToken() != null) {
      throw Rule.TRAILING_TEXT.broken();
    }
    return new Frame.Result(id, payload);
  }

  private Frame failure(JsonParser in) throws IOException, Violation {
    if (in.nextToken() != JsonToken.VALUE_STRING) {
      throw Rule.NO_TEXT.broken();
    }
    String wire = JsonText.string(in);
    String shown = wire.substring(0, Math.min(wire.length(), LONGEST_ECHO));
    String description = in.nextToken() == JsonToken.VALUE_STRING ? JsonText.string(in) : "";
    while (in.currentToken() != null && in.currentToken() != JsonToken.END_ARRAY) {
      JsonText.pass(in);
      in.nextToken();
    }
    RpcErrorCode code = RpcErrorCode.of(wire);
    return type == FAILURE
        ? new Frame.Failure(id, code, shown, description)
        : new Frame.ResultFailure(id, code, shown, description);
  }

  private Frame broken(Violation violation) {
    if (type == RESULT || type == FAILURE) {
      return new Frame.BrokenAnswer(id, violation);
    }
    boolean silent = version.extendedTypes() && (type == RESULT_FAILURE || type == SEND);
    return (silent ? Optional.<RpcErrorCode>empty() : violation.rule().code(version))
        .<Frame>map(code -> new Frame.Refused(id, action, violation.as(code)))
        .orElseGet(() -> new Frame.Ignored(id, action, violation));
  }
}
