package io.tidegate.codec.ocpp.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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

  private record Bound(String action, Shape shape) {}

  /**
   * @param table text of the table; closed here
   * @param objects records named like objects of the table, letter case aside, each after those
   *     that it uses
   * @param messages {@link Request}s and {@link Response}s
   */
  public Protocol(
      InputStream table,
      List<Class<? extends Record>> objects,
      List<Class<? extends Record>> messages) {
    this.table = TableReader.read(table);
    Map<String, Type.Fields> byName = new HashMap<>();
    this.table.objects().forEach((name, type) -> byName.put(name.toLowerCase(Locale.ROOT), type));
    Map<Type.Fields, Shape> shapes = new HashMap<>();
    for (Class<? extends Record> record : objects) {
      Type.Fields type = byName.get(record.getSimpleName().toLowerCase(Locale.ROOT));
      bind(record, type, shapes);
    }
    for (Class<? extends Record> record : messages) {
      String name = record.getSimpleName();
      boolean request = Request.class.isAssignableFrom(record);
      String action = name.substring(0, name.length() - (request ? 7 : 8));
      Type.Fields type = (request ? this.table.requests() : this.table.responses()).get(action);
      bound.put(record, new Bound(action, bind(record, type, shapes)));
    }
  }

  private static Shape bind(
      Class<? extends Record> record, Type.Fields type, Map<Type.Fields, Shape> shapes) {
    if (type == null) {
      throw new IllegalArgumentException("the table has no " + record.getSimpleName());
    }
    Shape shape =
        new Shape(
            record,
            type,
            used ->
                Optional.ofNullable(shapes.get(used))
                    .orElseThrow(
                        () -> new IllegalArgumentException(used.name() + " is bound too late")));
    shapes.put(type, shape);
    type.bind(shape);
    return shape;
  }

  /** Reads what {@code sender} sent. */
  public Frame read(String text, Side sender, Strictness strictness) {
    return new FrameReader(table, text, sender, strictness).read();
  }

  /** Reads the payload of an answer. Fields that the protocol does not know are passed over. */
  public <R extends Record & Response> R response(Class<R> type, String payload) throws Violation {
    return read(table.responses().get(bound(type).action), type, payload);
  }

  /** Reads the payload of a request, e.g. one that is queued. */
  public <R extends Record & Request> R request(Class<R> type, String payload) throws Violation {
    return read(table.requests().get(bound(type).action), type, payload);
  }

  private <R> R read(Type.Fields fields, Class<R> type, String payload) throws Violation {
    try (JsonParser in = JsonText.FACTORY.createParser(payload)) {
      in.nextToken();
      PayloadReader reader = new PayloadReader(in, payload, Strictness.TOLERANT);
      return type.cast(reader.object(fields));
    } catch (IOException e) {
      throw new Violation(RpcErrorCode.FORMAT_VIOLATION, "The payload is not valid JSON");
    }
  }

  /** Whether the action is known, whoever may send it. */
  public boolean knows(String action) {
    return table.requests().containsKey(action);
  }

  /** The action of a request or response. */
  public String action(Class<? extends Record> type) {
    return bound(type).action;
  }

  /** JSON object of a request, for a transport that frames it. */
  public String payload(Record message) {
    return written(out -> bound(message.getClass()).shape.write(message, out));
  }

  /** A CALL. */
  public String call(String id, Record request) {
    Bound to = bound(request.getClass());
    return written(
        out -> {
          out.writeStartArray();
          out.writeNumber(2);
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
          out.writeNumber(3);
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
   * A CALLERROR.
   *
   * @param description a constant text of ours; cut to 255 characters
   */
  public static String error(String id, RpcErrorCode code, String description) {
    return written(
        out -> {
          out.writeStartArray();
          out.writeNumber(4);
          out.writeString(id);
          out.writeString(code.wire());
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
