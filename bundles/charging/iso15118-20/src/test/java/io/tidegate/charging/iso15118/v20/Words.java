package io.tidegate.charging.iso15118.v20;

import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.ac.AcCPDReqEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.ac.AcChargeLoopReq;
import io.tidegate.codec.exi.iso15118.ac.AcChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.ac.BptAcCPDReqEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.ac.BptDynamicAcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.ac.BptScheduledAcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.ac.DynamicAcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.ac.ScheduledAcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationSetupReq;
import io.tidegate.codec.exi.iso15118.cm.CertificateInstallationReq;
import io.tidegate.codec.exi.iso15118.cm.ChannelSelection;
import io.tidegate.codec.exi.iso15118.cm.ChargeProgress;
import io.tidegate.codec.exi.iso15118.cm.ChargingSession;
import io.tidegate.codec.exi.iso15118.cm.DynamicEVPPTControlMode;
import io.tidegate.codec.exi.iso15118.cm.DynamicSEReqControlMode;
import io.tidegate.codec.exi.iso15118.cm.DynamicSMDTControlMode;
import io.tidegate.codec.exi.iso15118.cm.EVPowerProfile;
import io.tidegate.codec.exi.iso15118.cm.EVPowerProfileEntryList;
import io.tidegate.codec.exi.iso15118.cm.EvCheckInStatus;
import io.tidegate.codec.exi.iso15118.cm.EvCheckOutStatus;
import io.tidegate.codec.exi.iso15118.cm.MeteringConfirmationReq;
import io.tidegate.codec.exi.iso15118.cm.ParkingMethod;
import io.tidegate.codec.exi.iso15118.cm.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.cm.PowerScheduleEntry;
import io.tidegate.codec.exi.iso15118.cm.ScheduleExchangeReq;
import io.tidegate.codec.exi.iso15118.cm.ScheduledEVPPTControlMode;
import io.tidegate.codec.exi.iso15118.cm.ScheduledSEReqControlMode;
import io.tidegate.codec.exi.iso15118.cm.SelectedService;
import io.tidegate.codec.exi.iso15118.cm.ServiceDetailReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceDiscoveryReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceSelectionReq;
import io.tidegate.codec.exi.iso15118.cm.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.cm.SessionStopReq;
import io.tidegate.codec.exi.iso15118.cm.SignedCertificateChain;
import io.tidegate.codec.exi.iso15118.cm.SignedMeteringData;
import io.tidegate.codec.exi.iso15118.cm.VehicleCheckInReq;
import io.tidegate.codec.exi.iso15118.cm.VehicleCheckOutReq;
import io.tidegate.codec.exi.iso15118.common.DisplayParameters;
import io.tidegate.codec.exi.iso15118.common.ListOfRootCertificateIDs;
import io.tidegate.codec.exi.iso15118.common.MeterInfo;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.common.RationalNumber;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.exi.iso15118.dc.BptDcCPDReqEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.dc.BptDynamicDcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.dc.BptScheduledDcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.dc.DcCPDReqEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.dc.DcCableCheckReq;
import io.tidegate.codec.exi.iso15118.dc.DcChargeLoopReq;
import io.tidegate.codec.exi.iso15118.dc.DcChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.dc.DcPreChargeReq;
import io.tidegate.codec.exi.iso15118.dc.DcWeldingDetectionReq;
import io.tidegate.codec.exi.iso15118.dc.DynamicDcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.dc.ScheduledDcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.xmldsig.X509IssuerSerial;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Requests of a vehicle with a battery of 60 kWh, 400 V, 11 kW AC, 50 kW DC. */
final class Words {
  private Words() {}

  static RationalNumber n(double number) {
    return RationalNumber.of(number);
  }

  static V2GMessage parameters(Ev ev) {
    if (ev.direct()) {
      return new DcChargeParameterDiscoveryReq(
          ev.header(),
          ev.wanted.bidirectional()
              ? new BptDcCPDReqEnergyTransferMode(
                  n(50_000), n(100), n(120), n(1), n(450), n(300), 80, n(20_000), n(100), n(50),
                  n(1))
              : new DcCPDReqEnergyTransferMode(
                  n(50_000), n(100), n(120), n(1), n(450), n(300), 80));
    }
    return new AcChargeParameterDiscoveryReq(
        ev.header(),
        ev.wanted.bidirectional()
            ? new BptAcCPDReqEnergyTransferMode(
                n(11_000), null, null, n(1_400), null, null, n(10_000), null, null, n(1_400), null,
                null)
            : new AcCPDReqEnergyTransferMode(n(11_000), null, null, n(1_400), null, null));
  }

  static V2GMessage exchange(Ev ev) {
    return ev.wanted.dynamic()
        ? new ScheduleExchangeReq(
            ev.header(),
            12,
            new DynamicSEReqControlMode(
                7_200, 20, 80, n(30_000), n(40_000), n(-10_000), null, null),
            null)
        : new ScheduleExchangeReq(
            ev.header(),
            12,
            null,
            new ScheduledSEReqControlMode(7_200L, n(30_000), n(40_000), n(10_000), null));
  }

  static V2GMessage cableCheck(Ev ev) {
    return new DcCableCheckReq(ev.header());
  }

  static V2GMessage preCharge(Ev ev) {
    return new DcPreChargeReq(ev.header(), Processing.ONGOING, n(10), n(400));
  }

  static V2GMessage delivery(Ev ev, ChargeProgress progress) {
    boolean profiled = progress == ChargeProgress.START && !ev.wanted.dynamic();
    return delivery(ev, progress, profiled ? profile(ev, 1, 5_000) : null);
  }

  static V2GMessage delivery(Ev ev, ChargeProgress progress, EVPowerProfile profile) {
    return new PowerDeliveryReq(ev.header(), Processing.FINISHED, progress, profile, null);
  }

  static V2GMessage delivery(Ev ev, ChannelSelection channel) {
    return new PowerDeliveryReq(
        ev.header(), Processing.FINISHED, ChargeProgress.START, null, channel);
  }

  /** An hour at this power. */
  static EVPowerProfile profile(Ev ev, long tuple, double powerW) {
    boolean dynamic = ev.wanted.dynamic();
    return new EVPowerProfile(
        ev.bench.evse.view().at().getEpochSecond(),
        dynamic ? new DynamicEVPPTControlMode() : null,
        dynamic ? null : new ScheduledEVPPTControlMode(tuple, null),
        new EVPowerProfileEntryList(List.of(new PowerScheduleEntry(3_600, n(powerW), null, null))));
  }

  static V2GMessage loop(Ev ev, boolean meter) {
    return loop(ev, meter, 5_000, 20);
  }

  /**
   * @param presentW AC: what the vehicle does; DC Scheduled: what it asks for, in A
   */
  static V2GMessage loop(Ev ev, boolean meter, double presentW, double amps) {
    DisplayParameters display =
        new DisplayParameters(50, null, 80, null, null, null, null, null, n(60_000), null);
    return ev.direct()
        ? new DcChargeLoopReq(ev.header(), display, meter, n(400), direct(ev, amps))
        : new AcChargeLoopReq(ev.header(), display, meter, alternating(ev, presentW));
  }

  private static io.tidegate.codec.exi.iso15118.dc.CLReqControlMode direct(Ev ev, double amps) {
    boolean both = ev.wanted.bidirectional();
    if (ev.wanted.dynamic()) {
      return both
          ? new BptDynamicDcCLReqControlMode(
              null,
              n(30_000),
              n(40_000),
              n(-10_000),
              n(50_000),
              n(100),
              n(120),
              n(450),
              n(300),
              n(20_000),
              n(100),
              n(50),
              null,
              null)
          : new DynamicDcCLReqControlMode(
              null, n(30_000), n(40_000), n(10_000), n(50_000), n(100), n(120), n(450), n(300));
    }
    return both
        ? new BptScheduledDcCLReqControlMode(
            null, null, null, n(amps), n(410), null, null, null, null, null, null, null, null)
        : new ScheduledDcCLReqControlMode(
            null, null, null, n(amps), n(410), null, null, null, null, null);
  }

  private static io.tidegate.codec.exi.iso15118.ac.CLReqControlMode alternating(
      Ev ev, double presentW) {
    boolean both = ev.wanted.bidirectional();
    if (ev.wanted.dynamic()) {
      return both
          ? new BptDynamicAcCLReqControlMode(
              null,
              n(30_000),
              n(40_000),
              n(-10_000),
              n(11_000),
              null,
              null,
              n(1_400),
              null,
              null,
              n(presentW),
              null,
              null,
              n(0),
              null,
              null,
              n(10_000),
              null,
              null,
              n(1_400),
              null,
              null,
              null,
              null)
          : new DynamicAcCLReqControlMode(
              null,
              n(30_000),
              n(40_000),
              n(10_000),
              n(11_000),
              null,
              null,
              n(1_400),
              null,
              null,
              n(presentW),
              null,
              null,
              n(0),
              null,
              null);
    }
    return both
        ? new BptScheduledAcCLReqControlMode(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            n(presentW),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null)
        : new ScheduledAcCLReqControlMode(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            n(presentW),
            null,
            null,
            null,
            null,
            null);
  }

  static MeteringConfirmationReq confirmation(Ev ev) {
    return new MeteringConfirmationReq(ev.header(), metering(ev));
  }

  static SignedMeteringData metering(Ev ev) {
    return new SignedMeteringData(
        "id1",
        Bytes.ofHex(ev.id),
        new MeterInfo("M1", 1_000, null, null, null, null, null, null),
        null,
        new DynamicSMDTControlMode(),
        null);
  }

  static V2GMessage installation(Ev ev) {
    return new CertificateInstallationReq(
        ev.header(),
        new SignedCertificateChain("id1", Bytes.of((byte) 1), null),
        new ListOfRootCertificateIDs(List.of(new X509IssuerSerial("CN=R", BigInteger.ONE))),
        1,
        null);
  }

  static List<V2GMessage> everything(Ev ev) {
    List<V2GMessage> all = new ArrayList<>();
    all.add(new SessionSetupReq(ev.header(), "WMIV1234567890ABCDEX"));
    all.add(new AuthorizationSetupReq(ev.header()));
    all.add(ev.external());
    all.add(installation(ev));
    all.add(new ServiceDiscoveryReq(ev.header(), null));
    all.add(new ServiceDetailReq(ev.header(), ev.service));
    all.add(
        new ServiceSelectionReq(
            ev.header(), new SelectedService(ev.service, ev.wanted.set()), null));
    all.add(parameters(ev));
    all.add(exchange(ev));
    all.add(delivery(ev, ChargeProgress.START));
    all.add(loop(ev, true));
    all.add(confirmation(ev));
    all.add(
        new VehicleCheckInReq(
            ev.header(), EvCheckInStatus.CHECK_IN, ParkingMethod.MANUAL, null, null, null));
    all.add(new VehicleCheckOutReq(ev.header(), EvCheckOutStatus.CHECK_OUT, 0));
    all.add(new SessionStopReq(ev.header(), ChargingSession.TERMINATE, null, null));
    all.add(cableCheck(ev));
    all.add(preCharge(ev));
    all.add(new DcWeldingDetectionReq(ev.header(), Processing.FINISHED));
    return all;
  }
}
