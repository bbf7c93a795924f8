package io.tidegate.charging.ocpp.operations;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Part of a file that is asked for (RFC 9110 §14): one range, or all of it. */
record Range(long from, long length) {
  private static final Pattern BYTES = Pattern.compile("bytes=(\\d{0,15})-(\\d{0,15})");

  /**
   * What a header asks for; a header that cannot be read asks for all, as the RFC has it.
   *
   * @return empty when it cannot be satisfied
   */
  static Optional<Range> of(String header, long size) {
    Matcher match = BYTES.matcher(header == null ? "" : header.strip());
    if (!match.matches() || (match.group(1).isEmpty() && match.group(2).isEmpty())) {
      return Optional.of(new Range(0, size));
    }
    long first;
    long last = size - 1;
    if (match.group(1).isEmpty()) {
      first = Math.max(0, size - Long.parseLong(match.group(2)));
    } else {
      first = Long.parseLong(match.group(1));
      last = match.group(2).isEmpty() ? last : Math.min(last, Long.parseLong(match.group(2)));
    }
    return first > last || first >= size
        ? Optional.empty()
        : Optional.of(new Range(first, last - first + 1));
  }
}
