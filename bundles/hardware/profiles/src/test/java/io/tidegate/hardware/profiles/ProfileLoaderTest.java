package io.tidegate.hardware.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class ProfileLoaderTest {
  private static final String BUS = ProfileFile.BUS + "~b1";
  private static final String METER = ProfileFile.METER + "~grid";

  @TempDir private Path directory;
  private final FakeConfigurationAdmin admin = new FakeConfigurationAdmin();
  private Path home;
  private Path root;
  private ProfileLoader loader;

  @BeforeEach
  void folders() throws IOException {
    home = directory.resolve("home");
    root = directory.resolve("root");
    Files.createDirectories(home.resolve("config/hw-profiles"));
    Files.createDirectories(root.resolve("dev"));
    Files.createDirectories(root.resolve("sys/class/net/eth0"));
  }

  @AfterEach
  void stop() throws InterruptedException {
    loader.deactivate();
  }

  private void profile(String text) throws IOException {
    Files.writeString(home.resolve("config/hw-profiles/box.yaml"), text);
  }

  private void start(String model) {
    BundleContext context =
        (BundleContext)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) ->
                    switch (String.valueOf(arguments[0])) {
                      case "tidegate.home" -> home.toString();
                      case "tidegate.profile" -> model;
                      default -> null;
                    });
    loader = new ProfileLoader(context, admin.service(), root);
  }

  private void awaitHealth(Result.Status status, String words) {
    await(
        () ->
            loader.execute().getStatus() == status && loader.execute().toString().contains(words));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 5 s").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void bringsBusesAndMetersAndNamesMissingDevices() throws IOException {
    profile(ProfileFileTest.GOOD);
    Files.createFile(root.resolve("dev/watchdog"));
    start("box");
    awaitHealth(Result.Status.WARN, "missing serial rs485 (/dev/ttyRS485)");
    assertThat(loader.execute().toString()).doesNotContain("can0").doesNotContain("eth0");
    assertThat(admin.configurations).containsOnlyKeys(BUS, METER);
    assertThat(admin.configurations.get(BUS).get("host")).isEqualTo("10.0.0.5");
  }

  @Test
  void isGreenWhenEveryDeviceIsThere() throws IOException {
    profile(ProfileFileTest.GOOD);
    Files.createFile(root.resolve("dev/watchdog"));
    Files.createFile(root.resolve("dev/ttyRS485"));
    start("box");
    awaitHealth(Result.Status.OK, "every device is there");
  }

  @Test
  void leavesWhatAConfigurationFileConfigures() throws IOException {
    profile(ProfileFileTest.GOOD);
    Files.createFile(home.resolve("config/" + BUS + ".cfg"));
    start("box");
    awaitHealth(Result.Status.WARN, "missing");
    assertThat(admin.configurations).containsOnlyKeys(METER);
  }

  @Test
  void removesWhatAnEarlierProfileBrought() throws Exception {
    profile(ProfileFileTest.GOOD);
    start("box");
    awaitHealth(Result.Status.WARN, "missing");
    loader.deactivate();
    profile("model: box\ntitle: bare\n");
    start("box");
    awaitHealth(Result.Status.OK, "bare");
    assertThat(admin.configurations).isEmpty();
  }

  @Test
  void turnsRedWithFileAndLineOfAnInvalidProfile() throws IOException {
    profile("model: box\ntitle: x\nserial: 7\n");
    start("box");
    awaitHealth(Result.Status.CRITICAL, "hw-profiles/box.yaml:3: serial must be a list");
    assertThat(admin.configurations).isEmpty();
  }

  @Test
  void turnsRedWhenTheProfileIsUnknownOrNoName() throws InterruptedException {
    start("other");
    awaitHealth(Result.Status.CRITICAL, "hw-profiles/other.yaml: is in none of");
    loader.deactivate();
    start("../box");
    awaitHealth(Result.Status.CRITICAL, "is in none of");
  }
}
