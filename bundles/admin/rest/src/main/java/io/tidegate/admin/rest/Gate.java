package io.tidegate.admin.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a request in: over loopback or TLS only, with the bearer token in its header. Wrong tokens
 * are limited a minute and address. The right token always passes: 256 bits need no lock-out, and a
 * lock-out would let one local process shut out another. Thread-safe.
 */
final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
  private static final String SCHEME = "Bearer ";

  private final Attempts attempts = new Attempts();
  private final IntSupplier limit;
  private final LongSupplier nanos;
  private volatile Token token;

  /**
   * @param limit wrong tokens a minute and address that are answered with 401, further ones 429
   */
  Gate(IntSupplier limit, LongSupplier nanos) {
    this.limit = limit;
    this.nanos = nanos;
  }

  /** Null: nobody is let in. */
  void token(Token present) {
    token = present;
  }

  /** Throws what to answer when the request may not come in. */
  void pass(HttpServletRequest request, HttpServletResponse response) {
    checkLine(request);
    String header = request.getHeader("Authorization");
    if (header == null) {
      response.setHeader("WWW-Authenticate", "Bearer realm=\"tidegate\"");
      throw new ApiException(401, "V2G-401", "Send the token as Authorization: Bearer.");
    }
    Token right = token;
    boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    if (right == null
        || !bearer
        || header.length() > 512
        || !right.matches(header.substring(SCHEME.length()).strip())) {
      refuse(request, response);
    }
  }

  /** Plain HTTP from another host would show the token to the network. */
  void checkLine(HttpServletRequest request) {
    if (!request.isSecure() && !loopback(request.getLocalAddr())) {
      throw new ApiException(
          403,
          "TLS_REQUIRED",
          "From another host only over TLS: see config/org.apache.felix.http.cfg.");
    }
  }

  private void refuse(HttpServletRequest request, HttpServletResponse response) {
    String address = request.getRemoteAddr();
    int failed = attempts.fail(address, nanos.getAsLong());
    if (failed == 1 || failed == limit.getAsInt() + 1) {
      LOG.warn("V2G-401 wrong token from {}, {} within a minute", address, failed);
    }
    if (failed > limit.getAsInt()) {
      response.setHeader("Retry-After", "60");
      throw new ApiException(429, "TOO_MANY_ATTEMPTS", "Too many wrong tokens; wait a minute.");
    }
    response.setHeader("WWW-Authenticate", "Bearer realm=\"tidegate\", error=\"invalid_token\"");
    throw new ApiException(401, "V2G-401", "The token is wrong.");
  }

  static boolean loopback(String address) {
    try {
      String plain = address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
      boolean literal = plain.indexOf(':') >= 0 || plain.matches("[0-9.]+");
      return plain.equals("localhost")
          || (literal && InetAddress.getByName(plain).isLoopbackAddress());
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
