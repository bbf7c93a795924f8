package io.tidegate.core.keys;

import io.tidegate.api.security.KeyRingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.List;

/**
 * A PKCS#11 token: its keys sign without ever leaving it. The provider is known to the whole Java
 * process while the token is open, since TLS finds it by its keys. One worker at a time.
 */
final class Token implements AutoCloseable {
  /** Begins the name of a key on the token. */
  static final String SCHEME = "pkcs11:";

  private final Provider provider;
  private final KeyStore store;
  private final char[] pin;

  private Token(Provider provider, KeyStore store, char[] pin) {
    this.provider = provider;
    this.store = store;
    this.pin = pin;
  }

  static Token open(KeySettings.TokenFile file) throws KeyRingException {
    if (!Files.isReadable(file.library())) {
      throw new KeyRingException(
          "config/"
              + KeysComponent.NAME
              + ".cfg, field pkcs11.library: there is no "
              + file.library());
    }
    Provider provider = null;
    try {
      char[] pin = firstLine(file.pinFile());
      provider = Security.getProvider("SunPKCS11").configure(configuration(file));
      Security.addProvider(provider);
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin);
      return new Token(provider, store, pin);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      if (provider != null) {
        Security.removeProvider(provider.getName());
      }
      String why = e.getCause() == null ? e.getMessage() : e.getMessage() + ", " + e.getCause();
      throw new KeyRingException("the PKCS#11 token cannot be opened: " + why, e);
    }
  }

  private static String configuration(KeySettings.TokenFile file) {
    return "--name = tidegate\nlibrary = "
        + file.library()
        + "\nslotListIndex = "
        + file.slotIndex()
        + "\n";
  }

  static char[] firstLine(Path file) throws IOException {
    return Files.readString(file).lines().findFirst().orElse("").strip().toCharArray();
  }

  /** The key of that alias with its chain; all keys when the alias is empty. */
  List<KeyEntry> keys(String alias) throws KeyRingException {
    String source = SCHEME + alias;
    try {
      List<KeyEntry> found =
          KeyFile.keys(source, store, pin).stream()
              .filter(e -> alias.isEmpty() || alias.equals(alias(e)))
              .toList();
      if (found.isEmpty()) {
        throw new KeyRingException("the PKCS#11 token has no key with a certificate for " + source);
      }
      for (KeyEntry entry : found) {
        entry.prove();
      }
      return found;
    } catch (GeneralSecurityException | ProviderException e) {
      throw new KeyRingException("the PKCS#11 token cannot be read: " + e.getMessage(), e);
    }
  }

  private String alias(KeyEntry entry) {
    try {
      return store.getCertificateAlias(entry.certificate());
    } catch (GeneralSecurityException e) {
      return "";
    }
  }

  @Override
  public void close() {
    Security.removeProvider(provider.getName());
  }
}
