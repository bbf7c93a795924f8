package io.tidegate.charging.iso15118.v20;

import io.tidegate.codec.exi.iso15118.ac.AcChargeLoopRes;
import io.tidegate.codec.exi.iso15118.ac.BptDynamicAcCLResControlMode;
import io.tidegate.codec.exi.iso15118.ac.BptScheduledAcCLResControlMode;
import io.tidegate.codec.exi.iso15118.ac.DynamicAcCLResControlMode;
import io.tidegate.codec.exi.iso15118.ac.ScheduledAcCLResControlMode;
import io.tidegate.codec.exi.iso15118.cm.ScheduleExchangeRes;
import io.tidegate.codec.exi.iso15118.common.ChargeLoopRes;
import io.tidegate.codec.exi.iso15118.common.EVSEStatus;
import io.tidegate.codec.exi.iso15118.common.V2GResponse;
import io.tidegate.codec.exi.iso15118.dc.BptDynamicDcCLResControlMode;
import io.tidegate.codec.exi.iso15118.dc.BptScheduledDcCLResControlMode;
import io.tidegate.codec.exi.iso15118.dc.DcChargeLoopRes;
import io.tidegate.codec.exi.iso15118.dc.DynamicDcCLResControlMode;
import io.tidegate.codec.exi.iso15118.dc.ScheduledDcCLResControlMode;

/** What a vehicle reads from a loop's response. */
final class Loop {
  private Loop() {}

  static EVSEStatus status(V2GResponse reply) {
    return ((ChargeLoopRes) reply).evseStatus();
  }

  /** Signed: below 0 the vehicle is to discharge. */
  static double target(V2GResponse reply) {
    if (reply instanceof AcChargeLoopRes ac) {
      var mode = ac.clResControlMode();
      if (mode instanceof BptDynamicAcCLResControlMode m) {
        return m.evseTargetActivePower().toDouble();
      } else if (mode instanceof DynamicAcCLResControlMode m) {
        return m.evseTargetActivePower().toDouble();
      } else if (mode instanceof BptScheduledAcCLResControlMode m) {
        return m.evseTargetActivePower().toDouble();
      }
      return ((ScheduledAcCLResControlMode) mode).evseTargetActivePower().toDouble();
    }
    var mode = ((DcChargeLoopRes) reply).clResControlMode();
    if (mode instanceof BptDynamicDcCLResControlMode m) {
      return m.evseMaximumChargePower().toDouble()
          - Math.abs(m.evseMaximumDischargePower().toDouble());
    } else if (mode instanceof BptScheduledDcCLResControlMode m) {
      return m.evseMaximumChargePower().toDouble()
          - Math.abs(m.evseMaximumDischargePower().toDouble());
    } else if (mode instanceof DynamicDcCLResControlMode m) {
      return m.evseMaximumChargePower().toDouble();
    }
    return ((ScheduledDcCLResControlMode) mode).evseMaximumChargePower().toDouble();
  }

  /** Of the first slot of the first tuple. */
  static double watts(ScheduleExchangeRes reply) {
    return reply
        .scheduledSEResControlMode()
        .scheduleTuple()
        .get(0)
        .chargingSchedule()
        .powerSchedule()
        .powerScheduleEntries()
        .powerScheduleEntry()
        .get(0)
        .power()
        .toDouble();
  }
}
