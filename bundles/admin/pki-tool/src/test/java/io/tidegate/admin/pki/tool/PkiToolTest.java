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
    assertThat(run("bake").err()).startsWith("tidegate pki make");
    assertThat(run("make", "pki").err()).contains("pki is not empty");
    assertThat(run("make", "other", "--days", "0").code()).isEqualTo(2);
    assertThat(run("check", "pki/iso20/secc.pem").code()).isEqualTo(2);
    assertThat(run("show", "nowhere.pem").err()).contains("there is no file nowhere.pem");
    Files.write(folder.resolve("noise.der"), new byte[] {0x30, 3, 1, 2, 3});
    Ran noise = run("show", "noise.der");
    assertThat(noise.code()).isEqualTo(2);
    assertThat(noise.err()).contains("noise.der is neither certificate");
  }
}
