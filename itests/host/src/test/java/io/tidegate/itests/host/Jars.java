package io.tidegate.itests.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is installed on the host: the distribution without what a host has or does itself. */
final class Jars {
  static final Path ROOT = Path.of(System.getProperty("tidegate.root", "../..")).toAbsolutePath();
  private static final Path SITE = ROOT.resolve("distribution/site/target/tidegate-site/bundle");
  private static final List<String> ADAPTERS = List.of("kura", "kura-driver", "kura-cloud");

  /** Configuration comes from the host; its packages are linked with the tests. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "io.tidegate.admin.config.files",
          "io.tidegate.admin.command.line",
          "org.apache.felix.healthcheck.api");

  /** Packages of our api that the tests speak themselves, each with its bundle's name. */
  static final List<String> SHARED =
      List.of("control", "operation", "quantity", "security", "site", "update");

  private Jars() {}

  /** Ours and others', lowest start level first, adapters last. */
  static List<Path> all() {
    List<Path> jars = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SITE)) {
      files
          .filter(file -> file.toString().endsWith(".jar"))
          .filter(file -> !LEFT_OUT.contains(name(file)))
          .filter(file -> SHARED.stream().noneMatch(a -> name(file).equals("io.tidegate.api." + a)))
          .sorted(Comparator.comparing(Path::toString))
          .forEach(jars::add);
    } catch (IOException e) {
      throw new UncheckedIOException("build distribution/site first", e);
    }
    ADAPTERS.forEach(adapter -> jars.add(built(ROOT.resolve("bundles/host/" + adapter))));
    return jars;
  }

  static int level(Path jar) {
    String folder = jar.getParent().getFileName().toString();
    return folder.equals("target") ? 9 : Integer.parseInt(folder);
  }

  static String name(Path jar) {
    return jar.getFileName().toString().replaceFirst("-[0-9].*", "");
  }

  static boolean isFragment(Path jar) {
    return attributes(jar).getValue("Fragment-Host") != null;
  }

  private static Attributes attributes(Path file) {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.getManifest().getMainAttributes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path built(Path module) {
    try (Stream<Path> files = Files.list(module.resolve("target"))) {
      return files
          .filter(f -> f.getFileName().toString().matches("io\\.tidegate\\..*SNAPSHOT\\.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("build " + module + " first"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Packages that the host exports, with versions, as a framework takes them. */
  static String packages() {
    Map<String, String> packages = new TreeMap<>();
    for (String api : SHARED) {
      String exported =
          attributes(built(ROOT.resolve("bundles/api/" + api))).getValue("Export-Package");
      Matcher version = Pattern.compile("version=\"([0-9.]+)\"").matcher(exported);
      if (!version.find()) {
        throw new IllegalStateException(exported);
      }
      packages.put("io.tidegate.api." + api, version.group(1));
    }
    for (String kura :
        List.of(
            "",
            ".channel",
            ".channel.listener",
            ".cloudconnection.message",
            ".cloudconnection.publisher",
            ".cloudconnection.request",
            ".configuration",
            ".configuration.metatype",
            ".core.configuration.metatype",
            ".crypto",
            ".driver",
            ".message",
            ".type",
            ".watchdog")) {
      packages.put("org.eclipse.kura" + kura, "1.0.2");
    }
    packages.put("org.apache.felix.hc.api", "2.0.1");
    packages.put("org.osgi.service.cm", "1.6.0");
    packages.put("org.osgi.service.metatype", "1.4.0");
    packages.put("sun.misc", "0");
    packages.put("sun.reflect", "0");
    List<String> clauses = new ArrayList<>();
    packages.forEach((name, version) -> clauses.add(name + ";version=\"" + version + "\""));
    return String.join(",", clauses);
  }
}
