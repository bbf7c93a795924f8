package io.tidegate.itests.harness;

import io.tidegate.itests.harness.inside.Swapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Updates bundles of a running gateway in place, each time with a jar of another version, so that
 * every class is loaded anew. One thread.
 */
public final class Swap implements AutoCloseable {
  private static final String BUNDLE = "io.tidegate.itests.harness.inside";

  /** By name: it can be loaded in a container only. */
  private static final String ACTIVATOR = BUNDLE + ".Swapper";

  private static final String LEVEL = "bundle/4";

  private final Path folder;
  private final Path distribution;
  private final Socket socket;
  private final BufferedReader in;
  private final PrintWriter out;
  private int version;

  /**
   * To the bundle within a gateway of {@link #beside}.
   *
   * @param folder for the jars
   */
  public Swap(Gateway gateway, Path folder) throws IOException {
    this.folder = folder;
    this.distribution = Gateway.distribution();
    int port = Integer.parseInt(gateway.home().text(Swapper.PORT));
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    in =
        new BufferedReader(
            new java.io.InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /**
   * A distribution of links to the built one, with the bundle that swaps beside the shipped ones.
   *
   * @param copy folder that is not there yet
   * @return it
   */
  static Path beside(Path distribution, Path copy) throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(distribution)) {
      files = tree.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path target = copy.resolve(distribution.relativize(file));
      Files.createDirectories(target.getParent());
      if (file.getParent().endsWith("bin")) {
        // a command finds its distribution by its own place, through links
        Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      } else {
        Files.createSymbolicLink(target, file);
      }
    }
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", BUNDLE);
    main.putValue("Bundle-Version", "0.0.0");
    main.putValue("Bundle-Activator", ACTIVATOR);
    main.putValue(
        "Import-Package",
        "org.osgi.framework,org.osgi.framework.startlevel,org.osgi.framework.wiring,io.tidegate.api.control,io.tidegate.api.update");
    Path jar = copy.resolve(LEVEL).resolve(BUNDLE + ".jar");
    String name = ACTIVATOR.replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream writer = new JarOutputStream(file, manifest);
        InputStream classFile = Swap.class.getClassLoader().getResourceAsStream(name)) {
      writer.putNextEntry(new JarEntry(name));
      classFile.transferTo(writer);
    }
    return copy;
  }

  /**
   * Updates a bundle and waits until the new version runs.
   *
   * @return how long stopping, replacing and starting took
   */
  public Duration update(String bundle) throws IOException {
    Path jar = another(bundle);
    try {
      return Duration.ofNanos(number("update " + bundle + ' ' + jar));
    } finally {
      Files.delete(jar);
    }
  }

  /** Installs a bundle that was not there, and starts it; how long that took. */
  public Duration install(Path jar) throws IOException {
    return Duration.ofNanos(number("install " + jar));
  }

  /** Takes a bundle away. */
  public Duration remove(String bundle) throws IOException {
    return Duration.ofNanos(number("remove " + bundle));
  }

  /** Class loaders of replaced versions that are still referenced. */
  public long left() throws IOException {
    return number("left");
  }

  /** Bytes of the gateway's heap in use after a collection. */
  public long heap() throws IOException {
    return number("heap");
  }

  /** Asks the hand in its own words; what it answers. */
  public String ask(String question) throws IOException {
    out.println(question);
    String answer = in.readLine();
    if (answer == null) {
      throw new IOException(question + ": the gateway has hung up");
    }
    return answer;
  }

  private long number(String question) throws IOException {
    String answer = ask(question);
    if (!answer.matches("[0-9]+")) {
      throw new IOException(question + ": " + answer);
    }
    return Long.parseLong(answer);
  }

  private Path another(String bundle) throws IOException {
    Path copy = Files.createDirectories(folder).resolve(bundle + "-" + ++version + ".jar");
    try (JarFile jar = new JarFile(shipped(bundle).toFile())) {
      Manifest manifest = new Manifest(jar.getManifest());
      manifest.getMainAttributes().putValue("Bundle-Version", "99.0." + version);
      try (OutputStream file = Files.newOutputStream(copy);
          JarOutputStream writer = new JarOutputStream(file, manifest)) {
        writer.setLevel(1);
        for (JarEntry entry : new ArrayList<>(jar.stream().toList())) {
          if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
            writer.putNextEntry(new JarEntry(entry.getName()));
            try (InputStream content = jar.getInputStream(entry)) {
              content.transferTo(writer);
            }
          }
        }
      }
    }
    return copy;
  }

  private Path shipped(String bundle) throws IOException {
    return shipped(distribution, bundle);
  }

  /** The jar of a bundle in a distribution. */
  public static Path shipped(Path distribution, String bundle) throws IOException {
    try (Stream<Path> files = Files.walk(distribution.resolve("bundle"))) {
      return files
          .filter(file -> file.getFileName().toString().matches(bundle + "(-[0-9].*)?\\.jar"))
          .min(Comparator.naturalOrder())
          .orElseThrow(() -> new IOException("there is no bundle " + bundle));
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
