package io.tidegate.core.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** PEM texts (RFC 7468): certificates and private keys. Stateless. */
final class Pem {
  static final int MOST_CERTIFICATES = 1_000;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private Pem() {}

  static List<X509Certificate> certificates(String text)
      throws IOException, GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (block.group(1).equals("CERTIFICATE")) {
        if (certificates.size() >= MOST_CERTIFICATES) {
          throw new IOException("more than " + MOST_CERTIFICATES + " certificates");
        }
        byte[] der = bytes(block.group(2));
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
      }
    }
    return certificates;
  }

  /** The private keys; encrypted ones are opened with the password. */
  static List<PrivateKey> keys(String text, char[] password)
      throws IOException, GeneralSecurityException {
    List<PrivateKey> keys = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      switch (block.group(1)) {
        case "PRIVATE KEY" -> keys.add(key(new PKCS8EncodedKeySpec(bytes(block.group(2)))));
        case "ENCRYPTED PRIVATE KEY" -> keys.add(decrypted(bytes(block.group(2)), password));
        case "EC PRIVATE KEY", "RSA PRIVATE KEY" -> keys.add(Legacy.key(block.group()));
        default -> {
          // certificates, parameters
        }
      }
    }
    return keys;
  }

  private static byte[] bytes(String base64) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      throw new IOException("a block is no base64", e);
    }
  }

  private static PrivateKey key(KeySpec spec) throws GeneralSecurityException {
    for (String kind : List.of("EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // of another kind
      }
    }
    return KeyFactory.getInstance("RSA").generatePrivate(spec);
  }

  private static PrivateKey decrypted(byte[] der, char[] password)
      throws IOException, GeneralSecurityException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    AlgorithmParameters parameters = info.getAlgParameters();
    // for PBES2 the JDK names the cipher only in the text of its parameters
    String name = parameters.toString();
    Cipher cipher = Cipher.getInstance(name);
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(name).generateSecret(new PBEKeySpec(password)),
        parameters);
    return key(info.getKeySpec(cipher));
  }

  /** One PEM block. */
  static String text(String kind, byte[] der) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + kind
        + "-----\n";
  }

  /** Forms older than PKCS#8; a class of its own, since the library is large and seldom needed. */
  private static final class Legacy {
    static PrivateKey key(String block) throws IOException {
      try (PEMParser parser = new PEMParser(new StringReader(block))) {
        if (parser.readObject() instanceof PEMKeyPair pair) {
          return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
        }
      }
      throw new IOException("an old encrypted key; convert it with openssl pkcs8 -topk8");
    }
  }
}
