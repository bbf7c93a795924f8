package io.tidegate.charging.ocpp.transport;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.tidegate.api.quantity.StationId;
import io.tidegate.codec.websocket.deflate.Agreement;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What a station asks for when it opens its WebSocket (RFC 6455 §4.2.1). Stateless. */
final class UpgradeRequest {
  private static final int MOST_HEADERS = 100;
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private UpgradeRequest() {}

  /** The outcome of the check. */
  sealed interface Checked permits Wanted, Unfit {}

  /**
   * A request in order.
   *
   * @param offered subprotocols in the station's order
   * @param extensions lines of {@code Sec-WebSocket-Extensions}
   */
  record Wanted(
      StationId identity,
      List<String> offered,
      List<String> extensions,
      String key,
      Optional<Basic> basic)
      implements Checked {}

  /** A request that is refused, whoever sent it. */
  record Unfit(HttpResponseStatus status) implements Checked {}

  /** User name and password (RFC 7617). */
  record Basic(String user, String password) {
    @Override
    public String toString() {
      return "Basic[user=" + user + "]";
    }
  }

  static Checked check(HttpRequest request, String path) {
    HttpHeaders headers = request.headers();
    if (request.decoderResult().isFailure()) {
      return new Unfit(unreadable(request.decoderResult().cause()));
    }
    if (headers.size() > MOST_HEADERS) {
      return new Unfit(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE);
    }
    if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        || !request.method().equals(HttpMethod.GET)
        || hasBody(headers)
        || headers.getAll(HttpHeaderNames.HOST).size() != 1) {
      return new Unfit(HttpResponseStatus.BAD_REQUEST);
    }
    if (!upgrade(headers)) {
      return new Unfit(HttpResponseStatus.UPGRADE_REQUIRED);
    }
    if (!headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION).equals(List.of("13"))) {
      return new Unfit(HttpResponseStatus.UPGRADE_REQUIRED);
    }
    List<String> keys = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    if (keys.size() != 1 || !sixteenBytes(keys.get(0).strip())) {
      return new Unfit(HttpResponseStatus.BAD_REQUEST);
    }
    Optional<StationId> identity = StationPath.identity(request.uri(), path);
    if (identity.isEmpty()) {
      return new Unfit(HttpResponseStatus.NOT_FOUND);
    }
    return new Wanted(
        identity.get(),
        offered(headers),
        headers.getAll(Agreement.HEADER),
        keys.get(0).strip(),
        basic(headers));
  }

  private static HttpResponseStatus unreadable(Throwable cause) {
    if (cause instanceof TooLongHttpHeaderException) {
      return HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
    }
    if (cause instanceof TooLongHttpLineException) {
      return HttpResponseStatus.REQUEST_URI_TOO_LONG;
    }
    return HttpResponseStatus.BAD_REQUEST;
  }

  /** An upgrade has no body; what claims one may hide a second request in it. */
  private static boolean hasBody(HttpHeaders headers) {
    return headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        || headers.getAll(HttpHeaderNames.CONTENT_LENGTH).stream().anyMatch(l -> !l.equals("0"));
  }

  private static boolean upgrade(HttpHeaders headers) {
    return headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  private static boolean sixteenBytes(String key) {
    try {
      return Base64.getDecoder().decode(key).length == 16;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static List<String> offered(HttpHeaders headers) {
    List<String> names = new ArrayList<>();
    for (String line : headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
      for (String name : line.split(",", -1)) {
        if (!name.isBlank()) {
          names.add(name.strip());
        }
      }
    }
    return names;
  }

  private static Optional<Basic> basic(HttpHeaders headers) {
    List<String> lines = headers.getAll(HttpHeaderNames.AUTHORIZATION);
    if (lines.size() != 1 || !lines.get(0).regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(lines.get(0).substring(6).strip());
      int colon = 0;
      while (colon < bytes.length && bytes[colon] != ':') {
        colon++;
      }
      return colon == bytes.length
          ? Optional.empty()
          : Optional.of(
              new Basic(
                  utf8(Arrays.copyOf(bytes, colon)),
                  password(Arrays.copyOfRange(bytes, colon + 1, bytes.length))));
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /**
   * As text. A key of 1.6 comes as the bytes that its AuthorizationKey writes in hexadecimal (1.6J
   * §6.2): what is no text is taken for such bytes, and becomes their hexadecimal in lower case.
   */
  private static String password(byte[] bytes) {
    try {
      String text = utf8(bytes);
      return text.chars().anyMatch(Character::isISOControl)
          ? HexFormat.of().formatHex(bytes)
          : text;
    } catch (CharacterCodingException e) {
      return HexFormat.of().formatHex(bytes);
    }
  }

  private static String utf8(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** {@code Sec-WebSocket-Accept} for the key (RFC 6455 §4.2.2). */
  static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-1", e);
    }
  }
}
