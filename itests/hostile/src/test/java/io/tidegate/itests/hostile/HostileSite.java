package io.tidegate.itests.hostile;

import io.tidegate.itests.harness.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** The site of these tests: many stations that are used once each, and timeouts of seconds. */
final class HostileSite {
  static final int STATIONS = 1_500;
  static final String TOKEN = "GOOD-1";

  /** Station that needs a password. */
  static final String LOCKED = "LOCKED";

  static final String PASSWORD = "a-password-of-some-length";
  static final int FAILURES_A_MINUTE = 10;

  private static final int ITERATIONS = 20_000;
  private static final int HASH_BITS = 256;

  private HostileSite() {}

  static String identity(int number) {
    return String.format(java.util.Locale.ROOT, "CS%04d", number);
  }

  static Home prepare(Path folder) throws IOException, GeneralSecurityException {
    String transport = "io.tidegate.charging.ocpp.transport/";
    return Home.in(folder)
        .write("config/site.yaml", site())
        .write("config/idtokens.txt", TOKEN + " ISO14443\n")
        .write("config/stations.passwd", LOCKED + ":" + hash() + "\n")
        .set(transport + "handshake.timeout.ms=6000")
        .set(transport + "frame.timeout.ms=3000")
        .set(transport + "ping.interval.ms=3000")
        .set(transport + "write.queue.max=65536")
        // enough to fill that queue soon; the usual rate has a test of its own in the transport
        .set(transport + "ws.messages.per.second=5000")
        .set(transport + "auth.failures.per.minute=" + FAILURES_A_MINUTE)
        .set("io.tidegate.core.clock/source=assumed")
        .set("io.tidegate.core.planner/enabled=false");
  }

  private static String site() {
    StringBuilder out = new StringBuilder("site: Hostile\n");
    out.append("grid: {importCapKw: 400, exportCapKw: 400, buildingDesignLoadKw: 0}\n");
    out.append("nodes:\n  - {id: T1, kind: transformer, parent: grid, ratingKw: 400}\n");
    out.append("stations:\n");
    for (int n = 0; n < STATIONS; n++) {
      station(out, identity(n), n);
    }
    station(out, LOCKED, STATIONS);
    for (int n = 0; n < BackendRows.stations(); n++) {
      station(out, BackendRows.identity(n), STATIONS + 1 + n);
    }
    out.append("mandates:\n");
    out.append("  - {id: dms, kind: upstream, highest: grid-emergency, keepAlive: 5s}\n");
    return out.toString();
  }

  private static void station(StringBuilder out, String identity, int number) {
    out.append("  - {id: ").append(identity).append(", evses: [{id: E").append(number);
    out.append(", number: 1, node: T1, phases: L123, maxChargeKw: 11, safeShareKw: 0}]}\n");
  }

  /** A line's hash as the transport's README makes it. */
  private static String hash() throws GeneralSecurityException {
    byte[] salt = "sixteen salt bytes".getBytes(StandardCharsets.US_ASCII);
    byte[] hash =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(new PBEKeySpec(PASSWORD.toCharArray(), salt, ITERATIONS, HASH_BITS))
            .getEncoded();
    HexFormat hex = HexFormat.of();
    return "pbkdf2$" + ITERATIONS + "$" + hex.formatHex(salt) + "$" + hex.formatHex(hash);
  }
}
