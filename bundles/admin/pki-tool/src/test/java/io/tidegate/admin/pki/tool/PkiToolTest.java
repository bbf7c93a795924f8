package io.tidegate.admin.pki.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.operation.Tool;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engineer types, and what comes back. */
class PkiToolTest {
  @TempDir static Path folder;

  /** What a run printed. */
  private record Ran(int code, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  private static Ran run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new PkiTool()
            .run(
                new Tool.Call(
                    List.of(arguments),
                    folder,
                    new PrintStream(out, true, UTF_8),
                    new PrintStream(err, true, UTF_8)));
    return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  @BeforeAll
  static void make() {
    Ran made = run("make", "pki");
    assertThat(made.err()).isEmpty();
    assertThat(made.code()).isZero();
    assertThat(made.out())
        .contains("tls.keystore = pki/iso20/secc.pem, pki/iso20-ed448/secc.pem, pki/iso2/secc.pem");
  }

  @Test
  void writesKeysForTheirOwnerAlone() throws Exception {
    for (String set : List.of("iso20", "iso20-ed448", "iso2")) {
      for (String name : List.of("secc", "vehicle", "provisioning", "contract", "cps")) {
        Path file = folder.resolve("pki/" + set + "/" + name + ".pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void findsWhatItMadeGood() {
    for (String set : List.of("iso20", "iso20-ed448", "iso2")) {
      String dir = "pki/" + set + "/";
      String[][] pairs = {
        {"secc", "v2g"},
        {"cps", "v2g"},
        {"vehicle", "oem"},
        {"provisioning", "oem"},
        {"contract", "mo"}
      };
      for (String[] pair : pairs) {
        Ran good =
            run(
                "check",
                dir + pair[0] + ".pem",
                "--roots",
                dir + pair[1] + "-root.pem",
                "--crl",
                dir + "crl",
                "--ocsp",
                dir + "ocsp",
                "--json");
        assertThat(good.out()).as(set + pair[0]).doesNotContain("\"good\":false");
        assertThat(good.code()).isZero();
        assertThat(good.lines()).hasSize(3);
      }
    }
  }

  @Test
  void saysWhichCertificateIsNotGoodAndWhy() {
    String dir = "pki/iso20/";
    String root = dir + "oem-root.pem";
    Ran expired = run("check", dir + "vehicle-expired.pem", "--roots", root, "--json");
    assertThat(expired.code()).isEqualTo(1);
    assertThat(expired.lines().get(0)).contains("\"good\":false", "\"fault\":\"expired at ");
    assertThat(expired.lines().get(1)).contains("\"good\":true");

    Ran revoked =
        run(
            "check",
            dir + "vehicle-revoked.pem",
            "--roots",
            root,
            "--crl",
            dir + "crl/vehicle.crl");
    assertThat(revoked.code()).isEqualTo(1);
    assertThat(revoked.out()).contains("fault: revoked at ", "(list)");

    Ran byResponse =
        run(
            "check",
            dir + "secc-revoked.pem",
            "--roots",
            dir + "v2g-root.pem",
            "--ocsp",
            dir + "ocsp");
    assertThat(byResponse.code()).isEqualTo(1);
    assertThat(byResponse.out()).contains("fault: revoked at ", "(OCSP)");

    Ran stranger = run("check", dir + "contract.pem", "--roots", root);
    assertThat(stranger.code()).isEqualTo(1);
    assertThat(stranger.out()).contains("CN=MO root", "which is none of the roots");

    Ran later =
        run(
            "check",
            dir + "vehicle.pem",
            "--roots",
            root,
            "--at",
            Instant.now().plus(Duration.ofDays(91)).toString());
    assertThat(later.code()).isEqualTo(1);
    assertThat(later.out()).contains("fault: expired at ");
  }

  @Test
  void showsCertificatesListsAndResponses() {
    Ran shown = run("show", "pki/iso20/secc.pem", "pki/iso20/crl", "pki/iso20/ocsp", "--json");
    assertThat(shown.code()).isZero();
    assertThat(shown.lines().get(0))
        .contains("\"kind\":\"P521\"", "\"serverAuth\"", "\"key\":true", "\"authority\":false");
    assertThat(shown.lines().get(2)).contains("CN=CPO sub 1", "\"authority\":true");
    assertThat(shown.out()).contains("\"list\":", "\"status\":\"revoked\"", "\"status\":\"good\"");
    assertThat(run("show", "pki/iso20-ed448/vehicle.pem").out())
        .startsWith("certificate: ")
        .contains("  kind: ED448", "  uses: digitalSignature, keyAgreement, clientAuth");
  }

  @Test
  void saysWhenItIsUsedWronglyOrAFileIsNone() throws Exception {
    assertThat(run().code()).isEqualTo(2);
    assertWrong("there is no subcommand bake", "bake");
    assertThat(run("make", "pki").err()).contains("pki is not empty");
    assertWrong("--days 0 is no whole number", "make", "other", "--days", "0");
    assertWrong("--days abc is no whole number", "make", "other", "--days", "abc");
    assertWrong("--days has no value", "make", "other", "--days");
    assertWrong("no file or folder is named", "make");
    assertWrong("no --roots are named", "check", "pki/iso20/secc.pem");
    String root = "pki/iso20/v2g-root.pem";
    assertWrong(
        "--at 2030-01-01 is no moment such as 2027-01-01T00:00:00Z",
        "check",
        "pki/iso20/secc.pem",
        "--roots",
        root,
        "--at",
        "2030-01-01");
    assertWrong("one too many: b", "check", "a", "b", "--roots", root);
    assertWrong("there is no option --deep here", "show", "--deep", "pki");
    Files.writeString(folder.resolve("blocked"), "a file");
    Ran blocked = run("make", "blocked/x");
    assertThat(blocked.code()).isEqualTo(2);
    assertThat(blocked.err()).contains("blocked").containsPattern("blocked\\S*: \\w+");
    Ran proc = run("make", "/proc/x");
    assertThat(proc.code()).isEqualTo(2);
    assertThat(proc.err()).containsPattern("tidegate pki: /proc/x\\S*: \\w+ ");
    assertThat(run("show", "nowhere.pem").err()).contains("there is no file nowhere.pem");
    Files.write(folder.resolve("noise.der"), new byte[] {0x30, 3, 1, 2, 3});
    Ran noise = run("show", "noise.der");
    assertThat(noise.code()).isEqualTo(2);
    assertThat(noise.err()).contains("noise.der is neither certificate");
  }

  private static void assertWrong(String why, String... arguments) {
    Ran wrong = run(arguments);
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).startsWith("tidegate pki: " + why).contains("tidegate pki make DIR");
  }

  @Test
  void doesNotCallGoodWhatNoSourceOfRevocationIsAbout() {
    String dir = "pki/iso20/";
    String[] check = {"check", dir + "secc.pem", "--roots", dir + "v2g-root.pem"};
    assertThat(run(check).code()).isZero();
    Ran foreign =
        run(
            check[0],
            check[1],
            check[2],
            check[3],
            "--crl",
            "pki/iso2/crl",
            "--ocsp",
            "pki/iso2/ocsp");
    assertThat(foreign.code()).isEqualTo(1);
    assertThat(foreign.lines().stream().filter(l -> l.contains("revocation: unknown (")))
        .hasSize(3);
    Ran half = run(check[0], check[1], check[2], check[3], "--crl", dir + "crl/secc.crl", "--json");
    assertThat(half.code()).isEqualTo(1);
    assertThat(half.lines().get(0)).contains("\"good\":true", "\"revocation\":\"good (list)");
    assertThat(half.lines().get(1)).contains("\"good\":false", "\"revocation\":\"unknown (");
  }

  @Test
  void saysThatTheCertificateOfTheIssuerIsMissing() throws Exception {
    String[] blocks =
        Files.readString(folder.resolve("pki/iso2/secc.pem")).split("(?=-----BEGIN )");
    assertThat(blocks).hasSize(4); // the key, and three certificates
    Files.writeString(folder.resolve("gap.pem"), blocks[0] + blocks[1] + blocks[3]);
    Ran gap = run("check", "gap.pem", "--roots", "pki/iso2/v2g-root.pem");
    assertThat(gap.code()).isEqualTo(1);
    assertThat(gap.out())
        .contains(
            "issued by ", "CN=CPO sub 2", "the issuer's certificate is missing from the file");
  }

  @Test
  void tellsTheDialectsWhoseContractsTheyMayTake() {
    assertThat(run("make", "contracts", "--days", "9").out())
        .contains(
            "io.tidegate.charging.iso15118.v20.cfg\n"
                + "contract.roots = contracts/iso20/mo-root.pem, contracts/iso20-ed448/mo-root.pem",
            "io.tidegate.charging.iso15118.v2.cfg\n"
                + "contract.roots = contracts/iso2/mo-root.pem");
  }

  @Test
  void showsAFolderInSpiteOfForeignFiles() throws Exception {
    Path mixed = Files.createDirectories(folder.resolve("mixed"));
    Files.writeString(mixed.resolve("a-readme.txt"), "not one of ours");
    Files.copy(folder.resolve("pki/iso2/v2g-root.pem"), mixed.resolve("root.pem"));
    Ran shown = run("show", "mixed");
    assertThat(shown.code()).isZero();
    assertThat(shown.out()).contains("CN=V2G root");
    assertThat(shown.err()).contains("skipped: mixed/a-readme.txt is neither certificate");
  }
}
