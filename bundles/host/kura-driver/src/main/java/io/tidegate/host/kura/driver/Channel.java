package io.tidegate.host.kura.driver;

import java.util.Map;

/**
 * A channel as its asset has configured it.
 *
 * @param point what it is about
 * @param subject name of the EVSE, the meter or the node; empty for the grid connection
 */
record Channel(Point point, String subject) {
  static final String POINT = "point";
  static final String SUBJECT = "subject";

  /**
   * Reads a channel's configuration.
   *
   * @throws IllegalArgumentException with a sentence
   */
  static Channel read(Map<String, Object> configuration) {
    String name = text(configuration, POINT);
    Point point =
        Point.of(name)
            .orElseThrow(() -> new IllegalArgumentException("there is no point \"" + name + '"'));
    String subject = text(configuration, SUBJECT);
    if (subject.isEmpty() && point.subject() != Point.Subject.NODE) {
      throw new IllegalArgumentException("the field subject is empty");
    }
    return new Channel(point, subject);
  }

  private static String text(Map<String, Object> configuration, String key) {
    Object value = configuration == null ? null : configuration.get(key);
    return value == null ? "" : value.toString().strip();
  }
}
