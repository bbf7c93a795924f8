package io.tidegate.launcher;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A gateway that runs, over REST: its URL and its token are found in its home. */
final class RunningGateway {
  /** Longer than the gateway itself waits for anybody. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** For archives over slow lines; the gateway bounds them itself. */
  static final Duration LONG = Duration.ofMinutes(65);

  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private final Home home;

  RunningGateway(Home home) {
    this.home = home;
  }

  HttpResponse<String> get(String path) throws CommandException {
    return send(path, request().GET());
  }

  HttpResponse<String> delete(String path) throws CommandException {
    return send(path, request().DELETE());
  }

  HttpResponse<String> put(String path) throws CommandException {
    return send(path, request().PUT(HttpRequest.BodyPublishers.noBody()));
  }

  HttpResponse<String> post(String path, String json) throws CommandException {
    return send(
        path,
        request()
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** Sends a file as it is. */
  HttpResponse<String> upload(String path, Path file) throws CommandException {
    String name = URLEncoder.encode(file.getFileName().toString(), StandardCharsets.UTF_8);
    return upload(path + "?name=" + name, file, PATIENCE);
  }

  /** Sends a file as it is, to a path with its query. */
  HttpResponse<String> upload(String path, Path file, Duration patience) throws CommandException {
    try {
      return send(
          path,
          request()
              .timeout(patience)
              .header("Content-Type", "application/octet-stream")
              .POST(HttpRequest.BodyPublishers.ofFile(file)));
    } catch (FileNotFoundException e) {
      throw new CommandException(ExitCode.USAGE, "there is no file " + file, e);
    }
  }

  /** Fetches a zip file to a place where nothing is yet; a broken one is not left there. */
  void download(String path, Path target) throws CommandException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    if (Files.exists(target)) {
      throw new CommandException(ExitCode.USAGE, target + " is there already; choose another name");
    }
    try {
      Files.deleteIfExists(part);
      Files.createFile(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      HttpResponse<Path> answer =
          send(path, request().GET(), HttpResponse.BodyHandlers.ofFile(part));
      if (answer.statusCode() != 200) {
        throw new CommandException(
            ExitCode.UNREACHABLE, "the gateway answered " + answer.statusCode() + " to " + path);
      }
      try (ZipFile whole = new ZipFile(part.toFile())) {
        Files.move(part, target);
      }
    } catch (ZipException e) {
      throw new CommandException(ExitCode.UNREACHABLE, "the file did not come whole: " + e, e);
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, "cannot write " + target + ": " + e, e);
    } finally {
      part.toFile().delete();
    }
  }

  private HttpResponse<String> send(String path, HttpRequest.Builder request)
      throws CommandException {
    return send(path, request, HttpResponse.BodyHandlers.ofString());
  }

  private <T> HttpResponse<T> send(
      String path, HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
      throws CommandException {
    URI base = base();
    String token = token();
    try {
      return HttpClient.newBuilder()
          .connectTimeout(CONNECTING)
          .version(HttpClient.Version.HTTP_1_1)
          .build()
          .send(
              request.uri(base.resolve(path)).header("Authorization", "Bearer " + token).build(),
              body);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.UNREACHABLE, "the gateway at " + base + " does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.UNREACHABLE, "interrupted", e);
    }
  }

  private static HttpRequest.Builder request() {
    return HttpRequest.newBuilder().timeout(PATIENCE);
  }

  private URI base() throws CommandException {
    try {
      return URI.create(
          Report.map(Json.read(Files.readString(home.urls()))).get("http").toString());
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.UNREACHABLE,
          "no gateway runs on " + home.root() + ", or it is not ready yet (no " + home.urls() + ")",
          e);
    }
  }

  private String token() throws CommandException {
    try {
      return Files.readString(home.token()).strip();
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.UNREACHABLE, "cannot read the token " + home.token() + ": " + e.getMessage(), e);
    }
  }
}
