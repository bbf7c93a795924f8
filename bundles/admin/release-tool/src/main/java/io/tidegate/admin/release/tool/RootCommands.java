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
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;

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
        Documents.read(root),
        Files.exists(signatures) ? Documents.read(signatures) : Signatures.NONE.write());
  }

  /** The codec calls every root {@code root.json}; whoever reads this knows it by its file. */
  static Refusal named(Path file, Refusal refusal) {
    return new Refusal(
        refusal.code(),
        refusal.getMessage().replaceFirst("^root\\.json", quoted(file.getFileName().toString())));
  }

  private static String quoted(String name) {
    return Matcher.quoteReplacement(name);
  }

  private static Root root(Path file, byte[] json) throws Refusal {
    try {
      return Root.read(json);
    } catch (Refusal refusal) {
      throw named(file, refusal);
    }
  }

  private int rotate() throws WrongUse, IOException, Refusal {
    Path old = words.file("--from").orElseThrow(() -> new WrongUse("--from is missing"));
    return make(Optional.of(root(old, Documents.read(old))));
  }

  private int make(Optional<Root> before) throws WrongUse, IOException, Refusal {
    Path file = words.file("-o").orElseThrow(() -> new WrongUse("-o is missing"));
    Instant expires = words.expiry();
    Map<String, VerifyingKey> keys = new TreeMap<>();
    Map<Purpose, Role> roles = new EnumMap<>(Purpose.class);
    for (Purpose purpose : Purpose.values()) {
      role(purpose, before, keys).ifPresent(role -> roles.put(purpose, role));
    }
    Signing signing = new Signing(Purpose.ROOT, words.files("--key"));
    words.none();
    for (Path made : List.of(file, signatures(file))) {
      if (Files.exists(made, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(
            made.getFileName()
                + " is there already, and what gateways trust is not overwritten: name another"
                + " file, or move that one away");
      }
    }
    int version = before.map(Root::version).orElse(0) + 1;
    Root root = new Root(version, expires, keys, roles);
    SignedDocument document;
    try {
      document = signing.sign(SignedDocument.unsigned(root.write()));
    } catch (Refusal refusal) {
      throw named(file, refusal);
    }
    write(file, document);
    report.print(described(root, document, file));
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
    Optional<Integer> threshold = words.count(option + "-threshold");
    Role old = before.map(root -> root.roles().get(purpose)).orElse(null);
    if (ids.isEmpty() && old != null) {
      old.keys().forEach(id -> keys.put(id, before.orElseThrow().keys().get(id)));
      return Optional.of(new Role(threshold.orElse(old.threshold()), old.keys()));
    }
    if (ids.isEmpty()) {
      if (purpose == Purpose.PERMIT && threshold.isEmpty()) {
        return Optional.empty();
      }
      throw new WrongUse(option + " is missing: whose keys count for it");
    }
    // other keys are no reason to ask for fewer of them
    int asked = threshold.orElse(old == null ? 1 : old.threshold());
    if (asked < 1 || asked > Set.copyOf(ids).size()) {
      throw new WrongUse(
          option
              + "-threshold: "
              + asked
              + " signatures of "
              + Set.copyOf(ids).size()
              + " keys; name more keys, or another number");
    }
    return Optional.of(new Role(asked, ids));
  }

  private static void write(Path file, SignedDocument document) throws IOException, Refusal {
    Drafts.write(file, to -> to.write(document.bytes()));
    Drafts.write(signatures(file), to -> to.write(document.signatures()));
  }

  private int sign() throws WrongUse, IOException, Refusal {
    List<Path> keys = words.files("--key");
    Path file = words.only();
    if (keys.isEmpty()) {
      throw new WrongUse("--key is missing");
    }
    SignedDocument document = read(file);
    Root root = root(file, document.bytes());
    Signing signing = new Signing(Purpose.ROOT, keys);
    document = signing.sign(document);
    write(file, document);
    Map<String, Object> fields = described(root, document, file);
    signing.tell(fields);
    report.print(fields);
    return 0;
  }

  private int show() throws WrongUse, IOException, Refusal {
    Optional<Path> after = words.file("--after");
    Path file = words.only();
    SignedDocument document = read(file);
    Root root = root(file, document.bytes());
    report.print(described(root, document, file));
    if (after.isPresent()) {
      TreeMap<Integer, SignedDocument> next = new TreeMap<>(Map.of(root.version(), document));
      Optional<Root> newest = RootChain.pinned(Documents.read(after.get())).followed(next).newest();
      if (!newest.equals(Optional.of(root))) {
        throw new Refusal(
            Refusal.Code.REPLAYED, "root " + root.version() + " does not follow that root");
      }
    }
    return 0;
  }

  private Map<String, Object> described(Root root, SignedDocument document, Path file)
      throws Refusal {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("root", root.version());
    fields.put("expires", root.expires());
    new TreeMap<>(root.roles())
        .forEach(
            (purpose, role) -> {
              String name = purpose.name().toLowerCase(Locale.ROOT);
              fields.put(name + "Keys", role.keys());
              fields.put(name + "Threshold", role.threshold());
            });
    fields.put(
        "signed",
        Signatures.read(document.signatures()).signatures().stream()
            .map(Signatures.One::key)
            .toList());
    fields.put("file", words.typed(file));
    return fields;
  }
}
