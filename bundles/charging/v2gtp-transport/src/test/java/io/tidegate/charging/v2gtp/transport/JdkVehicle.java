package io.tidegate.charging.v2gtp.transport;

import io.tidegate.admin.pki.tool.Identity;
import io.tidegate.admin.pki.tool.TestPki;
import java.net.InetAddress;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A vehicle with the TLS of the JDK. */
final class JdkVehicle {
  private JdkVehicle() {}

  /** As the JDK does it. */
  static Vehicle connect(Rig rig, Identity identity, TestPki secc, String protocol)
      throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    if (identity != null) {
      keys.setKeyEntry(
          "vehicle", identity.key(), new char[0], identity.chain().toArray(new X509Certificate[0]));
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, new char[0]);
    KeyStore roots = KeyStore.getInstance("PKCS12");
    roots.load(null, null);
    roots.setCertificateEntry("root", secc.v2gRoot().certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(roots);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getByName("::1"), rig.port());
    socket.setSoTimeout(30_000);
    socket.setEnabledProtocols(new String[] {protocol});
    socket.startHandshake();
    return new Vehicle(socket, socket.getInputStream(), socket.getOutputStream());
  }
}
