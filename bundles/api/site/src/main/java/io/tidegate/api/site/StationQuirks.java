package io.tidegate.api.site;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a make of station does otherwise than the standard says, so that dialects can meet it.
 *
 * @param names of the descriptors that say so; empty when the station is plain
 * @param profileKind how a charging profile counts its time
 * @param limitUnit the only unit in which it takes limits, whatever the site file says; empty: both
 * @param minLimitA limits below it that are not 0 are sent as 0: it would ignore or refuse them; A
 *     for each phase, 0–80
 * @param negativeLimit a negative limit means discharge to it, where the site file says so
 * @param numberPhases it takes the number of phases in a limit for what it is
 * @param meterValues its meter values are worth something; else they are not used
 * @param bootsOnReconnect it boots by itself when it must; else it is asked as soon as it is there
 * @param tolerant unknown fields in its messages are passed over
 * @param callSpacing shortest time between two calls to it, up to 10 s; zero for none
 */
public record StationQuirks(
    List<String> names,
    ProfileKind profileKind,
    Optional<LimitUnit> limitUnit,
    double minLimitA,
    boolean negativeLimit,
    boolean numberPhases,
    boolean meterValues,
    boolean bootsOnReconnect,
    boolean tolerant,
    Duration callSpacing) {

  /** A station without any. */
  public static final StationQuirks NONE =
      new StationQuirks(
          List.of(),
          ProfileKind.ABSOLUTE,
          Optional.empty(),
          0,
          true,
          true,
          true,
          true,
          false,
          Duration.ZERO);

  public StationQuirks {
    names = List.copyOf(names);
  }

  /** How a charging profile counts its time. */
  public enum ProfileKind {
    /** From a point in time. */
    ABSOLUTE,
    /** From the start of the transaction, or from now: makers differ. */
    RELATIVE
  }
}
