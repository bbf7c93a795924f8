package io.tidegate.sim.ev;

import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.iso2.AcEVSEChargeParameter;
import io.tidegate.codec.exi.iso15118.iso2.AcEVSEStatus;
import io.tidegate.codec.exi.iso15118.iso2.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.iso2.AuthorizationRes;
import io.tidegate.codec.exi.iso15118.iso2.Body;
import io.tidegate.codec.exi.iso15118.iso2.BodyElement;
import io.tidegate.codec.exi.iso15118.iso2.CableCheckReq;
import io.tidegate.codec.exi.iso15118.iso2.CableCheckRes;
import io.tidegate.codec.exi.iso15118.iso2.ChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.iso2.ChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.iso2.ChargeService;
import io.tidegate.codec.exi.iso15118.iso2.ChargingStatusReq;
import io.tidegate.codec.exi.iso15118.iso2.ChargingStatusRes;
import io.tidegate.codec.exi.iso15118.iso2.CurrentDemandReq;
import io.tidegate.codec.exi.iso15118.iso2.CurrentDemandRes;
import io.tidegate.codec.exi.iso15118.iso2.DcEVSEChargeParameter;
import io.tidegate.codec.exi.iso15118.iso2.DcEVSEStatus;
import io.tidegate.codec.exi.iso15118.iso2.DcEVSEStatusCode;
import io.tidegate.codec.exi.iso15118.iso2.EVSENotification;
import io.tidegate.codec.exi.iso15118.iso2.EVSEProcessing;
import io.tidegate.codec.exi.iso15118.iso2.EnergyTransferMode;
import io.tidegate.codec.exi.iso15118.iso2.Iso2Exi;
import io.tidegate.codec.exi.iso15118.iso2.IsolationLevel;
import io.tidegate.codec.exi.iso15118.iso2.MessageHeader;
import io.tidegate.codec.exi.iso15118.iso2.MeterInfo;
import io.tidegate.codec.exi.iso15118.iso2.MeteringReceiptReq;
import io.tidegate.codec.exi.iso15118.iso2.MeteringReceiptRes;
import io.tidegate.codec.exi.iso15118.iso2.PMaxSchedule;
import io.tidegate.codec.exi.iso15118.iso2.PMaxScheduleEntry;
import io.tidegate.codec.exi.iso15118.iso2.PaymentDetailsReq;
import io.tidegate.codec.exi.iso15118.iso2.PaymentDetailsRes;
import io.tidegate.codec.exi.iso15118.iso2.PaymentOption;
import io.tidegate.codec.exi.iso15118.iso2.PaymentOptionList;
import io.tidegate.codec.exi.iso15118.iso2.PaymentServiceSelectionReq;
import io.tidegate.codec.exi.iso15118.iso2.PaymentServiceSelectionRes;
import io.tidegate.codec.exi.iso15118.iso2.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.iso2.PowerDeliveryRes;
import io.tidegate.codec.exi.iso15118.iso2.PreChargeReq;
import io.tidegate.codec.exi.iso15118.iso2.PreChargeRes;
import io.tidegate.codec.exi.iso15118.iso2.RelativeTimeInterval;
import io.tidegate.codec.exi.iso15118.iso2.ResponseCode;
import io.tidegate.codec.exi.iso15118.iso2.SAScheduleList;
import io.tidegate.codec.exi.iso15118.iso2.SAScheduleTuple;
import io.tidegate.codec.exi.iso15118.iso2.ServiceCategory;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDiscoveryReq;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDiscoveryRes;
import io.tidegate.codec.exi.iso15118.iso2.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.iso2.SessionSetupRes;
import io.tidegate.codec.exi.iso15118.iso2.SessionStopRes;
import io.tidegate.codec.exi.iso15118.iso2.SupportedEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.iso2.V2GMessage;
import io.tidegate.codec.exi.iso15118.iso2.WeldingDetectionReq;
import io.tidegate.codec.exi.iso15118.iso2.WeldingDetectionRes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Answers a vehicle of ISO 15118-2 as it wishes. */
final class ToyStation2 implements ToyServer.Answers {
  static final Bytes SESSION = Bytes.ofHex("0A02030405060708");

  java.util.Deque<EVSENotification> inLoops = new java.util.ArrayDeque<>();
  volatile boolean receipts;
  final List<V2GMessage> seen = Collections.synchronizedList(new ArrayList<>());
  private boolean delivering;

  @Override
  public ToyServer.Frame answer(int payloadType, byte[] exi) throws Exception {
    V2GMessage request = (V2GMessage) Iso2Exi.SET.decode(exi);
    seen.add(request);
    BodyElement answer = answer(request.body().bodyElement());
    return new ToyServer.Frame(
        0x8001,
        Iso2Exi.SET.encode(
            new V2GMessage(new MessageHeader(SESSION, null, null), new Body(answer))));
  }

  private DcEVSEStatus dc() {
    return new DcEVSEStatus(
        0, EVSENotification.NONE, IsolationLevel.VALID, DcEVSEStatusCode.EVSE_READY);
  }

  private AcEVSEStatus ac() {
    return new AcEVSEStatus(0, EVSENotification.NONE, false);
  }

  private BodyElement answer(BodyElement request) {
    ResponseCode ok = ResponseCode.OK;
    if (request instanceof SessionSetupReq) {
      return new SessionSetupRes(ResponseCode.OK_NEW_SESSION_ESTABLISHED, "DE*TDG*E1", 1L);
    } else if (request instanceof ServiceDiscoveryReq) {
      return new ServiceDiscoveryRes(
          ok,
          new PaymentOptionList(List.of(PaymentOption.EXTERNAL_PAYMENT, PaymentOption.CONTRACT)),
          new ChargeService(
              1,
              null,
              ServiceCategory.EV_CHARGING,
              null,
              true,
              new SupportedEnergyTransferMode(
                  List.of(EnergyTransferMode.DC_EXTENDED, EnergyTransferMode.AC_THREE_PHASE_CORE))),
          null);
    } else if (request instanceof PaymentServiceSelectionReq) {
      return new PaymentServiceSelectionRes(ok);
    } else if (request instanceof PaymentDetailsReq) {
      return new PaymentDetailsRes(ok, Bytes.of(new byte[16]), 1);
    } else if (request instanceof AuthorizationReq) {
      return new AuthorizationRes(ok, EVSEProcessing.FINISHED);
    } else if (request instanceof ChargeParameterDiscoveryReq parameters) {
      return parameters(parameters);
    } else if (request instanceof CableCheckReq) {
      return new CableCheckRes(ok, dc(), EVSEProcessing.FINISHED);
    } else if (request instanceof PreChargeReq charge) {
      return new PreChargeRes(ok, dc(), charge.evTargetVoltage());
    } else if (request instanceof PowerDeliveryReq delivery) {
      delivering = delivery.evPowerDeliveryParameter() == null;
      return new PowerDeliveryRes(ok, delivering ? ac() : dc());
    } else if (request instanceof CurrentDemandReq demand) {
      return new CurrentDemandRes(
          ok,
          dc(),
          Energy2.volts(400),
          demand.evTargetCurrent(),
          false,
          false,
          false,
          Energy2.volts(500),
          Energy2.amps(100),
          Energy2.watts(12_000),
          "DE*TDG*E1",
          1,
          new MeterInfo("M1", 5L, null, null, null),
          receipts);
    } else if (request instanceof ChargingStatusReq) {
      return new ChargingStatusRes(
          ok,
          "DE*TDG*E1",
          1,
          Energy2.amps(10),
          new MeterInfo("M1", 5L, null, null, null),
          receipts,
          new AcEVSEStatus(0, inLoops.isEmpty() ? EVSENotification.NONE : inLoops.poll(), false));
    } else if (request instanceof MeteringReceiptReq) {
      receipts = false;
      return new MeteringReceiptRes(ok, delivering ? ac() : dc());
    } else if (request instanceof WeldingDetectionReq) {
      return new WeldingDetectionRes(ok, dc(), Energy2.volts(10));
    }
    return new SessionStopRes(ok);
  }

  private BodyElement parameters(ChargeParameterDiscoveryReq request) {
    boolean direct = request.requestedEnergyTransferMode() == EnergyTransferMode.DC_EXTENDED;
    PMaxScheduleEntry entry =
        new PMaxScheduleEntry(new RelativeTimeInterval(0, 86_400), Energy2.watts(20_000));
    SAScheduleList schedules =
        new SAScheduleList(List.of(new SAScheduleTuple(1, new PMaxSchedule(List.of(entry)), null)));
    return new ChargeParameterDiscoveryRes(
        ResponseCode.OK,
        EVSEProcessing.FINISHED,
        schedules,
        direct
            ? new DcEVSEChargeParameter(
                dc(),
                Energy2.amps(100),
                Energy2.watts(50_000),
                Energy2.volts(500),
                Energy2.amps(1),
                Energy2.volts(150),
                null,
                Energy2.amps(1),
                null)
            : new AcEVSEChargeParameter(ac(), Energy2.volts(230), Energy2.amps(16)));
  }
}
