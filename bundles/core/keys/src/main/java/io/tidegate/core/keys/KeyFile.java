package io.tidegate.core.keys;

import io.tidegate.api.security.KeyRingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A PEM or PKCS#12 file, told apart by what it begins with. Blocks for the disk.
 *
 * @param name as configured, for sentences
 */
record KeyFile(String name, Path path) {
  private static final int MOST_BYTES = 4 * 1024 * 1024;
  private static final byte DER_SEQUENCE = 0x30;

  /** Keys with their chains. */
  List<KeyEntry> keys(char[] password) throws KeyRingException {
    byte[] bytes = bytes();
    try {
      List<KeyEntry> entries = isPem(bytes) ? pemKeys(bytes, password) : storeKeys(bytes, password);
      if (entries.isEmpty()) {
        throw new KeyRingException(name + " holds no private key with a certificate");
      }
      for (KeyEntry entry : entries) {
        entry.prove();
      }
      return entries;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  /** Certificates, whether or not there are keys beside them. */
  List<X509Certificate> certificates(char[] password) throws KeyRingException {
    byte[] bytes = bytes();
    try {
      List<X509Certificate> found =
          isPem(bytes)
              ? Pem.certificates(new String(bytes, StandardCharsets.UTF_8))
              : storeCertificates(bytes, password);
      if (found.isEmpty()) {
        throw new KeyRingException(name + " holds no certificate");
      }
      return found;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  private static boolean isPem(byte[] bytes) {
    return bytes[0] != DER_SEQUENCE;
  }

  private byte[] bytes() throws KeyRingException {
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw new KeyRingException(name + " is larger than 4 MiB");
      }
      byte[] bytes = Files.readAllBytes(path);
      if (bytes.length == 0) {
        throw new KeyRingException(name + " is empty");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new KeyRingException(name + " is missing", e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private KeyRingException unreadable(Exception cause) {
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new KeyRingException(name + " cannot be read: " + why, cause);
  }

  private List<KeyEntry> pemKeys(byte[] bytes, char[] password)
      throws IOException, GeneralSecurityException, KeyRingException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    List<X509Certificate> certificates = Pem.certificates(text);
    List<PrivateKey> keys = Pem.keys(text, password);
    if (keys.size() > 1) {
      throw new KeyRingException(name + " holds more than one private key: one a file");
    }
    return keys.isEmpty() || certificates.isEmpty()
        ? List.of()
        : List.of(new KeyEntry(name, keys.get(0), ordered(certificates)));
  }

  /** The end entity first: the one that issued none of the others. */
  private static List<X509Certificate> ordered(List<X509Certificate> certificates) {
    List<X509Certificate> chain = new ArrayList<>();
    X509Certificate next =
        certificates.stream()
            .filter(c -> certificates.stream().noneMatch(o -> !o.equals(c) && issued(c, o)))
            .findFirst()
            .orElse(certificates.get(0));
    while (next != null && !chain.contains(next)) {
      chain.add(next);
      X509Certificate child = next;
      next =
          certificates.stream()
              .filter(c -> !c.equals(child) && issued(c, child))
              .findFirst()
              .orElse(null);
    }
    return chain;
  }

  private static boolean issued(X509Certificate issuer, X509Certificate child) {
    return child.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
  }

  private List<KeyEntry> storeKeys(byte[] bytes, char[] password)
      throws IOException, GeneralSecurityException {
    return keys(name, store(bytes, password), password);
  }

  private static KeyStore store(byte[] bytes, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(bytes), password);
    return store;
  }

  static List<KeyEntry> keys(String source, KeyStore store, char[] password)
      throws GeneralSecurityException {
    List<KeyEntry> entries = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      Key key = store.getKey(alias, password);
      Certificate[] chain = store.getCertificateChain(alias);
      if (key instanceof PrivateKey secret && chain != null) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Certificate each : chain) {
          certificates.add((X509Certificate) each);
        }
        entries.add(new KeyEntry(source, secret, certificates));
      }
    }
    return entries;
  }

  private static List<X509Certificate> storeCertificates(byte[] bytes, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = store(bytes, password);
    List<X509Certificate> found = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.getCertificate(alias) instanceof X509Certificate certificate) {
        found.add(certificate);
      }
    }
    return found;
  }

  /** A sentence when others than its owner may read or change it; empty otherwise. */
  String exposure() {
    try {
      boolean exposed =
          Files.getPosixFilePermissions(path).stream()
              .anyMatch(
                  p ->
                      p != PosixFilePermission.OWNER_READ
                          && p != PosixFilePermission.OWNER_WRITE
                          && p != PosixFilePermission.OWNER_EXECUTE);
      return exposed ? name + " holds a private key and is open to others: chmod 600" : "";
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  /** Changes whenever the file does. */
  String stamp() {
    try {
      return name + "@" + Files.getLastModifiedTime(path) + "/" + Files.size(path);
    } catch (IOException e) {
      return name + " is missing";
    }
  }
}
