package io.tidegate.charging.vehicle.classic;

import io.tidegate.codec.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A dialect's configuration, validated.
 *
 * @param strict profiles, receipts and order by the letter; else what the field does is let through
 *     with a word in the log
 * @param sequence patience between two messages (V2G_SECC_Sequence_Timeout)
 * @param loop the same in the loop of DC, grace included
 * @param begin the same before the first CurrentDemand
 * @param renegotiation the same while a schedule is renegotiated with the contactor closed
 * @param authorisation how long somebody may take to authorise a session
 * @param cableCheck how long an insulation test may take
 * @param preCharge how long a pre-charge may take
 * @param contactor how long the contactor may take, what is waited for before it included
 * @param voltage how long a pre-charged output may still move before the contactor closes; at least
 *     a third of the contactor's time is left for the contactor
 * @param certificate how long a contract certificate, or what is known of its revocation, may take
 * @param receipt how often a receipt is asked for; zero: never
 * @param trusted files with the roots of mobility operators, relative to the home folder
 * @param revocation of contract certificates
 */
public record Rules(
    boolean strict,
    boolean eim,
    boolean contracts,
    Duration sequence,
    Duration loop,
    Duration begin,
    Duration renegotiation,
    Duration authorisation,
    Duration cableCheck,
    Duration preCharge,
    Duration contactor,
    Duration voltage,
    Duration certificate,
    Duration receipt,
    List<String> trusted,
    Revocation revocation,
    boolean frames) {

  private static final int FIRST_LOOP_MS = 2_000;

  private enum Profile {
    STRICT,
    FIELD
  }

  /** Whether OCSP is asked about contract certificates. */
  public enum Revocation {
    OFF,
    /** No answer is as good as a good one. */
    SOFT,
    /** No answer, no contract. */
    HARD
  }

  public Rules {
    Duration most = contactor.multipliedBy(2).dividedBy(3);
    voltage = voltage.compareTo(most) < 0 ? voltage : most;
    trusted = List.copyOf(trusted);
  }

  /**
   * @param pid names the file in what is refused
   */
  public static Rules of(Standard standard, String pid, Map<String, ?> properties) {
    Settings s = Settings.of(pid, properties);
    boolean strict = s.choice("profile", Profile.class, Profile.FIELD) == Profile.STRICT;
    int loop = s.integer("loop.timeout.ms", 500, 100, 60_000);
    int grace = s.integer("loop.grace.ms", strict ? 0 : 1_500, 0, 60_000);
    boolean contracts = standard.contracts();
    int wait = contracts ? 180 : 60;
    Rules rules =
        new Rules(
            strict,
            contracts ? s.flag("eim", true) : true,
            contracts && s.flag("contracts", true),
            Duration.ofSeconds(s.integer("sequence.timeout.s", 60, 5, 300)),
            Duration.ofMillis(loop + (long) grace),
            Duration.ofMillis(FIRST_LOOP_MS + (long) grace),
            Duration.ofSeconds(s.integer("renegotiation.timeout.s", 10, 1, 60)),
            Duration.ofSeconds(s.integer("authorisation.wait.s", wait, 10, 3_600)),
            Duration.ofSeconds(s.integer("cablecheck.limit.s", 40, 5, 120)),
            Duration.ofSeconds(s.integer("precharge.limit.s", 10, 2, 60)),
            s.millis("contactor.limit.ms", 4_500, 200, 10_000),
            s.millis("voltage.limit.ms", 1_000, 50, 5_000),
            s.millis("certificate.limit.ms", 4_500, 500, 10_000),
            Duration.ofSeconds(contracts ? s.integer("receipt.interval.s", 0, 0, 86_400) : 0),
            contracts ? s.list("contract.roots") : List.of(),
            contracts
                ? s.choice("contract.revocation", Revocation.class, Revocation.SOFT)
                : Revocation.OFF,
            s.flag("log.frames", false));
    s.check();
    return rules;
  }
}
