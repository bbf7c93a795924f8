package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.quantity.StationId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names a session by its station and transaction, so that a replayed event and a restarted gateway
 * find the same name without remembering anything.
 */
final class SessionIds {
  private static final int BYTES = 10;

  private SessionIds() {}

  static SessionId of(StationId station, String transaction) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(station.value().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      byte[] hash = digest.digest(transaction.getBytes(StandardCharsets.UTF_8));
      return new SessionId("s-" + HexFormat.of().formatHex(hash, 0, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
