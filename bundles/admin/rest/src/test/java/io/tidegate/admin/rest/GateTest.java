package io.tidegate.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.8.8.8, true",
    "::1, true",
    "[::1], true",
    "0:0:0:0:0:0:0:1, true",
    "localhost, true",
    "192.0.2.1, false",
    "2001:db8::1, false",
    "0.0.0.0, false",
    "gateway.example, false",
  })
  void knowsLoopbackWithoutAskingTheNetwork(String address, boolean loopback) {
    assertThat(Gate.loopback(address)).isEqualTo(loopback);
  }

  @Test
  void servesAnotherHostOverTlsOnly() {
    Gate gate = new Gate(() -> 3, System::nanoTime);
    gate.checkLine(request("127.0.0.1", false));
    gate.checkLine(request("192.0.2.1", true));
    assertThatThrownBy(() -> gate.checkLine(request("192.0.2.1", false)))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(403));
  }

  @Test
  void countsFailuresAnewEachMinuteAndForgetsOldAddresses() {
    AtomicLong nanos = new AtomicLong();
    Attempts attempts = new Attempts();
    assertThat(attempts.fail("a", nanos.get())).isEqualTo(1);
    assertThat(attempts.fail("a", nanos.addAndGet(59_000_000_000L))).isEqualTo(2);
    assertThat(attempts.fail("a", nanos.addAndGet(1_000_000_000L))).isEqualTo(1);
    for (int i = 0; i < 2_000; i++) {
      attempts.fail("flood-" + i, nanos.get());
    }
    assertThat(attempts.fail("a", nanos.get())).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "spaces are no token, however long they may be 123456"})
  void refusesATokenFileThatHoldsNone(String content, @TempDir Path home) throws IOException {
    Token.load(home);
    Files.writeString(Token.file(home), content);
    assertThatThrownBy(() -> Token.load(home))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("rest.token holds no token: delete it to get a new one");
  }

  private static HttpServletRequest request(String local, boolean secure) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            GateTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                method.getName().equals("isSecure") ? (Object) secure : local);
  }
}
