package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.codec.settings.SettingsException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configuration and health of the component, with real sockets. */
class ComponentTest {
  private static final String FILE = "config/io.tidegate.charging.ocpp.transport.cfg, field ";
  private final OcppTransport component = new OcppTransport();
  private final Map<String, Object> properties = new HashMap<>(Map.of("port", "0"));
  @TempDir Path home;

  @AfterEach
  void stop() {
    component.deactivate();
  }

  private void start(String... settings) {
    set(settings);
    component.start(properties, home);
  }

  private void set(String... settings) {
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      properties.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
  }

  private void listens() {
    Rig.await(() -> !component.listening().isEmpty());
  }

  private Result awaitHealth(Result.Status status) {
    Rig.await(() -> component.execute().getStatus() == status);
    return component.execute();
  }

  private static String sentence(Result result) {
    return result.iterator().next().getMessage();
  }

  @Test
  void isAmberAsInstalledSinceNoStationCanConnectYet() {
    start();
    listens();
    assertThat(sentence(awaitHealth(Result.Status.WARN))).contains("tls.keystore is not set");
  }

  @Test
  void isGreenWhenItServesAndTheEnvelopeIsThere() {
    start("security.minimum=1");
    listens();
    assertThat(sentence(awaitHealth(Result.Status.WARN))).contains("safety envelope is absent");
    component.offices().bind(new Rig.Office(), Offices.TRUSTED);
    assertThat(sentence(awaitHealth(Result.Status.OK))).startsWith("0 stations connected on ws://");
    component.offices().bind(new Rig.Office(), "com.example");
    assertThat(sentence(awaitHealth(Result.Status.CRITICAL))).contains("com.example");
  }

  @Test
  void isAmberWhileOnboardingIsOpen() {
    start("security.minimum=0", "onboarding=open");
    component.offices().bind(new Rig.Office(), Offices.TRUSTED);
    listens();
    assertThat(sentence(awaitHealth(Result.Status.WARN))).contains("onboarding is open");
  }

  @Test
  void turnsRedForAPortInUseAndRecoversWhenItIsFree() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      start("port=" + taken.getLocalPort());
      Rig.await(() -> component.execute().toString().contains("in use"));
      Result result = awaitHealth(Result.Status.CRITICAL);
      assertThat(sentence(result)).contains(FILE + "port: " + taken.getLocalPort() + " is in use");
    }
    listens();
    awaitHealth(Result.Status.WARN);
  }

  @Test
  void goesOnWithTheOldPortUntilTheNewOneIsFree() throws Exception {
    start("security.minimum=0");
    listens();
    String old = component.listening();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      set("port=" + taken.getLocalPort());
      component.modified(properties);
      Result result = awaitHealth(Result.Status.CRITICAL);
      assertThat(sentence(result)).contains("in use").contains("still serving " + old);
      try (RawClient client = new RawClient(URI.create(old).getPort())) {
        assertThat(client.status("GET / HTTP/1.1\r\nHost: x\r\n\r\n")).isEqualTo(426);
      }
      taken.close();
      component.modified(properties);
      Rig.await(() -> component.listening().contains(":" + taken.getLocalPort() + "/"));
    }
    Rig.await(() -> closed(URI.create(old).getPort()));
  }

  private static boolean closed(int port) {
    try (RawClient client = new RawClient(port)) {
      return false;
    } catch (java.io.IOException e) {
      return true;
    }
  }

  @Test
  void keepsTheLastGoodConfigurationAndNamesTheField() {
    start("security.minimum=0");
    listens();
    set("port=99999");
    component.modified(properties);
    Result result = awaitHealth(Result.Status.CRITICAL);
    assertThat(sentence(result))
        .contains(FILE + "port: must be a whole number from 0 to 65535")
        .contains("still serving ws://127.0.0.1:");
  }

  @Test
  void staysOnLoopbackUntilThereArePasswordsOrTls() throws Exception {
    start("host=0.0.0.0", "security.minimum=1");
    Rig.await(() -> component.execute().toString().contains("loopback"));
    assertThat(sentence(awaitHealth(Result.Status.CRITICAL))).contains(FILE + "host: 0.0.0.0");
    assertThat(component.listening()).isEmpty();
    Files.createDirectories(home.resolve("config"));
    Files.writeString(
        home.resolve("config/stations.passwd"),
        "CS01:" + PasswordHash.of("x", new SecureRandom()) + "\n");
    component.modified(properties);
    listens();
  }

  @Test
  void namesAKeystoreThatCannotBeRead() {
    start("tls.keystore=config/none.p12", "tls.password.file=config/none");
    Rig.await(() -> component.execute().toString().contains("tls.keystore"));
    assertThat(sentence(awaitHealth(Result.Status.CRITICAL))).contains(FILE + "tls.keystore: ");
    assertThat(component.listening()).isEmpty();
  }

  @Test
  void namesAHostThatIsNotThisMachines() {
    start("host=192.0.2.1", "security.minimum=1", "tls.keystore=");
    Rig.await(() -> component.execute().toString().contains("field host"));
    awaitHealth(Result.Status.CRITICAL);
  }

  @Test
  void refusesSettingsThatDoNotFitTogether() {
    assertThatThrownBy(() -> TransportConfig.of(Map.of("security.minimum", 3), home))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("tls.keystore");
    assertThatThrownBy(() -> TransportConfig.of(Map.of("path", "ocpp"), home))
        .hasMessageContaining("field path");
    assertThatThrownBy(() -> TransportConfig.of(Map.of("idle.timeout.ms", 1000), home))
        .hasMessageContaining("idle.timeout.ms");
    assertThatThrownBy(
            () ->
                TransportConfig.of(
                    Map.of("tls.keystore", "k", "tls.client.auth", "required"), home))
        .hasMessageContaining("tls.password.file")
        .hasMessageContaining("tls.truststore");
  }
}
