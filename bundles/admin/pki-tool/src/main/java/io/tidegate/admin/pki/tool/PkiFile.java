package io.tidegate.admin.pki.tool;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;

/**
 * What a file holds: certificates in PEM or DER, a revocation list, or an OCSP response, told by
 * trying.
 *
 * @param key there is a private key, too
 */
record PkiFile(
    String name,
    List<X509Certificate> certificates,
    boolean key,
    List<X509CRL> lists,
    List<BasicOCSPResp> responses) {
  private static final long MOST = 16 * 1024 * 1024;

  PkiFile {
    certificates = List.copyOf(certificates);
    lists = List.copyOf(lists);
    responses = List.copyOf(responses);
  }

  /** A file, or those in a folder and its folders, all of which are to be readable. */
  static List<PkiFile> read(Path directory, String name) throws IOException {
    Map<String, String> none = new LinkedHashMap<>();
    List<PkiFile> files = read(directory, name, none::put);
    for (String why : none.values()) {
      throw new IOException(why);
    }
    return files;
  }

  /**
   * A file, or those in a folder and its folders.
   *
   * @param skipped takes name and reason of what in a folder is none of ours
   */
  static List<PkiFile> read(Path directory, String name, BiConsumer<String, String> skipped)
      throws IOException {
    Path path = directory.resolve(name);
    List<PkiFile> files = new ArrayList<>();
    if (Files.isDirectory(path)) {
      try (Stream<Path> inside = Files.walk(path, 4)) {
        for (Path each : inside.filter(Files::isRegularFile).sorted().limit(10_000).toList()) {
          String inner = name + "/" + path.relativize(each);
          try {
            files.add(one(each, inner));
          } catch (FileSystemException e) {
            skipped.accept(inner, inner + " cannot be read");
          } catch (IOException e) {
            skipped.accept(inner, e.getMessage());
          }
        }
      }
    } else {
      files.add(one(path, name));
    }
    return files;
  }

  private static PkiFile one(Path path, String name) throws IOException {
    try {
      if (Files.size(path) > MOST) {
        throw new IOException(name + " is larger than 16 MiB");
      }
      byte[] bytes = Files.readAllBytes(path);
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      if (text.contains("-----BEGIN ")) {
        return new PkiFile(
            name,
            Pem.certificates(text),
            text.contains("PRIVATE KEY-----"),
            text.contains("BEGIN X509 CRL") ? lists(bytes) : List.of(),
            List.of());
      }
      return der(bytes, name);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + name, e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static PkiFile der(byte[] bytes, String name) throws IOException {
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(bytes));
      return new PkiFile(name, List.of(certificate), false, List.of(), List.of());
    } catch (GeneralSecurityException e) {
      // something else
    }
    try {
      return new PkiFile(name, List.of(), false, lists(bytes), List.of());
    } catch (GeneralSecurityException e) {
      // something else
    }
    try {
      if (new OCSPResp(bytes).getResponseObject() instanceof BasicOCSPResp response) {
        return new PkiFile(name, List.of(), false, List.of(), List.of(response));
      }
    } catch (OCSPException | IOException | RuntimeException e) {
      // nothing that is known
    }
    throw new IOException(name + " is neither certificate, revocation list nor OCSP response");
  }

  private static List<X509CRL> lists(byte[] bytes) throws GeneralSecurityException {
    List<X509CRL> lists = new ArrayList<>();
    for (CRL each :
        CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(bytes))) {
      lists.add((X509CRL) each);
    }
    if (lists.isEmpty()) {
      throw new GeneralSecurityException("no list");
    }
    return lists;
  }
}
