package io.tidegate.itests.container;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A fixed piece of work to measure a start beside: a young JVM that compiles one class of its own
 * making. Like a start it loads classes by the thousand and runs them before they are compiled, so
 * whatever makes the machine slow makes both slow.
 */
final class Reference {
  private static final int METHODS = 100;

  private Reference() {}

  /** Processor time of one run. Waits for the work's end. */
  static Duration cpuTime() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-Xms24m",
                "-Xmx384m",
                "-cp",
                System.getProperty("java.class.path"),
                Reference.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (InputStream out = process.getInputStream()) {
      if (out.read() != 'd') {
        throw new IllegalStateException("the reference work did not get done");
      }
      // It stays until it is told to go: a process that has ended has no processor time.
      return process.info().totalCpuDuration().orElseThrow();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** The work, in the process of its own. */
  public static void main(String[] arguments) throws IOException {
    Path classes = Files.createTempDirectory("reference");
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    boolean done =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                null,
                null,
                problems,
                List.of("-d", classes.toString(), "-proc:none"),
                null,
                List.of(new Text("Work", source())))
            .call();
    Files.deleteIfExists(classes.resolve("Work.class"));
    Files.delete(classes);
    if (!done) {
      throw new IllegalStateException(problems.getDiagnostics().toString());
    }
    System.out.write('d');
    System.out.flush();
    int end = System.in.read();
    System.exit(end == -1 ? 0 : 1);
  }

  private static String source() {
    return IntStream.range(0, METHODS)
        .mapToObj(
            i ->
                "java.util.List<String> m%d(java.util.Map<String, Integer> in) {".formatted(i)
                    + " return in.entrySet().stream().filter(e -> e.getValue() > %d)".formatted(i)
                    + ".map(e -> e.getKey() + e.getValue()).sorted().toList(); }")
        .collect(Collectors.joining("\n", "class Work {\n", "\n}"));
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String name, String text) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
