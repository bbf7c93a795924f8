package io.tidegate.host.dp.guard;

import io.tidegate.codec.settings.Settings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What the operator of a host decides, from a file below the home: a guard runs before there is
 * anything that could be configured otherwise.
 *
 * @param root the pinned root of keys; need not be there
 * @param unsigned whether packages without a signature are let in
 * @param disturb whether packages are replaced while vehicles discharge, too
 * @param diskFreeMib that have to stay free on the home's disk beyond what a package needs
 */
record Rules(Path root, boolean unsigned, boolean disturb, int diskFreeMib) {
  static final String PID = "io.tidegate.host.dp.guard";
  static final String FILE = "config/" + PID + ".cfg";

  private static final int FREE_MIB = 100;
  private static final int MOST_MIB = 1 << 20;

  /**
   * Reads the file; without one, everything is as strict as it can be.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if a field is not what it may be
   */
  static Rules read(Path home) throws IOException {
    Properties properties = new Properties();
    Path file = home.resolve(FILE);
    if (Files.exists(file)) {
      try (Reader in = Files.newBufferedReader(file)) {
        properties.load(in);
      }
    }
    Map<String, Object> fields = new HashMap<>();
    properties.forEach((key, value) -> fields.put(key.toString(), value));
    Settings in = Settings.of(PID, fields);
    Rules rules =
        new Rules(
            home.resolve(in.text("root", "root.json")),
            in.flag("unsigned", false),
            in.flag("disturb", false),
            in.integer("disk.free", FREE_MIB, 0, MOST_MIB));
    in.check();
    return rules;
  }
}
