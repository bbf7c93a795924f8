package io.tidegate.admin.exi.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.tidegate.admin.exi.tool.json.JsonFault;
import io.tidegate.admin.exi.tool.json.JsonIn;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Turns lines of JSON, as {@link FrameDecoder} writes them, into frames. One thread. */
final class LineEncoder {
  /** Fields of a line that are not the message's. */
  private static final Set<String> ENVELOPE = Set.of("schema", "message", "also", "v2gtp", "frame");

  private final JsonFactory json = new JsonFactory();
  private final Schema schema;

  /**
   * @param schema of lines that name none, or null
   */
  LineEncoder(Schema schema) {
    this.schema = schema;
  }

  /** What the envelope says. */
  private static final class Envelope {
    private String schema = "";
    private String message = "";
    private int type = -1;
  }

  /**
   * The frame: an EXI payload, in a V2GTP frame if the line has the field {@code v2gtp}.
   *
   * @throws IOException if it is not JSON, or not what the schema asks for: with the path
   */
  byte[] encode(byte[] bytes, int offset, int length) throws IOException {
    try {
      Envelope envelope = envelope(bytes, offset, length);
      try (JsonParser parser = json.createParser(bytes, offset, length)) {
        parser.nextToken();
        byte[] frame = encode(envelope, new JsonIn(parser, ENVELOPE));
        if (parser.nextToken() != null) {
          throw new JsonFault("", "something follows the object");
        }
        return frame;
      }
    } catch (JsonProcessingException e) {
      throw new JsonFault(
          "", "no JSON: " + e.getOriginalMessage() + ", column " + e.getLocation().getColumnNr());
    }
  }

  private Envelope envelope(byte[] bytes, int offset, int length) throws IOException {
    Envelope envelope = new Envelope();
    try (JsonParser parser = json.createParser(bytes, offset, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonFault("", "no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (ENVELOPE.contains(name)) {
          field(name, parser, envelope);
        } else {
          parser.skipChildren();
        }
      }
    }
    return envelope;
  }

  private static void field(String name, JsonParser parser, Envelope envelope) throws IOException {
    if (name.equals("frame") || name.equals("also")) {
      parser.skipChildren();
      return;
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new JsonFault(name, "must be a text");
    }
    String text = parser.getText();
    switch (name) {
      case "schema" -> envelope.schema = text;
      case "message" -> envelope.message = text;
      default -> {
        if (!text.matches("[0-9A-Fa-f]{4}")) {
          throw new JsonFault(name, "must be a payload type, four hexadecimal digits");
        }
        envelope.type = Integer.parseInt(text, 16);
      }
    }
  }

  private byte[] encode(Envelope envelope, JsonIn in) throws IOException {
    if (envelope.schema.equals(Plain.SDP)) {
      String name = envelope.message;
      if (!name.equals("SECCDiscoveryReq") && !name.equals("SECCDiscoveryRes")) {
        throw new JsonFault("message", "must be SECCDiscoveryReq or SECCDiscoveryRes");
      }
      int type = name.equals("SECCDiscoveryReq") ? 0x9000 : 0x9001;
      return V2gtp.frame(type, Plain.readSdp(name, in));
    }
    if (envelope.schema.equals(Plain.OTHER)) {
      if (envelope.type < 0) {
        throw new JsonFault("v2gtp", "is missing");
      }
      return V2gtp.frame(envelope.type, Plain.readOther(in));
    }
    byte[] payload = payload(envelope, in);
    return envelope.type < 0 ? payload : V2gtp.frame(envelope.type, payload);
  }

  private byte[] payload(Envelope envelope, JsonIn in) throws IOException {
    Schema of = schema;
    if (!envelope.schema.isEmpty()) {
      Optional<Schema> named = Schemas.named(envelope.schema);
      of = named.orElseThrow(() -> new JsonFault("schema", "is none of " + Schemas.names()));
    }
    if (of == null) {
      throw new JsonFault("schema", "is missing");
    }
    if (envelope.message.isEmpty()) {
      throw new JsonFault("message", "is missing");
    }
    try {
      byte[] payload =
          of.fragments()
              ? of.set().encodeFragment(envelope.message, in)
              : message(of, envelope.message, in);
      if (payload == null) {
        throw new JsonFault("message", "is none of " + of.name() + ": " + envelope.message);
      }
      return payload;
    } catch (IllegalArgumentException e) {
      throw in.wrong(String.valueOf(e.getMessage()));
    }
  }

  private static byte[] message(Schema of, String name, JsonIn in) throws IOException {
    Object message = of.set().read(name, in);
    if (message == null) {
      return null;
    }
    String is = of.set().name(message);
    if (!is.equals(name) && !name.equals("V2G_Message")) {
      throw new JsonFault("message", "is " + name + ", but the body is " + is);
    }
    return of.set().encode(message);
  }
}
