package io.tidegate.hardware.charger.board;

import io.tidegate.codec.settings.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A validated configuration.
 *
 * @param name of the board
 * @param port where it is: {@code tcp:HOST:PORT} or {@code serial:/dev/…}
 * @param baud of a serial line
 * @param evses prefixes of the devices' names, in the order of the channels; empty ones are unused
 * @param periodMs how often the board is to report
 * @param holdMs how long a close holds on the board
 * @param ackMs how long a command waits for its answer
 * @param silenceMs from which the board counts as silent
 */
record BoardSettings(
    String name,
    String port,
    int baud,
    List<String> evses,
    int periodMs,
    int holdMs,
    int ackMs,
    int silenceMs) {
  private static final Pattern TCP = Pattern.compile("tcp:(.+):(\\d{1,5})");
  private static final Pattern SERIAL = Pattern.compile("serial:(/dev/[A-Za-z0-9._/-]{1,100})");
  private static final int MOST_EVSES = 251;
  private static final int HIGHEST_PORT = 65_535;

  BoardSettings {
    evses = List.copyOf(evses);
  }

  /** Throws {@link io.tidegate.codec.settings.SettingsException} with everything that is wrong. */
  static BoardSettings read(String pid, Map<String, ?> properties) {
    Settings s = Settings.of(pid, properties);
    BoardSettings read =
        new BoardSettings(
            s.required("name"),
            s.required("port"),
            s.integer("baud", 921_600, 9_600, 4_000_000),
            evses(s),
            s.integer("periodMs", 10, 5, 1_000),
            s.integer("holdMs", 1_000, 100, 10_000),
            s.integer("ackMs", 80, 10, 2_000),
            s.integer("silenceMs", 250, 20, 5_000));
    if (!read.port.isEmpty() && !read.tcp() && !SERIAL.matcher(read.port).matches()) {
      s.problem("port", "must be tcp:HOST:PORT or serial:/dev/NAME, got \"" + read.port + '"');
    }
    if (read.silenceMs < 2 * read.periodMs) {
      s.problem("silenceMs", "must be at least twice periodMs");
    }
    s.check();
    return read;
  }

  private static List<String> evses(Settings s) {
    List<String> evses = new ArrayList<>();
    for (String evse : s.required("evses").split(",", -1)) {
      evses.add(evse.strip());
    }
    List<String> named = evses.stream().filter(e -> !e.isEmpty()).toList();
    if (new HashSet<>(named).size() < named.size() || evses.size() > MOST_EVSES) {
      s.problem("evses", "must be up to 251 names, each once");
    }
    return evses;
  }

  boolean tcp() {
    var matcher = TCP.matcher(port);
    return matcher.matches() && Integer.parseInt(matcher.group(2)) <= HIGHEST_PORT;
  }

  String host() {
    return port.substring("tcp:".length(), port.lastIndexOf(':'));
  }

  int tcpPort() {
    return Integer.parseInt(port.substring(port.lastIndexOf(':') + 1));
  }

  String device() {
    return port.substring("serial:".length());
  }
}
