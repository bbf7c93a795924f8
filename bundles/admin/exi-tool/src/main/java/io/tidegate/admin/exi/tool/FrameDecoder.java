package io.tidegate.admin.exi.tool;

import io.tidegate.admin.exi.tool.json.JsonOut;
import io.tidegate.codec.exi.iso15118.ExiException;
import java.util.Arrays;
import java.util.List;

/**
 * Writes frames as lines of JSON: EXI payloads, and V2GTP frames, which begin with 01FE. One
 * thread.
 *
 * <p>Of a payload of which the set is not known, the first set in the order of {@link
 * Schemas#MESSAGES} is taken of which it is a canonical document; without one, the first of which
 * it is a document at all. Further sets of which it is canonical are named in {@code also}.
 */
final class FrameDecoder {
  private final JsonOut out;
  private final Schema schema;
  private boolean failed;

  /**
   * @param schema of all frames, or null to tell it from the frames
   */
  FrameDecoder(JsonOut out, Schema schema) {
    this.out = out;
    this.schema = schema;
  }

  /** Whether any frame could not be decoded. */
  boolean failed() {
    return failed;
  }

  /** Decodes a payload, or V2GTP frames one after the other. */
  void decode(byte[] bytes, Place place) {
    if (!V2gtp.begins(bytes, 0, bytes.length)) {
      exi(bytes, -1, schema == null ? Schemas.MESSAGES : List.of(schema), place);
      return;
    }
    int at = 0;
    while (at < bytes.length) {
      int left = bytes.length - at;
      if (!V2gtp.begins(bytes, at, left)) {
        error("after a V2GTP frame of " + at + " bytes comes none", place);
        return;
      }
      if (left < V2gtp.HEADER || V2gtp.length(bytes, at) > left - V2gtp.HEADER) {
        error("the V2GTP frame is cut short", place);
        return;
      }
      int end = at + V2gtp.HEADER + (int) V2gtp.length(bytes, at);
      frame(V2gtp.type(bytes, at), Arrays.copyOfRange(bytes, at + V2gtp.HEADER, end), place);
      at = end;
    }
  }

  /** Decodes the payload of a V2GTP frame. */
  void frame(int type, byte[] payload, Place place) {
    List<Schema> candidates = Schemas.ofPayload(type);
    if (!candidates.isEmpty()) {
      exi(payload, type, schema == null ? candidates : List.of(schema), place);
      return;
    }
    String name = Plain.name(type, payload.length);
    out.open();
    out.name("schema").text(name.isEmpty() ? Plain.OTHER : Plain.SDP);
    if (!name.isEmpty()) {
      out.name("message").text(name);
    }
    envelope(type, place);
    Plain.write(type, payload, out);
    out.close();
    out.line();
  }

  private void exi(byte[] payload, int type, List<Schema> candidates, Place place) {
    Schema first = null;
    Object message = null;
    boolean canonical = false;
    String also = "";
    ExiException furthest = null;
    Schema furthestOf = null;
    for (Schema candidate : candidates) {
      try {
        Object read = read(candidate, payload);
        boolean exact = candidates.size() > 1 && isCanonical(candidate, read, payload);
        if (exact && canonical) {
          also = also + (also.isEmpty() ? "" : " ") + candidate.name();
        } else if (first == null || (exact && !canonical)) {
          first = candidate;
          message = read;
          canonical = exact;
        }
      } catch (ExiException e) {
        if (furthest == null || e.bitPosition() > furthest.bitPosition()) {
          furthest = e;
          furthestOf = candidate;
        }
      }
    }
    if (first != null) {
      write(first, message, type, also, place);
    } else {
      error(furthest, furthestOf, candidates.size() > 1, place);
    }
  }

  private static boolean isCanonical(Schema schema, Object message, byte[] payload) {
    return Arrays.equals(schema.set().encode(message), payload);
  }

  /** A message, or a fragment with its name. */
  private static Object read(Schema schema, byte[] payload) throws ExiException {
    if (!schema.fragments()) {
      return schema.set().decode(payload, 0, payload.length);
    }
    ExiException wrong = null;
    for (String name : schema.set().fragments()) {
      try {
        return new Fragment(name, schema.set().decodeFragment(name, payload));
      } catch (ExiException e) {
        if (wrong == null || e.bitPosition() > wrong.bitPosition()) {
          wrong = e;
        }
      }
    }
    throw wrong;
  }

  private record Fragment(String name, Object value) {}

  private void write(Schema of, Object message, int type, String also, Place place) {
    Fragment fragment = message instanceof Fragment it ? it : null;
    out.open();
    out.name("schema").text(of.name());
    out.name("message").text(fragment != null ? fragment.name() : of.set().name(message));
    if (!also.isEmpty()) {
      out.name("also").text(also);
    }
    envelope(type, place);
    if (fragment != null) {
      of.set().writeFragment(fragment.name(), fragment.value(), out);
    } else {
      of.set().write(message, out);
    }
    out.close();
    out.line();
  }

  private void envelope(int type, Place place) {
    if (type >= 0) {
      out.name("v2gtp").hex(new byte[] {(byte) (type >> 8), (byte) type});
    }
    if (place.isPacket()) {
      place.writePacket(out);
    }
  }

  private void error(ExiException e, Schema of, boolean guessed, Place place) {
    failed = true;
    out.open();
    out.name("error")
        .text(
            (guessed ? "of no schema set; it comes furthest as " + of.name() + ": " : "")
                + e.getMessage());
    out.name("schema").text(of.name());
    out.name("reason").text(e.reason().name());
    out.name("bit").number(e.bitPosition());
    where(place);
  }

  /** Writes that something is no frame. */
  void error(String sentence, Place place) {
    failed = true;
    out.open();
    out.name("error").text(sentence);
    where(place);
  }

  private void where(Place place) {
    if (!place.file().isEmpty()) {
      out.name("file").text(place.file());
    }
    if (place.isPacket()) {
      place.writePacket(out);
    } else {
      out.name("line").number(place.number());
    }
    out.close();
    out.line();
  }
}
