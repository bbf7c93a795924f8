package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseView.PowerSlot;
import io.tidegate.charging.iso15118.v20.Session.Limits;
import io.tidegate.charging.iso15118.v20.Session.Offered;
import io.tidegate.codec.exi.iso15118.cm.ChargingSchedule;
import io.tidegate.codec.exi.iso15118.cm.PowerSchedule;
import io.tidegate.codec.exi.iso15118.cm.PowerScheduleEntry;
import io.tidegate.codec.exi.iso15118.cm.PowerScheduleEntryList;
import io.tidegate.codec.exi.iso15118.cm.ScheduleExchangeReq;
import io.tidegate.codec.exi.iso15118.cm.ScheduleTuple;
import io.tidegate.codec.exi.iso15118.cm.ScheduledSEResControlMode;
import io.tidegate.codec.exi.iso15118.common.RationalNumber;
import java.util.ArrayList;
import java.util.List;

/**
 * Schedule tuples (§8.3.5.3.42): the first is what the site expects to be there; to a bidirectional
 * vehicle a second one offers charging alone, for a driver who wants no discharge.
 */
final class Tuples {
  private static final long BOTH = 1;
  private static final long CHARGE_ONLY = 2;

  /** The last slot of the site's forecast goes on; a schedule has to end. */
  private static final long HORIZON_S = 86_400;

  /** Enough for a day of quarter hours; what is beyond is told as one. */
  private static final int MOST = 96;

  private static final long LONGEST_S = 0xFFFF_FFFFL;

  private Tuples() {}

  /**
   * What is offered now: the site's forecast within what was stated.
   *
   * @param pending see {@link Offered}
   */
  static Offered offer(Talk talk, ScheduleExchangeReq request, boolean pending) {
    Limits limits = talk.session().limits();
    int most = Math.min(MOST, request.maximumSupportingPoints());
    List<Offered.Slot> slots = new ArrayList<>();
    long total = 0;
    for (PowerSlot slot : talk.view().schedule()) {
      double chargeW = Math.min(Math.max(0, slot.chargeW()), limits.statedChargeW());
      double outW = Math.min(Math.max(0, slot.dischargeW()), limits.statedDischargeW());
      long seconds = Math.max(1, Math.min(slot.seconds(), LONGEST_S));
      if (slots.size() < most) {
        slots.add(new Offered.Slot(seconds, chargeW, outW));
      } else {
        Offered.Slot last = slots.remove(most - 1);
        slots.add(
            new Offered.Slot(
                Math.min(LONGEST_S, last.seconds() + seconds),
                Math.min(last.chargeW(), chargeW),
                Math.min(last.dischargeW(), outW)));
      }
      total += seconds;
    }
    if (slots.isEmpty()) {
      slots.add(new Offered.Slot(HORIZON_S, limits.statedChargeW(), 0));
    } else if (total < HORIZON_S) {
      Offered.Slot last = slots.remove(slots.size() - 1);
      slots.add(
          new Offered.Slot(last.seconds() + HORIZON_S - total, last.chargeW(), last.dischargeW()));
    }
    List<Long> tuples =
        talk.session().terms().bidirectional() ? List.of(BOTH, CHARGE_ONLY) : List.of(BOTH);
    return new Offered(talk.view().at().getEpochSecond(), slots, tuples, pending);
  }

  static ScheduledSEResControlMode of(Talk talk, Offered offered) {
    return new ScheduledSEResControlMode(
        offered.tuples().stream().map(id -> tuple(talk, offered, id)).toList());
  }

  private static ScheduleTuple tuple(Talk talk, Offered offered, long id) {
    boolean both = talk.session().terms().bidirectional() && id == BOTH;
    return new ScheduleTuple(
        id, schedule(talk, offered, false), both ? schedule(talk, offered, true) : null);
  }

  private static ChargingSchedule schedule(Talk talk, Offered offered, boolean discharge) {
    List<PowerScheduleEntry> entries = new ArrayList<>();
    for (Offered.Slot slot : offered.slots()) {
      RationalNumber power =
          discharge ? Loops.discharge(talk, slot.dischargeW()) : Numbers.atMost(slot.chargeW());
      entries.add(new PowerScheduleEntry(slot.seconds(), power, null, null));
    }
    int pricing = talk.session().terms().pricing();
    return new ChargingSchedule(
        new PowerSchedule(offered.anchorS(), null, null, new PowerScheduleEntryList(entries)),
        pricing == Prices.ABSOLUTE ? Prices.absolute(talk, discharge) : null,
        pricing == Prices.LEVELS ? Prices.levels(talk, discharge) : null);
  }

  /** For a refusal: a tuple that grants nothing. */
  static ScheduledSEResControlMode nothing(Talk talk) {
    PowerScheduleEntry none = new PowerScheduleEntry(1, RationalNumber.ZERO, null, null);
    PowerSchedule schedule =
        new PowerSchedule(
            talk.view().at().getEpochSecond(),
            null,
            null,
            new PowerScheduleEntryList(List.of(none)));
    return new ScheduledSEResControlMode(
        List.of(new ScheduleTuple(BOTH, new ChargingSchedule(schedule, null, null), null)));
  }

  /** Whether the vehicle's choice lets it discharge. */
  static boolean discharges(long tuple) {
    return tuple == BOTH;
  }
}
