package io.tidegate.core.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.operation.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteToolTest {
  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return new SiteTool()
        .run(
            new Tool.Call(
                List.of(arguments),
                directory,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)));
  }

  private void file(String text) throws IOException {
    Files.writeString(directory.resolve("s.yaml"), text);
  }

  @Test
  void saysWhatAValidFileDescribes() throws IOException {
    file("site: a\ngrid: {importCapKw: 1, exportCapKw: 0}\n");
    assertThat(run("check", "s.yaml")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("s.yaml: valid: site \"a\", 1 nodes");
  }

  @Test
  void listsProblemsWithFileAndLine() throws IOException {
    file("site: a\ngrid: {importCapKw: 1}\n");
    assertThat(run("check", "s.yaml")).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("s.yaml:2: grid.exportCapKw is missing");
  }

  @Test
  void speaksJson() throws IOException {
    file("site: \"a\\\"b\"\ngrid: {importCapKw: 1}\n");
    assertThat(run("check", "s.yaml", "--json")).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo(
            "{\"file\":\"s.yaml\",\"valid\":false,\"problems\":[{\"line\":2,"
                + "\"field\":\"grid.exportCapKw\",\"sentence\":\"is missing\"}]}");
  }

  @Test
  void answersWrongUseAndMissingFilesWithTwo() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("check")).isEqualTo(2);
    assertThat(run("check", "missing.yaml")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("missing.yaml: is not there")
        .contains("Exit codes");
  }

  @Test
  void saysInWordsWhyAFolderCannotBeRead() {
    assertThat(run("check", ".")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("cannot be read: Is a directory")
        .doesNotContain("Exception");
  }
}
