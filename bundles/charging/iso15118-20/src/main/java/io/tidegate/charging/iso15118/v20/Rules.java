package io.tidegate.charging.iso15118.v20;

import io.tidegate.codec.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The dialect's configuration, validated.
 *
 * @param strict algorithms, chains and order by the letter; else what the field does is let through
 *     with a warning
 * @param sequence patience between two messages (V2G_SECC_Sequence_Timeout)
 * @param loop the same in the charge loop, grace included
 * @param begin the same before the first charge loop
 * @param renegotiation the same while a schedule is renegotiated with the contactor closed
 * @param authorisation how long somebody may take to authorise a session
 * @param cableCheck how long an insulation test may take
 * @param preCharge how long a pre-charge may take
 * @param contactor how long the contactor may take, what is waited for before it included
 * @param voltage how long a pre-charged output may still move before the contactor closes
 * @param installation how long a contract certificate may take in all
 * @param providers ids of mobility operators that the vehicle is told of; empty: none are named
 * @param trusted files with the roots of mobility operators, relative to the home folder
 * @param revocation of contract certificates
 */
record Rules(
    boolean strict,
    boolean eim,
    boolean contracts,
    boolean standby,
    boolean pause,
    boolean serviceRenegotiation,
    Duration sequence,
    Duration loop,
    Duration begin,
    Duration renegotiation,
    Duration authorisation,
    Duration cableCheck,
    Duration preCharge,
    Duration contactor,
    Duration voltage,
    Duration installation,
    double frequencyHz,
    List<String> providers,
    List<String> trusted,
    Revocation revocation,
    boolean frames) {

  static final Rules DEFAULT = of("", Map.of());

  /** V2G_SECC_Sequence_Timeout of the charge loop (V2G20-1500). */
  private static final int LOOP_MS = 500;

  private static final int FIRST_LOOP_MS = 2_000;
  private static final int MOST_PROVIDERS = 128;
  private static final int LONGEST_PROVIDER = 80;

  private enum Profile {
    STRICT,
    FIELD
  }

  /** Whether OCSP is asked about contract certificates. */
  enum Revocation {
    OFF,
    /** No answer is as good as a good one. */
    SOFT,
    /** No answer, no contract. */
    HARD
  }

  /**
   * @param pid names the file in what is refused
   */
  static Rules of(String pid, Map<String, ?> properties) {
    Settings s = Settings.of(pid, properties);
    boolean strict = s.choice("profile", Profile.class, Profile.FIELD) == Profile.STRICT;
    int grace = s.integer("loop.grace.ms", strict ? 0 : 500, 0, 60_000);
    List<String> providers = s.list("contract.providers");
    if (providers.size() > MOST_PROVIDERS
        || providers.stream().anyMatch(p -> p.length() > LONGEST_PROVIDER)) {
      s.problem("contract.providers", "must be 128 ids of at most 80 characters at most");
      providers = List.of();
    }
    Rules rules =
        new Rules(
            strict,
            s.flag("eim", true),
            s.flag("contracts", true),
            s.flag("standby", true),
            s.flag("pause", true),
            s.flag("service.renegotiation", true),
            Duration.ofSeconds(s.integer("sequence.timeout.s", 60, 5, 300)),
            Duration.ofMillis(LOOP_MS + grace),
            Duration.ofMillis(FIRST_LOOP_MS + grace),
            Duration.ofSeconds(s.integer("renegotiation.timeout.s", 5, 1, 60)),
            Duration.ofSeconds(s.integer("authorisation.wait.s", 180, 10, 3_600)),
            Duration.ofSeconds(s.integer("cablecheck.limit.s", 40, 5, 120)),
            Duration.ofSeconds(s.integer("precharge.limit.s", 10, 2, 60)),
            s.millis("contactor.limit.ms", 3_000, 200, 10_000),
            s.millis("voltage.limit.ms", 1_000, 50, 5_000),
            Duration.ofSeconds(s.integer("installation.limit.s", 40, 5, 120)),
            s.number("frequency.hz", 50, 45, 65),
            providers,
            s.list("contract.roots"),
            s.choice("contract.revocation", Revocation.class, Revocation.SOFT),
            s.flag("log.frames", false));
    s.check();
    return rules;
  }

  /**
   * How long the output may take to the battery's voltage; at least a third of the contactor's time
   * is left for the contactor.
   *
   * @param preCharged it has been there; else it has all of the time
   */
  Duration voltage(boolean preCharged) {
    Duration most = contactor.multipliedBy(2).dividedBy(3);
    return preCharged && voltage.compareTo(most) < 0 ? voltage : most;
  }
}
