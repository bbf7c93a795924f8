package io.tidegate.admin.release.tool;

import io.tidegate.codec.release.Purpose;
import io.tidegate.codec.release.Refusal;
import io.tidegate.codec.release.Role;
import io.tidegate.codec.release.Root;
import io.tidegate.codec.release.RootChain;
import io.tidegate.codec.release.Signatures;
import io.tidegate.codec.release.SignedDocument;
import io.tidegate.codec.release.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code tidegate release root}. */
final class RootCommands {
  private final Words words;
  private final Report report;

  RootCommands(Words words, Report report) {
    this.words = words;
    this.report = report;
  }

  int run() throws WrongUse, IOException, Refusal {
    return switch (words.next()) {
      case "new" -> make(Optional.empty());
      case "rotate" -> rotate();
      case "sign" -> sign();
      case "show" -> show();
      default -> throw new WrongUse("release root new, rotate, sign or show");
    };
  }

  /** Where the signatures of a root lie: {@code 2.json}, {@code 2.sig.json}. */
  static Path signatures(Path root) {
    String name = root.getFileName().toString();
    return root.resolveSibling(name.replaceFirst("(\\.json)?$", ".sig.json"));
  }

  static SignedDocument read(Path root) throws IOException {
    Path signatures = signatures(root);
    return new SignedDocument(
        Files.readAllBytes(root),
        Files.exists(signatures) ? Files.readAllBytes(signatures) : Signatures.NONE.write());
  }

  private int rotate() throws WrongUse, IOException, Refusal {
    Path old = words.file("--from").orElseThrow(() -> new WrongUse("--from is missing"));
    return make(Optional.of(Root.read(Files.readAllBytes(old))));
  }

  private int make(Optional<Root> before) throws WrongUse, IOException, Refusal {
    Path file = words.file("-o").orElseThrow(() -> new WrongUse("-o is missing"));
    Instant expires = words.expiry();
    Map<String, VerifyingKey> keys = new TreeMap<>();
    Map<Purpose, Role> roles = new EnumMap<>(Purpose.class);
    for (Purpose purpose : Purpose.values()) {
      role(purpose, before, keys).ifPresent(role -> roles.put(purpose, role));
    }
    List<Path> signers = words.files("--key");
    words.none();
    int version = before.map(Root::version).orElse(0) + 1;
    Root root = new Root(version, expires, keys, roles);
    SignedDocument document = SignedDocument.unsigned(root.write());
    for (Path signer : signers) {
      document = KeyFile.signer(signer).sign(Purpose.ROOT, document);
    }
    write(file, document);
    print(root, document, file);
    return 0;
  }

  private Optional<Role> role(
      Purpose purpose, Optional<Root> before, Map<String, VerifyingKey> keys)
      throws WrongUse, IOException {
    String option = "--" + purpose.name().toLowerCase(Locale.ROOT);
    List<String> ids = new ArrayList<>();
    for (Path file : words.files(option)) {
      VerifyingKey key = KeyFile.key(file);
      keys.put(key.id(), key);
      ids.add(key.id());
    }
    Optional<Long> threshold = words.number(option + "-threshold");
    Role old = before.map(root -> root.roles().get(purpose)).orElse(null);
    if (ids.isEmpty() && old != null) {
      old.keys().forEach(id -> keys.put(id, before.orElseThrow().keys().get(id)));
      return Optional.of(
          new Role(threshold.map(Math::toIntExact).orElse(old.threshold()), old.keys()));
    }
    if (ids.isEmpty()) {
      if (purpose == Purpose.PERMIT && threshold.isEmpty()) {
        return Optional.empty();
      }
      throw new WrongUse(option + " is missing: whose keys count for it");
    }
    // other keys are no reason to ask for fewer of them
    int asked = threshold.map(Math::toIntExact).orElse(old == null ? 1 : old.threshold());
    return Optional.of(new Role(asked, ids));
  }

  private static void write(Path file, SignedDocument document) throws IOException, Refusal {
    Drafts.write(file, to -> to.write(document.bytes()));
    Drafts.write(signatures(file), to -> to.write(document.signatures()));
  }

  private int sign() throws WrongUse, IOException, Refusal {
    List<Path> signers = words.files("--key");
    Path file = words.only();
    if (signers.isEmpty()) {
      throw new WrongUse("--key is missing");
    }
    SignedDocument document = read(file);
    Root root = Root.read(document.bytes());
    for (Path signer : signers) {
      document = KeyFile.signer(signer).sign(Purpose.ROOT, document);
    }
    write(file, document);
    print(root, document, file);
    return 0;
  }

  private int show() throws WrongUse, IOException, Refusal {
    Optional<Path> after = words.file("--after");
    Path file = words.only();
    SignedDocument document = read(file);
    Root root = Root.read(document.bytes());
    print(root, document, file);
    if (after.isPresent()) {
      TreeMap<Integer, SignedDocument> next = new TreeMap<>(Map.of(root.version(), document));
      Optional<Root> newest =
          RootChain.pinned(Files.readAllBytes(after.get())).followed(next).newest();
      if (!newest.equals(Optional.of(root))) {
        throw new Refusal(
            Refusal.Code.REPLAYED, "root " + root.version() + " does not follow that root");
      }
    }
    return 0;
  }

  private void print(Root root, SignedDocument document, Path file) throws Refusal {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("root", root.version());
    fields.put("expires", root.expires());
    new TreeMap<>(root.roles())
        .forEach(
            (purpose, role) -> {
              String name = purpose.name().toLowerCase(Locale.ROOT);
              fields.put(name, role.keys());
              fields.put(name + "Threshold", role.threshold());
            });
    fields.put(
        "signed",
        Signatures.read(document.signatures()).signatures().stream()
            .map(Signatures.One::key)
            .toList());
    fields.put("file", file.getFileName().toString());
    report.print(fields);
  }
}
