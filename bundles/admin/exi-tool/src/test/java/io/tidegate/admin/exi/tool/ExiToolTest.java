package io.tidegate.admin.exi.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.operation.Tool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an engineer types, and what comes back. */
class ExiToolTest {
  private static final Path GOLDEN = Path.of("../../codec/exi-15118/src/test/resources/golden.tsv");

  private static final String SESSION_SETUP =
      "{\"schema\":\"iso2\",\"message\":\"SessionSetupReq\",\"Header\":{\"SessionID\":\"00\"},"
          + "\"Body\":{\"SessionSetupReq\":{\"EVCCID\":\"0A1B2C3D4E5F\"}}}";

  @TempDir Path folder;

  /** What a run printed. */
  private record Ran(int code, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  private Ran run(String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Tool.Call call =
        new Tool.Call(
            List.of(arguments),
            folder,
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    int code = new ExiTool(new ByteArrayInputStream(input.getBytes(UTF_8))).run(call);
    return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  private static String name(String set) {
    return switch (set) {
      case "cm" -> "iso20";
      case "ac", "dc", "wpt", "acdp" -> "iso20-" + set;
      default -> set;
    };
  }

  @Test
  void turnsEveryGoldenMessageOfEverySetIntoJsonAndBack() throws Exception {
    List<String> sets = new ArrayList<>();
    List<String> frames = new ArrayList<>();
    for (String line : Files.readAllLines(GOLDEN)) {
      if (!line.startsWith("#")) {
        List<String> parts = List.of(line.split("\t", -1));
        sets.add(name(parts.get(0)));
        frames.add(parts.get(2));
      }
    }
    assertThat(sets).contains("sap", "din", "iso2", "iso20", "iso20-acdp");
    for (int i = 0; i < frames.size(); i++) {
      Ran one = run(frames.get(i), "decode", "--schema", sets.get(i));
      assertThat(one.out()).startsWith("{\"schema\":\"" + sets.get(i) + "\",\"message\":\"");
      assertThat(run(one.out(), "encode").lines()).containsExactly(frames.get(i));
    }
    Ran guessed = run(String.join("\n", frames), "decode");
    assertThat(guessed.err()).isEmpty();
    assertThat(guessed.code()).isZero();
    assertThat(run(guessed.out(), "encode").lines()).isEqualTo(frames);
    for (int i = 0; i < frames.size(); i++) {
      // told, or named as another of which it is one
      assertThat(guessed.lines().get(i).split("\"Header\"|\"AppProtocol\"|\"ResponseCode\"")[0])
          .contains(sets.get(i));
    }
  }

  @Test
  void namesAMessageInABodyByTheBody() {
    String hex = run(SESSION_SETUP, "encode").lines().get(0);
    assertThat(run(hex, "decode").lines()).containsExactly(SESSION_SETUP);
    String byNamespace = SESSION_SETUP.replace("\"iso2\"", "\"urn:iso:15118:2:2013:MsgDef\"");
    assertThat(run(byNamespace, "encode").lines()).containsExactly(hex);
    Ran other = run(SESSION_SETUP.replace("\"SessionSetupReq\",", "\"X\","), "encode");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("line 1: message is none of iso2: X");
    Ran wrong = run(SESSION_SETUP.replace("\"SessionSetupReq\",", "\"SessionStopReq\","), "encode");
    assertThat(wrong.err()).contains("message is SessionStopReq, but the body is SessionSetupReq");
  }

  @Test
  void takesFieldsInAnyOrderAndTheSchemaFromTheOption() {
    String sorted =
        "{\"Body\":{\"SessionSetupReq\":{\"EVCCID\":\"0A1B2C3D4E5F\"}},"
            + "\"Header\":{\"SessionID\":\"00\"},\"message\":\"SessionSetupReq\",\"v2gtp\":\"8001\"}";
    String hex = run(SESSION_SETUP, "encode").lines().get(0);
    String length = String.format("%08x", hex.length() / 2);
    String framed = run(sorted, "encode", "--schema", "iso2").lines().get(0);
    assertThat(framed).isEqualTo("01fe8001" + length + hex);
    assertThat(run(framed, "decode").out())
        .contains("\"message\":\"SessionSetupReq\",\"v2gtp\":\"8001\",\"Header\"");
    assertThat(run(sorted, "encode").err()).contains("line 1: schema is missing");
  }

  @Test
  void saysWhichFieldIsWrongAndGoesOn() {
    String good = SESSION_SETUP;
    String input =
        String.join(
            "\n",
            good,
            good.replace("0A1B2C3D4E5F", "0A1B2C3D4E5F60"),
            good.replace("\"EVCCID\":\"0A1B2C3D4E5F\"", ""),
            good.replace("\"0A1B2C3D4E5F\"", "12"),
            good.replace("\"EVCCID\"", "\"EvccId\""),
            good.replace("\"EVCCID\"", "\"EVCCID\":\"00\",\"EVCCID\""),
            good + "}",
            "not JSON",
            good.replace("iso2", "iso3"),
            "# a comment",
            "",
            good);
    Ran ran = run(input, "encode");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.lines()).hasSize(2);
    List<String> errors = ran.err().lines().toList();
    assertThat(errors.get(0))
        .isEqualTo(
            "tidegate exi: line 2: Body.SessionSetupReq.EVCCID must have 0 to 6 bytes, not 7");
    assertThat(errors.get(1)).endsWith("line 3: Body.SessionSetupReq.EVCCID is missing");
    assertThat(errors.get(2)).endsWith("line 4: Body.SessionSetupReq.EVCCID must be a text");
    assertThat(errors.get(3))
        .endsWith("line 5: Body.SessionSetupReq.EvccId is no field of the schema here");
    assertThat(errors.get(4)).contains("line 6: Body.SessionSetupReq.EVCCID is there already");
    assertThat(errors.get(5)).contains("line 7: ");
    assertThat(errors.get(6)).contains("line 8: no JSON");
    assertThat(errors.get(7)).contains("line 9: schema is none of sap iso2 din iso20");
  }

  @Test
  void countsTheElementsOfListsInThePathOfAField() {
    String json =
        "{\"schema\":\"sap\",\"message\":\"supportedAppProtocolReq\",\"AppProtocol\":["
            + "{\"ProtocolNamespace\":\"urn:x\",\"VersionNumberMajor\":2,\"VersionNumberMinor\":0,"
            + "\"SchemaID\":1,\"Priority\":1},"
            + "{\"ProtocolNamespace\":\"urn:\\\"\u00e9\",\"VersionNumberMajor\":2,\"VersionNumberMinor\":0,"
            + "\"SchemaID\":2,\"Priority\":21}]}";
    assertThat(run(json, "encode").err())
        .contains("AppProtocol[1].Priority must be from 1 to 20, not 21");
    assertThat(run(json.replaceAll("\\[.*\\]", "[]"), "encode").err())
        .contains("AppProtocol must have 1 to 20 elements, not 0");
    assertThat(run(json.replace("21}", "99999999999999999999}"), "encode").err())
        .contains("must be from 1 to 20, not 99999999999999999999");
    assertThat(run(json.replace("21}", "2.0}"), "encode").err()).contains("a whole number");
    String good = json.replace("21}", "2}");
    assertThat(run(run(good, "encode").out(), "decode").out()).isEqualTo(good + "\n");
  }

  @Test
  void saysWhereAFrameGoesWrongAndGoesOn() {
    String hex = run(SESSION_SETUP, "encode").lines().get(0);
    String cut = hex.substring(0, hex.length() - 8);
    Ran ran = run(String.join("\n", hex, cut, "80zz", "01fe8001000000ff80", hex), "decode");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.lines()).hasSize(5);
    assertThat(ran.lines().get(1))
        .startsWith("{\"error\":\"of no schema set; it comes furthest as iso2: the payload ends at")
        .contains("\"schema\":\"iso2\",\"reason\":\"TRUNCATED\",\"bit\":")
        .endsWith("\"line\":2}");
    assertThat(ran.lines().get(2)).contains("no hexadecimal digits").endsWith("\"line\":3}");
    assertThat(ran.lines().get(3)).contains("cut short").endsWith("\"line\":4}");
    assertThat(ran.lines().get(4)).isEqualTo(SESSION_SETUP);
    assertThat(run(cut, "decode", "--schema", "iso2").out())
        .startsWith("{\"error\":\"the payload ends at bit ");
  }

  @Test
  void readsDiscoveryAndPayloadsThatNobodyKnows() {
    String frames = "01fe9000000000021000\n01fea00100000003aabbcc\n";
    Ran ran = run(frames, "decode");
    assertThat(ran.lines())
        .containsExactly(
            "{\"schema\":\"sdp\",\"message\":\"SECCDiscoveryReq\",\"v2gtp\":\"9000\","
                + "\"Security\":\"none\",\"TransportProtocol\":\"TCP\"}",
            "{\"schema\":\"v2gtp\",\"v2gtp\":\"A001\",\"payload\":\"AABBCC\"}");
    assertThat(run(ran.out(), "encode").out()).isEqualTo(frames);
    String answer =
        "{\"schema\":\"sdp\",\"message\":\"SECCDiscoveryRes\",\"v2gtp\":\"9001\","
            + "\"SECCIPAddress\":\"fe80:0:0:0:0:0:0:1\","
            + "\"SECCPort\":61341,\"Security\":\"TLS\",\"TransportProtocol\":\"TCP\"}\n";
    String hex = run(answer, "encode").out();
    assertThat(hex).isEqualTo("01fe900100000014fe800000000000000000000000000001ef9d0000\n");
    assertThat(run(hex, "decode").out()).isEqualTo(answer);
    assertThat(run(answer.replace("fe80:0:0:0:0:0:0:1", "localhost"), "encode").err())
        .contains("SECCIPAddress is no IPv6 address");
  }

  @Test
  void readsFragmentsOfWhichTheSchemaIsNamed() {
    String json =
        "{\"schema\":\"iso2-fragment\",\"message\":\"AuthorizationReq\",\"Id\":\"id1\","
            + "\"GenChallenge\":\"AAECAwQFBgcICQoLDA0ODw==\"}";
    String hex = run(json, "encode").lines().get(0);
    assertThat(hex).startsWith("8004");
    assertThat(run(hex, "decode", "--schema", "iso2-fragment").lines()).containsExactly(json);
    String signed =
        "{\"schema\":\"xmldsig\",\"message\":\"SignedInfo\",\"CanonicalizationMethod\":{\"Algorithm\":\"urn:c\"},"
            + "\"SignatureMethod\":{\"Algorithm\":\"urn:s\"},\"Reference\":[{\"URI\":\"#id1\","
            + "\"DigestMethod\":{\"Algorithm\":\"urn:d\"},\"DigestValue\":\"AQI=\"}]}";
    String fragment = run(signed, "encode").lines().get(0);
    assertThat(fragment).startsWith("8081");
    assertThat(run(fragment, "decode", "--schema", "http://www.w3.org/2000/09/xmldsig#").lines())
        .containsExactly(signed);
  }

  @Test
  void tellsWrongUseAndMissingFilesByTheirExitCode() throws Exception {
    assertThat(run("", "compress").code()).isEqualTo(2);
    assertThat(run("", "decode", "--schema", "iso3").err())
        .contains("no schema iso3; there are sap");
    assertThat(run("", "decode", "--frames").code()).isEqualTo(2);
    Ran missing = run("", "decode", "nowhere.hex");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).isEqualTo("tidegate exi: there is no file nowhere.hex\n");
    Files.writeString(folder.resolve("a.hex"), "8040 80\r\n0x80:40:80");
    Ran both = run("", "decode", "a.hex");
    assertThat(both.code()).isZero();
    assertThat(both.lines())
        .hasSize(2)
        .containsOnly(
            "{\"schema\":\"sap\",\"message\":\"supportedAppProtocolRes\","
                + "\"ResponseCode\":\"OK_SuccessfulNegotiation\"}");
  }

  @Test
  void passesOverALineThatIsLongerThanAnyFrame() {
    String hex = run(SESSION_SETUP, "encode").lines().get(0);
    Ran ran = run("00".repeat(Lines.LONGEST) + "\n" + hex + "\n", "decode");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.lines()).hasSize(2);
    assertThat(ran.lines().get(0)).isEqualTo("{\"error\":\"the line is too long\",\"line\":1}");
    assertThat(ran.lines().get(1)).isEqualTo(SESSION_SETUP);
  }

  @Test
  @Timeout(60)
  void endsWhenNobodyReadsItsOutput() {
    byte[] line = "804080\n".getBytes(UTF_8);
    InputStream endless =
        new InputStream() {
          private int at;

          @Override
          public int read() {
            return line[at++ % line.length];
          }
        };
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("closed");
          }
        };
    PrintStream print = new PrintStream(closed, true, UTF_8);
    Tool.Call call = new Tool.Call(List.of("decode"), folder, print, print);
    assertThat(new ExiTool(endless).run(call)).isZero();
  }
}
