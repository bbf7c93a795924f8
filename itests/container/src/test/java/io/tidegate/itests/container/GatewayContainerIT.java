package io.tidegate.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;

/** The whole distribution inside a container, seen from a bundle beside it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class GatewayContainerIT {

  @Inject private BundleContext context;

  @Configuration
  public Option[] container() throws IOException {
    Path home = Files.createTempDirectory("tidegate-itest-");
    Site.fill(home);
    List<Option> bundles = new ArrayList<>();
    for (Site.Jar jar : Site.jars()) {
      bundles.add(bundle(jar.file().toUri().toString()).startLevel(jar.level()));
    }
    return options(
        composite(bundles.toArray(new Option[0])),
        junitBundles(),
        systemProperty("pax.exam.logging").value("none"),
        systemProperty("tidegate.log").value(home.resolve("log").toString()),
        systemTimeout(60_000),
        frameworkProperty("tidegate.home").value(home.toString()),
        frameworkProperty("tidegate.set").value(String.join("\n", Site.anyPort())),
        frameworkProperty("org.apache.felix.http.require.config").value("true"));
  }

  @Test
  public void everyBundleIsActive() {
    List<String> asleep =
        Arrays.stream(context.getBundles())
            .filter(b -> b.getSymbolicName().startsWith("io.tidegate."))
            .filter(b -> b.getState() != Bundle.ACTIVE)
            .filter(b -> !isFragment(b))
            .map(Bundle::getSymbolicName)
            .toList();
    assertEquals(List.of(), asleep);
    assertTrue(context.getBundles().length > 50);
  }

  private static boolean isFragment(Bundle bundle) {
    return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }
}
