package io.tidegate.core.planner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Prices and building load over time, as steps that hold until the next one; before the first and
 * after the last the nearest holds.
 *
 * <p>File: CSV, UTF-8, a header, then {@code start,import,export,load}: an instant (ISO 8601, UTC),
 * prices a kWh, building load in kW. {@code export} and {@code load} may be empty.
 */
final class Forecast {
  private static final int MOST_LINES = 100_000;
  private final NavigableMap<Instant, Step> steps;

  /**
   * @param importPrice of a kWh
   * @param exportPrice paid for a kWh
   * @param loadW building load, NaN when the file does not say
   */
  record Step(double importPrice, double exportPrice, double loadW) {}

  private Forecast(NavigableMap<Instant, Step> steps) {
    this.steps = steps;
  }

  /** Nothing is known: a flat price, no pay for export. */
  static Forecast flat() {
    TreeMap<Instant, Step> steps = new TreeMap<>();
    steps.put(Instant.EPOCH, new Step(1, 0, Double.NaN));
    return new Forecast(steps);
  }

  /**
   * @throws IOException when it cannot be read; the message names file and line
   */
  static Forecast read(Path file) throws IOException {
    if (Files.size(file) > 16 << 20) {
      throw new IOException(file + ": longer than 16 MiB");
    }
    TreeMap<Instant, Step> steps = new TreeMap<>();
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      number++;
      if (number > MOST_LINES) {
        throw new IOException(file + ": more than " + MOST_LINES + " lines");
      }
      if (number > 1 && !line.isBlank()) {
        try {
          String[] fields = line.split(",", -1);
          steps.put(
              Instant.parse(fields[0].strip()),
              new Step(
                  number(fields, 1, Double.NaN),
                  number(fields, 2, 0),
                  1000 * number(fields, 3, Double.NaN)));
        } catch (DateTimeException | IllegalArgumentException e) {
          throw new IOException(
              file + ":" + number + ": wants start,import,export,load: " + line, e);
        }
      }
    }
    if (steps.isEmpty()) {
      throw new IOException(file + ": holds no prices");
    }
    return new Forecast(steps);
  }

  private static double number(String[] fields, int index, double fallback) {
    String text = index < fields.length ? fields[index].strip() : "";
    if (text.isEmpty() && (index > 1 || !Double.isNaN(fallback))) {
      return fallback;
    }
    double number = Double.parseDouble(text);
    if (!(Math.abs(number) < 1e6)) {
      throw new IllegalArgumentException("out of range");
    }
    return number;
  }

  /** Whether there is nothing to plan for: one price all the time. */
  boolean isFlat() {
    return steps.size() == 1;
  }

  Step at(Instant instant) {
    Map.Entry<Instant, Step> floor = steps.floorEntry(instant);
    return floor == null ? steps.firstEntry().getValue() : floor.getValue();
  }

  Instant first() {
    return steps.firstKey();
  }
}
