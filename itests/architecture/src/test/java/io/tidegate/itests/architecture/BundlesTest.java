package io.tidegate.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What every bundle's folder and jar must hold. */
class BundlesTest {
  private static final int WALL = 500;

  private static final Pattern COMPONENT_NAME =
      Pattern.compile("<scr:component[^>]* name=\"([^\"]+)\"");
  private static final Pattern DS_NAMESPACE = Pattern.compile("scr/v(\\d+)\\.(\\d+)\\.0");
  private static final Pattern DESIGNATE =
      Pattern.compile("<Designate (pid|factoryPid)=\"([^\"]+)\"");

  @Test
  void hasAReadmeInEveryBundle() {
    List<String> without =
        Code.MODULES.stream()
            .filter(m -> !Files.isRegularFile(m.folder().resolve("README.md")))
            .map(m -> Reactor.ROOT.relativize(m.folder()).toString())
            .toList();
    assertThat(without).as("bundles without README.md").isEmpty();
  }

  @Test
  void exportsPackagesOnlyFromApiAndWrap() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Reactor.Module module : bundles()) {
      try (JarFile jar = new JarFile(module.jar().orElseThrow().toFile())) {
        Attributes manifest = jar.getManifest().getMainAttributes();
        boolean exports = manifest.getValue("Export-Package") != null;
        boolean may = module.area().equals("api") || module.area().equals("wrap");
        if (exports != may) {
          wrong.add(module.name() + (exports ? " exports packages" : " exports nothing"));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** What others are wired to, and the updater itself, cannot be replaced under way. */
  @Test
  void saysHowEachBundleIsReplaced() throws IOException {
    for (Reactor.Module module : bundles()) {
      try (JarFile jar = new JarFile(module.jar().orElseThrow().toFile())) {
        Attributes manifest = jar.getManifest().getMainAttributes();
        String kind = manifest.getValue("Tidegate-Update");
        assertThat(kind).as(module.name()).isIn("blue-green", "in-place", "restart");
        if (manifest.getValue("Export-Package") != null) {
          assertThat(kind).as(module.name()).isEqualTo("restart");
        }
        if (List.of("core", "admin").contains(module.area())) {
          assertThat(kind).as(module.name()).isIn("in-place", "restart");
        }
      }
    }
  }

  @Test
  void namesTheBundleLikeItsFolderAndRootPackage() throws IOException {
    for (Reactor.Module module : bundles()) {
      String folder =
          module
              .folder()
              .getFileName()
              .toString()
              .replaceAll("-(\\d)-(\\d)(?:-(\\d))?$", ".v$1$2$3")
              .replaceAll("-(\\d+)$", ".v$1");
      assertThat(module.name())
          .isEqualTo("io.tidegate." + module.area() + "." + folder.replace('-', '.'));
      try (JarFile jar = new JarFile(module.jar().orElseThrow().toFile())) {
        assertThat(jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName"))
            .isEqualTo(module.name());
      }
    }
  }

  @Test
  void declaresComponentsThatOlderHostsUnderstandUnderOurNames() throws IOException {
    for (Reactor.Module module : bundles()) {
      for (String xml : entries(module, "OSGI-INF/")) {
        Matcher name = COMPONENT_NAME.matcher(xml);
        if (name.find()) {
          assertThat(name.group(1)).startsWith(module.name());
          Matcher version = DS_NAMESPACE.matcher(xml);
          assertThat(version.find()).as(name.group(1)).isTrue();
          assertThat(Integer.parseInt(version.group(2))).as(name.group(1)).isLessThanOrEqualTo(4);
        }
      }
    }
  }

  @Test
  void shipsDefaultsOfEveryConfiguration() throws IOException {
    List<String> without = new ArrayList<>();
    for (Reactor.Module module : bundles()) {
      if (module.area().equals("host")) {
        continue; // configured in the host's own console
      }
      for (String xml : entries(module, "OSGI-INF/metatype/")) {
        Matcher designate = DESIGNATE.matcher(xml);
        while (designate.find()) {
          String pid = designate.group(2);
          boolean shipped =
              Reactor.children(Reactor.ROOT.resolve("config")).stream()
                  .map(file -> file.getFileName().toString())
                  .anyMatch(f -> f.equals(pid + ".cfg") || f.startsWith(pid + "~"));
          if (!shipped) {
            without.add(pid);
          }
        }
      }
    }
    assertThat(without).as("PIDs without config/<PID>.cfg").isEmpty();
  }

  @Test
  void keepsEveryClassBelowTheWall() {
    List<String> beyond =
        Reactor.sources().stream()
            .filter(file -> Reactor.text(file).lines().count() > WALL)
            .map(file -> Reactor.ROOT.relativize(file).toString())
            .toList();
    assertThat(beyond).as("sources of more than %s lines", WALL).isEmpty();
  }

  /** Modules that are bundles: libraries are inlined, the simulation runs outside the container. */
  private static List<Reactor.Module> bundles() {
    return Code.MODULES.stream().filter(m -> !m.library() && !m.area().equals("sim")).toList();
  }

  private static List<String> entries(Reactor.Module module, String folder) throws IOException {
    List<String> texts = new ArrayList<>();
    Path file = module.jar().orElseThrow();
    try (JarFile jar = new JarFile(file.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.entries()::asIterator) {
        if (entry.getName().startsWith(folder) && entry.getName().endsWith(".xml")) {
          try (InputStream in = jar.getInputStream(entry)) {
            texts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
          }
        }
      }
    }
    return texts;
  }
}
