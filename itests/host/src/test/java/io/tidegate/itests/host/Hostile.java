package io.tidegate.itests.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.request.RequestHandler;
import org.eclipse.kura.message.KuraPayload;

/** Somebody on the broker who means no good; the same for the same seed. */
final class Hostile {
  private static final List<String> SEGMENTS =
      List.of("status", "decisions", "updates", "command", "keep-alive", "approve", "..", "");
  private static final List<String> FIELDS =
      List.of(
          "id",
          "controller",
          "priority",
          "kind",
          "node",
          "powerW",
          "start",
          "end",
          "limit",
          "uri",
          "sha256",
          "length",
          "notBefore",
          "request.id",
          "\u0000",
          "__proto__");
  private static final List<Object> VALUES =
      Arrays.asList(
          "",
          "dms",
          "' OR 1=1 --",
          "NaN",
          "1e999",
          -1,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          true,
          Long.MIN_VALUE,
          "x".repeat(5_000),
          "\u202e\n\r${jndi:ldap://x}",
          "file:///etc/passwd",
          "9999999999-01-01T00:00:00Z",
          new byte[3],
          new Object());
  private static final List<String> BODIES =
      List.of(
          "",
          "{",
          "[]",
          "{}",
          "nul",
          "{\"id\":{\"id\":1}}",
          "{\"id\":1,\"id\":2}",
          "{\"a\":\"b\"} {}",
          "[".repeat(20_000),
          "{\"limit\":" + "9".repeat(2_000) + "}",
          "{\"x\":\"" + "y".repeat(70_000) + "\"}",
          "\u0000\u0001",
          "{\"limit\":3}");

  private final Random random;

  Hostile(long seed) {
    random = new Random(seed);
  }

  /** Sends so many and counts the answers by their codes. */
  Map<Integer, Integer> send(RequestHandler handler, int count) throws Exception {
    Map<Integer, Integer> codes = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      KuraMessage message = message();
      KuraMessage answer =
          switch (random.nextInt(5)) {
            case 0 -> handler.doGet(null, message);
            case 1 -> handler.doPost(null, message);
            case 2 -> handler.doPut(null, message);
            case 3 -> handler.doDel(null, message);
            default -> handler.doExec(null, message);
          };
      codes.merge((Integer) answer.getPayload().getMetric("response.code"), 1, Integer::sum);
    }
    return codes;
  }

  private KuraMessage message() {
    if (random.nextInt(50) == 0) {
      return null;
    }
    KuraPayload payload = random.nextInt(50) == 0 ? null : new KuraPayload();
    if (payload != null) {
      int metrics = random.nextInt(20) == 0 ? 200 : random.nextInt(4);
      for (int i = 0; i < metrics; i++) {
        payload.addMetric(metrics > 100 ? "m" + i : any(FIELDS), any(VALUES));
      }
      payload.setBody(random.nextBoolean() ? null : any(BODIES).getBytes(StandardCharsets.UTF_8));
    }
    Map<String, Object> properties = new HashMap<>();
    if (random.nextInt(20) == 0) {
      properties.put("args", "no list");
    } else {
      List<Object> path = new ArrayList<>();
      int segments = random.nextInt(30) == 0 ? 1_000 : random.nextInt(4);
      for (int i = 0; i < segments; i++) {
        path.add(random.nextInt(20) == 0 ? any(VALUES) : any(SEGMENTS));
      }
      properties.put("args", path);
    }
    return new KuraMessage(payload, properties);
  }

  private <T> T any(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
