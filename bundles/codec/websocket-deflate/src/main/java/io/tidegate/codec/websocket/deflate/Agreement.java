package io.tidegate.codec.websocket.deflate;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What both ends of a WebSocket have agreed on in the handshake (RFC 7692 §7.1): permessage-deflate
 * without context takeover in either direction.
 *
 * @param windowBits log2 of the window that we may compress with, 8–15
 * @param response a server's line {@code Sec-WebSocket-Extensions}; empty for a client
 */
public record Agreement(int windowBits, String response) {
  /** The header's name. */
  public static final String HEADER = "Sec-WebSocket-Extensions";

  /** What a client of ours offers in it. */
  public static final String OFFER =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  private static final String NAME = "permessage-deflate";
  private static final String SERVER_ALONE = "server_no_context_takeover";
  private static final String CLIENT_ALONE = "client_no_context_takeover";
  private static final String SERVER_WINDOW = "server_max_window_bits";
  private static final String CLIENT_WINDOW = "client_max_window_bits";
  private static final int LARGEST_WINDOW = 15;
  private static final int SMALLEST_WINDOW = 8;

  /** Whether a message may be sent compressed: it must fit into the window as a whole. */
  public boolean covers(int bytes) {
    return windowBits == LARGEST_WINDOW || bytes <= 1 << windowBits;
  }

  /**
   * A server's choice among a client's offers, the first that we can meet.
   *
   * @param lines values of the header, as received
   */
  public static Optional<Agreement> chosen(List<String> lines) {
    return Extension.read(lines).stream()
        .filter(e -> e.name().equals(NAME))
        .flatMap(e -> offered(e.parameters()).stream())
        .findFirst();
  }

  private static Optional<Agreement> offered(Map<String, String> parameters) {
    int window = LARGEST_WINDOW;
    String granted = "";
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      String value = parameter.getValue();
      switch (parameter.getKey()) {
        case SERVER_ALONE, CLIENT_ALONE -> {
          if (!value.isEmpty()) {
            return Optional.empty();
          }
        }
        case CLIENT_WINDOW -> {
          if (!value.isEmpty() && bits(value) == 0) {
            return Optional.empty();
          }
        }
        case SERVER_WINDOW -> {
          window = bits(value);
          granted = "; " + SERVER_WINDOW + "=" + window;
        }
        default -> window = 0;
      }
      if (window == 0) {
        return Optional.empty();
      }
    }
    return Optional.of(new Agreement(window, OFFER + granted));
  }

  /**
   * What a server has made of {@link #OFFER}.
   *
   * @return empty when it does not compress
   * @throws IllegalArgumentException when it answers what was not offered: the connection must fail
   */
  public static Optional<Agreement> answered(List<String> lines) {
    List<Extension> extensions = Extension.read(lines);
    if (extensions.isEmpty() && lines.stream().allMatch(String::isBlank)) {
      return Optional.empty();
    }
    boolean fits = extensions.size() == 1 && extensions.get(0).name().equals(NAME);
    if (!fits || !asOffered(extensions.get(0).parameters())) {
      throw new IllegalArgumentException("it answers a WebSocket extension that was not offered");
    }
    return Optional.of(new Agreement(LARGEST_WINDOW, ""));
  }

  private static boolean asOffered(Map<String, String> parameters) {
    return "".equals(parameters.get(SERVER_ALONE))
        && parameters.entrySet().stream()
            .allMatch(
                p ->
                    switch (p.getKey()) {
                      case SERVER_ALONE, CLIENT_ALONE -> p.getValue().isEmpty();
                      case SERVER_WINDOW -> bits(p.getValue()) > 0;
                      default -> false;
                    });
  }

  /** 8–15 without leading zeros; 0 for anything else. */
  private static int bits(String value) {
    boolean number = value.matches("[1-9][0-9]?");
    int bits = number ? Integer.parseInt(value) : 0;
    return bits >= SMALLEST_WINDOW && bits <= LARGEST_WINDOW ? bits : 0;
  }
}
