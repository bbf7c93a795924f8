package io.tidegate.admin.pki.tool;

import io.tidegate.api.operation.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.osgi.service.component.annotations.Component;

/** {@code tidegate pki make}, {@code show} and {@code check}. */
@Component(service = Tool.class, property = Tool.NAME + "=pki")
public final class PkiTool implements Tool {
  private static final int DAYS = 90;
  private static final Set<String> VALUED = Set.of("--days", "--at", "--roots", "--crl", "--ocsp");

  private static final String UNKNOWN =
      "unknown (no list or response given is about it and signed by its issuer)";

  private final InstantSource clock;

  public PkiTool() {
    this(InstantSource.system());
  }

  PkiTool(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String summary() {
    return "a PKI of ISO 15118 for tests; shows and checks certificates";
  }

  @Override
  public String help() {
    return """
        tidegate pki make DIR [--days N] [--force]
        tidegate pki show FILE ...
        tidegate pki check FILE --roots FILE [--crl FILE] [--ocsp FILE] [--at TIME]

        make writes complete PKIs for tests and laboratories, with fresh keys: DIR/iso20 (P-521),
        DIR/iso20-ed448 (Ed448) and DIR/iso2 (P-256). In each: the roots v2g-root.pem, oem-root.pem and
        mo-root.pem; keys with their chains in secc.pem, vehicle.pem, provisioning.pem, contract.pem and
        cps.pem; of secc, vehicle and contract another one that has expired and one that is revoked, with
        the revocation lists in crl/ and OCSP responses in ocsp/ (ocsp/secc is what an EVSE staples).
        It ends with the lines of the configuration that use them.

          --days N   how long the certificates of end entities hold, 1-3650; default 90
          --force    write into a folder that is not empty

        show prints what is in files (PEM or DER: certificates, revocation lists, OCSP responses; folders
        with all below them). check says of each certificate of a chain whether it leads to a root, holds,
        and is not revoked; roots, lists and responses may be named several times, and may be folders.
        Where --crl or --ocsp is given, a certificate that none of them is about is not good.

          --at TIME  check as at that moment, e.g. 2027-01-01T00:00:00Z; default now
          --json     an object a line

        Exit codes: 0 done or good, 1 a certificate is not good, 2 used wrongly or a file cannot be read.
        """;
  }

  @Override
  public int run(Call call) {
    List<String> words = new ArrayList<>(call.arguments());
    boolean json = words.remove("--json");
    String action = words.isEmpty() ? "" : words.remove(0);
    try {
      return switch (action) {
        case "make" -> make(call, words, json);
        case "show" -> show(call, words, json);
        case "check" -> check(call, words, json);
        case "" -> wrong(call, "nothing to do is named");
        default -> wrong(call, "there is no subcommand " + action);
      };
    } catch (FileSystemException e) {
      call.err().println("tidegate pki: " + reason(e));
      return 2;
    } catch (UncheckedIOException
        | IOException
        | InvalidPathException
        | GeneralSecurityException e) {
      call.err().println("tidegate pki: " + e.getMessage());
      return 2;
    }
  }

  /** The messages of these are often the file's name alone. */
  private static String reason(FileSystemException e) {
    String kind;
    if (e instanceof AccessDeniedException) {
      kind = "permission denied";
    } else if (e instanceof FileAlreadyExistsException) {
      kind = "there is a file of that name";
    } else if (e instanceof NoSuchFileException) {
      kind = "there is none, or none can be made there";
    } else {
      kind = e.getReason() == null ? "it cannot be read or written" : e.getReason();
    }
    return e.getFile() + ": " + kind;
  }

  private int wrong(Call call, String why) {
    call.err().println("tidegate pki: " + why);
    call.err().println();
    call.err().print(help());
    return 2;
  }

  private static Optional<String> option(List<String> words, String name) {
    int at = words.indexOf(name);
    if (at < 0 || at + 1 >= words.size()) {
      return Optional.empty();
    }
    String value = words.get(at + 1);
    words.subList(at, at + 2).clear();
    return Optional.of(value);
  }

  private static List<String> options(List<String> words, String name) {
    List<String> values = new ArrayList<>();
    for (Optional<String> v = option(words, name); v.isPresent(); v = option(words, name)) {
      values.add(v.get());
    }
    return values;
  }

  /** What is wrong with the words that are left; empty when nothing is. */
  private static String rest(List<String> words, int most) {
    for (String each : words) {
      if (each.startsWith("-")) {
        return VALUED.contains(each)
            ? each + " has no value"
            : "there is no option " + each + " here";
      }
    }
    if (words.isEmpty()) {
      return "no file or folder is named";
    }
    return words.size() > most ? "one too many: " + words.get(most) : "";
  }

  private int make(Call call, List<String> words, boolean json)
      throws IOException, GeneralSecurityException {
    String days = option(words, "--days").orElse(Integer.toString(DAYS));
    boolean force = words.remove("--force");
    if (!rest(words, 1).isEmpty()) {
      return wrong(call, rest(words, 1));
    }
    if (!days.matches("[1-9]\\d{0,3}") || Integer.parseInt(days) > 3650) {
      return wrong(call, "--days " + days + " is no whole number between 1 and 3650");
    }
    Path folder = call.directory().resolve(words.get(0));
    if (!force && Files.isDirectory(folder)) {
      try (Stream<Path> inside = Files.list(folder)) {
        if (inside.findAny().isPresent()) {
          throw new IOException(words.get(0) + " is not empty; --force writes into it");
        }
      }
    }
    Report report = new Report(call.out(), json, clock.instant());
    for (Curve curve : List.of(Curve.P521, Curve.ED448, Curve.P256)) {
      String set =
          switch (curve) {
            case P521 -> "iso20";
            case ED448 -> "iso20-ed448";
            case P256 -> "iso2";
          };
      TestPki pki = TestPki.make(curve, clock.instant(), Integer.parseInt(days));
      List<String> written =
          new PkiFolder(folder.resolve(set), pki, clock.instant(), Integer.parseInt(days)).write();
      if (json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("folder", set);
        fields.put("kind", curve);
        fields.put("files", written);
        report.print(fields);
      }
    }
    if (!json) {
      call.out().print(lines(words.get(0)));
    }
    return 0;
  }

  private static String lines(String folder) {
    return """
        # config/io.tidegate.charging.v2gtp.transport.cfg
        tls.keystore = DIR/iso20/secc.pem, DIR/iso20-ed448/secc.pem, DIR/iso2/secc.pem
        tls.truststore = DIR/iso20/oem-root.pem, DIR/iso20-ed448/oem-root.pem
        tls.crls = DIR/iso20/crl/vehicle.crl, DIR/iso20-ed448/crl/vehicle.crl
        tls.ocsp = DIR/iso20/ocsp/secc, DIR/iso20-ed448/ocsp/secc, DIR/iso2/ocsp/secc

        # config/io.tidegate.charging.iso15118.v20.cfg
        contract.roots = DIR/iso20/mo-root.pem, DIR/iso20-ed448/mo-root.pem

        # config/io.tidegate.charging.iso15118.v2.cfg
        contract.roots = DIR/iso2/mo-root.pem
        """
        .replace("DIR", folder);
  }

  private int show(Call call, List<String> words, boolean json) throws IOException {
    if (!rest(words, Integer.MAX_VALUE).isEmpty()) {
      return wrong(call, rest(words, Integer.MAX_VALUE));
    }
    Report report = new Report(call.out(), json, clock.instant());
    for (String name : words) {
      Map<String, String> skipped = new LinkedHashMap<>();
      for (PkiFile file : PkiFile.read(call.directory(), name, skipped::put)) {
        boolean key = file.key();
        for (X509Certificate each : file.certificates()) {
          report.print(report.of(file.name(), each, key));
          key = false; // the first is the key's
        }
        file.lists().forEach(list -> report.print(report.of(file.name(), list)));
        file.responses().forEach(r -> report.of(file.name(), r).forEach(report::print));
      }
      skipped.values().forEach(why -> call.err().println("skipped: " + why));
    }
    return 0;
  }

  private int check(Call call, List<String> words, boolean json) throws IOException {
    boolean rootless = !words.contains("--roots");
    boolean revocable = words.contains("--crl") || words.contains("--ocsp");
    List<X509Certificate> roots = new ArrayList<>();
    List<X509CRL> lists = new ArrayList<>();
    List<BasicOCSPResp> responses = new ArrayList<>();
    for (String name : options(words, "--roots")) {
      PkiFile.read(call.directory(), name).forEach(f -> roots.addAll(f.certificates()));
    }
    for (String name : options(words, "--crl")) {
      PkiFile.read(call.directory(), name).forEach(f -> lists.addAll(f.lists()));
    }
    for (String name : options(words, "--ocsp")) {
      PkiFile.read(call.directory(), name).forEach(f -> responses.addAll(f.responses()));
    }
    Instant at;
    try {
      at = option(words, "--at").map(Instant::parse).orElse(clock.instant());
    } catch (DateTimeParseException e) {
      return wrong(
          call, "--at " + e.getParsedString() + " is no moment such as 2027-01-01T00:00:00Z");
    }
    String left = rest(words, 1);
    if (!left.isEmpty() || rootless) {
      return wrong(call, left.isEmpty() ? "no --roots are named" : left);
    }
    if (roots.isEmpty()) {
      throw new IOException("what --roots names holds no certificate");
    }
    List<X509Certificate> chain = new ArrayList<>();
    PkiFile.read(call.directory(), words.get(0)).forEach(f -> chain.addAll(f.certificates()));
    if (chain.isEmpty()) {
      throw new IOException(words.get(0) + " holds no certificate");
    }
    Report report = new Report(call.out(), json, at);
    boolean good = true;
    for (ChainCheck.Finding finding : new ChainCheck(roots, lists, responses, at).check(chain)) {
      boolean unknown = revocable && finding.revocation().isEmpty();
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("certificate", finding.certificate().getSubjectX500Principal().getName());
      fields.put("serial", finding.certificate().getSerialNumber().toString(16));
      fields.put("good", finding.fault().isEmpty() && !unknown);
      fields.put("fault", finding.fault());
      fields.put("revocation", unknown ? UNKNOWN : finding.revocation());
      fields.put("until", finding.certificate().getNotAfter().toInstant());
      report.print(fields);
      good &= finding.fault().isEmpty() && !unknown;
    }
    return good ? 0 : 1;
  }
}
