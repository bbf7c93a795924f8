package io.tidegate.core.clock;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Asks ptp4l (IEEE 1588): {@code pmc -u -b 0 'GET TIME_STATUS_NP'}.
 *
 * <p>Before the lock ptp4l says {@code master_offset 0} and {@code gmPresent false}: that is no
 * synchronisation. An offset counts while its {@code ingress_time} moves on. With hardware time
 * stamps ptp4l steers the network card's clock; phc2sys must steer the system clock by it.
 */
final class PtpSource implements ClockSource {
  static final Duration OFFSET_LIFE = Duration.ofSeconds(10);
  private static final double NANOS_PER_MILLI = 1e6;

  private final CommandRunner runner;
  private final List<String> command;
  private final LongSupplier nanoTime;
  private String ingress = "";
  private boolean moved;
  private long movedAt;

  /**
   * @param server ptp4l's socket; empty for pmc's default
   * @param client pmc's own socket; empty for its default, which needs write access to /var/run
   */
  PtpSource(
      CommandRunner runner, String program, String server, String client, LongSupplier nanoTime) {
    this.runner = runner;
    this.nanoTime = nanoTime;
    List<String> words = new ArrayList<>(List.of(program, "-u", "-b", "0"));
    if (!server.isEmpty()) {
      words.addAll(List.of("-s", server));
    }
    if (!client.isEmpty()) {
      words.addAll(List.of("-i", client));
    }
    words.add("GET TIME_STATUS_NP");
    this.command = List.copyOf(words);
  }

  @Override
  public Reading read() throws IOException, InterruptedException {
    return judge(fields(runner.run(command)));
  }

  private Reading judge(Map<String, String> fields) throws IOException {
    String offset = fields.get("master_offset");
    String present = fields.get("gmPresent");
    String newIngress = fields.get("ingress_time");
    if (offset == null || present == null || newIngress == null) {
      throw new IOException("ptp4l gave no time status: is it running?");
    }
    if (!present.equals("true")) {
      ingress = "";
      moved = false;
      return Reading.unsynchronised("ptp4l hears no grandmaster");
    }
    long now = nanoTime.getAsLong();
    if (!newIngress.equals(ingress)) {
      // the first value seen may be an old one
      moved = !ingress.isEmpty();
      movedAt = now;
      ingress = newIngress;
    }
    if (!moved || now - movedAt > OFFSET_LIFE.toNanos()) {
      return Reading.unsynchronised("ptp4l measures no new offset");
    }
    return new Reading(
        true,
        Math.abs(number(offset)) / NANOS_PER_MILLI,
        "ptp4l follows grandmaster " + fields.getOrDefault("gmIdentity", "?"));
  }

  private static double number(String field) throws IOException {
    try {
      return Long.parseLong(field);
    } catch (NumberFormatException e) {
      throw new IOException("pmc gave an answer that is not understood", e);
    }
  }

  /** Lines of name, blanks, value. */
  private static Map<String, String> fields(String output) {
    Map<String, String> fields = new HashMap<>();
    output
        .lines()
        .map(line -> line.strip().split("\\s+", 2))
        .filter(words -> words.length == 2)
        .forEach(words -> fields.putIfAbsent(words[0], words[1]));
    return fields;
  }
}
