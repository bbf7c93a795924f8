package io.tidegate.charging.ocpp.operations;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Signatures of firmware: SHA-256 with ECDSA, or with RSA by PSS or PKCS #1 (1.6 security white
 * paper §4, 2.x L01). Blocks.
 */
final class Signatures {
  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  /** PEM with the authorities that signing certificates must lead to; any may sign without it. */
  private final Path roots;

  Signatures(Path roots) {
    this.roots = roots;
  }

  /**
   * Checks a file.
   *
   * @param certificate PEM
   * @param signature base64
   * @return empty when all is well, else a sentence
   */
  String problem(Path file, String certificate, String signature) throws IOException {
    try {
      X509Certificate signer = certificate(certificate);
      signer.checkValidity();
      String anchored = unanchored(signer);
      if (!anchored.isEmpty()) {
        return anchored;
      }
      byte[] bytes = Base64.getMimeDecoder().decode(signature);
      for (Signature check : checks(signer.getPublicKey())) {
        if (verifies(check, file, bytes)) {
          return "";
        }
      }
      return "The signature is not this firmware's.";
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return "The signing certificate or the signature cannot be used.";
    }
  }

  private static X509Certificate certificate(String pem) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private String unanchored(X509Certificate signer) throws IOException, GeneralSecurityException {
    if (!Files.exists(roots)) {
      return "";
    }
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    try (InputStream in = Files.newInputStream(roots)) {
      Set<TrustAnchor> anchors =
          factory.generateCertificates(in).stream()
              .map(c -> new TrustAnchor((X509Certificate) c, null))
              .collect(Collectors.toSet());
      PKIXParameters rules = new PKIXParameters(anchors);
      rules.setRevocationEnabled(false);
      CertPathValidator.getInstance("PKIX")
          .validate(factory.generateCertPath(List.of(signer)), rules);
      return "";
    } catch (GeneralSecurityException e) {
      return "The signing certificate leads to no authority of " + roots.getFileName() + ".";
    }
  }

  private static List<Signature> checks(PublicKey key) throws GeneralSecurityException {
    if (key instanceof ECPublicKey) {
      Signature ecdsa = Signature.getInstance("SHA256withECDSA");
      ecdsa.initVerify(key);
      return List.of(ecdsa);
    }
    Signature pss = Signature.getInstance("RSASSA-PSS");
    pss.setParameter(PSS);
    pss.initVerify(key);
    Signature plain = Signature.getInstance("SHA256withRSA");
    plain.initVerify(key);
    return List.of(pss, plain);
  }

  private static boolean verifies(Signature check, Path file, byte[] signature) throws IOException {
    byte[] buffer = new byte[64 * 1_024];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        check.update(buffer, 0, read);
      }
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      // of another form than this algorithm's
      return false;
    }
  }
}
