package io.tidegate.charging.v2gtp.transport;

import io.tidegate.admin.pki.tool.Identity;
import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.TlsFiles;
import io.tidegate.api.security.TlsMaterial;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** A key ring whose files are in memory. */
final class FakeRing implements KeyRing {
  private final AtomicLong versions = new AtomicLong();
  private final Map<String, Identity> keys = new ConcurrentHashMap<>();
  private final Map<String, Long> version = new ConcurrentHashMap<>();
  private final Map<String, X509Certificate> trusted = new ConcurrentHashMap<>();

  void key(String name, Identity identity) {
    keys.put(name, identity);
    version.put(name, versions.incrementAndGet());
  }

  void trust(String name, X509Certificate root) {
    trusted.put(name, root);
    version.put(name, versions.incrementAndGet());
  }

  @Override
  public TlsMaterial read(TlsFiles files) throws KeyRingException {
    List<X509Certificate> roots = new ArrayList<>();
    for (String name : files.trusted()) {
      if (!trusted.containsKey(name)) {
        throw new KeyRingException(name + " is missing");
      }
      roots.add(trusted.get(name));
    }
    if (files.keys().isEmpty()) {
      long newest = files.trusted().stream().mapToLong(version::get).max().orElse(0);
      return new TlsMaterial(newest, new One(null), List.of(), roots);
    }
    String name = files.keys().get(0);
    if (!keys.containsKey(name)) {
      throw new KeyRingException(name + " is missing");
    }
    Identity identity = keys.get(name);
    return new TlsMaterial(
        version.get(name), new One(identity), List.of(identity.certificate()), roots);
  }

  @Override
  public void forget(TlsFiles files) {}

  @Override
  public void reload() {}

  @Override
  public List<Entry> certificates() {
    return List.of();
  }

  private static final class One extends X509ExtendedKeyManager {
    private final Identity identity;

    One(Identity identity) {
      this.identity = identity;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      return new String[] {"0"};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return identity.chain().toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return identity.key();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return null;
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      return "0";
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
      return "0";
    }
  }
}
