package io.tidegate.codec.release;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes an archive: a deployment package (OSGi Compendium 114) of the guard, the bundles and the
 * documents, in this order and unpacked. The same release, the same bytes.
 */
public final class ReleaseWriter {
  /** ZIP knows no earlier year than 1980, in any time zone. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final SignedRelease release;
  private final Manifest manifest;
  private final Contents contents;

  /** Where the bundles are. */
  @FunctionalInterface
  public interface Contents {
    /**
     * Copies a bundle; asked twice.
     *
     * @param file its entry, as the manifest names it
     */
    void copy(String file, OutputStream to) throws Refusal, IOException;
  }

  private ReleaseWriter(SignedRelease release, Contents contents) throws Refusal {
    this.release = release;
    this.manifest = Manifest.read(release.manifest().bytes());
    this.contents = contents;
  }

  /**
   * Writes it.
   *
   * @throws Refusal if the manifest is none, or a bundle is not what it says
   */
  public static void write(SignedRelease release, Contents contents, OutputStream to)
      throws Refusal, IOException {
    new ReleaseWriter(release, contents).write(to);
  }

  /** The bundles of another archive. */
  public static Contents of(ReleaseReader archive) throws Refusal, IOException {
    Manifest manifest = Manifest.read(archive.documents().manifest().bytes());
    return (file, to) -> {
      for (BundleEntry bundle : manifest.bundles()) {
        if (bundle.file().equals(file)) {
          archive.copy(bundle, to);
        }
      }
      if (manifest.guard().isPresent() && manifest.guard().get().file().equals(file)) {
        archive.copy(manifest.guard().get(), to);
      }
    };
  }

  private void write(OutputStream to) throws Refusal, IOException {
    Map<String, byte[]> documents = new LinkedHashMap<>();
    documents.put(Parts.MANIFEST, release.manifest().bytes());
    documents.put(Parts.SIGNATURES, release.manifest().signatures());
    release
        .roots()
        .forEach(
            (version, root) -> {
              documents.put(Parts.root(version), root.bytes());
              documents.put(Parts.rootSignatures(version), root.signatures());
            });
    release
        .permit()
        .ifPresent(
            permit -> {
              documents.put(Parts.PERMIT, permit.bytes());
              documents.put(Parts.PERMIT_SIGNATURES, permit.signatures());
            });
    Map<String, Long> bundles = new LinkedHashMap<>();
    manifest.guard().ifPresent(guard -> bundles.put(guard.file(), guard.length()));
    manifest.bundles().forEach(bundle -> bundles.put(bundle.file(), bundle.length()));
    List<String> entries = new ArrayList<>(bundles.keySet());
    entries.addAll(documents.keySet());
    ZipOutputStream zip = new ZipOutputStream(to, StandardCharsets.US_ASCII);
    document(zip, Parts.DEPLOYMENT, DeploymentManifest.of(manifest, entries).write());
    for (Map.Entry<String, Long> bundle : bundles.entrySet()) {
      bundle(zip, bundle.getKey(), bundle.getValue());
    }
    for (Map.Entry<String, byte[]> document : documents.entrySet()) {
      document(zip, document.getKey(), document.getValue());
    }
    zip.finish();
    zip.flush();
  }

  private static void begin(ZipOutputStream zip, String name, long length, long crc)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setTimeLocal(TIME);
    entry.setSize(length);
    entry.setCompressedSize(length);
    entry.setCrc(crc);
    zip.putNextEntry(entry);
  }

  private static void document(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    begin(zip, name, bytes.length, crc.getValue());
    zip.write(bytes);
    zip.closeEntry();
  }

  private void bundle(ZipOutputStream zip, String file, long length) throws Refusal, IOException {
    Tally tally = new Tally(OutputStream.nullOutputStream());
    contents.copy(file, tally);
    if (tally.length != length) {
      throw new Refusal(
          Refusal.Code.TAMPERED,
          file + " has " + tally.length + " bytes and not " + length + " as the manifest says");
    }
    begin(zip, file, length, tally.crc.getValue());
    contents.copy(file, zip);
    zip.closeEntry();
  }

  /** Counts. */
  private static final class Tally extends FilterOutputStream {
    private final CRC32 crc = new CRC32();
    private long length;

    Tally(OutputStream to) {
      super(to);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      crc.update(bytes, from, count);
      length += count;
      out.write(bytes, from, count);
    }
  }
}
