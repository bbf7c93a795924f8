package io.tidegate.charging.iso15118.v2;

import io.tidegate.charging.vehicle.classic.Seal;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.iso2.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.iso2.CertificateInstallationReq;
import io.tidegate.codec.exi.iso15118.iso2.CertificateUpdateReq;
import io.tidegate.codec.exi.iso15118.iso2.Iso2Exi;
import io.tidegate.codec.exi.iso15118.iso2.MessageHeader;
import io.tidegate.codec.exi.iso15118.iso2.MeteringReceiptReq;
import io.tidegate.codec.exi.iso15118.xmldsig.SignedInfo;
import io.tidegate.codec.exi.iso15118.xmldsig.XmldsigExi;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Signatures in headers (§7.9.2.4): the element is digested as a fragment of the message's schemas,
 * SignedInfo is signed as a fragment of the signature schema alone. Looked at for the messages that
 * are signed; some vehicles leave old signatures on others.
 */
final class Sealing {
  private Sealing() {}

  static Optional<Seal> of(MessageHeader header, AuthorizationReq request) {
    return of(header, request.id(), () -> Iso2Exi.encodeAuthorizationReq(request));
  }

  static Optional<Seal> of(MessageHeader header, MeteringReceiptReq request) {
    return of(header, request.id(), () -> Iso2Exi.encodeMeteringReceiptReq(request));
  }

  static Optional<Seal> of(MessageHeader header, CertificateInstallationReq request) {
    return of(header, request.id(), () -> Iso2Exi.encodeCertificateInstallationReq(request));
  }

  static Optional<Seal> of(MessageHeader header, CertificateUpdateReq request) {
    return of(header, request.id(), () -> Iso2Exi.encodeCertificateUpdateReq(request));
  }

  private static Optional<Seal> of(MessageHeader header, String id, Supplier<byte[]> fragment) {
    if (header.signature() == null) {
      return Optional.empty();
    }
    SignedInfo info = header.signature().signedInfo();
    return Optional.of(
        new Seal(
            id == null ? "" : id,
            Bytes.of(fragment.get()),
            info.canonicalizationMethod().algorithm(),
            info.signatureMethod().algorithm(),
            Bytes.of(XmldsigExi.encodeSignedInfo(info)),
            header.signature().signatureValue().value(),
            info.reference().stream()
                .map(
                    reference ->
                        new Seal.Reference(
                            reference.uri() == null ? "" : reference.uri(),
                            reference.digestMethod().algorithm(),
                            reference.digestValue()))
                .toList()));
  }
}
