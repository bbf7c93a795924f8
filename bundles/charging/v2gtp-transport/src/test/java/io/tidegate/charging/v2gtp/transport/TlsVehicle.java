package io.tidegate.charging.v2gtp.transport;

import io.tidegate.admin.pki.tool.Identity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.CertificateStatusType;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.IdentifierType;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.OCSPStatusRequest;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.TrustedAuthority;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A vehicle's side of TLS of which every choice can be made: what JSSE does not let say. */
final class TlsVehicle extends DefaultTlsClient {
  int[] groups = {NamedGroup.secp521r1, NamedGroup.x448};
  int[] suites = {CipherSuite.TLS_AES_256_GCM_SHA384};
  int[] schemes = {SignatureScheme.ecdsa_secp521r1_sha512, SignatureScheme.ed448};
  ProtocolVersion version = ProtocolVersion.TLSv13;
  Identity identity;
  int scheme = SignatureScheme.ecdsa_secp521r1_sha512;
  boolean staples;
  final List<X509Certificate> authorities = new ArrayList<>();
  final List<X509Certificate> presented = new ArrayList<>();
  final List<OCSPResponse> stapled = new ArrayList<>();
  final List<X500Name> asked = new ArrayList<>();

  TlsVehicle() {
    super(new BcTlsCrypto(new SecureRandom()));
  }

  Vehicle connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getByName("::1"), port);
    socket.setSoTimeout(30_000);
    try {
      TlsClientProtocol protocol =
          new TlsClientProtocol(socket.getInputStream(), socket.getOutputStream());
      protocol.connect(this);
      return new Vehicle(socket, protocol.getInputStream(), protocol.getOutputStream());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return version.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return suites;
  }

  @Override
  protected Vector getSupportedGroups(Vector roles) {
    Vector<Integer> all = new Vector<>();
    for (int group : groups) {
      all.add(group);
    }
    return all;
  }

  @Override
  public Vector getEarlyKeyShareGroups() {
    return TlsUtils.vectorOfOne(groups[0]);
  }

  @Override
  protected Vector getSupportedSignatureAlgorithms() {
    Vector<SignatureAndHashAlgorithm> all = new Vector<>();
    for (int each : schemes) {
      all.add(SignatureScheme.getSignatureAndHashAlgorithm(each));
    }
    return all;
  }

  @Override
  protected Vector<X500Name> getCertificateAuthorities() {
    Vector<X500Name> names = new Vector<>();
    authorities.forEach(
        a -> names.add(X500Name.getInstance(a.getSubjectX500Principal().getEncoded())));
    return names.isEmpty() ? null : names;
  }

  @Override
  protected Vector<TrustedAuthority> getTrustedCAIndication() {
    Vector<TrustedAuthority> names = new Vector<>();
    authorities.forEach(
        a ->
            names.add(
                new TrustedAuthority(
                    IdentifierType.x509_name,
                    X500Name.getInstance(a.getSubjectX500Principal().getEncoded()))));
    return names.isEmpty() || version.equals(ProtocolVersion.TLSv13) ? null : names;
  }

  @Override
  protected CertificateStatusRequest getCertificateStatusRequest() {
    return staples
        ? new CertificateStatusRequest(
            CertificateStatusType.ocsp, new OCSPStatusRequest(null, null))
        : null;
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
        for (CertificateEntry each : server.getCertificate().getCertificateEntryList()) {
          presented.add(certificate(each.getCertificate().getEncoded()));
          Hashtable extensions = each.getExtensions();
          if (extensions != null && extensions.containsKey(TlsExtensionsUtils.EXT_status_request)) {
            byte[] status = (byte[]) extensions.get(TlsExtensionsUtils.EXT_status_request);
            byte[] response = new byte[status.length - 4];
            System.arraycopy(status, 4, response, 0, response.length);
            stapled.add(OCSPResponse.getInstance(response));
          }
        }
        if (server.getCertificateStatus() != null) {
          stapled.add(server.getCertificateStatus().getOCSPResponse());
        }
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        if (request.getCertificateAuthorities() != null) {
          for (Object each : request.getCertificateAuthorities()) {
            asked.add((X500Name) each);
          }
        }
        return identity == null ? null : credentials();
      }
    };
  }

  private TlsCredentials credentials() throws IOException {
    List<CertificateEntry> entries = new ArrayList<>();
    for (X509Certificate each : identity.chain()) {
      try {
        TlsCertificate certificate = getCrypto().createCertificate(each.getEncoded());
        entries.add(new CertificateEntry(certificate, null));
      } catch (java.security.cert.CertificateException e) {
        throw new IOException(e);
      }
    }
    AsymmetricKeyParameter key = PrivateKeyFactory.createKey(identity.key().getEncoded());
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        (BcTlsCrypto) getCrypto(),
        key,
        new Certificate(TlsUtils.EMPTY_BYTES, entries.toArray(new CertificateEntry[0])),
        SignatureScheme.getSignatureAndHashAlgorithm(scheme));
  }

  private static X509Certificate certificate(byte[] der) throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (java.security.cert.CertificateException e) {
      throw new IOException(e);
    }
  }
}
