package io.tidegate.core.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The kernel leans on nothing: what its class files name is Java, the api and itself (X6). */
class DependencyTest {
  private static final Pattern TYPE =
      Pattern.compile("L([A-Za-z0-9_$/]+);|^([A-Za-z0-9_$]+(/[A-Za-z0-9_$]+)+)$");
  private static final Set<String> FORBIDDEN =
      Set.of(
          "java/lang/Math.sqrt",
          "java/lang/Thread",
          "java/lang/System",
          "java/util/Random",
          "java/time/Clock",
          "java/util/Timer");

  private static List<Path> classFiles() throws IOException, URISyntaxException {
    URI root = SafetyKernel.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    try (Stream<Path> files = Files.walk(Path.of(root))) {
      return files.filter(f -> f.toString().endsWith(".class")).toList();
    }
  }

  /** All UTF-8 constants of a class file: names, descriptors, signatures (JVMS 4.4.7). */
  private static List<String> constants(Path file) throws IOException {
    List<String> texts = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      in.readInt();
      in.readInt();
      int count = in.readUnsignedShort();
      for (int k = 1; k < count; k++) {
        int tag = in.readUnsignedByte();
        if (tag == 1) {
          texts.add(in.readUTF());
        } else {
          in.skipBytes(
              tag == 15
                  ? 3
                  : tag == 7 || tag == 8 || tag == 16 || tag == 19 || tag == 20
                      ? 2
                      : tag == 5 || tag == 6 ? 8 : 4);
          k += tag == 5 || tag == 6 ? 1 : 0;
        }
      }
    }
    return texts;
  }

  private static Set<String> types(Path file) throws IOException {
    Set<String> types = new TreeSet<>();
    for (String text : constants(file)) {
      Matcher m = TYPE.matcher(text);
      while (m.find()) {
        types.add(m.group(1) == null ? m.group(2) : m.group(1));
      }
    }
    return types;
  }

  @Test
  void theClassFilesNameNothingButJavaTheApiAndThemselves() throws Exception {
    List<Path> files = classFiles();
    assertThat(files).hasSizeGreaterThan(20);
    for (Path file : files) {
      assertThat(types(file))
          .as(file.getFileName().toString())
          .allSatisfy(
              type ->
                  assertThat(type)
                      .matches(
                          "java/(lang|util|time)/.*"
                              + "|io/tidegate/api/(control|quantity|site)/.*"
                              + "|io/tidegate/core/safety/.*"
                              + (file.endsWith("SafetyComponent.class")
                                  ? "|org/osgi/service/component/annotations/.*"
                                  : "")));
    }
  }

  @Test
  void theKernelHasNoThreadNoClockAndNoRandomness() throws Exception {
    for (Path file : classFiles()) {
      assertThat(types(file))
          .as(file.getFileName().toString())
          .doesNotContainAnyElementsOf(FORBIDDEN);
    }
  }

  @Test
  void theKernelComputesWithStrictMathOnly() throws Exception {
    List<String> inexact =
        List.of("sin", "cos", "exp", "log", "pow", "sqrt", "cbrt", "tanh", "hypot");
    for (Path file : classFiles()) {
      List<String> texts = constants(file);
      if (texts.contains("java/lang/Math")) {
        assertThat(texts.stream().filter(inexact::contains))
            .as(file.getFileName().toString())
            .allMatch(name -> texts.contains("java/lang/StrictMath"));
      }
    }
  }

  @Test
  void noClassIsLong() throws Exception {
    Path sources = Path.of("src/main/java/io/tidegate/core/safety");
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.toList()) {
        assertThat(Files.readAllLines(file)).as(file.getFileName().toString()).hasSizeLessThan(300);
      }
    }
  }
}
