package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.quantity.StationId;
import io.tidegate.api.security.CertificateRefusedException;
import io.tidegate.api.security.StationCertificates;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** An authority whose keys live as long as the test: signs what names its station. */
final class PaperAuthority implements StationCertificates {
  private static final KeyPair KEYS = keys();
  private final InstantSource time;
  private final Map<StationId, Issued> newest = new HashMap<>();
  Duration validity = Duration.ofDays(365);
  int signed;

  PaperAuthority(InstantSource time) {
    this.time = time;
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A request made now, with a key of its own. */
  static String csr(String subject) throws Exception {
    KeyPair own = keys();
    return pem(
        "CERTIFICATE REQUEST",
        new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), own.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(own.getPrivate()))
            .getEncoded());
  }

  private static String pem(String kind, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
  }

  static X509Certificate first(String chain) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(chain.getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public Issued sign(StationId station, String commonName, String csrPem)
      throws CertificateRefusedException {
    try (PEMParser parser = new PEMParser(new StringReader(csrPem))) {
      var request = (PKCS10CertificationRequest) parser.readObject();
      if (!List.of(request.getSubject().toString().split(",")).contains("CN=" + commonName)) {
        throw new CertificateRefusedException("The request names another station");
      }
      signed++;
      byte[] der =
          new X509v3CertificateBuilder(
                  new X500Name("CN=paper"),
                  BigInteger.valueOf(signed),
                  Date.from(time.instant()),
                  Date.from(time.instant().plus(validity)),
                  request.getSubject(),
                  request.getSubjectPublicKeyInfo())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(KEYS.getPrivate()))
              .getEncoded();
      Issued issued =
          new Issued(
              station,
              Integer.toString(signed, 16),
              time.instant().plus(validity),
              pem("CERTIFICATE", der));
      newest.put(station, issued);
      return issued;
    } catch (java.io.IOException | org.bouncycastle.operator.OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public List<Issued> issued() {
    return newest.values().stream().sorted(Comparator.comparing(Issued::notAfter)).toList();
  }
}
