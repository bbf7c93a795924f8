package io.tidegate.bench.exi;

import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.common.MessageHeader;
import io.tidegate.codec.exi.iso15118.common.RationalNumber;
import io.tidegate.codec.exi.iso15118.dc.DcChargeLoopReq;
import io.tidegate.codec.exi.iso15118.dc.DynamicDcCLReqControlMode;

/** The message that a vehicle in dynamic mode sends in every loop: 56 bytes. */
final class Loop {
  private Loop() {}

  static DcChargeLoopReq request() {
    MessageHeader header = new MessageHeader(Bytes.ofHex("3A5C0F9E77D1B264"), 1_767_225_600L, null);
    DynamicDcCLReqControlMode mode =
        new DynamicDcCLReqControlMode(
            7_200L,
            new RationalNumber(3, 40),
            new RationalNumber(1, 6_000),
            new RationalNumber(3, 15),
            new RationalNumber(1, 5_000),
            new RationalNumber(0, 1_000),
            new RationalNumber(-1, 1_250),
            new RationalNumber(-1, 4_600),
            new RationalNumber(-1, 2_800));
    return new DcChargeLoopReq(header, null, false, new RationalNumber(-1, 3_987), mode);
  }
}
