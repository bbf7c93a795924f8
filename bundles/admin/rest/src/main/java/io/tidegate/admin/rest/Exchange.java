package io.tidegate.admin.rest;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One request and its answer. Request thread only.
 *
 * @param variable what stood in the place of the route's variable, empty when it has none; several
 *     are joined by slashes
 */
record Exchange(HttpServletRequest request, HttpServletResponse response, String variable) {
  /** Largest body, bytes. */
  static final int MAX_BODY = 64 * 1024;

  /** A body up to here is read to its end, so that its sender gets to read why it is refused. */
  private static final int MAX_DRAIN = 4 * MAX_BODY;

  private static final long BODY_SECONDS = 10;
  private static final JsonFactory JSON = new JsonFactory();

  /** Writes the content of an answer. */
  @FunctionalInterface
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  /** Reads the JSON body with these fields. */
  Body body(Set<String> known) {
    return Body.parse(json(), known);
  }

  /** The JSON body as it came, to be read by somebody else. */
  String text() {
    return new String(json(), StandardCharsets.UTF_8);
  }

  private byte[] json() {
    String type = request.getContentType();
    String media = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    String charset = request.getCharacterEncoding();
    if (!media.equals("application/json")
        || (charset != null && !charset.equalsIgnoreCase(StandardCharsets.UTF_8.name()))) {
      throw new ApiException(
          415, "UNSUPPORTED_MEDIA_TYPE", "The body must be application/json in UTF-8.");
    }
    if (request.getHeader("Content-Encoding") != null) {
      throw new ApiException(415, "UNSUPPORTED_MEDIA_TYPE", "The body must not be compressed.");
    }
    return bytes();
  }

  /** The server's idle time-out bounds one read, this bounds them all. */
  private byte[] bytes() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BODY_SECONDS);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[4_096];
    long size = 0;
    try {
      InputStream in = request.getInputStream();
      for (int read = in.read(buffer); read >= 0 && size <= MAX_DRAIN; read = in.read(buffer)) {
        size += read;
        if (size <= MAX_BODY) {
          bytes.write(buffer, 0, read);
        }
        if (System.nanoTime() - end > 0) {
          throw tooSlow();
        }
      }
    } catch (IOException e) {
      // idle for too long, or gone: then nobody reads the answer
      throw tooSlow();
    }
    if (size > MAX_BODY) {
      throw new ApiException(413, "TOO_LARGE", "The body is larger than 64 KiB.");
    }
    return bytes.toByteArray();
  }

  private static ApiException tooSlow() {
    return new ApiException(408, "TOO_SLOW", "The body took longer than 10 s.");
  }

  /** A whole number in the query string. */
  int parameter(String name, int fallback, int min, int max) {
    String text = request.getParameter(name);
    if (text == null) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the sentence below says what is expected
    }
    throw ApiException.field(name, "must be a whole number from " + min + " to " + max);
  }

  void json(int status, Content content) throws IOException {
    send(status, "application/json", encode(content));
  }

  void send(int status, String type, byte[] bytes) throws IOException {
    response.setStatus(status);
    response.setContentType(type);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  void error(ApiException error) throws IOException {
    json(
        error.status(),
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("error");
          json.writeStringField("code", error.code());
          json.writeStringField("message", error.getMessage());
          if (!error.field().isEmpty()) {
            json.writeStringField("field", error.field());
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  static byte[] encode(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
    try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      content.write(json);
    }
    return bytes.toByteArray();
  }
}
