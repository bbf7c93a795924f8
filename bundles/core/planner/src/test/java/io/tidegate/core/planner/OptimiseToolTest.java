package io.tidegate.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.operation.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimiseToolTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private final OptimiseTool tool =
      new OptimiseTool(
          file -> {
            if (!Files.exists(file)) {
              throw new NoSuchFileException(file.toString());
            }
            throw new IOException(file + ":3: grid.exportCapKw must be a number");
          });

  private int run(String... arguments) {
    PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);
    return tool.run(new Tool.Call(List.of(arguments), folder, print, print));
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void saysInOneSentenceWhichFileIsNotThere() {
    assertThat(run("--site", "nowhere.yaml", "--prices", "prices.csv")).isEqualTo(2);
    assertThat(err())
        .isEqualToNormalizingNewlines(
            "tidegate optimise: there is no file " + folder.resolve("nowhere.yaml") + "\n");
  }

  @Test
  void saysInOneSentenceWhatIsWrongInAFile() throws IOException {
    Files.writeString(folder.resolve("site.yaml"), "");
    assertThat(run("--site", "site.yaml", "--prices", "prices.csv")).isEqualTo(2);
    assertThat(err().lines()).singleElement().asString().endsWith("must be a number");
  }

  @Test
  void showsHowItIsUsedWhenItIsUsedWrongly() {
    assertThat(run("--site", "site.yaml")).isEqualTo(2);
    assertThat(err()).contains("name a site file and a price file", "usage:");
  }
}
