package io.tidegate.sim.ev;

import static io.tidegate.sim.ev.Numbers.rational;
import static io.tidegate.sim.ev.Numbers.sum;

import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.ac.AcCPDReqEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.ac.AcChargeLoopReq;
import io.tidegate.codec.exi.iso15118.ac.AcChargeLoopRes;
import io.tidegate.codec.exi.iso15118.ac.AcChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.ac.AcChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.ac.AcExi;
import io.tidegate.codec.exi.iso15118.ac.AcMessage;
import io.tidegate.codec.exi.iso15118.ac.BptAcCPDReqEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.ac.BptAcCPDResEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.ac.BptDynamicAcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.ac.BptScheduledAcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.ac.CLReqControlMode;
import io.tidegate.codec.exi.iso15118.ac.CLResControlMode;
import io.tidegate.codec.exi.iso15118.ac.DynamicAcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.ac.ScheduledAcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.common.MessageHeader;
import io.tidegate.codec.exi.iso15118.common.MeterInfo;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.common.RationalNumber;
import io.tidegate.codec.exi.iso15118.common.V2GResponse;
import io.tidegate.sim.ev.Speech.Refusal;
import io.tidegate.sim.ev.Speech.Request;
import io.tidegate.sim.ev.Speech.Said;
import io.tidegate.sim.ev.VehicleProfile.Control;
import java.util.function.LongSupplier;

/** ISO 15118-20 with alternating current; powers are those of all phases together. */
final class AcMessages20 implements EnergyMessages20 {
  private static final int PAYLOAD = 0x8003;

  private final VehicleProfile profile;
  private final PowerTrain power;
  private final LongSupplier departureS;

  AcMessages20(VehicleProfile profile, PowerTrain power, LongSupplier departureS) {
    this.profile = profile;
    this.power = power;
    this.departureS = departureS;
  }

  private static Request request(AcMessage message) {
    return new Request(PAYLOAD, AcExi.SET.encode(message));
  }

  private RationalNumber discharge(double magnitude) {
    return rational(profile.oddities().negativeDischargeLimits() ? -magnitude : magnitude);
  }

  @Override
  public Request parameters(MessageHeader header) {
    RationalNumber most = rational(power.maxChargeW());
    RationalNumber least = rational(profile.limits().minChargeW());
    return request(
        new AcChargeParameterDiscoveryReq(
            header,
            profile.bidirectional()
                ? new BptAcCPDReqEnergyTransferMode(
                    most,
                    null,
                    null,
                    least,
                    null,
                    null,
                    discharge(power.maxDischargeW()),
                    null,
                    null,
                    discharge(profile.limits().minDischargeW()),
                    null,
                    null)
                : new AcCPDReqEnergyTransferMode(most, null, null, least, null, null)));
  }

  @Override
  public void judge(V2GResponse parameters) throws Refusal {
    if (!(parameters instanceof AcChargeParameterDiscoveryRes response)) {
      throw unexpected(parameters);
    }
    boolean both = response.acCPDResEnergyTransferMode() instanceof BptAcCPDResEnergyTransferMode;
    if (both != profile.bidirectional()) {
      throw Refusal.nonsense("the parameters are of the other service");
    }
  }

  @Override
  public Request loop(MessageHeader header, boolean meter) {
    Plug.Reading felt = power.feel();
    return request(
        new AcChargeLoopReq(
            header, DcMessages20.display(profile, power.battery()), meter, mode(felt)));
  }

  private CLReqControlMode mode(Plug.Reading felt) {
    RationalNumber present = rational(Double.isNaN(felt.watts()) ? 0 : felt.watts());
    return profile.control() == Control.DYNAMIC ? dynamic(present) : scheduled(present);
  }

  private CLReqControlMode dynamic(RationalNumber present) {
    Battery battery = power.battery();
    RationalNumber target =
        rational(Math.max(0, battery.wattHoursTo(profile.needs().targetSocPct())));
    RationalNumber most = rational(battery.wattHoursTo(100));
    RationalNumber least = rational(battery.wattHoursTo(profile.needs().minimumSocPct()));
    RationalNumber maxW = rational(power.maxChargeW());
    RationalNumber minW = rational(profile.limits().minChargeW());
    Long departure = departureS.getAsLong();
    RationalNumber none = RationalNumber.ZERO;
    return profile.bidirectional()
        ? new BptDynamicAcCLReqControlMode(
            departure,
            target,
            most,
            least,
            maxW,
            null,
            null,
            minW,
            null,
            null,
            present,
            null,
            null,
            none,
            null,
            null,
            discharge(power.maxDischargeW()),
            null,
            null,
            discharge(profile.limits().minDischargeW()),
            null,
            null,
            null,
            null)
        : new DynamicAcCLReqControlMode(
            departure, target, most, least, maxW, null, null, minW, null, null, present, null, null,
            none, null, null);
  }

  private CLReqControlMode scheduled(RationalNumber present) {
    RationalNumber target =
        rational(Math.max(0, power.battery().wattHoursTo(profile.needs().targetSocPct())));
    RationalNumber maxW = rational(power.maxChargeW());
    RationalNumber minW = rational(profile.limits().minChargeW());
    return profile.bidirectional()
        ? new BptScheduledAcCLReqControlMode(
            target,
            null,
            null,
            maxW,
            null,
            null,
            minW,
            null,
            null,
            present,
            null,
            null,
            null,
            null,
            null,
            discharge(power.maxDischargeW()),
            null,
            null,
            discharge(profile.limits().minDischargeW()),
            null,
            null)
        : new ScheduledAcCLReqControlMode(
            target, null, null, maxW, null, null, minW, null, null, present, null, null, null, null,
            null);
  }

  @Override
  public V2GResponse decode(byte[] exi) throws ExiException, Refusal {
    if (AcExi.SET.decode(exi) instanceof V2GResponse response) {
      return response;
    }
    throw Refusal.nonsense("a request came as a response");
  }

  @Override
  public Said said(V2GResponse loop) throws Refusal {
    if (!(loop instanceof AcChargeLoopRes response)) {
      throw unexpected(loop);
    }
    CLResControlMode mode = response.clResControlMode();
    double target =
        sum(
            mode.evseTargetActivePower(),
            mode.evseTargetActivePowerL2(),
            mode.evseTargetActivePowerL3());
    if (!Double.isNaN(target)) {
      power.follow(target);
    }
    return new Said(
        Double.NaN,
        Double.NaN,
        target,
        Double.NaN,
        Double.NaN,
        DcMessages20.notification(response.evseStatus()));
  }

  @Override
  public MeterInfo meter(V2GResponse loop) {
    return loop instanceof AcChargeLoopRes response ? response.meterInfo() : null;
  }

  /** There is none with alternating current; sent by who gets the order wrong. */
  @Override
  public Request cableCheck(MessageHeader header) {
    return new DcMessages20(profile, power, departureS).cableCheck(header);
  }

  @Override
  public Request preCharge(MessageHeader header) {
    return new DcMessages20(profile, power, departureS).preCharge(header);
  }

  @Override
  public Request welding(MessageHeader header) {
    return new DcMessages20(profile, power, departureS).welding(header);
  }

  @Override
  public Processing cableChecked(V2GResponse response) throws Refusal {
    throw unexpected(response);
  }

  @Override
  public boolean preCharged(V2GResponse response) throws Refusal {
    throw unexpected(response);
  }

  @Override
  public boolean welded(V2GResponse response) throws Refusal {
    throw unexpected(response);
  }

  private static Refusal unexpected(V2GResponse response) {
    return Refusal.nonsense("unexpected " + response.getClass().getSimpleName());
  }
}
