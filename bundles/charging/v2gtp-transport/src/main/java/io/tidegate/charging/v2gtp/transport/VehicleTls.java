package io.tidegate.charging.v2gtp.transport;

import io.tidegate.api.vehicle.VehiclePeer.TlsSession;
import io.tidegate.charging.v2gtp.transport.TlsKeys.Chain;
import io.tidegate.charging.v2gtp.transport.TlsKeys.Kind;
import io.tidegate.charging.v2gtp.transport.TransportConfig.Profile;
import io.tidegate.charging.v2gtp.transport.VehicleTrust.ChainException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatus;
import org.bouncycastle.tls.CertificateStatusType;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.TrustedAuthority;
import org.bouncycastle.tls.crypto.TlsCertificate;

/**
 * Our side of one handshake: TLS 1.3 with the vehicle's certificate for ISO 15118-20, TLS 1.2 with
 * ours alone for ISO 15118-2, whichever the vehicle can. One thread at a time.
 */
@SuppressWarnings("JdkObsolete") // the library's tables are these
final class VehicleTls extends AbstractTlsServer {
  private static final int[] STRICT_SUITES = {
    CipherSuite.TLS_AES_256_GCM_SHA384,
    CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256
  };
  private static final int[] FIELD_SUITES = {
    CipherSuite.TLS_AES_256_GCM_SHA384,
    CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256
  };
  private static final int[] STRICT_GROUPS = {NamedGroup.secp521r1, NamedGroup.x448};
  private static final int[] FIELD_GROUPS = {
    NamedGroup.secp521r1, NamedGroup.x448, NamedGroup.secp384r1, NamedGroup.secp256r1
  };
  private static final int[] OLD_STRICT_GROUPS = {NamedGroup.secp256r1};
  private static final int[] OLD_FIELD_GROUPS = {NamedGroup.secp256r1, NamedGroup.secp384r1};

  private final TlsKeys keys;
  private List<X509Certificate> vehicle = List.of();
  private Chain chosen;
  private Optional<TlsSession> session = Optional.empty();
  private Optional<ChainException> refused = Optional.empty();
  private String trouble = "";

  VehicleTls(TlsKeys keys) {
    super(keys.crypto());
    this.keys = keys;
  }

  /** As soon as the handshake is complete. */
  Optional<TlsSession> session() {
    return session;
  }

  /** Why the vehicle's chain was not believed. */
  Optional<ChainException> refused() {
    return refused;
  }

  /** What went wrong, for the log; empty when nothing has. */
  String trouble() {
    return trouble;
  }

  private boolean strict() {
    return keys.profile() == Profile.STRICT;
  }

  /** Without roots nobody could present a certificate, so that TLS 1.3 is not offered. */
  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return keys.trust().roots().isEmpty()
        ? ProtocolVersion.TLSv12.only()
        : ProtocolVersion.TLSv13.downTo(ProtocolVersion.TLSv12);
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return TlsUtils.getSupportedCipherSuites(getCrypto(), strict() ? STRICT_SUITES : FIELD_SUITES);
  }

  @Override
  public int[] getSupportedGroups() {
    if (modern()) {
      return (strict() ? STRICT_GROUPS : FIELD_GROUPS).clone();
    }
    return (strict() ? OLD_STRICT_GROUPS : OLD_FIELD_GROUPS).clone();
  }

  /** The library takes whatever the vehicle likes best in TLS 1.2, X25519 too. */
  @Override
  protected int selectECDH(int leastBits) {
    for (int group : oldGroups()) {
      if (NamedGroup.getCurveBits(group) >= leastBits) {
        return group;
      }
    }
    return -1;
  }

  /** 0 when we have none in common, so that no suite is found. */
  @Override
  protected int getMaximumNegotiableCurveBits() {
    return Arrays.stream(oldGroups()).map(NamedGroup::getCurveBits).max().orElse(0);
  }

  /** Of our groups for TLS 1.2 those that the vehicle knows, in our order. */
  private int[] oldGroups() {
    int[] ours = strict() ? OLD_STRICT_GROUPS : OLD_FIELD_GROUPS;
    int[] theirs = context.getSecurityParametersHandshake().getClientSupportedGroups();
    return theirs == null
        ? new int[] {NamedGroup.secp256r1}
        : Arrays.stream(ours).filter(g -> Arrays.stream(theirs).anyMatch(t -> t == g)).toArray();
  }

  private boolean modern() {
    return TlsUtils.isTLSv13(context.getServerVersion());
  }

  @Override
  protected boolean allowTrustedCAIndication() {
    return true;
  }

  @Override
  protected boolean allowMultiCertStatus() {
    return true;
  }

  /**
   * In TLS 1.2 chains of P-256 come first: a vehicle of ISO 15118-2 that names no roots may list
   * more algorithms than it has roots for.
   */
  @Override
  public TlsCredentials getCredentials() throws IOException {
    List<Integer> schemes = clientSchemes();
    List<Chain> usable =
        keys.chains().stream()
            .filter(c -> schemes.isEmpty() || schemes.contains(c.kind().scheme))
            .filter(c -> kinds().contains(c.kind()))
            .sorted(Comparator.comparing(c -> !modern() && c.kind() != Kind.P256))
            .toList();
    List<X500Principal> authorities = authorities();
    chosen =
        usable.stream()
            .filter(c -> c.under(authorities))
            .findFirst()
            .or(() -> usable.stream().findFirst())
            .orElseThrow(
                () ->
                    new TlsFatalAlert(
                        AlertDescription.handshake_failure,
                        "no certificate of ours fits what the vehicle can verify"));
    return new ChainSigner(chosen, certificate(chosen));
  }

  private List<Kind> kinds() {
    if (modern()) {
      return Kind.modern(keys.profile());
    }
    return strict() ? List.of(Kind.P256) : List.of(Kind.P256, Kind.P384, Kind.P521);
  }

  private List<Integer> clientSchemes() {
    List<Integer> schemes = new ArrayList<>();
    Vector<?> offered = context.getSecurityParametersHandshake().getClientSigAlgs();
    if (offered != null) {
      for (Object each : offered) {
        schemes.add(SignatureScheme.from((SignatureAndHashAlgorithm) each));
      }
    }
    return schemes;
  }

  /**
   * The roots that the vehicle knows: by certificate_authorities, or trusted_ca_keys of TLS 1.2.
   */
  private List<X500Principal> authorities() throws IOException {
    List<X500Principal> names = new ArrayList<>();
    Vector<?> listed = TlsExtensionsUtils.getCertificateAuthoritiesExtension(clientExtensions);
    if (listed != null) {
      for (Object each : listed) {
        names.add(new X500Principal(((X500Name) each).getEncoded()));
      }
    }
    if (trustedCAKeys != null) {
      for (Object each : trustedCAKeys) {
        if (((TrustedAuthority) each).getIdentifier() instanceof X500Name name) {
          names.add(new X500Principal(name.getEncoded()));
        }
      }
    }
    return names;
  }

  private Certificate certificate(Chain chain) throws IOException {
    boolean stapled =
        clientExtensions != null
            && clientExtensions.containsKey(TlsExtensionsUtils.EXT_status_request);
    List<TlsCertificate> plain = new ArrayList<>();
    List<CertificateEntry> entries = new ArrayList<>();
    for (int i = 0; i < chain.certificates().size(); i++) {
      TlsCertificate each = getCrypto().createCertificate(encoded(chain.certificates().get(i)));
      Hashtable<Integer, byte[]> extensions = new Hashtable<>();
      if (stapled && chain.staples().get(i).isPresent()) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        status(chain.staples().get(i).get()).encode(out);
        extensions.put(TlsExtensionsUtils.EXT_status_request, out.toByteArray());
      }
      plain.add(each);
      entries.add(new CertificateEntry(each, extensions));
    }
    return modern()
        ? new Certificate(TlsUtils.EMPTY_BYTES, entries.toArray(new CertificateEntry[0]))
        : new Certificate(plain.toArray(new TlsCertificate[0]));
  }

  private static byte[] encoded(X509Certificate certificate) throws IOException {
    try {
      return certificate.getEncoded();
    } catch (CertificateException e) {
      throw new TlsFatalAlert(AlertDescription.internal_error, e);
    }
  }

  private static CertificateStatus status(byte[] response) {
    return new CertificateStatus(CertificateStatusType.ocsp, OCSPResponse.getInstance(response));
  }

  /** TLS 1.2: the staple of the first certificate, or of all that have one. */
  @Override
  public CertificateStatus getCertificateStatus() {
    if (chosen == null) {
      return null;
    }
    if (statusRequestV2 != null) {
      Vector<OCSPResponse> all = new Vector<>();
      for (Optional<byte[]> each : chosen.staples()) {
        all.add(each.map(OCSPResponse::getInstance).orElse(null));
      }
      boolean some = all.stream().anyMatch(java.util.Objects::nonNull);
      return some ? new CertificateStatus(CertificateStatusType.ocsp_multi, all) : null;
    }
    return chosen.staples().get(0).map(VehicleTls::status).orElse(null);
  }

  @Override
  public CertificateRequest getCertificateRequest() throws IOException {
    if (!modern()) {
      return null;
    }
    Vector<SignatureAndHashAlgorithm> schemes = new Vector<>();
    for (Kind kind : Kind.modern(keys.profile())) {
      schemes.add(SignatureScheme.getSignatureAndHashAlgorithm(kind.scheme));
    }
    Vector<X500Name> authorities = new Vector<>();
    for (X509Certificate root : keys.trust().roots()) {
      authorities.add(X500Name.getInstance(root.getSubjectX500Principal().getEncoded()));
    }
    return new CertificateRequest(TlsUtils.EMPTY_BYTES, schemes, null, authorities);
  }

  @Override
  public void notifyClientCertificate(Certificate presented) throws IOException {
    if (presented == null || presented.isEmpty()) {
      if (strict()) {
        throw new TlsFatalAlert(
            AlertDescription.certificate_required, "the vehicle presents no certificate");
      }
      return; // as a vehicle of ISO 15118-2 that happens to know TLS 1.3
    }
    List<X509Certificate> chain = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (CertificateEntry each : presented.getCertificateEntryList()) {
        byte[] der = each.getCertificate().getEncoded();
        chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
      }
    } catch (CertificateException e) {
      throw new TlsFatalAlert(AlertDescription.bad_certificate, e);
    }
    try {
      vehicle = keys.trust().check(chain, Instant.now());
    } catch (ChainException e) {
      refused = Optional.of(e);
      throw new TlsFatalAlert(e.alert(), e);
    }
  }

  @Override
  public void notifyHandshakeComplete() {
    ProtocolVersion version = context.getServerVersion();
    int suite = context.getSecurityParametersConnection().getCipherSuite();
    session =
        Optional.of(
            new TlsSession(
                TlsUtils.isTLSv13(version) ? Sap.TLS_13 : "TLSv1.2",
                TlsSuites.name(suite),
                vehicle));
  }

  @Override
  public void notifyAlertRaised(short level, short alert, String message, Throwable cause) {
    if (level == AlertLevel.fatal) {
      Throwable deepest = cause;
      while (deepest != null && deepest.getCause() != null) {
        deepest = deepest.getCause();
      }
      String why = deepest == null || deepest.getMessage() == null ? message : deepest.getMessage();
      String said = why == null ? "" : why.replaceFirst("^\\w+\\(\\d+\\)(; )?", "");
      trouble = AlertDescription.getName(alert) + (said.isEmpty() ? "" : ": " + said);
    }
  }

  @Override
  public void notifyAlertReceived(short level, short alert) {
    if (level == AlertLevel.fatal) {
      trouble = "the vehicle says " + AlertDescription.getName(alert);
    }
  }
}
