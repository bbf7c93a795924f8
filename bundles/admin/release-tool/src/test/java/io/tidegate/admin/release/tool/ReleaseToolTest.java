package io.tidegate.admin.release.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.update.UpdateCode;
import io.tidegate.codec.release.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a vendor types, and what comes back. */
class ReleaseToolTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void prepare() throws Exception {
    bench = new Bench(folder);
    bench.prepare();
  }

  @Test
  void makesKeysForTheirOwnerAlone() throws Exception {
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a.pem"))))
        .isEqualTo("rw-------");
    Bench.Ran again = bench.run("key new a.pem");
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("a.pem is there already");
    Files.setPosixFilePermissions(
        folder.resolve("a.pem"), PosixFilePermissions.fromString("rw-r-----"));
    assertThat(bench.run("key show a.pem").err()).contains("chmod 600");
  }

  @Test
  void overwritesNoRootWhichGatewaysMayTrustAlready() throws Exception {
    byte[] before = Files.readAllBytes(folder.resolve("root.json"));
    String made = " --expires 2031-01-01 --root a.pem --release a.pem,b.pem";
    for (String line :
        List.of(
            "root new -o root.json" + made, "root rotate --from root.json -o root.json" + made)) {
      Bench.Ran ran = bench.run(line);
      assertThat(ran.code()).as(line).isEqualTo(2);
      assertThat(ran.err()).contains("root.json is there already", "name another file");
    }
    assertThat(Files.readAllBytes(folder.resolve("root.json"))).isEqualTo(before);
    // nor the signatures of one
    Files.writeString(folder.resolve("2.sig.json"), "{}");
    assertThat(bench.run("root rotate --from root.json -o 2.json" + made).err())
        .contains("2.sig.json is there already");
    assertThat(folder.resolve("2.json")).doesNotExist();
  }

  @Test
  void namesFilesAsTheyWereTyped() throws Exception {
    Files.createDirectories(folder.resolve("dp"));
    String build =
        "build --name acme --version 1 --counter 1 --expires 2028-01-01 --bundles bundles -o ";
    assertThat(bench.good(build + "dp/x.dp").out()).contains("file: dp/x.dp\n");
    String absolute = folder.resolve("dp/y.dp").toString();
    assertThat(bench.good(build + absolute + " --json").out())
        .contains("\"file\":\"" + absolute + "\"");
    assertThat(bench.good("sign ./dp/x.dp --key a.pem").out()).contains("file: ./dp/x.dp\n");
    assertThat(bench.good("key new dp/k.pem").out()).contains("file: dp/k.pem\n");
    assertThat(
            bench
                .good(
                    "root new -o dp/r.json --expires 2030-01-01 --root dp/k.pem --release dp/k.pem")
                .out())
        .contains("file: dp/r.json\n");
  }

  @Test
  void takesThePublicPartOfAKeyWhereNothingIsSigned() throws Exception {
    String shown = bench.good("key show a.pem").out();
    Files.writeString(folder.resolve("a.pub"), bench.good("key show a.pem --pem").out());
    assertThat(bench.good("key show a.pub").out()).isEqualTo(shown.replace("a.pem", "a.pub"));
    bench.good("root new -o other.json --expires 2030-01-01 --root a.pub --release a.pub");
    assertThat(bench.run("root sign other.json --key a.pub").err()).contains("public part");
  }

  @Test
  void buildsSignsAndVerifies() throws Exception {
    bench.release("x.dp", 4, "--platform linux/amd64 --probation 90");
    Bench.Ran good = bench.good("verify x.dp --root root.json --confirmed tidegate-site:3 --json");
    assertThat(good.out())
        .startsWith("{\"release\":\"tidegate-site\",\"version\":\"1.0.4\",\"counter\":4,")
        .contains("\"good\":true");
    assertThat(bench.good("show x.dp --json").out())
        .contains(
            "{\"symbolicName\":\"com.acme.two\",\"version\":\"1.0.0\",\"level\":6,\"update\":\"in-place\"")
        .contains("\"probationS\":90");
  }

  @Test
  void buildsTheSameBytesFromTheSameFiles() throws Exception {
    bench.release("x.dp", 4, "");
    bench.release("y.dp", 4, "");
    assertThat(Files.readAllBytes(folder.resolve("x.dp")))
        .isEqualTo(Files.readAllBytes(folder.resolve("y.dp")));
  }

  @Test
  void changesNothingButTheSignatureWhenItSigns() throws Exception {
    bench.good(
        "build -o x.dp --name acme --version 1 --counter 1 --expires 2028-01-01 --bundles bundles");
    Map<String, byte[]> before = bench.entries("x.dp");
    bench.good("sign x.dp --key a.pem");
    bench.good("sign x.dp --key a.pem --key b.pem -o y.dp");
    Map<String, byte[]> after = bench.entries("y.dp");
    assertThat(after.keySet()).containsExactlyElementsOf(before.keySet());
    before.remove("release.sig.json");
    before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
    assertThat(new String(after.get("release.sig.json"), UTF_8).split("\"key\"")).hasSize(3);
    bench.good("verify y.dp --root root.json");
  }

  @Test
  void makesAReleaseOfAWholeDistribution() throws Exception {
    bench.jar("dist/bundle/2/api.jar", "io.tidegate.api.site", "0.1.0", "");
    bench.jar("dist/bundle/2/lib.jar", "org.example.library", "2.4", "");
    bench.jar("dist/bundle/4/core.jar", "io.tidegate.core.control", "0.1.0", "");
    bench.jar("dist/bundle/5/policy.jar", "io.tidegate.policy.peak.shaving", "0.1.0", "");
    bench.jar("dist/bundle/6/bus.jar", "io.tidegate.charging.ocpp.transport", "0.1.0", "");
    Files.createDirectories(folder.resolve("dist/features"));
    Files.writeString(
        folder.resolve("dist/features/policies.bndrun"),
        "# Control policies\n# of a site. And more.\n-runrequires.policies: \\\n"
            + "\tbnd.identity;id='io.tidegate.policy.peak.shaving',\\\n"
            + "\tbnd.identity;id='io.tidegate.policy.not.there'\n");
    bench.good(
        "build -o x.dp --name tidegate-site --version 1 --counter 1 --expires 2028-01-01"
            + " --from-distribution dist");
    String shown = bench.good("show x.dp --json").out();
    List.of(
            "io.tidegate.api.site\",\"version\":\"0.1.0\",\"level\":2,\"update\":\"restart",
            "org.example.library\",\"version\":\"2.4\",\"level\":2,\"update\":\"restart",
            "io.tidegate.core.control\",\"version\":\"0.1.0\",\"level\":4,\"update\":\"in-place",
            "peak.shaving\",\"version\":\"0.1.0\",\"level\":5,\"update\":\"blue-green",
            "ocpp.transport\",\"version\":\"0.1.0\",\"level\":6,\"update\":\"in-place",
            "\"features\":[\"policies\"]")
        .forEach(part -> assertThat(shown).contains(part));
    assertThat(new String(bench.entries("x.dp").get("release.json"), UTF_8))
        .contains("\"summary\": \"Control policies of a site.\"");
  }

  @Test
  void makesOneFeatureOfAnAdditionThatIsAskedToBeOne() throws Exception {
    String build =
        "build -o x.dp --name acme --version 1 --counter 1 --expires 2028-01-01 --bundles bundles";
    bench.good(build + " --feature Acme");
    assertThat(new String(bench.entries("x.dp").get("release.json"), UTF_8).replaceAll("\\s+", ""))
        .contains(
            "{\"name\":\"acme\",\"summary\":\"Acme\",\"fixed\":false,\"bundles\":[\"com.acme.one\",");
    assertThat(bench.run(build + " --feature Acme --features features.json").err())
        .contains("either --feature or --features");
  }

  @Test
  void carriesFeaturesAGuardAndNewerRoots() throws Exception {
    Files.writeString(
        folder.resolve("features.json"),
        "{\"features\": [{\"name\": \"acme\", \"summary\": \"Stations of ACME\", \"fixed\": false,"
            + " \"bundles\": [\"com.acme.one\"]}]}");
    bench.jar("guard.jar", "com.acme.guard", "1.0.0", "");
    bench.good("key new root2.pem");
    bench.good(
        "root rotate --from root.json -o roots/2.json --expires 2031-01-01 --root root2.pem --key root2.pem");
    assertThat(bench.run("root show roots/2.json --after root.json").code()).isEqualTo(1);
    bench.good("root sign roots/2.json --key root.pem");
    bench.good("root show roots/2.json --after root.json");
    bench.release(
        "x.dp",
        4,
        "--features features.json --guard guard.jar --processor acme.guard --roots roots");
    assertThat(bench.good("verify x.dp --root root.json").out()).contains("roots: 2");
    assertThat(bench.entries("x.dp"))
        .containsKeys("bundles/com.acme.guard-1.0.0.jar", "roots/2.json", "roots/2.sig.json");
    assertThat(new String(bench.entries("x.dp").get("META-INF/MANIFEST.MF"), UTF_8))
        .contains("Resource-Processor: acme.guard");
  }

  @Test
  void asksForAsManySignaturesAsBeforeWhenKeysChange() throws Exception {
    for (String name : java.util.List.of("carla", "dan", "eve")) {
      bench.good("key new " + name + ".pem");
    }
    bench.good(
        "root new -o two.json --expires 2036-01-01 --root root.pem --release carla.pem,dan.pem"
            + " --release-threshold 2");
    String rotate = "root rotate --from two.json --expires 2037-01-01 --release ";
    assertThat(bench.good(rotate + "carla.pem,eve.pem -o 2.json").out())
        .contains("release threshold: 2");
    assertThat(bench.good(rotate + "eve.pem --release-threshold 1 -o 2b.json").out())
        .contains("release threshold: 1");
    assertThat(bench.run(rotate + "eve.pem -o 2c.json").code()).isNotZero();
    assertThat(folder.resolve("2c.json")).doesNotExist();
  }

  @Test
  void makesNothingThatHasExpiredAlready() throws Exception {
    assertThat(
            bench
                .run("root new -o old.json --expires 2020-01-01 --root root.pem --release root.pem")
                .err())
        .contains("2020-01-01T00:00:00Z is over");
    assertThat(folder.resolve("old.json")).doesNotExist();
  }

  @Test
  void permitsAWayBack() throws Exception {
    bench.release("x.dp", 4, "");
    String verify = "verify x.dp --root root.json --confirmed tidegate-site:9 --device gw-7";
    assertThat(bench.run(verify).out()).contains("REPLAYED").contains("takes a permit");
    bench.good("permit x.dp --key permit.pem --expires 2027-04-01 --device gw-7");
    assertThat(bench.good("show x.dp").out())
        .contains("permit device: gw-7", "permit expires: 2027-04-01T00:00:00Z");
    assertThat(bench.good(verify).out()).contains("downgrade: true");
    assertThat(bench.run(verify.replace("gw-7", "gw-8")).out()).contains("another gateway");
  }

  @Test
  void saysOfADeploymentPackageOfOthersThatItIsNotSigned() throws Exception {
    bench.zip(
        "other.dp",
        Map.of(
            "META-INF/MANIFEST.MF",
            "Manifest-Version: 1.0\r\nDeploymentPackage-SymbolicName: other\r\n\r\n"
                .getBytes(UTF_8)));
    Bench.Ran ran = bench.run("verify other.dp --root root.json --json");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).contains("\"code\":\"UNSIGNED\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key new",
        "key show",
        "root new",
        "root rotate",
        "root sign",
        "root show",
        "build",
        "sign",
        "permit",
        "show",
        "verify"
      })
  void explainsEachPartWithAnExample(String part) {
    for (String line : List.of(part + " --help", part + " -h", "--help " + part + " x.dp")) {
      Bench.Ran ran = bench.good(line);
      assertThat(ran.out())
          .startsWith("tidegate release " + part + " ")
          .contains("\n  tidegate release " + part + " ", "Exit codes: 0 ");
      assertThat(new ReleaseTool().help(List.of(part.split(" ", -1)))).isEqualTo(ran.out());
    }
    assertThat(bench.good("--help").out()).contains("tidegate release " + part + " ");
  }

  @Test
  void showsHowThePartIsUsedThatHasNoSuchOption() {
    for (String line :
        List.of("sign x.dp --key a.pem --colour red", "show --colour x.dp", "key show -x a.pem")) {
      Bench.Ran ran = bench.run(line);
      assertThat(ran.code()).as(line).isEqualTo(2);
      assertThat(ran.err())
          .contains("there is no option -", "\ntidegate release " + line.substring(0, 4));
      assertThat(ran.err().lines().filter(l -> l.startsWith("tidegate release "))).hasSize(1);
    }
    assertThat(bench.run("key").err()).contains("release key new FILE\n", "release key show FILE");
  }

  @Test
  void namesTheRootByTheFileThatItIsAskedToMake() throws Exception {
    Bench.Ran ran =
        bench.run(
            "root new -o other.json --expires 2030-01-01 --root a.pem --release a.pem"
                + " --release-threshold 2");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("--release-threshold: 2 signatures of 1 keys");
    Files.writeString(folder.resolve("other.json"), "{\"formatVersion\": 1}");
    for (String line :
        List.of(
            "root show other.json",
            "root sign other.json --key a.pem",
            "root rotate --from other.json -o 2.json --expires 2030-01-01",
            "verify x.dp --root other.json")) {
      assertThat(bench.run(line).err())
          .as(line)
          .contains("other.json, version: expected")
          .doesNotContain("root.json");
    }
  }

  @Test
  void showsTheVersionOfARootAndTheKeysOfEachRole() {
    assertThat(bench.good("root show root.json").out())
        .startsWith("root: 1\n")
        .containsPattern("release keys: 2\n    [0-9a-f]{64}\n    [0-9a-f]{64}\n")
        .containsPattern("root keys: [0-9a-f]{64}\n  root threshold: 1");
    assertThat(bench.good("root show root.json --json").out())
        .contains("\"root\":1,", "\"rootKeys\":[\"", "\"releaseThreshold\":2");
  }

  @Test
  void saysWhoHadSignedAlready() throws Exception {
    bench.release("x.dp", 4, "");
    byte[] before = Files.readAllBytes(folder.resolve("x.dp"));
    String id = bench.good("key show a.pem").out().lines().findFirst().orElseThrow().substring(5);
    assertThat(bench.good("sign x.dp --key a.pem").out()).contains("already signed by: " + id);
    assertThat(Files.readAllBytes(folder.resolve("x.dp"))).isEqualTo(before);
    assertThat(bench.good("sign x.dp --key stranger.pem").out()).doesNotContain("already");
    bench.good("root sign root.json --key root.pem");
    assertThat(bench.good("root sign root.json --key root.pem").out())
        .contains("already signed by: ");
  }

  @Test
  void replacesASignatureUnderItsKeysIdThatIsNoneOfIt() throws Exception {
    bench.release("x.dp", 4, "");
    Map<String, byte[]> entries = bench.entries("x.dp");
    String signatures = new String(entries.get("release.sig.json"), UTF_8);
    int at = signatures.indexOf("\"sig\"") + 12;
    char other = signatures.charAt(at) == 'A' ? 'B' : 'A';
    entries.put(
        "release.sig.json",
        (signatures.substring(0, at) + other + signatures.substring(at + 1)).getBytes(UTF_8));
    bench.zip("y.dp", entries);
    assertThat(bench.run("verify y.dp --root root.json").code()).isEqualTo(1);
    assertThat(bench.good("sign y.dp --key a.pem --key b.pem").out())
        .contains("already signed by: ");
    bench.good("verify y.dp --root root.json");
  }

  @Test
  void showsBundlesInColumns() throws Exception {
    bench.release("x.dp", 4, "");
    List<String> lines = bench.good("show x.dp").out().lines().toList();
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThan(120));
    int head = lines.indexOf("  bundles: 2") + 1;
    assertThat(lines.get(head)).matches(" +symbolic name +version +level +update +bytes +sha256");
    assertThat(lines.get(head + 1))
        .matches(" +com.acme.one +1.0.0 +6 +blue-green +\\d+ +[0-9a-f]{16}…");
    assertThat(lines.get(head + 2).indexOf("1.0.0")).isEqualTo(lines.get(head).indexOf("version"));
  }

  @Test
  void takesNoFilesThatCannotBeWhatIsAskedFor() throws Exception {
    Files.write(folder.resolve("long.json"), new byte[(1 << 20) + 1]);
    assertThat(bench.run("root show long.json").err()).contains("long.json is too long");
    assertThat(bench.run("key show long.json").err()).contains("long.json is too long");
    assertThat(bench.run("verify x.dp --root bundles").err()).contains("bundles is a folder");
    assertThat(bench.run("show bundles").err()).contains("bundles is a folder");
    assertThat(
            bench
                .run(
                    "build -o bundles --name a --version 1 --counter 1 --expires 2028-01-01 --bundles no")
                .err())
        .contains("no is not there");
    assertThat(
            bench
                .run(
                    "root new -o r.json --expires 2030-01-01 --root a.pem --release a.pem --root-threshold 99999999999")
                .err())
        .contains("--root-threshold: 99999999999 is too much");
  }

  @Test
  void saysHowItIsUsed() {
    for (String line :
        List.of(
            "verify",
            "verify x.dp",
            "dance",
            "key",
            "root new",
            "root new -o r.json --expires 2030-01-01 --root a.pem",
            "root new -o r.json --expires soon --root a.pem --release a.pem",
            "build -o x.dp",
            "build -o x.dp --name a --version 1 --counter one --expires 2028-01-01 --bundles bundles",
            "build -o x.dp --name a --version 1 --counter 1 --expires 2028-01-01 --bundles bundles --colour red",
            "build -o x.dp --name a --version 1 --counter 1 --expires 2028-01-01 --bundles empty",
            "sign x.dp",
            "verify no.dp --root root.json")) {
      Bench.Ran ran = bench.run(line);
      assertThat(ran.code()).as(line).isEqualTo(2);
      assertThat(ran.err()).as(line).startsWith("tidegate release: ").doesNotContain("Exception");
    }
    Bench.Ran bad =
        bench.run(
            "build -o x.dp --name a --version latest --counter 1 --expires 2028-01-01 --bundles bundles");
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.err()).contains("version: expected a version of OSGi");
    assertThat(folder.resolve("x.dp")).doesNotExist();
  }

  @Test
  void namesRefusalsAsTheUpdaterDoes() {
    List<String> known = Arrays.stream(UpdateCode.values()).map(Enum::name).toList();
    assertThat(known).containsAll(Arrays.stream(Refusal.Code.values()).map(Enum::name).toList());
  }
}
