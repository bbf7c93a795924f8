package io.tidegate.sim.ev;

import static io.tidegate.sim.ev.Numbers.number;
import static io.tidegate.sim.ev.Numbers.rational;

import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.common.DisplayParameters;
import io.tidegate.codec.exi.iso15118.common.EVSEStatus;
import io.tidegate.codec.exi.iso15118.common.MessageHeader;
import io.tidegate.codec.exi.iso15118.common.MeterInfo;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.common.RationalNumber;
import io.tidegate.codec.exi.iso15118.common.V2GResponse;
import io.tidegate.codec.exi.iso15118.dc.BptDcCPDReqEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.dc.BptDcCPDResEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.dc.BptDynamicDcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.dc.BptDynamicDcCLResControlMode;
import io.tidegate.codec.exi.iso15118.dc.BptScheduledDcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.dc.BptScheduledDcCLResControlMode;
import io.tidegate.codec.exi.iso15118.dc.CLReqControlMode;
import io.tidegate.codec.exi.iso15118.dc.CLResControlMode;
import io.tidegate.codec.exi.iso15118.dc.DcCPDReqEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.dc.DcCableCheckReq;
import io.tidegate.codec.exi.iso15118.dc.DcCableCheckRes;
import io.tidegate.codec.exi.iso15118.dc.DcChargeLoopReq;
import io.tidegate.codec.exi.iso15118.dc.DcChargeLoopRes;
import io.tidegate.codec.exi.iso15118.dc.DcChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.dc.DcChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.dc.DcExi;
import io.tidegate.codec.exi.iso15118.dc.DcMessage;
import io.tidegate.codec.exi.iso15118.dc.DcPreChargeReq;
import io.tidegate.codec.exi.iso15118.dc.DcPreChargeRes;
import io.tidegate.codec.exi.iso15118.dc.DcWeldingDetectionReq;
import io.tidegate.codec.exi.iso15118.dc.DcWeldingDetectionRes;
import io.tidegate.codec.exi.iso15118.dc.DynamicDcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.dc.ScheduledDcCLReqControlMode;
import io.tidegate.sim.ev.Speech.Refusal;
import io.tidegate.sim.ev.Speech.Request;
import io.tidegate.sim.ev.Speech.Said;
import io.tidegate.sim.ev.VehicleProfile.Control;
import java.util.function.LongSupplier;

/** ISO 15118-20 with direct current. */
final class DcMessages20 implements EnergyMessages20 {
  private static final int PAYLOAD = 0x8004;

  /** Between the station's voltage and the battery's before a contactor may close, V. */
  private static final double NEAR_V = 20;

  /** What may be touched, V. */
  private static final double SAFE_V = 60;

  private static final int MOST_WELDING = 50;

  private final VehicleProfile profile;
  private final PowerTrain power;
  private final LongSupplier departureS;
  private double targetW;
  private boolean reached;
  private int weldings;

  DcMessages20(VehicleProfile profile, PowerTrain power, LongSupplier departureS) {
    this.profile = profile;
    this.power = power;
    this.departureS = departureS;
  }

  private static Request request(DcMessage message) {
    return new Request(PAYLOAD, DcExi.SET.encode(message));
  }

  private RationalNumber discharge(double magnitude) {
    return rational(profile.oddities().negativeDischargeLimits() ? -magnitude : magnitude);
  }

  @Override
  public Request parameters(MessageHeader header) {
    VehicleProfile.Limits limits = profile.limits();
    int target = Numbers.percent(profile.needs().targetSocPct());
    RationalNumber minA = rational(limits.minChargeW() / limits.maxV());
    return request(
        new DcChargeParameterDiscoveryReq(
            header,
            profile.bidirectional()
                ? new BptDcCPDReqEnergyTransferMode(
                    rational(power.maxChargeW()),
                    rational(limits.minChargeW()),
                    rational(power.maxChargeA()),
                    minA,
                    rational(limits.maxV()),
                    rational(limits.minV()),
                    target,
                    discharge(power.maxDischargeW()),
                    discharge(limits.minDischargeW()),
                    discharge(power.maxDischargeA()),
                    discharge(limits.minDischargeW() / limits.maxV()))
                : new DcCPDReqEnergyTransferMode(
                    rational(power.maxChargeW()),
                    rational(limits.minChargeW()),
                    rational(power.maxChargeA()),
                    minA,
                    rational(limits.maxV()),
                    rational(limits.minV()),
                    target)));
  }

  @Override
  public void judge(V2GResponse parameters) throws Refusal {
    if (!(parameters instanceof DcChargeParameterDiscoveryRes response)) {
      throw unexpected(parameters);
    }
    boolean both = response.dcCPDResEnergyTransferMode() instanceof BptDcCPDResEnergyTransferMode;
    if (both != profile.bidirectional()) {
      throw Refusal.nonsense("the parameters are of the other service");
    }
    if (number(response.dcCPDResEnergyTransferMode().evseMaximumVoltage())
        < power.battery().openV()) {
      throw Refusal.nonsense("the station does not reach the battery's voltage");
    }
  }

  @Override
  public Request cableCheck(MessageHeader header) {
    return request(new DcCableCheckReq(header));
  }

  @Override
  public Processing cableChecked(V2GResponse response) throws Refusal {
    if (response instanceof DcCableCheckRes checked) {
      return checked.evseProcessing();
    }
    throw unexpected(response);
  }

  @Override
  public Request preCharge(MessageHeader header) {
    RationalNumber battery = rational(power.battery().openV());
    return request(
        new DcPreChargeReq(
            header,
            reached ? Processing.FINISHED : Processing.ONGOING,
            rational(presentV(power.feel())),
            battery));
  }

  /** Once to notice it, once to say so. */
  @Override
  public boolean preCharged(V2GResponse response) throws Refusal {
    if (!(response instanceof DcPreChargeRes charged)) {
      throw unexpected(response);
    }
    boolean near =
        Math.abs(number(charged.evsePresentVoltage()) - power.battery().openV()) <= NEAR_V;
    boolean told = reached;
    reached = near;
    if (told && near) {
      reached = false;
      return true;
    }
    return false;
  }

  private static double presentV(Plug.Reading felt) {
    return Double.isNaN(felt.volts()) ? 0 : Math.max(0, felt.volts());
  }

  @Override
  public Request loop(MessageHeader header, boolean meter) {
    Plug.Reading felt = power.feel();
    return request(
        new DcChargeLoopReq(header, display(), meter, rational(presentV(felt)), mode(felt)));
  }

  private DisplayParameters display() {
    return display(profile, power.battery());
  }

  static DisplayParameters display(VehicleProfile profile, Battery battery) {
    return profile.oddities().hidesSoc()
        ? null
        : new DisplayParameters(
            Numbers.percent(battery.socPct()),
            Numbers.percent(profile.needs().minimumSocPct()),
            Numbers.percent(profile.needs().targetSocPct()),
            null,
            null,
            null,
            null,
            battery.socPct() >= profile.needs().targetSocPct(),
            rational(battery.capacityWh()),
            null);
  }

  private CLReqControlMode mode(Plug.Reading felt) {
    return profile.control() == Control.DYNAMIC ? dynamic() : scheduled(felt);
  }

  private CLReqControlMode dynamic() {
    Battery battery = power.battery();
    VehicleProfile.Limits limits = profile.limits();
    RationalNumber target =
        rational(Math.max(0, battery.wattHoursTo(profile.needs().targetSocPct())));
    RationalNumber most = rational(battery.wattHoursTo(100));
    RationalNumber least = rational(battery.wattHoursTo(profile.needs().minimumSocPct()));
    return profile.bidirectional()
        ? new BptDynamicDcCLReqControlMode(
            departureS.getAsLong(),
            target,
            most,
            least,
            rational(power.maxChargeW()),
            rational(limits.minChargeW()),
            rational(power.maxChargeA()),
            rational(limits.maxV()),
            rational(limits.minV()),
            discharge(power.maxDischargeW()),
            discharge(limits.minDischargeW()),
            discharge(power.maxDischargeA()),
            null,
            null)
        : new DynamicDcCLReqControlMode(
            departureS.getAsLong(),
            target,
            most,
            least,
            rational(power.maxChargeW()),
            rational(limits.minChargeW()),
            rational(power.maxChargeA()),
            rational(limits.maxV()),
            rational(limits.minV()));
  }

  private CLReqControlMode scheduled(Plug.Reading felt) {
    VehicleProfile.Limits limits = profile.limits();
    Battery battery = power.battery();
    double volts = Math.max(limits.minV(), presentV(felt));
    double amps = profile.oddities().ignoresLimits() ? limits.maxChargeA() : wantedW() / volts;
    RationalNumber current =
        rational(profile.oddities().positiveDischargeCurrent() ? Math.abs(amps) : amps);
    RationalNumber target =
        rational(Math.max(0, battery.wattHoursTo(profile.needs().targetSocPct())));
    return profile.bidirectional()
        ? new BptScheduledDcCLReqControlMode(
            target,
            null,
            null,
            current,
            rational(limits.maxV()),
            rational(power.maxChargeW()),
            rational(limits.minChargeW()),
            rational(power.maxChargeA()),
            rational(limits.maxV()),
            rational(limits.minV()),
            discharge(power.maxDischargeW()),
            discharge(limits.minDischargeW()),
            discharge(power.maxDischargeA()))
        : new ScheduledDcCLReqControlMode(
            target,
            null,
            null,
            current,
            rational(limits.maxV()),
            rational(power.maxChargeW()),
            null,
            rational(power.maxChargeA()),
            null,
            null);
  }

  /** Scheduled: what the vehicle makes of the station's limits. */
  private double wantedW() {
    return Math.max(-power.maxDischargeW(), Math.min(power.maxChargeW(), targetW));
  }

  @Override
  public Request welding(MessageHeader header) {
    return request(new DcWeldingDetectionReq(header, Processing.ONGOING));
  }

  @Override
  public boolean welded(V2GResponse response) throws Refusal {
    if (!(response instanceof DcWeldingDetectionRes detected)) {
      throw unexpected(response);
    }
    boolean live = Math.abs(number(detected.evsePresentVoltage())) > SAFE_V;
    if (live && ++weldings > MOST_WELDING) {
      throw new Refusal(Ending.Kind.STUCK, "", "voltage at the inlet after the end");
    }
    return live;
  }

  @Override
  public V2GResponse decode(byte[] exi) throws ExiException, Refusal {
    if (DcExi.SET.decode(exi) instanceof V2GResponse response) {
      return response;
    }
    throw Refusal.nonsense("a request came as a response");
  }

  @Override
  public Said said(V2GResponse loop) throws Refusal {
    if (!(loop instanceof DcChargeLoopRes response)) {
      throw unexpected(loop);
    }
    CLResControlMode mode = response.clResControlMode();
    double charge = number(mode.evseMaximumChargePower());
    double discharge = Double.NaN;
    if (mode instanceof BptDynamicDcCLResControlMode both) {
      discharge = Math.abs(number(both.evseMaximumDischargePower()));
    } else if (mode instanceof BptScheduledDcCLResControlMode both) {
      discharge = Math.abs(number(both.evseMaximumDischargePower()));
    }
    targetW =
        charge > 0 || !(discharge > 0)
            ? (Double.isNaN(charge) ? power.maxChargeW() : charge)
            : -discharge;
    return new Said(
        charge,
        discharge,
        Double.NaN,
        number(response.evsePresentVoltage()),
        number(response.evsePresentCurrent()),
        notification(response.evseStatus()));
  }

  static String notification(EVSEStatus status) {
    return status == null ? "" : status.evseNotification().wire();
  }

  @Override
  public MeterInfo meter(V2GResponse loop) {
    return loop instanceof DcChargeLoopRes response ? response.meterInfo() : null;
  }

  private static Refusal unexpected(V2GResponse response) {
    return Refusal.nonsense("unexpected " + response.getClass().getSimpleName());
  }
}
