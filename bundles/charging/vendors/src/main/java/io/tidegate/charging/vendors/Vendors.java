package io.tidegate.charging.vendors;

import io.tidegate.api.site.QuirkBook;
import io.tidegate.api.site.StationMake;
import io.tidegate.api.site.StationQuirks;
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
import java.util.stream.Stream;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The descriptors of this bundle and those of the operator in {@code config/vendors}, which win.
 * Updating the bundle replaces them all while stations stay connected.
 */
@Component(
    name = Vendors.NAME,
    service = {QuirkBook.class, HealthCheck.class},
    property = {HealthCheck.NAME + "=vendors", HealthCheck.TAGS + "=tidegate"},
    immediate = true)
public final class Vendors implements QuirkBook, HealthCheck {
  static final String NAME = "io.tidegate.charging.vendors";
  static final String FOLDER = "charging/vendors";
  private static final String OWN = "config/vendors";
  private static final Logger LOG = LoggerFactory.getLogger(Vendors.class);

  private final List<Descriptor> descriptors = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  @Activate
  public Vendors(BundleContext context) {
    var entries = context.getBundle().findEntries(FOLDER, "*.yaml", false);
    var shipped = new TreeMap<String, byte[]>();
    if (entries != null) {
      for (URL url : Collections.list(entries)) {
        try (InputStream in = url.openStream()) {
          shipped.put(url.getPath(), in.readAllBytes());
        } catch (IOException e) {
          problem(url.getPath(), e);
        }
      }
    }
    shipped.forEach(this::read);
    String home = Optional.ofNullable(context.getProperty("tidegate.home")).orElse(".");
    own(Path.of(home).resolve(OWN));
    LOG.info("{} quirks of stations are known", descriptors.size());
  }

  /** Of descriptors by name, in their order. */
  Vendors(SortedMap<String, byte[]> shipped, Path own) {
    shipped.forEach(this::read);
    own(own);
  }

  private void own(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files
              .filter(f -> f.toString().endsWith(".yaml"))
              .sorted(Comparator.comparing(Path::toString))
              .toList()) {
        read(OWN + '/' + file.getFileName(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      problem(OWN, e);
    }
  }

  private void problem(String file, IOException e) {
    problems.add(new Problem(file, 0, "", "cannot be read: " + e.getMessage()));
    LOG.error("{} cannot be read", file, e);
  }

  private void read(String file, byte[] content) {
    Problems found = new Problems(file);
    Descriptor.read(content, found).ifPresent(descriptors::add);
    found.sorted().forEach(p -> LOG.error("{}", p));
    problems.addAll(found.sorted());
  }

  @Override
  public StationQuirks of(StationMake make) {
    StationQuirks quirks = StationQuirks.NONE;
    for (Descriptor descriptor : descriptors) {
      if (descriptor.fits(make)) {
        quirks = descriptor.onto(quirks);
      }
    }
    return quirks;
  }

  @Override
  public Result execute() {
    return problems.isEmpty()
        ? new Result(Result.Status.OK, descriptors.size() + " quirks of stations are known")
        : new Result(Result.Status.CRITICAL, problems.get(0).toString());
  }
}
