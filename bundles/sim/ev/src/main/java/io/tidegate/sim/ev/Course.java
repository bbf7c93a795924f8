package io.tidegate.sim.ev;

import io.tidegate.codec.exi.iso15118.cm.DynamicEVPPTControlMode;
import io.tidegate.codec.exi.iso15118.cm.EVPowerProfile;
import io.tidegate.codec.exi.iso15118.cm.EVPowerProfileEntryList;
import io.tidegate.codec.exi.iso15118.cm.PowerScheduleEntry;
import io.tidegate.codec.exi.iso15118.cm.ScheduleTuple;
import io.tidegate.codec.exi.iso15118.cm.ScheduledEVPPTControlMode;
import io.tidegate.codec.exi.iso15118.cm.ScheduledSEResControlMode;
import io.tidegate.sim.ev.VehicleProfile.Control;
import java.util.ArrayList;
import java.util.List;

/** What a vehicle decides in its session: the schedule it takes, and when it leaves the loop. */
final class Course {
  private static final long DAY_S = 86_400;
  private static final int MOST_ENTRIES = 1024;

  private final Helm helm;
  private final int most;
  private long loops;
  private boolean standby;
  private ScheduleTuple tuple;

  /**
   * @param most charge loops; 0: as many as there may be
   */
  Course(Helm helm, int most) {
    this.helm = helm;
    this.most = most;
  }

  /** What comes after a charge loop. */
  enum Decision {
    GO_ON,
    STOP,
    PAUSE,
    NEW_SERVICE,
    NEW_SCHEDULE,
    CONFIRM_METER,
    STANDBY,
    WAKE
  }

  /** How many charge loops were answered. */
  long loops() {
    return loops;
  }

  /**
   * One more was answered.
   *
   * @param notification as the standard names it, or what else ends the loop; empty: none
   */
  Decision afterLoop(String notification) {
    loops++;
    if (most > 0 && loops >= most) {
      return Decision.STOP;
    }
    Decision ordered =
        switch (helm.take()) {
          case NONE -> Decision.GO_ON;
          case STOP -> Decision.STOP;
          case PAUSE -> Decision.PAUSE;
          case NEW_SCHEDULE -> Decision.NEW_SCHEDULE;
          case NEW_SERVICE -> Decision.NEW_SERVICE;
          case CONFIRM_METER -> Decision.CONFIRM_METER;
          case STANDBY -> Decision.STANDBY;
          case WAKE -> Decision.WAKE;
        };
    return standing(ordered == Decision.GO_ON ? notified(notification) : ordered);
  }

  private Decision notified(String notification) {
    return switch (notification) {
      case "Terminate",
          "StopCharging",
          "EVSE_Shutdown",
          "EVSE_EmergencyShutdown",
          "EVSE_UtilityInterruptEvent",
          "EVSE_Malfunction" ->
          Decision.STOP;
      case "Pause" -> Decision.PAUSE;
      case "ScheduleRenegotiation", "ReNegotiation" -> Decision.NEW_SCHEDULE;
      case "ServiceRenegotiation" -> Decision.NEW_SERVICE;
      case "MeteringConfirmation" -> Decision.CONFIRM_METER;
      case "ExitStandby" -> standby ? Decision.WAKE : Decision.GO_ON;
      default -> Decision.GO_ON;
    };
  }

  private Decision standing(Decision decision) {
    if (decision == Decision.STANDBY) {
      standby = true;
    } else if (decision == Decision.WAKE) {
      standby = false;
    }
    return decision;
  }

  /** The station's schedules: the first is taken. */
  void offered(ScheduledSEResControlMode schedules) {
    tuple = schedules.scheduleTuple().get(0);
  }

  /** Number of the schedule that was taken; 0: none. */
  long tuple() {
    return tuple == null ? 0 : tuple.scheduleTupleID();
  }

  /** What the schedule allows now, W; without one NaN. */
  double nowW() {
    if (tuple == null) {
      return Double.NaN;
    }
    var schedule = tuple.chargingSchedule().powerSchedule();
    long left = System.currentTimeMillis() / 1000 - schedule.timeAnchor();
    double watts = Double.NaN;
    for (PowerScheduleEntry entry : schedule.powerScheduleEntries().powerScheduleEntry()) {
      watts = Numbers.sum(entry.power(), entry.powerL2(), entry.powerL3());
      left -= entry.duration();
      if (left < 0) {
        break;
      }
    }
    return watts;
  }

  /** What the vehicle will do, within the schedule. */
  EVPowerProfile profile(VehicleProfile profile, PowerTrain power) {
    List<PowerScheduleEntry> entries = new ArrayList<>();
    if (tuple == null) {
      entries.add(new PowerScheduleEntry(DAY_S, Numbers.rational(power.maxChargeW()), null, null));
    } else {
      tuple.chargingSchedule().powerSchedule().powerScheduleEntries().powerScheduleEntry().stream()
          .limit(MOST_ENTRIES)
          .map(entry -> within(entry, power))
          .forEach(entries::add);
    }
    boolean dynamic = profile.control() == Control.DYNAMIC;
    return new EVPowerProfile(
        System.currentTimeMillis() / 1000,
        dynamic ? new DynamicEVPPTControlMode() : null,
        dynamic ? null : new ScheduledEVPPTControlMode(Math.max(1, tuple()), null),
        new EVPowerProfileEntryList(entries));
  }

  private static PowerScheduleEntry within(PowerScheduleEntry offered, PowerTrain power) {
    double sum = Numbers.sum(offered.power(), offered.powerL2(), offered.powerL3());
    return new PowerScheduleEntry(
        offered.duration(), Numbers.rational(Math.min(sum, power.maxChargeW())), null, null);
  }
}
