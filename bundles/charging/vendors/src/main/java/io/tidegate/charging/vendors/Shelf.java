package io.tidegate.charging.vendors;

import io.tidegate.codec.yaml.Problem;
import io.tidegate.codec.yaml.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Descriptors of one kind: those of the bundle, then those of the operator, each in the order of
 * their names. One that is wrong is left out and named.
 *
 * @param <D> a descriptor
 */
final class Shelf<D> {
  private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

  private final List<D> descriptors = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final BiFunction<byte[], Problems, Optional<D>> reader;

  Shelf(BiFunction<byte[], Problems, Optional<D>> reader) {
    this.reader = reader;
  }

  /** Those of the bundle in {@code folder}, and of the operator in {@code own} below the home. */
  static <D> Shelf<D> of(
      BundleContext context,
      String folder,
      String own,
      BiFunction<byte[], Problems, Optional<D>> reader) {
    Shelf<D> shelf = new Shelf<>(reader);
    var entries = context.getBundle().findEntries(folder, "*.yaml", false);
    var shipped = new TreeMap<String, byte[]>();
    if (entries != null) {
      for (URL url : Collections.list(entries)) {
        try (InputStream in = url.openStream()) {
          shipped.put(url.getPath(), in.readAllBytes());
        } catch (IOException e) {
          shelf.problem(url.getPath(), e);
        }
      }
    }
    String home = Optional.ofNullable(context.getProperty("tidegate.home")).orElse(".");
    return shelf.filled(shipped, Path.of(home).resolve(own), own);
  }

  /**
   * @param shipped contents by name
   * @param folder the operator's; it need not be there
   * @param name of that folder in complaints
   */
  Shelf<D> filled(SortedMap<String, byte[]> shipped, Path folder, String name) {
    shipped.forEach(this::read);
    if (!Files.isDirectory(folder)) {
      return this;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files
              .filter(f -> f.toString().endsWith(".yaml"))
              .sorted(Comparator.comparing(Path::toString))
              .toList()) {
        read(name + '/' + file.getFileName(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      problem(name, e);
    }
    return this;
  }

  List<D> descriptors() {
    return List.copyOf(descriptors);
  }

  /** Red with the first one that is wrong. */
  Result health(String what) {
    return problems.isEmpty()
        ? new Result(Result.Status.OK, descriptors.size() + " quirks of " + what + " are known")
        : new Result(Result.Status.CRITICAL, problems.get(0).toString());
  }

  private void problem(String file, IOException e) {
    problems.add(new Problem(file, 0, "", "cannot be read: " + e.getMessage()));
    LOG.error("{} cannot be read", file, e);
  }

  private void read(String file, byte[] content) {
    Problems found = new Problems(file);
    reader.apply(content, found).ifPresent(descriptors::add);
    found.sorted().forEach(p -> LOG.error("{}", p));
    problems.addAll(found.sorted());
  }
}
