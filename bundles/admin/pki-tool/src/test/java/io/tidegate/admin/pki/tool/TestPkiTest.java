package io.tidegate.admin.pki.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is made passes the JDK's own validation. */
class TestPkiTest {
  private static final byte[] PROBE = {1, 2, 3};

  @ParameterizedTest
  @EnumSource(Curve.class)
  void makesChainsThatLeadToTheirRootsAndKeysThatFit(Curve curve) throws Exception {
    TestPki pki = TestPki.make(curve);
    assertPasses(pki.secc(), pki.v2gRoot());
    assertPasses(pki.cps(), pki.v2gRoot());
    assertPasses(pki.vehicle(), pki.oemRoot());
    assertPasses(pki.provisioning(), pki.oemRoot());
    assertPasses(pki.contract(), pki.moRoot());
    assertThat(pki.secc().certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(pki.vehicle().certificate().getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.2");
  }

  private static void assertPasses(Identity identity, Authority root) throws Exception {
    assertThat(identity.chain()).hasSize(3);
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(root.certificate(), null)));
    parameters.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(identity.chain()), parameters);
    String algorithm = Curve.of(identity.certificate().getPublicKey()).orElseThrow().signature();
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(identity.key());
    signer.update(PROBE);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(identity.certificate());
    verifier.update(PROBE);
    assertThat(verifier.verify(signature)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Curve.class)
  void saysWhatWasRevoked(Curve curve) throws Exception {
    TestPki pki = TestPki.make(curve);
    byte[] der = pki.oemSub2().crl(Instant.now(), List.of(pki.vehicle().certificate()));
    X509CRL list =
        (X509CRL)
            CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    list.verify(pki.oemSub2().certificate().getPublicKey());
    assertThat(list.isRevoked(pki.vehicle().certificate())).isTrue();
    assertThat(list.isRevoked(pki.provisioning().certificate())).isFalse();

    assertThat(status(pki, false)).isEqualTo(CertificateStatus.GOOD);
    assertThat(status(pki, true)).isInstanceOf(RevokedStatus.class);
  }

  private static CertificateStatus status(TestPki pki, boolean revoked) throws Exception {
    byte[] der = pki.cpoSub2().ocsp(Instant.now(), pki.secc().certificate(), revoked);
    BasicOCSPResp response = (BasicOCSPResp) new OCSPResp(der).getResponseObject();
    assertThat(
            response.isSignatureValid(
                new JcaContentVerifierProviderBuilder().build(pki.cpoSub2().certificate())))
        .isTrue();
    assertThat(response.getResponses()[0].getCertID().getSerialNumber())
        .isEqualTo(pki.secc().certificate().getSerialNumber());
    return response.getResponses()[0].getCertStatus();
  }
}
