package io.tidegate.core.clock;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks chronyd: {@code chronyc -c tracking}, one line of 14 fields. The error is taken as the
 * system clock's offset and the root dispersion, which grows when chronyd loses its servers.
 */
final class ChronySource implements ClockSource {
  private static final int FIELDS = 14;
  private static final int REFERENCE = 0;
  private static final int NAME = 1;
  private static final int STRATUM = 2;
  private static final int SYSTEM_OFFSET_S = 4;
  private static final int ROOT_DISPERSION_S = 11;
  private static final int LEAP_STATUS = 13;

  /** 127.127.1.1, chronyd's own clock: there is nothing it could be synchronised to. */
  private static final String LOCAL_REFERENCE = "7F7F0101";

  private final CommandRunner runner;
  private final List<String> command;

  /**
   * @param address of chronyd's command socket; empty for chronyc's default
   */
  ChronySource(CommandRunner runner, String program, String address) {
    this.runner = runner;
    List<String> words = new ArrayList<>(List.of(program));
    if (!address.isEmpty()) {
      words.addAll(List.of("-h", address));
    }
    words.addAll(List.of("-c", "tracking"));
    this.command = List.copyOf(words);
  }

  @Override
  public Reading read() throws IOException, InterruptedException {
    return parse(runner.run(command));
  }

  static Reading parse(String output) throws IOException {
    String[] fields = output.strip().split(",", -1);
    if (fields.length != FIELDS) {
      throw new IOException("chronyc gave an answer that is not understood");
    }
    String leap = fields[LEAP_STATUS];
    if (leap.equals("Not synchronised")) {
      return Reading.unsynchronised("chronyd is not synchronised");
    }
    if (fields[REFERENCE].equalsIgnoreCase(LOCAL_REFERENCE)) {
      return Reading.unsynchronised("chronyd follows its own clock: it has no server");
    }
    double errorMs =
        1000 * (Math.abs(number(fields[SYSTEM_OFFSET_S])) + number(fields[ROOT_DISPERSION_S]));
    return new Reading(
        true, errorMs, "chronyd follows %s at stratum %s".formatted(fields[NAME], fields[STRATUM]));
  }

  private static double number(String field) throws IOException {
    try {
      double value = Double.parseDouble(field);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IOException("chronyc gave an answer that is not understood", e);
    }
    throw new IOException("chronyc gave an answer that is not understood");
  }
}
