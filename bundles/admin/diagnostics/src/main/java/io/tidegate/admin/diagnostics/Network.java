package io.tidegate.admin.diagnostics;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Interfaces and sockets of the machine, as the kernel tells of them. */
final class Network {
  private static final int LISTENING = 10;
  private static final int MOST = 200;
  private static final int WORD = 4;
  private static final String[] STATES = {
    "",
    "established",
    "syn-sent",
    "syn-received",
    "fin-wait-1",
    "fin-wait-2",
    "time-wait",
    "close",
    "close-wait",
    "last-ack",
    "listening",
    "closing"
  };

  private Network() {}

  static List<Map<String, Object>> interfaces() throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (NetworkInterface iface : NetworkInterface.networkInterfaces().limit(MOST).toList()) {
      rows.add(
          Rows.of(
              "name", iface.getName(),
              "up", iface.isUp(),
              "mtu", iface.getMTU(),
              "addresses",
                  iface
                      .inetAddresses()
                      .map(a -> a.getHostAddress().replaceAll("%.*", ""))
                      .toList()));
    }
    return rows;
  }

  /** Open files of this process; null where the system does not tell. */
  static Long openFiles() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return null;
    }
    try (Stream<Path> open = Files.list(descriptors)) {
      return open.count();
    }
  }

  /** Counts of TCP states, and addresses that are listened on, of this network namespace. */
  static Map<String, Object> tcp() throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    Map<String, String> listening = new TreeMap<>();
    for (String file : List.of("tcp", "tcp6")) {
      Path table = Path.of("/proc/self/net", file);
      if (Files.isReadable(table)) {
        try (Stream<String> lines = Files.lines(table)) {
          lines.skip(1).forEach(line -> socket(line, counts, listening));
        }
      }
    }
    return Rows.of("states", counts, "listening", listening.values().stream().limit(MOST).toList());
  }

  private static void socket(
      String line, Map<String, Integer> counts, Map<String, String> listening) {
    String[] columns = line.strip().split("\\s+", 5);
    int state = columns.length > WORD ? Integer.parseInt(columns[3], 16) : 0;
    if (state <= 0 || state >= STATES.length) {
      return;
    }
    counts.merge(STATES[state], 1, Integer::sum);
    if (state == LISTENING) {
      listening.put(columns[1], address(columns[1]));
    }
  }

  /** {@code 0100007F:2328} of the kernel's table: words of an address, each in host order. */
  static String address(String hex) {
    int colon = hex.indexOf(':');
    byte[] bytes = HexFormat.of().parseHex(hex.substring(0, colon));
    for (int word = 0; word < bytes.length; word += WORD) {
      for (int i = 0; i < WORD / 2; i++) {
        byte swapped = bytes[word + i];
        bytes[word + i] = bytes[word + WORD - 1 - i];
        bytes[word + WORD - 1 - i] = swapped;
      }
    }
    try {
      return InetAddress.getByAddress(bytes).getHostAddress()
          + " port "
          + Integer.parseInt(hex.substring(colon + 1), 16);
    } catch (UnknownHostException e) {
      return hex;
    }
  }
}
