package io.tidegate.codec.ocpp.json;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A point in time as a peer wrote it (RFC 3339).
 *
 * @param at what it means
 * @param exact false when it had to be interpreted: no zone (taken as UTC) or a leap second (taken
 *     as the second before)
 */
public record Stamp(Instant at, boolean exact) {

  public static Stamp of(Instant at) {
    return new Stamp(at, true);
  }

  /** As it is sent: UTC with at most milliseconds. */
  public String wire() {
    return DateTimeFormatter.ISO_INSTANT.format(
        at.truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
  }

  /** Null when it is no time. */
  static Stamp parse(String text) {
    Digits in = new Digits(text);
    int year = in.number(4);
    in.expect('-');
    int month = in.number(2);
    in.expect('-');
    int day = in.number(2);
    in.expectOneOf("Tt ");
    int hour = in.number(2);
    in.expect(':');
    int minute = in.number(2);
    in.expect(':');
    int second = in.number(2);
    int nanos = in.fraction();
    int shift = in.zoneSeconds();
    if (!in.finished() || !real(year, month, day) || hour > 23 || minute > 59 || second > 60) {
      return null;
    }
    long epochDay = LocalDate.of(year, month, day).toEpochDay();
    int kept = Math.min(second, 59);
    long seconds = epochDay * 86_400 + hour * 3_600L + minute * 60L + kept;
    boolean zoned = shift != Digits.NO_ZONE;
    Instant at = Instant.ofEpochSecond(seconds - (zoned ? shift : 0), nanos);
    return new Stamp(at, zoned && second < 60);
  }

  private static boolean real(int year, int month, int day) {
    return month >= 1
        && month <= 12
        && day >= 1
        && day <= LocalDate.of(year, month, 1).lengthOfMonth();
  }

  @Override
  public String toString() {
    return at.atOffset(ZoneOffset.UTC) + (exact ? "" : " (interpreted)");
  }

  /** A cursor over the text; once something is wrong it stays wrong. */
  private static final class Digits {
    static final int NO_ZONE = Integer.MIN_VALUE;
    private final String text;
    private int at;
    private boolean good = true;

    Digits(String text) {
      this.text = text;
    }

    private char peek() {
      return at < text.length() ? text.charAt(at) : '\0';
    }

    int number(int digits) {
      int value = 0;
      for (int i = 0; i < digits; i++) {
        char c = peek();
        if (c < '0' || c > '9') {
          good = false;
          return 0;
        }
        value = value * 10 + (c - '0');
        at++;
      }
      return value;
    }

    void expect(char c) {
      if (peek() == c) {
        at++;
      } else {
        good = false;
      }
    }

    void expectOneOf(String allowed) {
      if (allowed.indexOf(peek()) >= 0) {
        at++;
      } else {
        good = false;
      }
    }

    int fraction() {
      if (peek() != '.') {
        return 0;
      }
      at++;
      int nanos = 0;
      int digits = 0;
      while (peek() >= '0' && peek() <= '9') {
        if (digits < 9) {
          nanos = nanos * 10 + (peek() - '0');
        }
        digits++;
        at++;
      }
      good &= digits > 0 && digits <= 30;
      for (int i = digits; i < 9; i++) {
        nanos *= 10;
      }
      return nanos;
    }

    int zoneSeconds() {
      char c = peek();
      if (c == '\0') {
        return NO_ZONE;
      }
      at++;
      if (c == 'Z' || c == 'z') {
        return 0;
      }
      good &= c == '+' || c == '-';
      int hours = number(2);
      if (peek() == ':') {
        at++;
      }
      int minutes = number(2);
      good &= hours <= 23 && minutes <= 59;
      return (c == '-' ? -1 : 1) * (hours * 3_600 + minutes * 60);
    }

    boolean finished() {
      return good && at == text.length();
    }
  }
}
