package io.tidegate.codec.release;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * An archive of a release. Believes nothing of it: within the bounds of 1,000 entries, 64 MiB a
 * bundle, 512 MiB all together and 1 MiB a document it says what is there. Not for several threads.
 */
public final class ReleaseReader implements AutoCloseable {
  private static final int PIECE = 1 << 14;

  private final Optional<FileChannel> file;
  private final Bytes bytes;
  private final Map<String, ZipEntries.Entry> entries = new LinkedHashMap<>();

  private ReleaseReader(Optional<FileChannel> file, Bytes bytes, Limits limits)
      throws Refusal, IOException {
    this.file = file;
    this.bytes = bytes;
    try {
      ZipEntries.read(bytes, limits).forEach(each -> entries.put(each.name(), each));
    } catch (EOFException e) {
      throw cut();
    }
  }

  /**
   * Opens an archive; none of its entries is unpacked.
   *
   * @throws Refusal if it is none, or beyond the bounds
   * @throws IOException if it cannot be read
   */
  public static ReleaseReader open(Path archive) throws Refusal, IOException {
    FileChannel file = FileChannel.open(archive, StandardOpenOption.READ);
    try {
      return new ReleaseReader(Optional.of(file), Bytes.of(file), Limits.RELEASE);
    } catch (Refusal | IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** An archive in memory. */
  static ReleaseReader of(byte[] archive, Limits limits) throws Refusal, IOException {
    return new ReleaseReader(Optional.empty(), Bytes.of(archive), limits);
  }

  private static Refusal cut() {
    return new Refusal(Refusal.Code.TRUNCATED, "the archive is cut short");
  }

  /** Names of all entries, in their sequence. */
  public List<String> entries() {
    return List.copyOf(entries.keySet());
  }

  /** Whether it is a deployment package at all, ours or another's. */
  public boolean isDeploymentPackage() throws Refusal, IOException {
    return entries.containsKey(Parts.DEPLOYMENT)
        && DeploymentManifest.read(document(Parts.DEPLOYMENT)).isDeploymentPackage();
  }

  /**
   * The documents of the release.
   *
   * @throws Refusal {@link Refusal.Code#UNSIGNED} for a deployment package that is no release of
   *     ours, {@link Refusal.Code#TRUNCATED} for anything else that is none
   */
  public SignedRelease documents() throws Refusal, IOException {
    if (!entries.containsKey(Parts.MANIFEST)) {
      throw isDeploymentPackage()
          ? new Refusal(
              Refusal.Code.UNSIGNED,
              "a deployment package without " + Parts.MANIFEST + " is not signed")
          : new Refusal(Refusal.Code.TRUNCATED, "no " + Parts.MANIFEST + ": this is no release");
    }
    Map<String, byte[]> documents = new LinkedHashMap<>();
    for (String entry : entries.keySet()) {
      if (Parts.isOfRelease(entry)) {
        documents.put(entry, document(entry));
      }
    }
    return SignedRelease.of(documents);
  }

  private byte[] document(String name) throws Refusal, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    copy(name, out);
    return out.toByteArray();
  }

  /**
   * Compares all that is there with a manifest that is believed.
   *
   * @throws Refusal {@link Refusal.Code#TRUNCATED} when something is missing, {@link
   *     Refusal.Code#BAD_ENTRY} when something is too much, {@link Refusal.Code#TAMPERED} when
   *     something differs
   */
  public void check(Manifest manifest) throws Refusal, IOException {
    Map<String, String> digests = new LinkedHashMap<>();
    manifest.guard().ifPresent(guard -> digests.put(guard.file(), guard.sha256()));
    manifest.bundles().forEach(bundle -> digests.put(bundle.file(), bundle.sha256()));
    for (String entry : entries.keySet()) {
      boolean known =
          digests.containsKey(entry) || entry.equals(Parts.DEPLOYMENT) || Parts.isOfRelease(entry);
      if (!known) {
        throw new Refusal(
            Refusal.Code.BAD_ENTRY, "entry " + entry + " is not named by the manifest");
      }
    }
    for (Map.Entry<String, String> bundle : digests.entrySet()) {
      copyChecked(bundle.getKey(), bundle.getValue(), OutputStream.nullOutputStream());
    }
    DeploymentManifest deployment = DeploymentManifest.read(document(Parts.DEPLOYMENT));
    if (!entries().get(0).equals(Parts.DEPLOYMENT)) {
      throw new Refusal(Refusal.Code.BAD_ENTRY, Parts.DEPLOYMENT + " is not the first entry");
    }
    deployment.check(manifest, entries.keySet());
  }

  /**
   * Unpacks a bundle; what was written before a refusal is to be thrown away.
   *
   * @throws Refusal {@link Refusal.Code#TAMPERED} if it is not what the manifest says
   */
  public void copy(BundleEntry bundle, OutputStream to) throws Refusal, IOException {
    copyChecked(bundle.file(), bundle.sha256(), to);
  }

  /** Unpacks the guard, likewise. */
  public void copy(GuardEntry guard, OutputStream to) throws Refusal, IOException {
    copyChecked(guard.file(), guard.sha256(), to);
  }

  private void copyChecked(String name, String sha256, OutputStream to)
      throws Refusal, IOException {
    MessageDigest digest = VerifyingKey.sha256();
    copy(name, new DigestOutputStream(to, digest));
    if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
      throw new Refusal(Refusal.Code.TAMPERED, name + " is not the one that was signed");
    }
  }

  private void copy(String name, OutputStream to) throws Refusal, IOException {
    ZipEntries.Entry entry = entries.get(name);
    if (entry == null) {
      throw new Refusal(Refusal.Code.TRUNCATED, name + " is missing in the archive");
    }
    CRC32 crc = new CRC32();
    try {
      long length =
          entry.method() == ZipEntries.STORED ? stored(entry, to, crc) : inflated(entry, to, crc);
      if (length != entry.length() || (int) crc.getValue() != entry.crc()) {
        throw new Refusal(Refusal.Code.TAMPERED, name + " is damaged");
      }
    } catch (EOFException e) {
      throw cut();
    } catch (DataFormatException e) {
      throw new Refusal(Refusal.Code.TAMPERED, name + " is damaged");
    }
  }

  private byte[] piece(ZipEntries.Entry entry, long done) throws IOException {
    byte[] piece = new byte[(int) Math.min(PIECE, entry.packed() - done)];
    bytes.read(entry.at() + done, ByteBuffer.wrap(piece));
    return piece;
  }

  private long stored(ZipEntries.Entry entry, OutputStream to, CRC32 crc) throws IOException {
    for (long done = 0; done < entry.packed(); ) {
      byte[] piece = piece(entry, done);
      crc.update(piece);
      to.write(piece);
      done += piece.length;
    }
    return entry.packed();
  }

  /** Never writes more than the entry's length; -1 when its packed bytes hold more, or fewer. */
  private long inflated(ZipEntries.Entry entry, OutputStream to, CRC32 crc)
      throws IOException, DataFormatException {
    Inflater inflater = new Inflater(true);
    try {
      byte[] out = new byte[PIECE];
      long done = 0;
      long length = 0;
      while (!inflater.finished()) {
        int count = inflater.inflate(out);
        length += count;
        if (length > entry.length() || inflater.needsDictionary()) {
          return -1;
        }
        crc.update(out, 0, count);
        to.write(out, 0, count);
        if (count == 0 && inflater.needsInput() && !inflater.finished()) {
          if (done == entry.packed()) {
            return -1;
          }
          byte[] piece = piece(entry, done);
          done += piece.length;
          inflater.setInput(piece);
        }
      }
      return inflater.getBytesRead() == entry.packed() ? length : -1;
    } finally {
      inflater.end();
    }
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }
}
