package io.tidegate.sim.ev;

import static io.tidegate.sim.ev.Numbers.rational;

import io.tidegate.codec.exi.iso15118.cm.DynamicSEReqControlMode;
import io.tidegate.codec.exi.iso15118.cm.ScheduleExchangeReq;
import io.tidegate.codec.exi.iso15118.cm.ScheduledSEReqControlMode;
import io.tidegate.codec.exi.iso15118.common.MessageHeader;
import io.tidegate.sim.ev.VehicleProfile.Control;

/** What a vehicle of ISO 15118-20 says that its driver needs. */
final class Needs20 {
  private static final int POINTS = 1024;

  private Needs20() {}

  static ScheduleExchangeReq exchange(
      MessageHeader header, VehicleProfile profile, Battery battery, long departureS) {
    double target = Math.max(0, battery.wattHoursTo(profile.needs().targetSocPct()));
    double most = battery.wattHoursTo(100);
    double least = battery.wattHoursTo(profile.needs().minimumSocPct());
    return profile.control() == Control.DYNAMIC
        ? new ScheduleExchangeReq(
            header,
            POINTS,
            new DynamicSEReqControlMode(
                departureS,
                Numbers.percent(profile.needs().minimumSocPct()),
                Numbers.percent(profile.needs().targetSocPct()),
                rational(target),
                rational(most),
                rational(least),
                null,
                null),
            null)
        : new ScheduleExchangeReq(
            header,
            POINTS,
            null,
            new ScheduledSEReqControlMode(
                departureS, rational(target), rational(most), rational(Math.max(0, least)), null));
  }
}
