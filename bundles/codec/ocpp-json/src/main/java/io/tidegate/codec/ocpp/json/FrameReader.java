package io.tidegate.codec.ocpp.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads one frame. One use, one thread. */
final class FrameReader {
  /** Longest message id (part 4 §4.1.4). */
  static final int ID_LENGTH = 36;

  /** Longest frame, characters. */
  static final int FRAME_LENGTH = 256 * 1_024;

  private static final int LONGEST_ECHO = 64;

  private final Table table;
  private final String text;
  private final Side sender;
  private final Strictness strictness;
  private String id = Frame.Refused.UNREADABLE;
  private String action = "";
  private boolean readable;
  private int type = -1;

  FrameReader(Table table, String text, Side sender, Strictness strictness) {
    this.table = table;
    this.text = text;
    this.sender = sender;
    this.strictness = strictness;
  }

  Frame read() {
    if (text.length() > FRAME_LENGTH) {
      return framework("The message is too long");
    }
    try (JsonParser in = JsonText.FACTORY.createParser(text)) {
      return frame(in);
    } catch (IOException e) {
      // The exception's own text would echo the input; what matters is where it happened.
      return readable
          ? broken(new Violation(RpcErrorCode.FORMAT_VIOLATION, "The message is not valid JSON"))
          : framework("The message is not valid JSON");
    } catch (Violation e) {
      return broken(e);
    }
  }

  private Frame frame(JsonParser in) throws IOException, Violation {
    if (in.nextToken() != JsonToken.START_ARRAY) {
      return framework("The message is not a JSON array");
    }
    boolean whole = in.nextToken() == JsonToken.VALUE_NUMBER_INT;
    int number = whole && in.getTextLength() <= 4 ? in.getIntValue() : -1;
    boolean typed = whole || in.currentToken() == JsonToken.END_ARRAY;
    if (in.currentToken() != JsonToken.END_ARRAY && !in.currentToken().isStructStart()) {
      readId(in);
    }
    if (!typed) {
      return framework("The message type is not a number");
    }
    type = number;
    if (whole && (type < 2 || type > 4)) {
      return refuse(RpcErrorCode.MESSAGE_TYPE_NOT_SUPPORTED, "The message type is not supported");
    }
    if (!readable) {
      return type == 3 || type == 4
          ? new Frame.BrokenAnswer(id)
          : framework("The message id cannot be read");
    }
    return switch (type) {
      case 2 -> call(in);
      case 3 -> result(in);
      default -> error(in);
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

  private Frame call(JsonParser in) throws IOException, Violation {
    if (in.nextToken() != JsonToken.VALUE_STRING) {
      return framework("The action is missing");
    }
    String name = JsonText.string(in);
    if (in.nextToken() == JsonToken.END_ARRAY) {
      return framework("The payload is missing");
    }
    Type.Fields fields = table.requests().get(name);
    if (fields == null) {
      return refuse(RpcErrorCode.NOT_IMPLEMENTED, "The action is unknown");
    }
    action = fields.name();
    if (!table.senders().get(action).contains(sender)) {
      return refuse(RpcErrorCode.NOT_SUPPORTED, "The action is not for this direction");
    }
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return refuse(RpcErrorCode.FORMAT_VIOLATION, "The payload is null");
    }
    int from = (int) in.currentTokenLocation().getCharOffset();
    PayloadReader reader = new PayloadReader(in, text, strictness);
    Object message = reader.object(fields);
    int to = (int) in.currentLocation().getCharOffset();
    if (in.nextToken() != JsonToken.END_ARRAY) {
      return framework("The message has too many elements");
    }
    if (in.nextToken() != null) {
      return refuse(RpcErrorCode.FORMAT_VIOLATION, "Something follows the message");
    }
    Request request = message instanceof Request bound ? bound : new Frame.Unbound(fields.name());
    return new Frame.Call(id, action, request, text.substring(from, to), reader.unknown());
  }

  private Frame result(JsonParser in) throws IOException, Violation {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      return new Frame.BrokenAnswer(id);
    }
    String payload = JsonText.raw(in, text).text();
    return ends(in) ? new Frame.Result(id, payload) : new Frame.BrokenAnswer(id);
  }

  private Frame error(JsonParser in) throws IOException, Violation {
    if (in.nextToken() != JsonToken.VALUE_STRING) {
      return new Frame.BrokenAnswer(id);
    }
    String wire = JsonText.string(in);
    String shown = wire.substring(0, Math.min(wire.length(), LONGEST_ECHO));
    String description = in.nextToken() == JsonToken.VALUE_STRING ? JsonText.string(in) : "";
    while (in.currentToken() != null && in.currentToken() != JsonToken.END_ARRAY) {
      JsonText.pass(in);
      in.nextToken();
    }
    return new Frame.Failure(id, RpcErrorCode.of(wire), shown, description);
  }

  private static boolean ends(JsonParser in) throws IOException {
    return in.nextToken() == JsonToken.END_ARRAY && in.nextToken() == null;
  }

  private Frame framework(String sentence) {
    return broken(new Violation(RpcErrorCode.RPC_FRAMEWORK_ERROR, sentence));
  }

  private Frame refuse(RpcErrorCode code, String sentence) {
    return broken(new Violation(code, sentence));
  }

  private Frame broken(Violation violation) {
    return type == 3 || type == 4
        ? new Frame.BrokenAnswer(id)
        : new Frame.Refused(id, action, violation);
  }
}
