package io.tidegate.api.operation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Paths of the HTTP API that a bundle brings, beside those of {@code admin/rest}, which lets
 * requests in by their token and calls this on its request threads: it may block for 30 s. A
 * service.
 */
public interface Endpoint {

  /**
   * Method and path of each, e.g. {@code GET /api/v1/stations/{station}/logs}; a segment in braces
   * stands for any text. Constant. What admin/rest has itself cannot be replaced.
   */
  List<String> routes();

  /** Members of the object {@code paths} of OpenAPI 3.1 that describe the routes, as JSON. */
  String description();

  /**
   * Answers a request of one of the routes.
   *
   * @throws Refusal what the caller is told instead
   */
  Reply answer(Query query) throws IOException;

  /** What was asked. */
  interface Query {
    /** One of {@link Endpoint#routes}. */
    String route();

    /** What stood in the place of the route's variables, in their order. */
    List<String> variables();

    /** Of the query string. */
    Optional<String> parameter(String name);

    /**
     * The body, which must be JSON in UTF-8 of at most 64 KiB.
     *
     * @throws Refusal when it is not
     */
    String json();

    /** Media type of the body in lower case, without parameters; empty when there is none. */
    String type();

    /** The body as it comes, of any length: who reads it bounds it. */
    InputStream body() throws IOException;
  }

  /**
   * An answer.
   *
   * @param type media type
   */
  record Reply(int status, String type, Content content) {
    /** A JSON text. */
    public static Reply json(int status, String text) {
      return new Reply(
          status,
          "application/json",
          out -> out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
  }

  /** Writes the body of an answer. */
  @FunctionalInterface
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  /** The request is not done; the message is a sentence for the caller. */
  final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;
    private final String field;

    /**
     * @param status of HTTP, 400–599
     * @param code in capitals, e.g. {@code STATION_OFFLINE}
     * @param field of the body, empty when it is none of them
     */
    public Refusal(int status, String code, String sentence, String field) {
      super(sentence);
      this.status = status;
      this.code = code;
      this.field = field;
    }

    /** Without a field. */
    public Refusal(int status, String code, String sentence) {
      this(status, code, sentence, "");
    }

    public int status() {
      return status;
    }

    public String code() {
      return code;
    }

    public String field() {
      return field;
    }
  }
}
