package io.tidegate.admin.release.tool;

import io.tidegate.codec.release.Manifest;
import io.tidegate.codec.release.Permit;
import io.tidegate.codec.release.Purpose;
import io.tidegate.codec.release.Refusal;
import io.tidegate.codec.release.ReleaseReader;
import io.tidegate.codec.release.ReleaseWriter;
import io.tidegate.codec.release.SignedDocument;
import io.tidegate.codec.release.SignedRelease;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code tidegate release sign} and {@code permit}: the archive again, with a signature more. */
final class SignCommands {
  private final Words words;
  private final Report report;

  SignCommands(Words words, Report report) {
    this.words = words;
    this.report = report;
  }

  /** What becomes of the documents of an archive. */
  @FunctionalInterface
  private interface Change {
    SignedRelease of(SignedRelease release) throws Refusal, IOException;
  }

  int sign() throws WrongUse, IOException, Refusal {
    Signing signing = new Signing(Purpose.RELEASE, keys());
    Optional<Path> to = words.file("-o");
    return rewrite(
        words.only(),
        to,
        signing,
        release ->
            new SignedRelease(signing.sign(release.manifest()), release.roots(), release.permit()));
  }

  int permit() throws WrongUse, IOException, Refusal {
    Signing signing = new Signing(Purpose.PERMIT, keys());
    Optional<Path> to = words.file("-o");
    String device = words.option("--device").orElse("*");
    Instant expires = words.expiry();
    return rewrite(
        words.only(),
        to,
        signing,
        release -> {
          Manifest manifest = Manifest.read(release.manifest().bytes());
          Permit leave = new Permit(manifest.name(), manifest.counter(), expires, device);
          byte[] json = leave.write();
          SignedDocument permit =
              release
                  .permit()
                  .filter(old -> java.util.Arrays.equals(old.bytes(), json))
                  .orElse(SignedDocument.unsigned(json));
          return new SignedRelease(
              release.manifest(), release.roots(), Optional.of(signing.sign(permit)));
        });
  }

  private List<Path> keys() throws WrongUse {
    List<Path> keys = words.files("--key");
    if (keys.isEmpty()) {
      throw new WrongUse("--key is missing");
    }
    return keys;
  }

  private int rewrite(Path file, Optional<Path> to, Signing signing, Change change)
      throws IOException, Refusal {
    try (ReleaseReader archive = ReleaseReader.open(file)) {
      SignedRelease release = archive.documents();
      archive.check(Manifest.read(release.manifest().bytes()));
      SignedRelease changed = change.of(release);
      Drafts.write(
          to.orElse(file), out -> ReleaseWriter.write(changed, ReleaseWriter.of(archive), out));
      Map<String, Object> fields = new LinkedHashMap<>(VerifyCommand.described(changed));
      signing.tell(fields);
      fields.put("file", words.typed(to.orElse(file)));
      report.print(fields);
      return 0;
    }
  }
}
