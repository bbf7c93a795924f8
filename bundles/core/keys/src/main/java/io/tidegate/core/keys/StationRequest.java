package io.tidegate.core.keys;

import io.tidegate.api.security.CertificateRefusedException;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * What a station asks for (PKCS#10, RFC 2986): its own words, so every one is checked. Extensions
 * that it asks for are not granted. Immutable.
 */
record StationRequest(X500Name subject, PublicKey key) {
  private static final int MOST = 10_000;
  private static final int EC_BITS = 256;
  private static final int RSA_LEAST = 2_048;
  private static final int RSA_MOST = 8_192;

  /** Reads it and proves that the station has the key. */
  static StationRequest read(String pem) throws CertificateRefusedException {
    if (pem.length() > MOST) {
      throw new CertificateRefusedException("The request is longer than 10,000 characters");
    }
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      if (!(parser.readObject() instanceof PKCS10CertificationRequest request)) {
        throw new CertificateRefusedException("The request is no PKCS#10 in PEM");
      }
      PublicKey key = new JcaPKCS10CertificationRequest(request).getPublicKey();
      boolean own = request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
      if (!own) {
        throw new CertificateRefusedException("The request is not signed with its own key");
      }
      return new StationRequest(request.getSubject(), key);
    } catch (IOException
        | GeneralSecurityException
        | OperatorCreationException
        | PKCSException
        | RuntimeException e) {
      throw new CertificateRefusedException("The request cannot be read", e);
    }
  }

  /**
   * @param organization empty: any
   */
  void check(String commonName, String organization) throws CertificateRefusedException {
    if (!values(BCStyle.CN).equals(List.of(commonName))) {
      throw new CertificateRefusedException("The request names another station");
    }
    if (!organization.isEmpty() && !values(BCStyle.O).equals(List.of(organization))) {
      throw new CertificateRefusedException("The request names another operator");
    }
    boolean strong =
        key instanceof ECPublicKey ec
            ? ec.getParams().getCurve().getField().getFieldSize() == EC_BITS
            : key instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() >= RSA_LEAST
                && rsa.getModulus().bitLength() <= RSA_MOST;
    if (!strong) {
      throw new CertificateRefusedException(
          "The request's key is neither ECDSA P-256 nor RSA with 2048 bits or more");
    }
  }

  private List<String> values(ASN1ObjectIdentifier type) {
    return Arrays.stream(subject.getRDNs(type))
        .map(rdn -> IETFUtils.valueToString(rdn.getFirst().getValue()))
        .toList();
  }
}
