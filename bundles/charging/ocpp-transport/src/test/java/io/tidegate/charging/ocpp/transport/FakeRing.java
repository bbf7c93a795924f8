package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.TlsFiles;
import io.tidegate.api.security.TlsMaterial;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** Material that a test hands over, or one PKCS#12 file. */
final class FakeRing implements KeyRing {
  final AtomicReference<TlsMaterial> material = new AtomicReference<>();
  private final Path home;

  FakeRing(Path home) {
    this.home = home;
  }

  @Override
  public TlsMaterial read(TlsFiles files) throws KeyRingException {
    if (material.get() != null) {
      return material.get();
    }
    try {
      byte[] bytes = Files.readAllBytes(home.resolve(files.keys().get(0)));
      char[] password = Files.readString(home.resolve(files.passwordFile())).strip().toCharArray();
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(new ByteArrayInputStream(bytes), password);
      List<X509Certificate> trusted = new ArrayList<>();
      for (String file : files.trusted()) {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(Files.readAllBytes(home.resolve(file))), password);
        for (String alias : Collections.list(store.aliases())) {
          trusted.add((X509Certificate) store.getCertificate(alias));
        }
      }
      return of(Arrays.hashCode(bytes), keys, password, trusted);
    } catch (IOException | GeneralSecurityException e) {
      throw new KeyRingException(String.valueOf(e), e);
    }
  }

  static TlsMaterial of(long version, KeyStore keys, char[] password, List<X509Certificate> trusted)
      throws GeneralSecurityException {
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
    factory.init(keys, password);
    return new TlsMaterial(
        version, (X509ExtendedKeyManager) factory.getKeyManagers()[0], List.of(), trusted);
  }

  @Override
  public void forget(TlsFiles files) {}

  @Override
  public void reload() {}

  @Override
  public List<Entry> certificates() {
    return List.of();
  }
}
