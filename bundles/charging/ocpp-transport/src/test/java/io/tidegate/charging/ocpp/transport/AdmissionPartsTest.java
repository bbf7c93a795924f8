package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.quantity.StationId;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionPartsTest {
  private static final long SECOND = 1_000_000_000L;
  private final SecureRandom random = new SecureRandom();

  @Test
  void aHashMatchesItsPasswordOnlyAlsoAfterBeingWritten() {
    PasswordHash hash = PasswordHash.of("gehë1m-und-lang", random);
    PasswordHash read = PasswordHash.parse(hash.toString()).orElseThrow();
    assertThat(read.matches("gehë1m-und-lang")).isTrue();
    assertThat(read.matches("gehë1m-und-lanG")).isFalse();
    assertThat(read.matches("")).isFalse();
    assertThat(PasswordHash.of("same", random)).isNotEqualTo(PasswordHash.of("same", random));
  }

  @Test
  void derivesWhatTheStandardSays() {
    // PBKDF2-HMAC-SHA256, "password", "saltsalt", 1 iteration, computed with Python's hashlib
    assertThat(
            PasswordHash.parse(
                    "pbkdf2$1$73616c7473616c74$3bec48c577653afdc2433b93a7d8ee8eae79895ed93bf627e97674c7f45f8a4c")
                .orElseThrow()
                .matches("password"))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "pbkdf2$$$",
        "pbkdf2$0$00112233445566778899$00",
        "pbkdf2$9999999999$00$00",
        "md5$1$0011223344556677$00",
        "pbkdf2$1$0011223344556677$zz"
      })
  void refusesALineThatIsNoHash(String text) {
    assertThat(PasswordHash.parse(text)).isEmpty();
  }

  @Test
  void readsCredentialsAndNamesTheLineThatIsWrong(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("stations.passwd");
    assertThat(Credentials.read(file).isEmpty()).isTrue();
    PasswordHash hash = PasswordHash.of("x", random);
    Files.writeString(file, "# c\n\n CS01:" + hash + "\n");
    assertThat(Credentials.read(file).of("CS01")).contains(hash);
    Files.writeString(file, "CS01:" + hash + "\nCS02=secret\n");
    assertThatThrownBy(() -> Credentials.read(file))
        .hasMessageContaining("stations.passwd line 2")
        .hasMessageNotContaining("secret");
  }

  @Test
  void remembersAVerifiedLoginUntilItsLineChanges() {
    VerifiedLogins logins = new VerifiedLogins(random);
    PasswordHash line = PasswordHash.of("x", random);
    assertThat(logins.contains("CS01", "x", line)).isFalse();
    logins.add("CS01", "x", line);
    assertThat(logins.contains("CS01", "x", line)).isTrue();
    assertThat(logins.contains("CS01", "y", line)).isFalse();
    assertThat(logins.contains("CS02", "x", line)).isFalse();
    assertThat(logins.contains("CS01", "x", PasswordHash.of("x", random))).isFalse();
  }

  @Test
  void forgivesAnAddressAfterAMinute() {
    FailureLimit limit = new FailureLimit();
    InetAddress address = InetAddress.getLoopbackAddress();
    limit.count(address, 0);
    limit.count(address, SECOND);
    assertThat(limit.exceeded(address, 2 * SECOND, 2)).isTrue();
    assertThat(limit.exceeded(address, 2 * SECOND, 3)).isFalse();
    assertThat(limit.exceeded(address, 61 * SECOND, 2)).isFalse();
  }

  @Test
  void c6DoublesTheTimeBetweenAdmissionsAndForgivesAfterRest() {
    ReconnectPacer pacer = new ReconnectPacer();
    StationId station = new StationId("CS01");
    long now = 0;
    for (int i = 0; i < 3; i++) {
      assertThat(pacer.admit(station, now, 3)).as("free").isZero();
      now += SECOND;
    }
    long longest = 0;
    int admitted = 0;
    for (; now < 300 * SECOND; now += SECOND) {
      long hold = pacer.admit(station, now, 3);
      longest = Math.max(longest, hold);
      admitted += hold == 0 ? 1 : 0;
    }
    assertThat(longest).isBetween(30 * SECOND, 60 * SECOND);
    assertThat(admitted).isBetween(5, 12);
    assertThat(pacer.admit(new StationId("CS02"), now, 3)).isZero();
    now += 200 * SECOND;
    assertThat(pacer.admit(station, now, 3)).isZero();
    assertThat(pacer.admit(station, now + SECOND, 3)).as("forgiven").isZero();
  }

  @Test
  void aStormOfOneReconnectEachHoldsNobodyOff() {
    ReconnectPacer pacer = new ReconnectPacer();
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 5000; i++) {
        assertThat(pacer.admit(new StationId("S" + i), round * 6 * SECOND, 5)).isZero();
      }
    }
  }
}
