package io.tidegate.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.CommandReceipt;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.DriverWish;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of the gateway: tokens, commands, keep-alives, wishes (S1.8, S3.3). */
class ApiTest extends ServedApi {
  @Test
  void makesATokenThatOnlyTheOwnerCanRead() throws IOException {
    assertThat(token).matches("[A-Za-z0-9_-]{43}");
    assertThat(Files.getPosixFilePermissions(Token.file(home)).toString())
        .contains("OWNER_READ", "OWNER_WRITE")
        .doesNotContain("GROUP", "OTHERS");
    api.modified(Map.of());
    assertThat(Files.readString(Token.file(home)).strip()).isEqualTo(token);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/site",
        "/api/v1/metrics",
        "/api/v1/events",
        "/api/v1/diag",
        "/api/v1/nothing",
        "/api/v1/site?token=TOKEN",
        "/api/v1/site?access_token=TOKEN"
      })
  void letsNobodyInWithoutTheTokenInItsHeader(String path) throws Exception {
    HttpResponse<String> answer = send("GET", path.replace("TOKEN", token), null, Map.of());
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"tidegate\"");
    assertThat(answer.body()).contains("\"code\":\"V2G-401\"").doesNotContain(token);
  }

  @Test
  void limitsWrongTokensAndStillServesTheRightOne() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(with("Bearer wrong" + i).statusCode()).isEqualTo(401);
    }
    HttpResponse<String> limited = with("Bearer wrong");
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("Retry-After")).hasValue("60");
    assertThat(with("Bearer " + token).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic TOKEN", "TOKEN", "Bearer", "Bearer TOKENx", "Bearer x TOKEN"})
  void takesNothingButTheTokenItself(String header) throws Exception {
    assertThat(with(header.replace("TOKEN", token)).statusCode()).isEqualTo(401);
  }

  @Test
  void servesNobodyWhenTheTokenFileMayBeReadByOthers() throws Exception {
    Files.setPosixFilePermissions(
        Token.file(home), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    api.modified(Map.of());
    assertThat(get("/api/v1/site").statusCode()).isEqualTo(401);
    assertThat(problems()).contains("rest.token may be read by others: set its mode to 0600");
  }

  // ---- commands

  @Test
  void acceptsACommandAndAnswersItsRepetitionAlike() throws Exception {
    HttpResponse<String> first = post("/api/v1/grid-commands", COMMAND);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    assertThat(first.body())
        .contains(
            "\"accepted\":true", "\"repeated\":false", "\"id\":\"dr-1\"", "\"powerW\":-20000");
    HttpResponse<String> second = post("/api/v1/grid-commands", COMMAND);
    assertThat(second.statusCode()).isEqualTo(202);
    assertThat(second.body()).contains("\"repeated\":true");
    assertThat(backend.commands).hasSize(1);
    HttpResponse<String> other = post("/api/v1/grid-commands", COMMAND.replace("-20000", "-30000"));
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(other.body()).contains("ERR_COMMAND_CONFLICT");
  }

  @ParameterizedTest
  @CsvSource({
    "V2G-401, 403",
    "ERR_COMMAND_WINDOW, 422",
    "ERR_COMMAND_TOO_MANY, 429",
    "ERR_COMMAND_UNKNOWN_NODE, 422",
    "ERR_COMMAND_POWER, 422",
    "ERR_DISK_FULL, 503",
    "V2G-110, 503"
  })
  void saysWhyACommandIsRefused(String code, int status) throws Exception {
    backend.refusal = new CommandReceipt.Refused(code, "Because.");
    HttpResponse<String> answer = post("/api/v1/grid-commands", COMMAND);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body())
        .isEqualTo("{\"error\":{\"code\":\"" + code + "\",\"message\":\"Because.\"}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"powerW\":-20000 | \"powerW\":\"-20000\" | powerW",
        "\"powerW\":-20000 | \"powerW\":1e999 | powerW",
        "\"powerW\":-20000 | \"powerW\":null | powerW",
        "\"powerW\":-20000 | \"powerW\":[1] | powerW",
        "\"powerW\":-20000 | \"power\":-20000 | power",
        "vehicle-power | evse-power | kind",
        "vehicle-power | import-limit | powerW",
        "grid-emergency | safety | priority",
        "2026-01-31T18:00:00Z | 2026-01-31 18:00 | start",
        "dr-1 | dr 1 | id",
        "\"id\":\"dr-1\", | '' | id",
        "\"dms\" | true | controller",
      })
  void namesTheFieldThatIsWrong(String was, String is, String field) throws Exception {
    HttpResponse<String> answer = post("/api/v1/grid-commands", COMMAND.replace(was, is));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
    assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
    assertThat(backend.commands).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{} {}",
        "{}x",
        "{\"id\":\"a\",\"id\":\"a\"}",
        "{'id':'a'}",
        "{\"powerW\":NaN}",
        "{\"powerW\":01}",
        "{\"id\":\"\\u00\"}",
        "// {}"
      })
  void refusesWhatIsNoJsonObject(String body) throws Exception {
    HttpResponse<String> answer = post("/api/v1/grid-commands", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("MALFORMED_JSON");
  }

  @Test
  void refusesBodiesThatAreTooLargeHoweverTheyAreSent() throws Exception {
    String large = "{\"id\":\"" + "a".repeat(70_000) + "\"}";
    assertThat(post("/api/v1/grid-commands", large).statusCode()).isEqualTo(413);
    HttpRequest chunked =
        request("/api/v1/grid-commands")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(large.getBytes())))
            .build();
    assertThat(client.send(chunked, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
    assertThat(post("/api/v1/grid-commands", "{\"id\":" + "[".repeat(10_000)).statusCode())
        .isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "multipart/form-data; boundary=x"
      })
  void takesJsonInUtf8Only(String type) throws Exception {
    HttpResponse<String> answer =
        send("POST", "/api/v1/grid-commands", COMMAND, auth("Content-Type", type));
    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @Test
  void answers503WhileTheControlLoopIsNotRunning() throws Exception {
    backend.running = false;
    assertThat(post("/api/v1/grid-commands", COMMAND).statusCode()).isEqualTo(503);
    assertThat(get("/api/v1/site").statusCode()).isEqualTo(503);
    assertThat(get("/api/v1/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void passesTheKeepAliveOfAMandateSourceOn() throws Exception {
    HttpResponse<String> answer = post("/api/v1/keep-alive", "{\"controller\":\"dms\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body()).contains("\"keepAliveMs\":5000");
    assertThat(backend.posted)
        .singleElement()
        .isInstanceOfSatisfying(
            SiteInput.KeepAlive.class,
            keepAlive -> assertThat(keepAlive.controller().value()).isEqualTo("dms"));
    assertThat(post("/api/v1/keep-alive", "{\"controller\":\"stranger\"}").statusCode())
        .isEqualTo(403);
    backend.inboxFull = true;
    assertThat(post("/api/v1/keep-alive", "{\"controller\":\"dms\"}").statusCode()).isEqualTo(503);
    assertThat(backend.posted).hasSize(1);
  }

  // ---- wishes

  @Test
  void postsAWishOnceHoweverOftenItComes() throws Exception {
    HttpResponse<String> first = put("/api/v1/sessions/S-1/wish", WISH);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    backend.latest = withWish("w-1");
    HttpResponse<String> second = put("/api/v1/sessions/S-1/wish", WISH);
    assertThat(second.body()).contains("\"repeated\":true");
    assertThat(backend.posted)
        .containsExactly(
            new DriverWish(
                Pictures.session(0),
                "w-1",
                80,
                java.util.Optional.of(Instant.parse("2026-02-01T06:30:00Z")),
                30));
    assertThat(put("/api/v1/sessions/S-1/wish", WISH.replace("80", "90")).statusCode())
        .isEqualTo(409);
  }

  @Test
  void postsAWishByItsRepetitionWhenTheInboxWasFull() throws Exception {
    backend.latest = withWish("older");
    backend.inboxFull = true;
    assertThat(put("/api/v1/sessions/S-1/wish", WISH).statusCode()).isEqualTo(503);
    backend.inboxFull = false;
    HttpResponse<String> again = put("/api/v1/sessions/S-1/wish", WISH);
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(backend.posted).hasSize(1);
    put("/api/v1/sessions/S-1/wish", WISH);
    assertThat(backend.posted).hasSize(1);
  }

  @Test
  void takesTheRequestIdFromTheHeaderToo() throws Exception {
    String body = "{\"desiredSoc\":70}";
    Map<String, String> key = auth("Content-Type", "application/json", "Idempotency-Key", "k-1");
    assertThat(send("PUT", "/api/v1/sessions/S-2/wish", body, key).statusCode()).isEqualTo(202);
    assertThat(put("/api/v1/sessions/S-2/wish", body).statusCode()).isEqualTo(422);
    assertThat(send("PUT", "/api/v1/sessions/S-2/wish", WISH, key).statusCode()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"S-99", "..", "a%20b", "S-1%00", "%2e%2e"})
  void knowsNoSessionThatIsNotThere(String session) throws Exception {
    HttpResponse<String> answer = put("/api/v1/sessions/" + session + "/wish", WISH);
    assertThat(answer.statusCode()).isIn(400, 404);
    assertThat(backend.posted).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"desiredSoc\":80, desiredSoc\":101", "Margin\":30, Margin\":-1"})
  void refusesAWishThatNoBatteryCanMeet(String was, String is) throws Exception {
    assertThat(put("/api/v1/sessions/S-1/wish", WISH.replace(was, is)).statusCode()).isEqualTo(422);
  }

  // ---- reading
}
