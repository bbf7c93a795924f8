package io.tidegate.admin.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  private static final String SECRET = "CONTSECRET20";
  private static final List<String> NAMES =
      List.of(
          "password",
          "admin.password",
          "db.passwd",
          "passphrase",
          "client.secret",
          "secretValue",
          "token",
          "apiToken",
          "bearer",
          "api.key",
          "apiKey",
          "keys",
          "private.key",
          "logins",
          "stations.logins",
          "credential",
          "credentials",
          "auth",
          "http.auth",
          "pin",
          "card.pin",
          "sas",
          "signature",
          "sig",
          "pwd",
          "psk",
          "user",
          "password.file",
          "token.file",
          "pass\\u0077ord",
          "pass\\word",
          "basic.authorization");
  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=_-!$%&*(){}[]<>;,.@~^|' ";

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.password = abc\\\nCONTSECRET20",
        "api.password : abc\\\r\n  CON\\\n\tTSECRET20",
        "  api.password\\\n = CONTSECRET20",
        "api.pass\\u0077ord CONTSECRET20",
        "url = https://x.example/?token=CONTSECRET20&sig=CONTSECRET20",
        "url = https://x.example/a?b=1, https://y.example/?CONTSECRET20",
        "url = https\\://x.example/a\\\n?b\\=CONTSECRET20",
        "url = https://me:CONT/SECR@CONTSECRET20@x.example/",
        "url = x.example/?sv=2020&st=CONTSECRET20",
        "broker = me:CONTSECRET20@x.example",
        "bearer = CONTSECRET20",
        "stations.logins = CS01:CONTSECRET20, CS02:CONTSECRET20",
        "pem = -----BEGIN PRIVATE KEY-----CONTSECRET20-----END PRIVATE KEY-----",
        "pem = -----BEGIN PRIVATE KEY-----\\n\\\nCONTSECRET20\\n\\\n-----END PRIVATE KEY-----",
        "pem = -----BEGIN PRIVATE KEY-----\nCONTSECRET20\nab==\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nCONTSECRET20 = CONTSECRET20",
        "blob = 0123456789abcdef0123456789abcdefCONTSECRET20",
        "blob = AAAA/bbbb+cccc/dddd+eeee/ffff+CONTSECRET20==",
        "jwt.like = eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.CONTSECRET20",
        "header = Basic CONTSECRET20",
        "header = Authorization: Bearer CONTSECRET20",
        "headers = X-Api-Key: CONTSECRET20",
        "set.variables = Site.Name=Depot;SecurityCtrlr.BasicAuthPassword=CONTSECRET20",
        "hsm = pkcs11:token=t;object=k?pin-value=CONTSECRET20",
        "jdbc = jdbc:x;user=a;pwd=CONTSECRET20",
        "password.file = CONTSECRET20",
        "keys = CONTSECRET20",
        "declared.field = CONTSECRET20",
        "admin.password = abc\nCONTSECRET20",
        "admin.password = \\uZZZZCONTSECRET20",
      })
  void showsNoSecretOfAPropertiesFile(String text) throws IOException {
    assertThat(shown("x.cfg", text + "\nlast=1\n")).doesNotContain(SECRET, "CONT");
  }

  @Test
  void showsWhatIsNoSecret() throws IOException {
    String text =
        """
        # token = abc
        port = 9000
        auth.file=config/stations.passwd
        auth.failures.per.minute=30
        password.file = config/secrets/cloud.passwd
        token.kind = target
        tls.keystore = config/keys/secc-20.pem, config/keys/secc-20-ed448.pem
        tls.client.auth=none
        keys=data/keys/station-ca.pem
        pkcs11.pin.file=
        url = wss://csms.example.com/ocpp/
        text = a\\\\b\\nc
        idtokens = file
        authorisation.wait.s = 180
        set.variables = Key.WebSocketPingInterval=60;Key.ConnectionTimeOut=120
        org.apache.felix.https.keystore = /var/lib/tidegate/data/secrets/rest.p12
        """;
    String expected =
        text.replaceAll("#.*\n", "").replaceAll("(?m)^([a-z0-9.]+) ?= ?", "$1=").strip();
    assertThat(shown("x.cfg", text)).isEqualTo(expected);
  }

  @Test
  void goesOnAfterAKeyThatStoodInTheFile() throws IOException {
    String text = "a=1\nk = -----BEGIN X-----\nMIIE\n-----END X-----\nb=2\n";
    assertThat(shown("x.cfg", text)).isEqualTo("a=1\nk=***\nb=2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: CONTSECRET20",
        "- {id: x, password: CONTSECRET20, y: z}",
        "a:\n  - name: x\n    secret: |\n      CONTSECRET20\n      CONTSECRET20",
        "secrets:\n- CONTSECRET20\n- CONTSECRET20",
        "url: https://x.example/?q=CONTSECRET20",
        "key: |\n  -----BEGIN PRIVATE KEY-----\n  CONTSECRET20\n  -----END PRIVATE KEY-----",
        "? password\n: CONTSECRET20",
        "'api key': >-\n  CONTSECRET20",
      })
  void showsNoSecretOfAYamlFile(String text) throws IOException {
    assertThat(shown("x.yaml", text + "\nlast: 1\n")).doesNotContain(SECRET).endsWith("last: 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a><password>\nCONTSECRET20\n</password></a>",
        "<a><password><value>CONTSECRET20</value></password></a>",
        "<a><property name=\"password\" value=\"x>CONTSECRET20\"/></a>",
        "<a><property\n name='apiKey'\n value='CONTSECRET20'/></a>",
        "<a><entry name='token'>CONTSECRET20</entry></a>",
        "<a><!-- CONTSECRET20 --><url>https://x/?a=CONTSECRET20</url></a>",
        "<a><b><![CDATA[CONTSECRET20]]></b></a>",
        "<a b=\"CONTSECRET20",
      })
  void showsNoSecretOfAnXmlFile(String text) throws IOException {
    assertThat(shown("x.xml", text)).doesNotContain(SECRET).isNotEmpty();
  }

  @Test
  void leavesXmlWithoutSecretsAsItIs() throws IOException {
    String text =
        """
        <configuration scan="true">
          <file>${tidegate.log}/tidegate.log</file>
          <policy class="ch.qos.logback.core.rolling.SizeAndTimeBasedFileNamingAndTriggeringPolicy"/>
          <logger name="io.tidegate" level="INFO"/>
        </configuration>""";
    assertThat(shown("x.xml", text)).isEqualTo(text);
  }

  @Test
  void knowsDeclaredPasswordsOfDescriptions() {
    String description =
        """
        <MetaData><OCD id="p"><AD id="url" type="String"/>
        <AD name="Password" id="password" required="false"
          type="Password"/><AD type='Password' id='other.field'/></OCD></MetaData>
        """;
    assertThat(DeclaredPasswords.in(description))
        .containsExactlyInAnyOrder("password", "other.field");
  }

  /** However a secret is written below a name that says so: nothing of it is shown. */
  @Test
  void showsNothingOfRandomSecretsHoweverTheyAreWritten() throws IOException {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      String secret =
          Stream.generate(() -> LETTERS.charAt(random.nextInt(LETTERS.length())))
              .limit(12 + random.nextInt(40))
              .map(String::valueOf)
              .collect(Collectors.joining());
      String name = NAMES.get(random.nextInt(NAMES.size()));
      String separator = List.of("=", " = ", ":", " : ", " ", "\t=\\\n ").get(random.nextInt(6));
      String text = "first=1\n" + name + separator + written(secret, random) + "\nlast=2\n";
      String shown = shown("x.cfg", text);
      assertThat(shown).as("seed %d: %s", seed, text).startsWith("first=1\n").endsWith("\nlast=2");
      for (int at = 0; at + 6 <= secret.length(); at++) {
        assertThat(shown)
            .as("seed %d: %s", seed, text)
            .doesNotContain(secret.substring(at, at + 6));
      }
    }
  }

  /** A character as it is, escaped, as its code, or after a line that goes on. */
  private static String written(String secret, Random random) {
    StringBuilder out = new StringBuilder("\\" + "u%04x".formatted((int) secret.charAt(0)));
    for (int i = 1; i < secret.length(); i++) {
      char c = secret.charAt(i);
      switch (random.nextInt(8)) {
        case 0 -> out.append("\\u%04X".formatted((int) c));
        case 1 -> out.append("\\\n   ").append(c == ' ' ? "\\ " : c);
        case 2 -> out.append(Character.isLetterOrDigit(c) ? "" : "\\").append(c);
        default -> out.append(c);
      }
    }
    return out.append(random.nextBoolean() ? "" : "\\\n").toString();
  }

  private String shown(String name, String text) throws IOException {
    Path config = Files.createDirectories(home.resolve("config"));
    Files.writeString(config.resolve(name), text);
    Object lines = new Configuration(home, Set.of("declared.field")).read().get(name);
    return lines instanceof List<?> all
        ? all.stream().map(String::valueOf).collect(Collectors.joining("\n"))
        : String.valueOf(lines);
  }
}
