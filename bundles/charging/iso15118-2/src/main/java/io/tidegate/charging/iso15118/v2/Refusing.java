package io.tidegate.charging.iso15118.v2;

import io.tidegate.charging.vehicle.classic.Say;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.iso2.AcEVSEChargeParameter;
import io.tidegate.codec.exi.iso15118.iso2.AuthorizationRes;
import io.tidegate.codec.exi.iso15118.iso2.BodyElement;
import io.tidegate.codec.exi.iso15118.iso2.CableCheckRes;
import io.tidegate.codec.exi.iso15118.iso2.CertificateChain;
import io.tidegate.codec.exi.iso15118.iso2.CertificateInstallationRes;
import io.tidegate.codec.exi.iso15118.iso2.CertificateUpdateRes;
import io.tidegate.codec.exi.iso15118.iso2.ChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.iso2.ChargingStatusRes;
import io.tidegate.codec.exi.iso15118.iso2.ContractSignatureEncryptedPrivateKey;
import io.tidegate.codec.exi.iso15118.iso2.CurrentDemandRes;
import io.tidegate.codec.exi.iso15118.iso2.DcEVSEChargeParameter;
import io.tidegate.codec.exi.iso15118.iso2.DiffieHellmanPublickey;
import io.tidegate.codec.exi.iso15118.iso2.EVSEChargeParameter;
import io.tidegate.codec.exi.iso15118.iso2.EVSEProcessing;
import io.tidegate.codec.exi.iso15118.iso2.Emaid;
import io.tidegate.codec.exi.iso15118.iso2.MeteringReceiptRes;
import io.tidegate.codec.exi.iso15118.iso2.PaymentDetailsRes;
import io.tidegate.codec.exi.iso15118.iso2.PaymentServiceSelectionRes;
import io.tidegate.codec.exi.iso15118.iso2.PowerDeliveryRes;
import io.tidegate.codec.exi.iso15118.iso2.PreChargeRes;
import io.tidegate.codec.exi.iso15118.iso2.ResponseCode;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDetailRes;
import io.tidegate.codec.exi.iso15118.iso2.SessionSetupRes;
import io.tidegate.codec.exi.iso15118.iso2.SessionStopRes;
import io.tidegate.codec.exi.iso15118.iso2.WeldingDetectionRes;
import java.util.List;

/**
 * The response to a request that is refused: what the schema asks for beside the code is filled in
 * with nothing (§8.4.1: the other side looks at the code first).
 */
final class Refusing {
  private static final int CHALLENGE = 16;
  private static final String NO_EMAID = "00000000000000";
  private static final String NO_EVSE = "ZZ00000";

  private Refusing() {}

  static BodyElement of(ResponseCode code, Say.Refusal refusal) {
    return switch (refusal.kind()) {
      case SESSION_SETUP -> new SessionSetupRes(code, NO_EVSE, null);
      case SERVICE_DISCOVERY ->
          Writing.discovery(
              code, new Say.ServiceDiscovery(true, false, modes(refusal.direct()), false));
      case SERVICE_DETAIL -> new ServiceDetailRes(code, refusal.service(), null);
      case PAYMENT_SERVICE_SELECTION -> new PaymentServiceSelectionRes(code);
      case PAYMENT_DETAILS -> new PaymentDetailsRes(code, Bytes.of(new byte[CHALLENGE]), 0);
      case CERTIFICATE_INSTALLATION ->
          new CertificateInstallationRes(code, chain(), chain(), key(), point(), emaid());
      case CERTIFICATE_UPDATE ->
          new CertificateUpdateRes(code, chain(), chain(), key(), point(), emaid(), null);
      case AUTHORIZATION -> new AuthorizationRes(code, EVSEProcessing.FINISHED);
      case CHARGE_PARAMETER_DISCOVERY ->
          new ChargeParameterDiscoveryRes(code, EVSEProcessing.FINISHED, null, parameters(refusal));
      case SESSION_STOP, STRAY -> new SessionStopRes(code);
      default -> power(code, refusal);
    };
  }

  private static BodyElement power(ResponseCode code, Say.Refusal refusal) {
    return switch (refusal.kind()) {
      case CABLE_CHECK ->
          new CableCheckRes(code, Statuses.dc(refusal.status()), EVSEProcessing.FINISHED);
      case PRE_CHARGE ->
          new PreChargeRes(code, Statuses.dc(refusal.status()), Numbers.volts(refusal.volts()));
      case CHARGING_STATUS ->
          new ChargingStatusRes(code, NO_EVSE, 1, null, null, null, Statuses.ac(refusal.status()));
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
              null,
              NO_EVSE,
              1,
              null,
              null);
      case METERING_RECEIPT ->
          new MeteringReceiptRes(code, Statuses.of(refusal.status(), refusal.direct()));
      case WELDING_DETECTION ->
          new WeldingDetectionRes(
              code, Statuses.dc(refusal.status()), Numbers.volts(refusal.volts()));
      default -> new PowerDeliveryRes(code, Statuses.of(refusal.status(), refusal.direct()));
    };
  }

  private static List<io.tidegate.charging.vehicle.classic.Mode> modes(boolean direct) {
    return List.of(
        direct
            ? io.tidegate.charging.vehicle.classic.Mode.DC
            : io.tidegate.charging.vehicle.classic.Mode.AC_SINGLE_PHASE);
  }

  private static CertificateChain chain() {
    return new CertificateChain(null, Bytes.EMPTY, null);
  }

  private static ContractSignatureEncryptedPrivateKey key() {
    return new ContractSignatureEncryptedPrivateKey("id1", Bytes.EMPTY);
  }

  private static DiffieHellmanPublickey point() {
    return new DiffieHellmanPublickey("id2", Bytes.EMPTY);
  }

  private static Emaid emaid() {
    return new Emaid("id3", NO_EMAID);
  }

  private static EVSEChargeParameter parameters(Say.Refusal refusal) {
    return refusal.direct()
        ? new DcEVSEChargeParameter(
            Statuses.dc(refusal.status()),
            Numbers.amps(0),
            Numbers.atMostWatts(0),
            Numbers.volts(0),
            Numbers.amps(0),
            Numbers.volts(0),
            null,
            Numbers.amps(0),
            null)
        : new AcEVSEChargeParameter(
            Statuses.ac(refusal.status()), Numbers.volts(0), Numbers.amps(0));
  }
}
