package io.tidegate.itests.peers.powercut;

import java.util.Optional;

/**
 * Something that a station or a controller tells the gateway, and tells again until it is
 * acknowledged.
 *
 * @param id of its own, without blanks
 * @param from the station, or {@link #CONTROLLER}
 * @param payload JSON, the same bytes each time
 */
record Item(String id, String from, String action, String payload) {
  /** Whose items are grid commands. */
  static final String CONTROLLER = "dms";

  /** Ends each line: the power may go in the middle of one. */
  private static final String END = " .";

  private static final String SENT = "@SENT ";
  private static final String ACKNOWLEDGED = "@ACK ";

  boolean command() {
    return from.equals(CONTROLLER);
  }

  /** The line that says that it is about to be sent. */
  String sent() {
    return SENT + String.join(" ", id, from, action, payload) + END;
  }

  /**
   * The line that says that it is acknowledged.
   *
   * @param how the gateway said so
   */
  String acknowledged(String how) {
    return ACKNOWLEDGED + id + " " + how + END;
  }

  /** The item of a line of {@link #sent}, unless the line is another or cut off. */
  static Optional<Item> sentIn(String line) {
    return rest(line, SENT)
        .map(r -> r.split(" ", 4))
        .map(words -> new Item(words[0], words[1], words[2], words[3]));
  }

  /** An item's id, and how it was acknowledged. */
  record Acknowledged(String id, String how) {}

  /** Likewise for a line of {@link #acknowledged}. */
  static Optional<Acknowledged> acknowledgedIn(String line) {
    return rest(line, ACKNOWLEDGED)
        .map(r -> r.split(" ", 2))
        .map(words -> new Acknowledged(words[0], words[1]));
  }

  private static Optional<String> rest(String line, String begin) {
    return line.startsWith(begin) && line.endsWith(END)
        ? Optional.of(line.substring(begin.length(), line.length() - END.length()))
        : Optional.empty();
  }
}
