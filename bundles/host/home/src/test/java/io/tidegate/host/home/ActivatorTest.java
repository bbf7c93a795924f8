package io.tidegate.host.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class ActivatorTest {
  /** As a framework's: properties of the system are properties of the container. */
  private static final BundleContext CONTEXT =
      (BundleContext)
          Proxy.newProxyInstance(
              ActivatorTest.class.getClassLoader(),
              new Class<?>[] {BundleContext.class},
              (proxy, method, arguments) -> System.getProperty((String) arguments[0]));

  @TempDir Path kura;

  @AfterEach
  void forget() {
    System.clearProperty("tidegate.home");
    System.clearProperty("kura.home");
    System.clearProperty("org.apache.felix.http.require.config");
  }

  @Test
  void tellsEveryBundleOfAFolderInTheDataOfKura() throws Exception {
    System.setProperty("kura.home", kura.toString());
    new Activator().start(CONTEXT);
    assertThat(Path.of(System.getProperty("tidegate.home")))
        .isEqualTo(kura.resolve("data/tidegate"))
        .isDirectory();
    assertThat(System.getProperty("org.apache.felix.http.require.config")).isEqualTo("true");
  }

  @Test
  void changesNothingThatIsSaid() throws Exception {
    System.setProperty("tidegate.home", kura.toString());
    System.setProperty("org.apache.felix.http.require.config", "false");
    new Activator().start(CONTEXT);
    assertThat(System.getProperty("tidegate.home")).isEqualTo(kura.toString());
    assertThat(System.getProperty("org.apache.felix.http.require.config")).isEqualTo("false");
  }

  @Test
  void saysWhatToSetWhereNothingIs() {
    assertThatThrownBy(() -> new Activator().start(CONTEXT)).hasMessageContaining("tidegate.home");
  }
}
