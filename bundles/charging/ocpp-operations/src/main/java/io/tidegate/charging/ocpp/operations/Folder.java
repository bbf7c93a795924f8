package io.tidegate.charging.ocpp.operations;

import io.tidegate.api.quantity.StationId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Names of files by stations; a name from outside is never a path. */
final class Folder {
  private Folder() {}

  /** Letters, digits and hyphens as they are, all else as {@code _} and two hex digits a byte. */
  static String name(StationId station) {
    StringBuilder name = new StringBuilder();
    for (byte b : station.value().getBytes(StandardCharsets.UTF_8)) {
      boolean plain = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
      if (plain || b == '-') {
        name.append((char) b);
      } else {
        name.append('_').append(String.format(java.util.Locale.ROOT, "%02x", b & 0xff));
      }
    }
    return name.toString();
  }

  static Path file(Path folder, StationId station, String ending) {
    return folder.resolve(name(station) + ending);
  }
}
