package io.tidegate.codec.charger.board;

import java.util.Objects;
import java.util.Optional;

/**
 * What gateway and board say to each other. Volts, amperes, watts and watt-hours; unknown is {@link
 * Double#NaN}; positive flows into the vehicle.
 */
public sealed interface BoardMessage {

  /**
   * Gateway to board: who are you? The board answers with an {@link Info} for each channel, and
   * says its {@link Status} from now on.
   *
   * @param periodMs longest time between two of them, 5–1,000 ms
   */
  record Hello(int periodMs) implements BoardMessage {}

  /**
   * What the control pilot is to show.
   *
   * @param percent duty cycle, 0–100; 0: steady −12 V, 100: steady 12 V
   */
  record Pilot(double percent) implements BoardMessage {}

  /**
   * The contactor. The board opens it by itself when a close is not repeated in time.
   *
   * @param holdMs a close holds for this long, 50–10,000 ms; an open holds
   */
  record Switch(boolean closed, int holdMs) implements BoardMessage {}

  /** The lock of the plug. */
  record Lock(boolean locked) implements BoardMessage {}

  /**
   * DC: the supply. The board takes it to zero by itself when it is not repeated in time.
   *
   * @param on else the output is disabled
   * @param volts not exceeded
   * @param amps not exceeded; below 0: out of the vehicle
   * @param holdMs as of {@link Switch}
   */
  record Output(boolean on, double volts, double amps, int holdMs) implements BoardMessage {}

  /** DC: measure the insulation now. */
  record TestInsulation() implements BoardMessage {}

  /** Board to gateway: what became of a command. */
  record Ack(int sequence, Result result) implements BoardMessage {
    public Ack {
      Objects.requireNonNull(result);
    }
  }

  /**
   * A channel, by its own word; said again when a rating changes.
   *
   * @param serial of the board
   * @param rating of the DC supply; a board that gets hot says a lower one
   */
  record Info(String serial, String firmware, String meterSerial, boolean direct, Rating rating)
      implements BoardMessage {
    public Info {
      Objects.requireNonNull(rating);
    }
  }

  /** What a DC supply is good for now. Magnitudes. */
  record Rating(double minV, double maxV, double maxSourceA, double maxSinkA, double maxW) {
    public static final Rating NONE = new Rating(0, 0, 0, 0, 0);
  }

  /**
   * Everything that is measured, each period and at once after an edge of the pilot, the contactor,
   * the lock or the emergency stop.
   *
   * @param boardMs the board's clock, ms, wraps
   * @param pilotHighV peak of the positive half
   * @param pilotLowV peak of the negative half; the same while the signal is steady
   * @param dutyPct that it makes
   * @param volts DC: at the output of the supply; AC: of a phase to neutral
   * @param amps DC: at the output; AC: of the strongest phase
   * @param insulationOhm as last measured
   * @param connectorC temperature
   */
  record Status(
      long boardMs,
      double pilotHighV,
      double pilotLowV,
      double dutyPct,
      Flags flags,
      double volts,
      double amps,
      double insulationOhm,
      double connectorC)
      implements BoardMessage {
    public Status {
      Objects.requireNonNull(flags);
    }
  }

  /**
   * Levels of a channel.
   *
   * @param commanded the contactor is told to be closed
   * @param closed by its auxiliary contact
   * @param output the supply is enabled
   * @param testing the insulation is being measured
   * @param lapsed a command was not repeated in time
   */
  record Flags(
      boolean commanded,
      boolean closed,
      boolean locked,
      boolean emergencyStop,
      boolean output,
      boolean testing,
      boolean lapsed) {}

  /**
   * Registers of the energy meter.
   *
   * @param importWh Wh ≥ 0, in steps of 0.001
   * @param exportWh likewise
   * @param powerW signed
   * @param signature signed value in the meter's own format, at most 1,000 bytes of ASCII
   */
  record Meter(double importWh, double exportWh, double powerW, Optional<String> signature)
      implements BoardMessage {
    public Meter {
      Objects.requireNonNull(signature);
    }
  }

  /** Fate of a command. */
  enum Result {
    DONE(0),
    /** The board does not know it, or the channel. */
    UNKNOWN(1),
    /** A number is out of range. */
    RANGE(2),
    /** An interlock forbids it: emergency stop, vehicle not there. */
    INTERLOCK(3),
    /** The hardware did not do it. */
    HARDWARE(4);

    private final int code;

    Result(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    /** Codes of newer boards are failures of the hardware. */
    static Result of(int code) {
      for (Result result : values()) {
        if (result.code == code) {
          return result;
        }
      }
      return HARDWARE;
    }
  }
}
