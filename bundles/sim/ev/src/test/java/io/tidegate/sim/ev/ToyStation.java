package io.tidegate.sim.ev;

import static io.tidegate.sim.ev.Numbers.rational;

import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.ac.AcCPDResEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.ac.AcChargeLoopReq;
import io.tidegate.codec.exi.iso15118.ac.AcChargeLoopRes;
import io.tidegate.codec.exi.iso15118.ac.AcChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.ac.AcChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.ac.AcExi;
import io.tidegate.codec.exi.iso15118.ac.AcMessage;
import io.tidegate.codec.exi.iso15118.ac.BptAcCPDReqEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.ac.BptAcCPDResEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.ac.BptDynamicAcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.ac.BptDynamicAcCLResControlMode;
import io.tidegate.codec.exi.iso15118.ac.BptScheduledAcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.ac.BptScheduledAcCLResControlMode;
import io.tidegate.codec.exi.iso15118.ac.DynamicAcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.ac.DynamicAcCLResControlMode;
import io.tidegate.codec.exi.iso15118.ac.ScheduledAcCLResControlMode;
import io.tidegate.codec.exi.iso15118.cm.Authorization;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationRes;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationSetupReq;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationSetupRes;
import io.tidegate.codec.exi.iso15118.cm.ChargingSchedule;
import io.tidegate.codec.exi.iso15118.cm.CmExi;
import io.tidegate.codec.exi.iso15118.cm.CmMessage;
import io.tidegate.codec.exi.iso15118.cm.DynamicSEResControlMode;
import io.tidegate.codec.exi.iso15118.cm.MeteringConfirmationReq;
import io.tidegate.codec.exi.iso15118.cm.MeteringConfirmationRes;
import io.tidegate.codec.exi.iso15118.cm.Parameter;
import io.tidegate.codec.exi.iso15118.cm.ParameterSet;
import io.tidegate.codec.exi.iso15118.cm.PnCASResAuthorizationMode;
import io.tidegate.codec.exi.iso15118.cm.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.cm.PowerDeliveryRes;
import io.tidegate.codec.exi.iso15118.cm.PowerSchedule;
import io.tidegate.codec.exi.iso15118.cm.PowerScheduleEntry;
import io.tidegate.codec.exi.iso15118.cm.PowerScheduleEntryList;
import io.tidegate.codec.exi.iso15118.cm.ScheduleExchangeReq;
import io.tidegate.codec.exi.iso15118.cm.ScheduleExchangeRes;
import io.tidegate.codec.exi.iso15118.cm.ScheduleTuple;
import io.tidegate.codec.exi.iso15118.cm.ScheduledSEResControlMode;
import io.tidegate.codec.exi.iso15118.cm.Service;
import io.tidegate.codec.exi.iso15118.cm.ServiceDetailReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceDetailRes;
import io.tidegate.codec.exi.iso15118.cm.ServiceDiscoveryReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceDiscoveryRes;
import io.tidegate.codec.exi.iso15118.cm.ServiceList;
import io.tidegate.codec.exi.iso15118.cm.ServiceParameterList;
import io.tidegate.codec.exi.iso15118.cm.ServiceSelectionReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceSelectionRes;
import io.tidegate.codec.exi.iso15118.cm.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.cm.SessionSetupRes;
import io.tidegate.codec.exi.iso15118.cm.SessionStopRes;
import io.tidegate.codec.exi.iso15118.common.EVSEStatus;
import io.tidegate.codec.exi.iso15118.common.EvseNotification;
import io.tidegate.codec.exi.iso15118.common.MessageHeader;
import io.tidegate.codec.exi.iso15118.common.MeterInfo;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.exi.iso15118.dc.BptDcCPDReqEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.dc.BptDcCPDResEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.dc.BptDynamicDcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.dc.BptDynamicDcCLResControlMode;
import io.tidegate.codec.exi.iso15118.dc.BptScheduledDcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.dc.BptScheduledDcCLResControlMode;
import io.tidegate.codec.exi.iso15118.dc.DcCPDResEnergyTransferMode;
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
import io.tidegate.codec.exi.iso15118.dc.DcWeldingDetectionRes;
import io.tidegate.codec.exi.iso15118.dc.DynamicDcCLReqControlMode;
import io.tidegate.codec.exi.iso15118.dc.DynamicDcCLResControlMode;
import io.tidegate.codec.exi.iso15118.dc.ScheduledDcCLResControlMode;
import java.util.List;
import java.util.function.Function;

/**
 * Answers a vehicle of ISO 15118-20 as it wishes, without any state of a station: enough to see
 * what the vehicle says. What a test wants otherwise it says beforehand.
 */
final class ToyStation implements ToyServer.Answers {
  static final Bytes SESSION = Bytes.ofHex("0102030405060708");

  volatile double chargeW = 8_000;
  volatile double dischargeW;
  volatile double presentV;
  volatile EvseNotification notification;
  volatile boolean resumes;
  volatile int ongoing = 1;
  volatile Function<V2GMessage, ResponseCode> code = m -> ResponseCode.OK;
  volatile V2GMessage latest;
  final java.util.List<V2GMessage> seen = new java.util.concurrent.CopyOnWriteArrayList<>();

  @Override
  public ToyServer.Frame answer(int payloadType, byte[] exi) throws Exception {
    return switch (payloadType) {
      case 0x8003 -> new ToyServer.Frame(0x8003, AcExi.SET.encode(ac(AcExi.SET.decode(exi))));
      case 0x8004 -> new ToyServer.Frame(0x8004, DcExi.SET.encode(dc(DcExi.SET.decode(exi))));
      default -> new ToyServer.Frame(payloadType, CmExi.SET.encode(common(CmExi.SET.decode(exi))));
    };
  }

  private MessageHeader header() {
    return new MessageHeader(SESSION, 1, null);
  }

  private ResponseCode heard(Object request) {
    latest = (V2GMessage) request;
    seen.add(latest);
    return code.apply(latest);
  }

  private EVSEStatus status() {
    EvseNotification now = notification;
    notification = null;
    return now == null ? null : new EVSEStatus(0, now);
  }

  private CmMessage common(CmMessage request) {
    ResponseCode ok = heard(request);
    if (request instanceof SessionSetupReq) {
      return new SessionSetupRes(
          header(),
          resumes ? ResponseCode.OK_OLD_SESSION_JOINED : ResponseCode.OK_NEW_SESSION_ESTABLISHED,
          "DE*TDG*E1");
    } else if (request instanceof AuthorizationSetupReq) {
      return new AuthorizationSetupRes(
          header(),
          ok,
          List.of(Authorization.EIM, Authorization.PN_C),
          false,
          null,
          new PnCASResAuthorizationMode(Bytes.of(new byte[16]), null));
    } else if (request instanceof AuthorizationReq) {
      return new AuthorizationRes(
          header(), ok, ongoing-- > 0 ? Processing.ONGOING : Processing.FINISHED);
    } else if (request instanceof ServiceDiscoveryReq) {
      List<Service> services =
          List.of(1, 2, 5, 6).stream().map(id -> new Service(id, true)).toList();
      return new ServiceDiscoveryRes(header(), ok, true, new ServiceList(services), null);
    } else if (request instanceof ServiceDetailReq detail) {
      return new ServiceDetailRes(
          header(),
          ok,
          detail.serviceID(),
          new ServiceParameterList(List.of(set(1, 1, 1), set(2, 2, 2))));
    } else if (request instanceof ServiceSelectionReq) {
      return new ServiceSelectionRes(header(), ok);
    } else if (request instanceof ScheduleExchangeReq exchange) {
      return schedule(exchange, ok);
    } else if (request instanceof PowerDeliveryReq) {
      return new PowerDeliveryRes(header(), ok, null);
    } else if (request instanceof MeteringConfirmationReq) {
      return new MeteringConfirmationRes(header(), ok);
    }
    return new SessionStopRes(header(), ok);
  }

  private static ParameterSet set(int id, int control, int mobility) {
    return new ParameterSet(
        id,
        List.of(
            new Parameter("Connector", null, null, null, 1, null, null),
            new Parameter("ControlMode", null, null, null, control, null, null),
            new Parameter("MobilityNeedsMode", null, null, null, mobility, null, null),
            new Parameter("BPTChannel", null, null, null, 1, null, null)));
  }

  private CmMessage schedule(ScheduleExchangeReq request, ResponseCode ok) {
    if (request.dynamicSEReqControlMode() != null) {
      return new ScheduleExchangeRes(
          header(),
          ok,
          Processing.FINISHED,
          null,
          new DynamicSEResControlMode(null, null, null, null, null),
          null);
    }
    PowerSchedule power =
        new PowerSchedule(
            1,
            null,
            null,
            new PowerScheduleEntryList(
                List.of(new PowerScheduleEntry(3_600, rational(7_000), null, null))));
    return new ScheduleExchangeRes(
        header(),
        ok,
        Processing.FINISHED,
        null,
        null,
        new ScheduledSEResControlMode(
            List.of(new ScheduleTuple(3, new ChargingSchedule(power, null, null), null))));
  }

  private DcMessage dc(DcMessage request) {
    ResponseCode ok = heard(request);
    if (request instanceof DcChargeParameterDiscoveryReq parameters) {
      boolean both =
          parameters.dcCPDReqEnergyTransferMode() instanceof BptDcCPDReqEnergyTransferMode;
      var w = rational(50_000);
      var a = rational(100);
      var v = rational(1_000);
      var least = rational(1);
      return new DcChargeParameterDiscoveryRes(
          header(),
          ok,
          both
              ? new BptDcCPDResEnergyTransferMode(
                  w, least, a, least, v, least, null, w, least, a, least)
              : new DcCPDResEnergyTransferMode(w, least, a, least, v, least, null));
    } else if (request instanceof DcCableCheckReq) {
      return new DcCableCheckRes(header(), ok, Processing.FINISHED);
    } else if (request instanceof DcPreChargeReq charge) {
      presentV = charge.evTargetVoltage().toDouble();
      return new DcPreChargeRes(header(), ok, rational(presentV));
    } else if (request instanceof DcChargeLoopReq loop) {
      return new DcChargeLoopRes(
          header(),
          ok,
          status(),
          loop.meterInfoRequested()
              ? new MeterInfo("M1", 1_000, null, null, null, null, null, null)
              : null,
          null,
          rational(20),
          rational(presentV),
          false,
          false,
          false,
          mode(loop.clReqControlMode()));
    }
    presentV = 0;
    return new DcWeldingDetectionRes(header(), ok, rational(presentV));
  }

  private io.tidegate.codec.exi.iso15118.dc.CLResControlMode mode(
      io.tidegate.codec.exi.iso15118.dc.CLReqControlMode request) {
    var charge = rational(chargeW);
    var discharge = rational(dischargeW);
    var a = rational(100);
    var v = rational(500);
    var none = rational(0);
    if (request instanceof BptDynamicDcCLReqControlMode) {
      return new BptDynamicDcCLResControlMode(
          null, null, null, null, charge, none, a, v, discharge, none, a, none);
    } else if (request instanceof DynamicDcCLReqControlMode) {
      return new DynamicDcCLResControlMode(null, null, null, null, charge, none, a, v);
    } else if (request instanceof BptScheduledDcCLReqControlMode) {
      return new BptScheduledDcCLResControlMode(charge, none, a, v, discharge, none, a, none);
    }
    return new ScheduledDcCLResControlMode(charge, none, a, v);
  }

  private AcMessage ac(AcMessage request) {
    ResponseCode ok = heard(request);
    var w = rational(11_000);
    var least = rational(1);
    if (request instanceof AcChargeParameterDiscoveryReq parameters) {
      boolean both =
          parameters.acCPDReqEnergyTransferMode() instanceof BptAcCPDReqEnergyTransferMode;
      return new AcChargeParameterDiscoveryRes(
          header(),
          ok,
          both
              ? new BptAcCPDResEnergyTransferMode(
                  w,
                  null,
                  null,
                  least,
                  null,
                  null,
                  rational(50),
                  null,
                  null,
                  null,
                  null,
                  null,
                  w,
                  null,
                  null,
                  least,
                  null,
                  null)
              : new AcCPDResEnergyTransferMode(
                  w, null, null, least, null, null, rational(50), null, null, null, null, null));
    }
    var mode = ((AcChargeLoopReq) request).clReqControlMode();
    var target = rational(chargeW - dischargeW);
    io.tidegate.codec.exi.iso15118.ac.CLResControlMode answer;
    if (mode instanceof BptDynamicAcCLReqControlMode) {
      answer =
          new BptDynamicAcCLResControlMode(
              null, null, null, null, target, null, null, null, null, null, null, null, null);
    } else if (mode instanceof DynamicAcCLReqControlMode) {
      answer =
          new DynamicAcCLResControlMode(
              null, null, null, null, target, null, null, null, null, null, null, null, null);
    } else if (mode instanceof BptScheduledAcCLReqControlMode) {
      answer =
          new BptScheduledAcCLResControlMode(
              target, null, null, null, null, null, null, null, null);
    } else {
      answer =
          new ScheduledAcCLResControlMode(target, null, null, null, null, null, null, null, null);
    }
    return new AcChargeLoopRes(header(), ok, status(), null, null, null, answer);
  }
}
