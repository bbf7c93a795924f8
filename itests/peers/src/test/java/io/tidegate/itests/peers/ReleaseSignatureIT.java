package io.tidegate.itests.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.admin.release.tool.ReleaseTool;
import io.tidegate.api.operation.Tool;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL and Python see in a release what the gateway sees. */
class ReleaseSignatureIT {
  private static final Pattern SIGNATURE = Pattern.compile("\"sig\": \"([^\"]+)\"");

  @TempDir Path folder;

  @BeforeEach
  void prepare() throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", "com.acme.one");
    Files.createDirectories(folder.resolve("bundles"));
    new JarOutputStream(Files.newOutputStream(folder.resolve("bundles/one.jar")), manifest).close();
  }

  private String tool(String line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    int code = new ReleaseTool().run(new Tool.Call(List.of(line.split(" ")), folder, print, print));
    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(code).as(line + "\n" + said).isZero();
    return said;
  }

  private String command(int expected, String... words) throws Exception {
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(said);
    assertThat(process.exitValue()).as(String.join(" ", words) + "\n" + text).isEqualTo(expected);
    return text;
  }

  private void build() {
    tool(
        "build -o x.dp --name acme --version 1 --counter 1 --expires 2099-01-01 --bundles bundles");
  }

  private Map<String, byte[]> entries() throws Exception {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(folder.resolve("x.dp")))) {
      for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        entries.put(e.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  /** What is signed, as the documentation has it. */
  private void message(byte[] json) throws Exception {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes("tidegate release 1\n".getBytes(StandardCharsets.US_ASCII));
    message.writeBytes(json);
    Files.write(folder.resolve("message"), message.toByteArray());
  }

  @Test
  void verifiesWithOpenSslWhatTheToolSigned() throws Exception {
    tool("key new key.pem");
    Files.writeString(folder.resolve("key.pub"), tool("key show key.pem --pem"));
    build();
    tool("sign x.dp --key key.pem");
    command(0, "/usr/bin/python3", "-m", "zipfile", "-t", "x.dp");
    Map<String, byte[]> entries = entries();
    Matcher signature =
        SIGNATURE.matcher(new String(entries.get("release.sig.json"), StandardCharsets.UTF_8));
    assertThat(signature.find()).isTrue();
    Files.write(folder.resolve("signature"), Base64.getDecoder().decode(signature.group(1)));
    message(entries.get("release.json"));
    String[] verify = {
      "openssl",
      "pkeyutl",
      "-verify",
      "-pubin",
      "-inkey",
      "key.pub",
      "-rawin",
      "-in",
      "message",
      "-sigfile",
      "signature"
    };
    assertThat(command(0, verify)).contains("Signature Verified Successfully");
    byte[] other = entries.get("release.json");
    other[other.length - 3] ^= 1;
    message(other);
    command(1, verify);
  }

  @Test
  void believesWhatOpenSslSigned() throws Exception {
    command(0, "openssl", "genpkey", "-algorithm", "ed25519", "-out", "key.pem");
    command(0, "chmod", "600", "key.pem");
    command(0, "openssl", "pkey", "-in", "key.pem", "-pubout", "-out", "key.pub");
    assertThat(tool("key show key.pem --pem"))
        .isEqualTo(Files.readString(folder.resolve("key.pub")));
    tool("root new -o root.json --expires 2099-01-01 --root key.pub --release key.pub");
    build();
    Map<String, byte[]> entries = entries();
    message(entries.get("release.json"));
    command(
        0,
        "openssl",
        "pkeyutl",
        "-sign",
        "-inkey",
        "key.pem",
        "-rawin",
        "-in",
        "message",
        "-out",
        "signature");
    String id = tool("key show key.pub").lines().findFirst().orElseThrow().replace("key: ", "");
    String signature =
        Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("signature")));
    entries.put(
        "release.sig.json",
        "{\"signatures\":[{\"key\":\"%s\",\"sig\":\"%s\"}]}"
            .formatted(id, signature)
            .getBytes(StandardCharsets.UTF_8));
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(folder.resolve("y.dp")))) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(each.getKey()));
        out.write(each.getValue());
      }
    }
    assertThat(tool("verify y.dp --root root.json")).contains("good: true");
  }
}
