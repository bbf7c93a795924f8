package io.tidegate.admin.rest;

import java.nio.charset.StandardCharsets;

/**
 * Writes the Prometheus text format 0.0.4: HELP and TYPE once a family, labels escaped, numbers as
 * the format spells them. One thread.
 */
final class MetricsText {
  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder out = new StringBuilder(8_192);
  private String family = "";

  MetricsText counter(String name, String help) {
    return family(name, help, "counter");
  }

  MetricsText gauge(String name, String help) {
    return family(name, help, "gauge");
  }

  private MetricsText family(String name, String help, String type) {
    family = name;
    out.append("# HELP ").append(name).append(' ').append(help.replace("\\", "\\\\")).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    return this;
  }

  /**
   * A sample of the family; an unknown value (NaN) is left out.
   *
   * @param labels name, value, name, value …
   */
  MetricsText sample(double value, String... labels) {
    if (!Double.isNaN(value)) {
      line(family, value, labels);
    }
    return this;
  }

  /** A count; exact as far as the format's own doubles are. */
  MetricsText sample(long value, String... labels) {
    return sample((double) value, labels);
  }

  MetricsText histogram(String name, String help, Histogram histogram) {
    family(name, help, "histogram");
    long sum = 0;
    long[] counts = histogram.counts();
    for (int i = 0; i < counts.length; i++) {
      sum += counts[i];
      String bound = i < Histogram.BOUNDS.length ? number(Histogram.BOUNDS[i]) : "+Inf";
      line(name + "_bucket", (double) sum, "le", bound);
    }
    line(name + "_sum", histogram.seconds());
    line(name + "_count", (double) sum);
    return this;
  }

  private void line(String name, double value, String... labels) {
    out.append(name);
    for (int i = 0; i < labels.length; i += 2) {
      out.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
      escape(labels[i + 1]);
      out.append('"');
    }
    out.append(labels.length > 0 ? "} " : " ").append(number(value)).append('\n');
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      switch (value.charAt(i)) {
        case '\\' -> out.append("\\\\");
        case '"' -> out.append("\\\"");
        case '\n' -> out.append("\\n");
        default -> out.append(value.charAt(i));
      }
    }
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  byte[] bytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
