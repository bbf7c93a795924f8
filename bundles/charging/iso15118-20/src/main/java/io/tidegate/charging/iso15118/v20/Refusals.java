package io.tidegate.charging.iso15118.v20;

import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.ac.AcCPDResEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.ac.AcChargeLoopReq;
import io.tidegate.codec.exi.iso15118.ac.AcChargeLoopRes;
import io.tidegate.codec.exi.iso15118.ac.AcChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.ac.AcChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.ac.ScheduledAcCLResControlMode;
import io.tidegate.codec.exi.iso15118.cm.Authorization;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationRes;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationSetupReq;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationSetupRes;
import io.tidegate.codec.exi.iso15118.cm.CertificateChain;
import io.tidegate.codec.exi.iso15118.cm.CertificateInstallationReq;
import io.tidegate.codec.exi.iso15118.cm.CertificateInstallationRes;
import io.tidegate.codec.exi.iso15118.cm.ContractCertificateChain;
import io.tidegate.codec.exi.iso15118.cm.DynamicSEResControlMode;
import io.tidegate.codec.exi.iso15118.cm.EcdhCurve;
import io.tidegate.codec.exi.iso15118.cm.EimASResAuthorizationMode;
import io.tidegate.codec.exi.iso15118.cm.EvseCheckOutStatus;
import io.tidegate.codec.exi.iso15118.cm.MeteringConfirmationReq;
import io.tidegate.codec.exi.iso15118.cm.MeteringConfirmationRes;
import io.tidegate.codec.exi.iso15118.cm.Parameter;
import io.tidegate.codec.exi.iso15118.cm.ParameterSet;
import io.tidegate.codec.exi.iso15118.cm.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.cm.PowerDeliveryRes;
import io.tidegate.codec.exi.iso15118.cm.ScheduleExchangeReq;
import io.tidegate.codec.exi.iso15118.cm.ScheduleExchangeRes;
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
import io.tidegate.codec.exi.iso15118.cm.SessionStopReq;
import io.tidegate.codec.exi.iso15118.cm.SessionStopRes;
import io.tidegate.codec.exi.iso15118.cm.SignedCertificateChain;
import io.tidegate.codec.exi.iso15118.cm.SignedInstallationData;
import io.tidegate.codec.exi.iso15118.cm.SubCertificates;
import io.tidegate.codec.exi.iso15118.cm.VehicleCheckInReq;
import io.tidegate.codec.exi.iso15118.cm.VehicleCheckInRes;
import io.tidegate.codec.exi.iso15118.cm.VehicleCheckOutReq;
import io.tidegate.codec.exi.iso15118.cm.VehicleCheckOutRes;
import io.tidegate.codec.exi.iso15118.common.EVSEStatus;
import io.tidegate.codec.exi.iso15118.common.EvseNotification;
import io.tidegate.codec.exi.iso15118.common.ListOfRootCertificateIDs;
import io.tidegate.codec.exi.iso15118.common.MessageHeader;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.common.RationalNumber;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.exi.iso15118.dc.DcCPDResEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.dc.DcCableCheckReq;
import io.tidegate.codec.exi.iso15118.dc.DcCableCheckRes;
import io.tidegate.codec.exi.iso15118.dc.DcChargeLoopReq;
import io.tidegate.codec.exi.iso15118.dc.DcChargeLoopRes;
import io.tidegate.codec.exi.iso15118.dc.DcChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.dc.DcChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.dc.DcPreChargeReq;
import io.tidegate.codec.exi.iso15118.dc.DcPreChargeRes;
import io.tidegate.codec.exi.iso15118.dc.DcWeldingDetectionReq;
import io.tidegate.codec.exi.iso15118.dc.DcWeldingDetectionRes;
import io.tidegate.codec.exi.iso15118.dc.ScheduledDcCLResControlMode;
import io.tidegate.codec.exi.iso15118.xmldsig.X509IssuerSerial;
import java.math.BigInteger;
import java.util.List;

/**
 * The response to a request that is refused: what the schema asks for beside the code is filled in
 * with nothing (§8.3.4: the other side looks at the code first).
 */
final class Refusals {
  /** Of a request that is not at hand any more. */
  static final MessageHeader NO_HEADER = new MessageHeader(Bytes.EMPTY, 0, null);

  /** A CertificateInstallationReq that is not at hand any more. */
  static final CertificateInstallationReq INSTALLATION =
      new CertificateInstallationReq(
          NO_HEADER,
          new SignedCertificateChain("none", Bytes.EMPTY, null),
          new ListOfRootCertificateIDs(List.of(new X509IssuerSerial("", BigInteger.ZERO))),
          0,
          null);

  private static final RationalNumber ZERO = RationalNumber.ZERO;

  private Refusals() {}

  static V2GMessage of(V2GMessage request, ResponseCode code, Talk talk) {
    MessageHeader header = talk.header();
    if (request instanceof AcChargeLoopReq || request instanceof AcChargeParameterDiscoveryReq) {
      return ac(request, code, header);
    }
    V2GMessage direct = dc(request, code, header, talk);
    return direct != null ? direct : common(request, code, header, talk);
  }

  private static V2GMessage ac(V2GMessage request, ResponseCode code, MessageHeader header) {
    if (request instanceof AcChargeLoopReq) {
      return new AcChargeLoopRes(
          header,
          code,
          terminate(),
          null,
          null,
          null,
          new ScheduledAcCLResControlMode(null, null, null, null, null, null, null, null, null));
    }
    return new AcChargeParameterDiscoveryRes(
        header,
        code,
        new AcCPDResEnergyTransferMode(
            ZERO, null, null, ZERO, null, null, ZERO, null, null, null, null, null));
  }

  private static V2GMessage dc(
      V2GMessage request, ResponseCode code, MessageHeader header, Talk talk) {
    RationalNumber volts = Numbers.of(talk.view().voltageV());
    if (request instanceof DcChargeLoopReq) {
      return new DcChargeLoopRes(
          header,
          code,
          terminate(),
          null,
          null,
          Numbers.of(talk.view().currentA()),
          volts,
          false,
          false,
          false,
          new ScheduledDcCLResControlMode(null, null, null, null));
    } else if (request instanceof DcCableCheckReq) {
      return new DcCableCheckRes(header, code, Processing.FINISHED);
    } else if (request instanceof DcPreChargeReq) {
      return new DcPreChargeRes(header, code, volts);
    } else if (request instanceof DcWeldingDetectionReq) {
      return new DcWeldingDetectionRes(header, code, volts);
    } else if (request instanceof DcChargeParameterDiscoveryReq) {
      return new DcChargeParameterDiscoveryRes(
          header, code, new DcCPDResEnergyTransferMode(ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, null));
    }
    return null;
  }

  private static V2GMessage common(
      V2GMessage request, ResponseCode code, MessageHeader header, Talk talk) {
    if (request instanceof SessionSetupReq) {
      return new SessionSetupRes(header, code, talk.rating().evseId());
    } else if (request instanceof AuthorizationSetupReq) {
      return new AuthorizationSetupRes(
          header, code, List.of(Authorization.EIM), false, new EimASResAuthorizationMode(), null);
    } else if (request instanceof AuthorizationReq) {
      return new AuthorizationRes(header, code, Processing.FINISHED);
    } else if (request instanceof CertificateInstallationReq) {
      return installation(header, code, Processing.FINISHED);
    } else if (request instanceof ScheduleExchangeReq exchange) {
      return new ScheduleExchangeRes(
          header,
          code,
          Processing.FINISHED,
          null,
          exchange.dynamicSEReqControlMode() == null
              ? null
              : new DynamicSEResControlMode(null, null, null, null, null),
          exchange.dynamicSEReqControlMode() == null ? Tuples.nothing(talk) : null);
    } else if (request instanceof PowerDeliveryReq) {
      return new PowerDeliveryRes(header, code, null);
    } else if (request instanceof MeteringConfirmationReq) {
      return new MeteringConfirmationRes(header, code);
    } else if (request instanceof SessionStopReq) {
      return new SessionStopRes(header, code);
    }
    return services(request, code, header);
  }

  private static V2GMessage services(V2GMessage request, ResponseCode code, MessageHeader header) {
    if (request instanceof ServiceDiscoveryReq) {
      return new ServiceDiscoveryRes(
          header, code, false, new ServiceList(List.of(new Service(0, true))), null);
    } else if (request instanceof ServiceDetailReq detail) {
      Parameter none = new Parameter("None", null, null, null, 0, null, null);
      return new ServiceDetailRes(
          header,
          code,
          detail.serviceID(),
          new ServiceParameterList(List.of(new ParameterSet(0, List.of(none)))));
    } else if (request instanceof ServiceSelectionReq) {
      return new ServiceSelectionRes(header, code);
    } else if (request instanceof VehicleCheckInReq) {
      return new VehicleCheckInRes(header, code, null, null, null);
    } else if (request instanceof VehicleCheckOutReq) {
      return new VehicleCheckOutRes(header, code, EvseCheckOutStatus.COMPLETED);
    }
    // a response of ours, sent to us: there is no response to that
    return new SessionStopRes(header, code);
  }

  /** A CertificateInstallationRes without a certificate. */
  static CertificateInstallationRes installation(
      MessageHeader header, ResponseCode code, Processing processing) {
    return new CertificateInstallationRes(
        header,
        code,
        processing,
        new CertificateChain(Bytes.EMPTY, null),
        new SignedInstallationData(
            "none",
            new ContractCertificateChain(Bytes.EMPTY, new SubCertificates(List.of(Bytes.EMPTY))),
            EcdhCurve.SECP521,
            Bytes.EMPTY,
            Bytes.EMPTY,
            null,
            null),
        0);
  }

  private static EVSEStatus terminate() {
    return new EVSEStatus(0, EvseNotification.TERMINATE);
  }
}
