package io.tidegate.charging.iso15118.v20;

import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.ac.AcChargeLoopReq;
import io.tidegate.codec.exi.iso15118.ac.AcChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationSetupReq;
import io.tidegate.codec.exi.iso15118.cm.CertificateInstallationReq;
import io.tidegate.codec.exi.iso15118.cm.MeteringConfirmationReq;
import io.tidegate.codec.exi.iso15118.cm.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.cm.ScheduleExchangeReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceDetailReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceDiscoveryReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceSelectionReq;
import io.tidegate.codec.exi.iso15118.cm.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.cm.SessionStopReq;
import io.tidegate.codec.exi.iso15118.cm.VehicleCheckInReq;
import io.tidegate.codec.exi.iso15118.cm.VehicleCheckOutReq;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.exi.iso15118.dc.DcCableCheckReq;
import io.tidegate.codec.exi.iso15118.dc.DcChargeLoopReq;
import io.tidegate.codec.exi.iso15118.dc.DcChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.dc.DcPreChargeReq;
import io.tidegate.codec.exi.iso15118.dc.DcWeldingDetectionReq;

/** Which class answers which request; all of them are in order here. */
final class Requests {
  private Requests() {}

  static Step<Session, V2GMessage> answer(Talk talk, V2GMessage request) {
    // the loop first: it comes a thousand times as often as the rest
    if (request instanceof DcChargeLoopReq loop) {
      return DcLoop.answer(talk, loop);
    } else if (request instanceof AcChargeLoopReq loop) {
      return AcLoop.answer(talk, loop);
    } else if (request instanceof PowerDeliveryReq delivery) {
      return Delivery.answer(talk, delivery);
    } else if (request instanceof ScheduleExchangeReq exchange) {
      return Schedules.answer(talk, exchange);
    } else if (request instanceof MeteringConfirmationReq confirmation) {
      return Metering.answer(talk, confirmation);
    } else if (request instanceof DcCableCheckReq check) {
      return Preparation.answer(talk, check);
    } else if (request instanceof DcPreChargeReq preCharge) {
      return Preparation.answer(talk, preCharge);
    }
    return beforeAndAfter(talk, request);
  }

  private static Step<Session, V2GMessage> beforeAndAfter(Talk talk, V2GMessage request) {
    if (request instanceof SessionSetupReq setup) {
      return Setup.answer(talk, setup);
    } else if (request instanceof AuthorizationSetupReq setup) {
      return Authorisations.answer(talk, setup);
    } else if (request instanceof AuthorizationReq authorisation) {
      return Authorisations.answer(talk, authorisation);
    } else if (request instanceof CertificateInstallationReq installation) {
      return Installations.answer(talk, installation);
    } else if (request instanceof ServiceDiscoveryReq discovery) {
      return Services.answer(talk, discovery);
    } else if (request instanceof ServiceDetailReq detail) {
      return Services.answer(talk, detail);
    } else if (request instanceof ServiceSelectionReq selection) {
      return Services.answer(talk, selection);
    } else if (request instanceof AcChargeParameterDiscoveryReq discovery) {
      return Parameters.answer(talk, discovery);
    } else if (request instanceof DcChargeParameterDiscoveryReq discovery) {
      return Parameters.answer(talk, discovery);
    } else if (request instanceof DcWeldingDetectionReq welding) {
      return Farewell.answer(talk, welding);
    } else if (request instanceof VehicleCheckInReq in) {
      return Farewell.answer(talk, in);
    } else if (request instanceof VehicleCheckOutReq out) {
      return Farewell.answer(talk, out);
    } else if (request instanceof SessionStopReq stop) {
      return Farewell.answer(talk, stop);
    }
    throw new IllegalStateException("no phase accepts " + request.getClass());
  }
}
