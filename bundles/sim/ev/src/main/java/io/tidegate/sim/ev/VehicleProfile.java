package io.tidegate.sim.ev;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a vehicle is and how it behaves.
 *
 * @param evccId its name for itself; over ISO 15118-2 and DIN 70121 the bytes of a MAC address as
 *     hexadecimal digits
 * @param offers the protocols that it speaks, as it lists them
 * @param energy through which pins
 * @param bidirectional whether it selects a service that discharges
 * @param control ISO 15118-20: who makes the schedule
 * @param identification how it pays
 * @param limits of its hardware
 * @param needs of its driver
 * @param pace of its messages
 * @param oddities what it does otherwise than the standards say, throughout
 * @param mischief what it does wrong, and where
 */
public record VehicleProfile(
    String evccId,
    List<Offer> offers,
    Energy energy,
    boolean bidirectional,
    Control control,
    Identification identification,
    Limits limits,
    Needs needs,
    Pace pace,
    Oddities oddities,
    List<Mischief> mischief) {

  public VehicleProfile {
    offers = List.copyOf(offers);
    mischief = List.copyOf(mischief);
  }

  /** With direct current one way, ISO 15118-20 in dynamic mode, for nobody's account. */
  public static VehicleProfile dc(String evccId) {
    return new VehicleProfile(
        evccId,
        List.of(Offer.DC20),
        Energy.DC,
        false,
        Control.DYNAMIC,
        Identification.EXTERNAL,
        Limits.DC,
        Needs.OVERNIGHT,
        Pace.STANDARD,
        Oddities.NONE,
        List.of());
  }

  /** With alternating current one way, ISO 15118-20 in dynamic mode, for nobody's account. */
  public static VehicleProfile ac(String evccId) {
    return new VehicleProfile(
        evccId,
        List.of(Offer.AC20),
        Energy.AC,
        false,
        Control.DYNAMIC,
        Identification.EXTERNAL,
        Limits.AC,
        Needs.OVERNIGHT,
        Pace.STANDARD,
        Oddities.NONE,
        List.of());
  }

  /** The same, selecting a service that discharges. */
  public VehicleProfile bothWays() {
    return new VehicleProfile(
        evccId,
        offers,
        energy,
        true,
        control,
        identification,
        limits,
        needs,
        pace,
        oddities,
        mischief);
  }

  public VehicleProfile with(Control other) {
    return new VehicleProfile(
        evccId,
        offers,
        energy,
        bidirectional,
        other,
        identification,
        limits,
        needs,
        pace,
        oddities,
        mischief);
  }

  public VehicleProfile with(Identification other) {
    return new VehicleProfile(
        evccId,
        offers,
        energy,
        bidirectional,
        control,
        other,
        limits,
        needs,
        pace,
        oddities,
        mischief);
  }

  public VehicleProfile with(Limits other) {
    return new VehicleProfile(
        evccId,
        offers,
        energy,
        bidirectional,
        control,
        identification,
        other,
        needs,
        pace,
        oddities,
        mischief);
  }

  public VehicleProfile with(Needs other) {
    return new VehicleProfile(
        evccId,
        offers,
        energy,
        bidirectional,
        control,
        identification,
        limits,
        other,
        pace,
        oddities,
        mischief);
  }

  public VehicleProfile with(Pace other) {
    return new VehicleProfile(
        evccId,
        offers,
        energy,
        bidirectional,
        control,
        identification,
        limits,
        needs,
        other,
        oddities,
        mischief);
  }

  public VehicleProfile with(Oddities other) {
    return new VehicleProfile(
        evccId,
        offers,
        energy,
        bidirectional,
        control,
        identification,
        limits,
        needs,
        pace,
        other,
        mischief);
  }

  /** The same, speaking these and nothing else. */
  public VehicleProfile speaking(Offer... spoken) {
    return new VehicleProfile(
        evccId,
        List.of(spoken),
        energy,
        bidirectional,
        control,
        identification,
        limits,
        needs,
        pace,
        oddities,
        mischief);
  }

  /** The same, doing this wrong too. */
  public VehicleProfile doing(Mischief wrong) {
    List<Mischief> more = new ArrayList<>(mischief);
    more.add(wrong);
    return new VehicleProfile(
        evccId,
        offers,
        energy,
        bidirectional,
        control,
        identification,
        limits,
        needs,
        pace,
        oddities,
        more);
  }

  /** Which pins carry the energy. */
  public enum Energy {
    AC,
    DC
  }

  /** Who makes the schedule (ISO 15118-20 §8.4). */
  public enum Control {
    /** The vehicle, within the station's. */
    SCHEDULED,
    /** The station, in every loop. */
    DYNAMIC
  }

  /** How it pays. */
  public enum Identification {
    /** By something outside the vehicle. */
    EXTERNAL,
    /** Plug &amp; Charge. */
    CONTRACT
  }

  /**
   * An entry of supportedAppProtocolReq.
   *
   * @param priority 1–20, 1 is the most wanted
   */
  public record Offer(String namespace, int major, int minor, int schemaId, int priority) {
    /** ISO 15118-20 with direct current. */
    public static final Offer DC20 = new Offer("urn:iso:std:iso:15118:-20:DC", 1, 0, 1, 1);

    /** ISO 15118-20 with alternating current. */
    public static final Offer AC20 = new Offer("urn:iso:std:iso:15118:-20:AC", 1, 0, 2, 2);

    /** ISO 15118-2. */
    public static final Offer PART2 = new Offer("urn:iso:15118:2:2013:MsgDef", 2, 0, 10, 3);

    /** DIN 70121. */
    public static final Offer DIN = new Offer("urn:din:70121:2012:MsgDef", 2, 0, 111, 4);
  }

  /**
   * Of the hardware. Magnitudes.
   *
   * @param minChargeW lowest power other than 0
   * @param maxDischargeW 0: it cannot
   * @param phases AC: 1 or 3
   */
  public record Limits(
      double maxChargeW,
      double minChargeW,
      double maxDischargeW,
      double minDischargeW,
      double maxChargeA,
      double maxDischargeA,
      double minV,
      double maxV,
      int phases) {
    /** 50 kW both ways on 250–500 V. */
    public static final Limits DC = new Limits(50_000, 500, 50_000, 500, 150, 150, 250, 500, 0);

    /** 11 kW both ways on three phases. */
    public static final Limits AC = new Limits(11_000, 1_380, 11_000, 1_380, 16, 16, 207, 253, 3);
  }

  /**
   * Of the driver.
   *
   * @param minimumSocPct reached as soon as possible
   * @param targetSocPct at the departure
   * @param departure from the beginning of the session
   */
  public record Needs(double minimumSocPct, double targetSocPct, Duration departure) {
    /** Tomorrow morning, nearly full. */
    public static final Needs OVERNIGHT = new Needs(20, 90, Duration.ofHours(10));
  }

  /**
   * Of the messages.
   *
   * @param loop from one request of the charge loop to the next
   * @param poll after an answer that says Ongoing
   * @param patience factor on the timeouts that the standards give the vehicle; greater on a busy
   *     machine
   * @param loops after so many charge loops it stops by itself; 0: when it is told to
   */
  public record Pace(Duration loop, Duration poll, double patience, int loops) {
    /** Four loops a second, timeouts as the standards have them. */
    public static final Pace STANDARD =
        new Pace(Duration.ofMillis(250), Duration.ofMillis(100), 1, 0);

    /** The same on a machine that has other work: patient. */
    public static final Pace PATIENT =
        new Pace(Duration.ofMillis(250), Duration.ofMillis(50), 30, 0);

    public Pace every(Duration interval) {
      return new Pace(interval, poll, patience, loops);
    }

    public Pace patient(double factor) {
      return new Pace(loop, poll, factor, loops);
    }

    public Pace times(int count) {
      return new Pace(loop, poll, patience, count);
    }
  }

  /**
   * What it does otherwise than the standards say.
   *
   * @param negativeDischargeLimits discharge limits are below zero
   * @param positiveDischargeCurrent its target current while discharging is above zero
   * @param ignoresLimits AC: takes what it can, whatever the station says; DC: asks for it
   * @param emptySessionId the header of its first message has no session id
   * @param trailingZero a byte too many after each message
   * @param hidesSoc its state of charge is not told where that is optional
   * @param staleSignature all messages after the authorisation carry its signature again
   * @param claimsHugeLimits its limits are far beyond any hardware
   */
  public record Oddities(
      boolean negativeDischargeLimits,
      boolean positiveDischargeCurrent,
      boolean ignoresLimits,
      boolean emptySessionId,
      boolean trailingZero,
      boolean hidesSoc,
      boolean staleSignature,
      boolean claimsHugeLimits) {
    /** None. */
    public static final Oddities NONE =
        new Oddities(false, false, false, false, false, false, false, false);
  }
}
