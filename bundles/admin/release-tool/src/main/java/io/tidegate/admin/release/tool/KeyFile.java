package io.tidegate.admin.release.tool;

import io.tidegate.codec.release.Signer;
import io.tidegate.codec.release.VerifyingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys of Ed25519 in files: PKCS#8 or, without the secret, X.509; both PEM (RFC 8410). */
final class KeyFile {
  private static final String ED25519 = "Ed25519";
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN (PRIVATE|PUBLIC) KEY-----([A-Za-z0-9+/=\\s]{1,2000})-----END");
  private static final byte[] PUBLIC = HexFormat.of().parseHex("302a300506032b6570032100");

  private KeyFile() {}

  /** Makes a key in a file that nobody else may read, and that was not there. */
  static VerifyingKey make(Path file) throws IOException {
    KeyPair pair;
    try {
      pair = KeyPairGenerator.getInstance(ED25519).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
    Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
    FileAttribute<?>[] attributes =
        Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(owner)}
            : new FileAttribute<?>[0];
    Files.createFile(file, attributes);
    Files.writeString(
        file, pem("PRIVATE", pair.getPrivate().getEncoded()), StandardOpenOption.WRITE);
    return VerifyingKey.of(pair.getPublic());
  }

  private static String pem(String kind, byte[] der) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + " KEY-----\n" + lines + "\n-----END " + kind + " KEY-----\n";
  }

  /** The public part, for others. */
  static String pem(VerifyingKey key) {
    byte[] der = java.util.Arrays.copyOf(PUBLIC, PUBLIC.length + key.raw().length);
    System.arraycopy(key.raw(), 0, der, PUBLIC.length, key.raw().length);
    return pem("PUBLIC", der);
  }

  /** Of either kind of file. */
  static VerifyingKey key(Path file) throws IOException {
    Matcher pem = read(file);
    if (pem.group(1).equals("PRIVATE")) {
      return signer(file).key();
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
      return VerifyingKey.of(
          KeyFactory.getInstance(ED25519).generatePublic(new X509EncodedKeySpec(der)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file.getFileName() + " holds no key of Ed25519", e);
    }
  }

  /** Of a file with the secret, which nobody else may read. */
  static Signer signer(Path file) throws IOException {
    Matcher pem = read(file);
    if (!pem.group(1).equals("PRIVATE")) {
      throw new IOException(file.getFileName() + " holds the public part of a key alone");
    }
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
      others.removeAll(PosixFilePermissions.fromString("rwx------"));
      if (!others.isEmpty()) {
        throw new IOException(
            file.getFileName() + " may be read or changed by others: chmod 600 it");
      }
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
      PrivateKey key =
          KeyFactory.getInstance(ED25519).generatePrivate(new PKCS8EncodedKeySpec(der));
      return new Signer(pair(((EdECPrivateKey) key).getBytes().orElseThrow()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file.getFileName() + " holds no key of Ed25519", e);
    }
  }

  private static Matcher read(Path file) throws IOException {
    String text = new String(Documents.read(file), StandardCharsets.ISO_8859_1);
    Matcher pem = PEM.matcher(text);
    if (!pem.find()) {
      throw new IOException(file.getFileName() + " holds no key in PEM");
    }
    return pem;
  }

  /** The file holds the secret alone: the JDK's generator computes the public part from it. */
  private static KeyPair pair(byte[] secret) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(ED25519);
    generator.initialize(NamedParameterSpec.ED25519, new Given(secret));
    KeyPair pair = generator.generateKeyPair();
    byte[] same = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    if (!java.security.MessageDigest.isEqual(same, secret)) {
      throw new GeneralSecurityException("this JDK makes keys in another way");
    }
    return pair;
  }

  /** "Random" bytes that are given. */
  private static final class Given extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] bytes;

    Given(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    @Override
    public void nextBytes(byte[] into) {
      System.arraycopy(bytes, 0, into, 0, into.length);
    }
  }
}
