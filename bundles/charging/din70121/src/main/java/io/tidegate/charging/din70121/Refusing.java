package io.tidegate.charging.din70121;

import io.tidegate.charging.vehicle.classic.Plan;
import io.tidegate.charging.vehicle.classic.Say;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.din.BodyElement;
import io.tidegate.codec.exi.iso15118.din.CableCheckRes;
import io.tidegate.codec.exi.iso15118.din.CertificateChain;
import io.tidegate.codec.exi.iso15118.din.CertificateInstallationRes;
import io.tidegate.codec.exi.iso15118.din.CertificateUpdateRes;
import io.tidegate.codec.exi.iso15118.din.ChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.din.ChargingStatusRes;
import io.tidegate.codec.exi.iso15118.din.ContractAuthenticationRes;
import io.tidegate.codec.exi.iso15118.din.CurrentDemandRes;
import io.tidegate.codec.exi.iso15118.din.DcEVSEChargeParameter;
import io.tidegate.codec.exi.iso15118.din.EVSEProcessing;
import io.tidegate.codec.exi.iso15118.din.MeteringReceiptRes;
import io.tidegate.codec.exi.iso15118.din.PaymentDetailsRes;
import io.tidegate.codec.exi.iso15118.din.PowerDeliveryRes;
import io.tidegate.codec.exi.iso15118.din.PreChargeRes;
import io.tidegate.codec.exi.iso15118.din.ResponseCode;
import io.tidegate.codec.exi.iso15118.din.ServiceDetailRes;
import io.tidegate.codec.exi.iso15118.din.ServicePaymentSelectionRes;
import io.tidegate.codec.exi.iso15118.din.SessionSetupRes;
import io.tidegate.codec.exi.iso15118.din.SessionStopRes;
import io.tidegate.codec.exi.iso15118.din.WeldingDetectionRes;
import java.util.List;

/**
 * The response to a request that is refused: what the schema asks for beside the code is filled in
 * with nothing.
 */
final class Refusing {
  private static final CertificateChain NO_CHAIN = new CertificateChain(Bytes.EMPTY, null);
  private static final Plan NO_PLAN = new Plan(1, List.of(new Plan.Power(0, 1, 0)), List.of());

  private Refusing() {}

  static BodyElement of(ResponseCode code, Say.Refusal refusal) {
    return switch (refusal.kind()) {
      case SESSION_SETUP -> new SessionSetupRes(code, Bytes.of((byte) 0), null);
      case SERVICE_DISCOVERY -> Writing.discovery(code);
      case SERVICE_DETAIL -> new ServiceDetailRes(code, refusal.service(), null);
      case PAYMENT_SERVICE_SELECTION -> new ServicePaymentSelectionRes(code);
      case PAYMENT_DETAILS -> new PaymentDetailsRes(code, "", 0);
      case CERTIFICATE_INSTALLATION ->
          new CertificateInstallationRes("id1", code, NO_CHAIN, Bytes.EMPTY, Bytes.EMPTY, "");
      case CERTIFICATE_UPDATE ->
          new CertificateUpdateRes("id1", code, NO_CHAIN, Bytes.EMPTY, Bytes.EMPTY, "", 0);
      case AUTHORIZATION -> new ContractAuthenticationRes(code, EVSEProcessing.FINISHED);
      case SESSION_STOP, STRAY -> new SessionStopRes(code);
      default -> power(code, refusal);
    };
  }

  private static BodyElement power(ResponseCode code, Say.Refusal refusal) {
    return switch (refusal.kind()) {
      case CHARGE_PARAMETER_DISCOVERY -> parameters(code, refusal);
      case CABLE_CHECK ->
          new CableCheckRes(code, Statuses.dc(refusal.status()), EVSEProcessing.FINISHED);
      case PRE_CHARGE ->
          new PreChargeRes(code, Statuses.dc(refusal.status()), Numbers.volts(refusal.volts()));
      case CHARGING_STATUS ->
          new ChargingStatusRes(
              code, Bytes.of((byte) 0), 1, null, null, false, Statuses.ac(refusal.status()));
      case CURRENT_DEMAND ->
          new CurrentDemandRes(
              code,
              Statuses.dc(refusal.status()),
              Numbers.volts(refusal.volts()),
              Numbers.amps(refusal.amps()),
              false,
              false,
              false,
              null,
              null,
              null);
      case METERING_RECEIPT -> new MeteringReceiptRes(code, Statuses.ac(refusal.status()));
      case WELDING_DETECTION ->
          new WeldingDetectionRes(
              code, Statuses.dc(refusal.status()), Numbers.volts(refusal.volts()));
      default -> new PowerDeliveryRes(code, Statuses.dc(refusal.status()));
    };
  }

  private static BodyElement parameters(ResponseCode code, Say.Refusal refusal) {
    return new ChargeParameterDiscoveryRes(
        code,
        EVSEProcessing.FINISHED,
        Writing.schedule(NO_PLAN),
        new DcEVSEChargeParameter(
            Statuses.dc(refusal.status()),
            Numbers.amps(0),
            Numbers.atMostWatts(0),
            Numbers.volts(0),
            Numbers.amps(0),
            Numbers.volts(0),
            null,
            Numbers.amps(0),
            null));
  }
}
