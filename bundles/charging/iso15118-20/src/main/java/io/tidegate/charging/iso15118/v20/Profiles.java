package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseView.PowerSlot;
import io.tidegate.charging.iso15118.v20.Session.Offered;
import io.tidegate.codec.exi.iso15118.cm.EVPowerProfile;
import io.tidegate.codec.exi.iso15118.cm.PowerScheduleEntry;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import java.util.ArrayList;
import java.util.List;

/** The EVPowerProfile of PowerDelivery against the schedule that was offered (§8.3.5.3.36). */
final class Profiles {
  /** W; what rounding of 16-bit numbers may add, and 0.1 %. */
  private static final double TOLERANCE_W = 5;

  private static final double TOLERANCE_SHARE = 1.001;

  /** s; a profile that copies the schedule is anchored a little later than it. */
  private static final long TOLERANCE_S = 10;

  private Profiles() {}

  /**
   * What was found.
   *
   * @param code OK, or why the profile is refused
   * @param slots the profile; empty when there is none
   * @param tuple that was chosen; 0 when there is none
   */
  record Finding(ResponseCode code, String sentence, List<PowerSlot> slots, long tuple) {
    boolean good() {
      return code == ResponseCode.OK;
    }
  }

  static Finding check(Talk talk, EVPowerProfile profile) {
    boolean scheduled = !talk.session().terms().dynamic();
    if (profile == null) {
      return scheduled && talk.rules().strict()
          ? bad(ResponseCode.FAILED_EV_POWER_PROFILE_INVALID, "a power profile is missing")
          : new Finding(ResponseCode.OK, "", List.of(), 0);
    }
    if (scheduled != (profile.scheduledEVPPTControlMode() != null)) {
      return bad(
          ResponseCode.FAILED_EV_POWER_PROFILE_INVALID,
          "the power profile is not in the control mode that was agreed on");
    }
    List<PowerSlot> slots = slots(profile);
    if (!scheduled) {
      return new Finding(ResponseCode.OK, "", slots, 0);
    }
    long tuple = profile.scheduledEVPPTControlMode().selectedScheduleTupleID();
    Offered offered = talk.session().offered();
    if (!offered.tuples().contains(tuple)) {
      return bad(
          ResponseCode.FAILED_SCHEDULE_SELECTION_INVALID,
          "schedule tuple " + tuple + " was not offered");
    }
    return exceeds(offered, tuple, profile.timeAnchor(), slots)
        ? bad(
            ResponseCode.FAILED_EV_POWER_PROFILE_INVALID,
            "the power profile goes beyond the schedule that was offered")
        : new Finding(ResponseCode.OK, "", slots, tuple);
  }

  private static Finding bad(ResponseCode code, String sentence) {
    return new Finding(code, sentence, List.of(), 0);
  }

  /** Powers below 0 are out of the vehicle. */
  private static List<PowerSlot> slots(EVPowerProfile profile) {
    List<PowerSlot> slots = new ArrayList<>();
    for (PowerScheduleEntry entry : profile.evPowerProfileEntries().evPowerProfileEntry()) {
      double powerW = Numbers.sum(entry.power(), entry.powerL2(), entry.powerL3());
      slots.add(
          new PowerSlot(Math.max(1, entry.duration()), Math.max(0, powerW), Math.max(0, -powerW)));
    }
    return slots;
  }

  /** Walks along both; what lies before the schedule or behind it has no limit but the offer's. */
  private static boolean exceeds(
      Offered offered, long tuple, long anchorS, List<PowerSlot> profile) {
    long from = anchorS - offered.anchorS();
    for (PowerSlot part : profile) {
      long until = from + part.seconds();
      long begin = 0;
      for (Offered.Slot slot : offered.slots()) {
        long end = begin + slot.seconds();
        double outW = Tuples.discharges(tuple) ? slot.dischargeW() : 0;
        boolean meet = Math.min(until, end) - Math.max(from, begin) > TOLERANCE_S;
        if (meet && (above(part.chargeW(), slot.chargeW()) || above(part.dischargeW(), outW))) {
          return true;
        }
        begin = end;
      }
      from = until;
    }
    return false;
  }

  private static boolean above(double powerW, double limitW) {
    return powerW > limitW * TOLERANCE_SHARE + TOLERANCE_W;
  }
}
