package io.tidegate.core.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.site.SiteModel;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class SiteLoaderTest {
  private static final String SITE = "site: %s\ngrid: {importCapKw: 10, exportCapKw: 0}\n";
  private static final long POLL_MS = 20;

  @TempDir private Path home;
  private final List<SiteModel> services = new CopyOnWriteArrayList<>();
  private SiteLoader loader;

  @BeforeEach
  void folder() throws IOException {
    Files.createDirectories(home.resolve("config"));
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (loader != null) {
      loader.deactivate();
      assertThat(services).isEmpty();
    }
  }

  @Test
  void publishesTheModelOfAValidFileAtOnce() throws IOException {
    write("a");
    start();
    assertThat(services).extracting(SiteModel::name).containsExactly("a");
    assertThat(loader.execute().getStatus()).isEqualTo(Result.Status.OK);
  }

  @Test
  void replacesTheServiceWhenAValidFileFollows() throws IOException {
    write("a");
    start();
    write("another");
    await(() -> names().equals(List.of("another")));
  }

  @Test
  void keepsTheLastGoodModelAndTurnsRedWhenTheFileIsInvalid() throws IOException {
    write("a");
    start();
    writeText("site: a\ngrid: {importCapKw: many}\n");
    await(() -> loader.execute().getStatus() == Result.Status.CRITICAL);
    assertThat(names()).containsExactly("a");
    assertThat(loader.execute().toString())
        .contains("config/site.yaml:2: grid.importCapKw must be a number")
        .contains("last good site model stays in force");
    write("fixed");
    await(() -> names().equals(List.of("fixed")));
    await(() -> loader.execute().getStatus() == Result.Status.OK);
  }

  @Test
  void leavesTheModelAloneWhenTheFileSaysTheSameInOtherWords() throws IOException {
    write("a");
    start();
    SiteModel first = services.get(0);
    writeText("site: a\ngrid: {importCapKw: many}\n");
    await(() -> loader.execute().getStatus() == Result.Status.CRITICAL);
    writeText("# as it was\n" + String.format(SITE, "a"));
    await(() -> loader.execute().getStatus() == Result.Status.OK);
    assertThat(services).hasSize(1).element(0).isSameAs(first);
  }

  @Test
  void readsAChangeOnlyWhenTheFileHasSettled() throws IOException {
    write("a");
    SiteWatch watch = new SiteWatch(home, "config/site.yaml");
    assertThat(watch.changed()).isPresent();
    writeText("site: half");
    assertThat(watch.changed()).isEmpty();
    write("whole");
    assertThat(watch.changed()).isEmpty();
    assertThat(watch.changed().orElseThrow().model().orElseThrow().name()).isEqualTo("whole");
    assertThat(watch.changed()).isEmpty();
  }

  @Test
  void waitsForAFileThatIsNotThereYet() throws IOException {
    start();
    assertThat(loader.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(loader.execute().toString()).contains("config/site.yaml: is not there");
    write("late");
    await(() -> names().equals(List.of("late")));
  }

  @Test
  void takesAnotherFileFromItsConfiguration() throws IOException {
    write("a");
    Files.writeString(home.resolve("other.yaml"), String.format(SITE, "other"));
    start();
    loader.modified(Map.of("file", "other.yaml"));
    await(() -> names().equals(List.of("other")));
  }

  private List<String> names() {
    return services.stream().map(SiteModel::name).toList();
  }

  private void write(String name) throws IOException {
    writeText(String.format(SITE, name));
  }

  /** At once, as a good editor does it: a half-written file is another test's matter. */
  private void writeText(String text) throws IOException {
    Path whole = Files.writeString(home.resolve("config/site.tmp"), text);
    Files.move(whole, home.resolve("config/site.yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void start() {
    BundleContext context =
        (BundleContext)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "getProperty" -> home.toString();
                      case "registerService" -> registration((SiteModel) arguments[1]);
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    loader = new SiteLoader(context, Map.of(), POLL_MS);
  }

  private Object registration(SiteModel model) {
    services.add(model);
    return Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {ServiceRegistration.class},
        (proxy, method, arguments) -> {
          services.remove(model);
          return null;
        });
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 5 s").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
