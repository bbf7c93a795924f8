package io.tidegate.admin.pki.tool;

import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** What an end entity's certificate is for. */
public enum Use {
  /** The EVSE's side of TLS. */
  SECC(KeyUsage.digitalSignature | KeyUsage.keyAgreement, Purpose.SERVER),
  /** The vehicle's side of TLS 1.3 (ISO 15118-20); not the provisioning certificate. */
  VEHICLE(KeyUsage.digitalSignature | KeyUsage.keyAgreement, Purpose.CLIENT),
  /** What a vehicle asks for contract certificates with. */
  PROVISIONING(KeyUsage.digitalSignature | KeyUsage.keyAgreement, Purpose.ANY),
  /** Plug and Charge. */
  CONTRACT(
      KeyUsage.digitalSignature | KeyUsage.nonRepudiation | KeyUsage.keyAgreement, Purpose.ANY),
  /** Signs installation data. */
  CPS(KeyUsage.digitalSignature, Purpose.ANY);

  final int keyUsage;
  private final Purpose purpose;

  Use(int keyUsage, Purpose purpose) {
    this.keyUsage = keyUsage;
    this.purpose = purpose;
  }

  private enum Purpose {
    SERVER,
    CLIENT,
    ANY
  }

  /** The one purpose that it is restricted to. */
  Optional<KeyPurposeId> purpose() {
    return switch (purpose) {
      case SERVER -> Optional.of(KeyPurposeId.id_kp_serverAuth);
      case CLIENT -> Optional.of(KeyPurposeId.id_kp_clientAuth);
      case ANY -> Optional.empty();
    };
  }
}
