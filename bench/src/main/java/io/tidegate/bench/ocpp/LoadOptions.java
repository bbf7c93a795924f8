package io.tidegate.bench.ocpp;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to load a server with.
 *
 * @param url where stations connect, without their identity; only loopback is let in
 * @param stations how many; their identities are the prefix and a number from 0
 * @param rate messages a second of all stations together; 0: none
 * @param messages what they send
 * @param warmUpS seconds at the full rate that are not counted
 * @param durationS seconds that are
 * @param storms times that all sockets are reset and come back at once
 * @param pauseMs between the reset and the return
 * @param timeoutS until every station must be accepted
 * @param retryMs before a station tries again that was refused; up to twice as long
 * @param holdS idle seconds at the end, sockets open
 * @param password HTTP Basic password of every station; empty: none
 * @param authority PKCS#12 with the key that signs the stations' certificates, password {@code
 *     changeit}; it is also what the server's certificate is held to
 * @param pid process whose CPU time and memory are told; 0: none
 */
public record LoadOptions(
    URI url,
    int stations,
    String prefix,
    Subprotocol protocol,
    int rate,
    Mix messages,
    int warmUpS,
    int durationS,
    int storms,
    int pauseMs,
    int timeoutS,
    int retryMs,
    int holdS,
    int threads,
    String password,
    Optional<Path> authority,
    long pid) {

  static final String USAGE =
      """
      usage: OcppLoad --url ws://127.0.0.1:9000/ [option value]...
        --stations N      stations, identities PREFIX0 … (100)
        --prefix TEXT     (CS)
        --protocol NAME   ocpp2.1, ocpp2.0.1 or ocpp1.6 (ocpp2.0.1)
        --rate N          messages a second of all stations together (0)
        --messages MIX    mixed (a fifth heartbeats, else meter readings of about 1 kB), heartbeats, readings (mixed)
        --warm-up S       seconds at full rate that do not count (3)
        --duration S      seconds that count (10)
        --storms N        times that all sockets are reset and come back at once, without jitter (0)
        --pause MS        between reset and return (1500)
        --timeout S       until every station must be accepted (120)
        --retry MS        before a refused station tries again, up to twice that (1000)
        --hold S          idle seconds at the end (0)
        --threads N       of this program (1)
        --password TEXT   HTTP Basic password of every station, its user is its identity
        --authority FILE  PKCS#12 of the CA (password changeit) that signs a certificate for each station: wss://
        --pid N           process of the server, for its CPU time and memory
      Exits with 1 when not every station was accepted or an answer was wrong.
      """;

  /** What stations send. */
  public enum Mix {
    MIXED,
    HEARTBEATS,
    READINGS
  }

  /**
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static LoadOptions of(String... arguments) {
    Map<String, String> given = new HashMap<>();
    Deque<String> left = new ArrayDeque<>(List.of(arguments));
    while (!left.isEmpty()) {
      String name = left.poll();
      if (!name.startsWith("--") || left.isEmpty()) {
        throw new IllegalArgumentException("an option and its value are expected at " + name);
      }
      given.put(name.substring(2), left.poll());
    }
    Reader in = new Reader(given);
    LoadOptions options =
        new LoadOptions(
            loopback(URI.create(in.text("url", "ws://127.0.0.1:9000/"))),
            in.number("stations", 100),
            in.text("prefix", "CS"),
            Subprotocol.named(in.text("protocol", "ocpp2.0.1")),
            in.number("rate", 0),
            Mix.valueOf(in.text("messages", "mixed").toUpperCase(java.util.Locale.ROOT)),
            in.number("warm-up", 3),
            in.number("duration", 10),
            in.number("storms", 0),
            in.number("pause", 1500),
            in.number("timeout", 120),
            in.number("retry", 1000),
            in.number("hold", 0),
            in.number("threads", 1),
            in.text("password", ""),
            Optional.of(in.text("authority", "")).filter(f -> !f.isEmpty()).map(Path::of),
            in.number("pid", 0));
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("unknown: --" + String.join(", --", given.keySet()));
    }
    return options;
  }

  private record Reader(Map<String, String> given) {
    String text(String name, String usual) {
      String value = given.remove(name);
      return value == null ? usual : value;
    }

    int number(String name, int usual) {
      String value = text(name, Integer.toString(usual));
      try {
        return Integer.parseUnsignedInt(value);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("--" + name + " is no number: " + value, e);
      }
    }
  }

  private static URI loopback(URI url) {
    try {
      if (!InetAddress.getByName(url.getHost()).isLoopbackAddress()) {
        throw new IllegalArgumentException("only loopback is loaded, not " + url.getHost());
      }
      return url;
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no such host: " + url.getHost(), e);
    }
  }

  boolean secure() {
    return url.getScheme().equals("wss");
  }

  String identity(int number) {
    return prefix + number;
  }
}
