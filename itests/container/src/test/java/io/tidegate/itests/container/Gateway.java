package io.tidegate.itests.container;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway as its operator has it: {@code bin/tidegate run} in a process of its own. */
final class Gateway implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("ready in ([0-9.]+) s: OCPP (\\S+) REST (\\S+) console (\\S+)");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path home;
  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final StringBuffer all = new StringBuffer();
  private Matcher ready;

  private Gateway(Path home, Process process) {
    this.home = home;
    this.process = process;
    Thread reader = new Thread(this::read, "gateway-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts one on any free ports, with more settings {@code PID/key=value}. */
  static Gateway start(Path home, String... settings) throws IOException {
    List<String> command = new ArrayList<>(List.of("run", "--home", home.toString()));
    for (String setting : Site.anyPort()) {
      command.addAll(List.of("--set", setting));
    }
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    return new Gateway(home, process(command));
  }

  private static Process process(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Site.COMMAND.toString()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** What a command says and how it ends. */
  record Ended(int code, String out, String err) {}

  /** Runs a command to its end; standard output and standard error apart. */
  static Ended command(Path directory, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Site.COMMAND.toString()));
    command.addAll(List.of(arguments));
    Path err = Files.createTempFile(directory, "err", "");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(err.toFile())
            .start();
    String out;
    try (InputStream in = process.getInputStream()) {
      out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("no end of " + command + "\n" + out);
    }
    return new Ended(process.exitValue(), out, Files.readString(err));
  }

  private void read() {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        all.append(line).append('\n');
        lines.add(line);
      }
    } catch (IOException e) {
      all.append(e).append('\n');
    }
    lines.add("");
  }

  /** Waits for the line {@code ready}. */
  Gateway awaitReady() throws InterruptedException {
    awaitLine("ready in .*");
    ready = READY.matcher(all);
    if (!ready.find()) {
      throw new AssertionError("ready says no URLs:\n" + all);
    }
    return this;
  }

  /** Waits for a line that matches. */
  String awaitLine(String regex) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null || (line.isEmpty() && !process.isAlive())) {
        throw new AssertionError("no line like '" + regex + "' in\n" + all + "log:\n" + log());
      }
      if (line.matches(regex)) {
        return line;
      }
    }
  }

  String log() {
    try {
      return Files.readString(home.resolve("log/tidegate.log"));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  Path home() {
    return home;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String output() {
    return all.toString();
  }

  /** Processor time that it has used so far. */
  Duration cpuTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  URI ocpp() {
    return URI.create(ready.group(2));
  }

  /** An answer of the REST interface, with this home's token. */
  HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, "");
  }

  /** Sends JSON to the REST interface, with this home's token. */
  HttpResponse<String> send(String method, String path, String json) throws Exception {
    String token = Files.readString(home.resolve("data/secrets/rest.token")).strip();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(ready.group(4)).resolve(path))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** SIGTERM, and how long the process then takes to end. */
  Duration terminate() throws InterruptedException {
    long begun = System.nanoTime();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new AssertionError("SIGTERM had no effect for 10 s\n" + all);
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  int exitCode() {
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
