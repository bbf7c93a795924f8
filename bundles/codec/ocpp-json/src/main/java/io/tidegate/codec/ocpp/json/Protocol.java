package io.tidegate.codec.ocpp.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One version of OCPP-J: text to records and back. Immutable after construction, any thread.
 *
 * <p>Reading never throws for what a peer sent and holds every limit of the table; it yields a
 * record or exactly one verdict.
 */
public final class Protocol {
  private static final int DESCRIPTION_LENGTH = 255;

  private final Table table;
  private final Map<Class<?>, Bound> bound = new HashMap<>();

  private record Bound(String action, int type, Shape shape) {}

  /**
   * Reads the version's table, a few milliseconds; keep the result.
   *
   * @param messages {@link Request}s and {@link Response}s, named after their action; records that
   *     they hold are named like objects of the table, letter case aside
   * @param newer whether they are shaped after a newer version: what the table lacks reads as
   *     empty, cannot be written, and a message whose action it lacks is left out
   */
  public Protocol(Version version, List<Class<? extends Record>> messages, boolean newer) {
    table = TableReader.read(version);
    Binder binder = new Binder(newer);
    for (Class<? extends Record> record : messages) {
      String name = record.getSimpleName();
      boolean request = Request.class.isAssignableFrom(record);
      String action = name.substring(0, name.length() - (request ? 7 : 8));
      boolean send = request && table.sends().containsKey(action);
      Map<String, Type.Fields> payloads = send ? table.sends() : table.requests();
      Type.Fields type = (request ? payloads : table.responses()).get(action);
      if (type != null) {
        int number = send ? FrameReader.SEND : request ? FrameReader.CALL : FrameReader.RESULT;
        bound.put(record, new Bound(action, number, binder.bind(record, type)));
      } else if (!newer) {
        throw new IllegalArgumentException("the table has no " + name);
      }
    }
  }

  public Version version() {
    return table.version();
  }

  /** Reads what {@code sender} sent. */
  public Frame read(String text, Side sender, Strictness strictness) {
    return new FrameReader(table, text, sender, strictness).read();
  }

  /** Reads the payload of an answer. Fields that the protocol does not know are passed over. */
  public <R extends Record & Response> R response(Class<R> type, String payload) throws Violation {
    return read(table.responses().get(bound(type).action), type, payload);
  }

  /**
   * Reads the payload of an answer by the action that was asked for.
   *
   * @return empty when it keeps every rule and no record is bound to it
   */
  public Optional<Record> response(String action, String payload) throws Violation {
    Type.Fields fields = table.responses().get(action);
    return fields == null
        ? Optional.empty()
        : Optional.ofNullable(read(fields, Record.class, payload));
  }

  /** Reads the payload of a request, e.g. one that is queued. */
  public <R extends Record & Request> R request(Class<R> type, String payload) throws Violation {
    Bound to = bound(type);
    Map<String, Type.Fields> payloads =
        to.type == FrameReader.SEND ? table.sends() : table.requests();
    return read(payloads.get(to.action), type, payload);
  }

  /**
   * Checks the payload of an answer that is relayed as it came.
   *
   * @throws IllegalArgumentException for an action without answers
   */
  public void check(String action, String payload, Strictness strictness) throws Violation {
    Type.Fields fields = table.responses().get(action);
    if (fields == null) {
      throw new IllegalArgumentException("nobody answers " + action);
    }
    read(fields, payload, strictness);
  }

  private <R> R read(Type.Fields fields, Class<R> type, String payload) throws Violation {
    return type.cast(read(fields, payload, Strictness.TOLERANT));
  }

  private static Object read(Type.Fields fields, String payload, Strictness strictness)
      throws Violation {
    try (JsonParser in = JsonText.FACTORY.createParser(payload)) {
      in.nextToken();
      return new PayloadReader(in, payload, strictness).object(fields);
    } catch (IOException e) {
      throw Rule.BROKEN_JSON.broken();
    }
  }

  /** Whether the action is known, whoever may send it. */
  public boolean knows(String action) {
    return table.senders().containsKey(action);
  }

  /** Whether a message's action is known to this version. */
  public boolean knows(Class<? extends Record> type) {
    return bound.containsKey(type);
  }

  /** The action of a request or response. */
  public String action(Class<? extends Record> type) {
    return bound(type).action;
  }

  /**
   * JSON object of a message, for a transport that frames it.
   *
   * @throws IllegalArgumentException naming the field or word that this version does not know
   */
  public String payload(Record message) {
    return written(out -> bound(message.getClass()).shape.write(message, out));
  }

  /** A CALL; a SEND when that is how the action is sent. */
  public String call(String id, Record request) {
    Bound to = bound(request.getClass());
    return written(
        out -> {
          out.writeStartArray();
          out.writeNumber(to.type);
          out.writeString(id);
          out.writeString(to.action);
          to.shape.write(request, out);
          out.writeEndArray();
        });
  }

  /** A CALLRESULT. */
  public String result(String id, Record response) {
    Bound to = bound(response.getClass());
    return written(
        out -> {
          out.writeStartArray();
          out.writeNumber(to.type);
          out.writeString(id);
          to.shape.write(response, out);
          out.writeEndArray();
        });
  }

  /** A CALLRESULT whose payload has no fields. */
  public static String emptyResult(String id) {
    return written(
        out -> {
          out.writeStartArray();
          out.writeNumber(3);
          out.writeString(id);
          out.writeStartObject();
          out.writeEndObject();
          out.writeEndArray();
        });
  }

  /**
   * A CALLERROR in this version's spelling.
   *
   * @param description a constant text of ours; cut to 255 characters
   */
  public String failure(String id, RpcErrorCode code, String description) {
    return error(FrameReader.FAILURE, id, code.wire(version()), description);
  }

  /**
   * A CALLRESULTERROR: a result of the other side could not be read (2.1 part 4 §4.2.3).
   *
   * @param id of the CALL that was answered
   * @throws IllegalStateException when the version has none
   */
  public String resultFailure(String id, RpcErrorCode code, String description) {
    if (!version().extendedTypes()) {
      throw new IllegalStateException(version() + " has no CALLRESULTERROR");
    }
    return error(FrameReader.RESULT_FAILURE, id, code.wire(), description);
  }

  /**
   * A CALLERROR as 2.x spells it.
   *
   * @param description a constant text of ours; cut to 255 characters
   */
  public static String error(String id, RpcErrorCode code, String description) {
    return error(FrameReader.FAILURE, id, code.wire(), description);
  }

  private static String error(int type, String id, String code, String description) {
    return written(
        out -> {
          out.writeStartArray();
          out.writeNumber(type);
          out.writeString(id);
          out.writeString(code);
          out.writeString(
              description.substring(0, Math.min(description.length(), DESCRIPTION_LENGTH)));
          out.writeStartObject();
          out.writeEndObject();
          out.writeEndArray();
        });
  }

  private Bound bound(Class<?> type) {
    Bound to = bound.get(type);
    if (to == null) {
      throw new IllegalArgumentException(type + " is no message of this protocol");
    }
    return to;
  }

  @FunctionalInterface
  private interface Writing {
    void write(JsonGenerator out) throws IOException;
  }

  private static String written(Writing writing) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator out = JsonText.FACTORY.createGenerator(text)) {
      writing.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
