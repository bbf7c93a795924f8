package io.tidegate.sim.ev;

import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.cm.ContractCertificateChain;
import io.tidegate.codec.exi.iso15118.cm.SubCertificates;
import io.tidegate.codec.exi.iso15118.xmldsig.Signature;
import io.tidegate.sim.ev.Credentials.Contract;
import io.tidegate.sim.ev.Speech.Flaw;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** What a vehicle proves with its contract in ISO 15118-20. */
final class Contract20 {
  private Contract20() {}

  /** Null where it is to be left out. */
  static Signature sign(String id, byte[] fragment, Contract contract, Flaw flaw) {
    if (flaw == Flaw.NO_SIGNATURE) {
      return null;
    }
    Signature good =
        Signatures.part20(contract.held().key()).over(id, fragment, contract.held().key());
    return flaw == Flaw.BAD_SIGNATURE ? Signatures.spoiled(good) : good;
  }

  /** Its certificates, its own first. */
  static ContractCertificateChain chain(Contract contract) {
    List<Bytes> bytes = contract.held().chain().stream().map(Contract20::encoded).toList();
    return new ContractCertificateChain(
        bytes.get(0), new SubCertificates(bytes.subList(1, bytes.size())));
  }

  /** DER. */
  static Bytes encoded(X509Certificate certificate) {
    try {
      return Bytes.of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
