package io.tidegate.core.control;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The loop's time: the wall clock, except that it never stands still and never runs backwards. When
 * somebody sets the clock back, the loop's time goes on from where it was and {@link #setBack} says
 * by how much; grid injection then ends (S2.4) until a restart. When it leaps forward, the loop's
 * time follows and {@link #leapt} says by how much. Used by the loop's thread only, but for {@link
 * #setBack}.
 */
final class LoopClock {
  /** NTP slews and steps below this are followed without a word. */
  static final Duration TOLERATED = Duration.ofSeconds(5);

  /** The wall clock may gain this much on steady time; what stations obey has this much slack. */
  static final Duration GAIN = Duration.ofSeconds(2);

  private final InstantSource wall;
  private Instant last;
  private long lastNanos;
  private Duration gained = Duration.ZERO;
  private volatile Duration setBack = Duration.ZERO;

  LoopClock(InstantSource wall) {
    this.wall = wall;
    this.last = wall.instant();
    this.lastNanos = System.nanoTime();
  }

  /** Time never falls behind {@code floor}: the last entry of the journal that is gone on with. */
  void notBefore(Instant floor) {
    Instant now = now();
    if (floor.isAfter(now)) {
      Duration behind = Duration.between(now, floor);
      setBack = behind.compareTo(TOLERATED) > 0 ? behind : setBack;
      last = floor;
    }
  }

  Instant now() {
    long nanos = System.nanoTime();
    Instant steady = last.plusNanos(nanos - lastNanos);
    Instant now = wall.instant();
    if (now.isBefore(last)) {
      Duration behind = Duration.between(now, steady);
      setBack = behind.compareTo(TOLERATED) > 0 ? behind : setBack;
      now = steady;
    }
    Duration gain = gained.plus(Duration.between(steady, now));
    gained = gain.isNegative() ? Duration.ZERO : gain;
    last = now;
    lastNanos = nanos;
    return now;
  }

  /**
   * By how much the wall clock has gained on steady time, once that is more than {@link #GAIN}, and
   * counts anew; zero else.
   */
  Duration leapt() {
    if (gained.compareTo(GAIN) <= 0) {
      return Duration.ZERO;
    }
    Duration leap = gained;
    gained = Duration.ZERO;
    return leap;
  }

  /** How far the clock was set back; zero when it was not. */
  Duration setBack() {
    return setBack;
  }
}
