package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.MeterValue;
import io.tidegate.charging.iso15118.v20.Session.Permit;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.cm.CmExi;
import io.tidegate.codec.exi.iso15118.cm.MeteringConfirmationReq;
import io.tidegate.codec.exi.iso15118.cm.MeteringConfirmationRes;
import io.tidegate.codec.exi.iso15118.cm.SignedMeteringData;
import io.tidegate.codec.exi.iso15118.common.MeterInfo;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;

/**
 * MeterInfo in the loop, and MeteringConfirmation (§8.3.4.3.8), in order or on its side stream. It
 * prolongs no lease. With a contract the confirmation is signed by the contract's key.
 */
final class Metering {
  private static final int LONGEST_ID = 32;
  private static final int LONGEST_SIGNATURE = 64;

  /** Wh; a vehicle confirms what it was told, or less. */
  private static final double TOLERANCE_WH = 1;

  private Metering() {}

  /** What the meter reads; null when it reads nothing. */
  static MeterInfo info(Talk talk) {
    MeterValue meter = talk.view().meter();
    if (Double.isNaN(meter.importWh())) {
      return null;
    }
    boolean both = talk.session().terms().bidirectional() && !Double.isNaN(meter.exportWh());
    return new MeterInfo(
        id(meter),
        Math.max(0, (long) meter.importWh()),
        both ? Math.max(0, (long) meter.exportWh()) : null,
        null,
        null,
        meter.signature().flatMap(Metering::signature).orElse(null),
        null,
        Math.max(0, meter.at().getEpochSecond()));
  }

  private static String id(MeterValue meter) {
    return meter.id().codePointCount(0, meter.id().length()) <= LONGEST_ID ? meter.id() : "";
  }

  /**
   * Hexadecimal digits become bytes, anything else its characters; what is too long is left out.
   */
  private static Optional<Bytes> signature(String text) {
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      bytes = text.getBytes(StandardCharsets.UTF_8);
    }
    return bytes.length > LONGEST_SIGNATURE ? Optional.empty() : Optional.of(Bytes.of(bytes));
  }

  static Step<Session, V2GMessage> answer(Talk talk, MeteringConfirmationReq request) {
    Session s = talk.session();
    SignedMeteringData data = request.signedMeteringData();
    MeterValue meter = talk.view().meter();
    if (!data.sessionID().toHex().equals(s.id())) {
      String why = "the metering data is of another session";
      return talk.fail(request, ResponseCode.FAILED_UNKNOWN_SESSION, why);
    }
    Optional<String> flaw = s.permit().contract() ? flaw(talk, request) : Optional.empty();
    boolean same =
        data.meterInfo().meterID().equals(id(meter))
            && data.meterInfo().chargedEnergyReadingWh() <= meter.importWh() + TOLERANCE_WH;
    if (flaw.isPresent() || !same) {
      String why = flaw.orElse("the metering data is not this EVSE's");
      return talk.fail(request, ResponseCode.FAILED_METERING_SIGNATURE_NOT_VALID, why);
    }
    Optional<String> receipt =
        Optional.ofNullable(request.header().signature())
            .map(signature -> signature.signatureValue().value().toHex());
    // the loop's patience goes on: this is no loop
    Session next =
        s.phase() == Phase.LOOP || s.phase() == Phase.STANDBY ? s : talk.next(s.phase()).made();
    return talk.say(next, new MeteringConfirmationRes(talk.header(), ResponseCode.OK))
        .act(
            new EvseAction.Confirmed(
                data.meterInfo().meterID(), data.meterInfo().chargedEnergyReadingWh(), receipt));
  }

  private static Optional<String> flaw(Talk talk, MeteringConfirmationReq request) {
    Permit permit = talk.session().permit();
    SignedMeteringData data = request.signedMeteringData();
    try {
      return Signatures.flaw(
          request.header().signature(),
          data.id(),
          CmExi.encodeSignedMeteringData(data),
          key(permit.key()),
          talk.rules().strict());
    } catch (GeneralSecurityException e) {
      return Optional.of("the contract's key cannot be used: " + e.getMessage());
    }
  }

  private static PublicKey key(Bytes encoded) throws GeneralSecurityException {
    X509EncodedKeySpec spec = new X509EncodedKeySpec(encoded.toArray());
    try {
      return KeyFactory.getInstance("EC").generatePublic(spec);
    } catch (GeneralSecurityException e) {
      return KeyFactory.getInstance("EdDSA").generatePublic(spec);
    }
  }
}
