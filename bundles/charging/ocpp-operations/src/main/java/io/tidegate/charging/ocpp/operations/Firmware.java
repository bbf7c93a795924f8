package io.tidegate.charging.ocpp.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * A firmware that is kept.
 *
 * @param id first 32 hex digits of its SHA-256
 * @param certificate PEM; empty when it is not signed
 * @param signature base64; empty when it is not signed
 * @param md5 of 32 hex digits, as PublishFirmware names files
 */
record Firmware(
    String id,
    String name,
    long size,
    String sha256,
    String md5,
    String certificate,
    String signature,
    String added) {

  boolean signed() {
    return !signature.isEmpty();
  }

  Firmware signed(String newCertificate, String newSignature) {
    return new Firmware(id, name, size, sha256, md5, newCertificate, newSignature, added);
  }

  /** All of it, for its file. */
  void store(JsonGenerator json) throws IOException {
    show(json);
    json.writeStringField("signingCertificate", certificate);
    json.writeStringField("signature", signature);
  }

  /** For the API. */
  void show(JsonGenerator json) throws IOException {
    json.writeStringField("id", id);
    json.writeStringField("name", name);
    json.writeNumberField("size", size);
    json.writeStringField("sha256", sha256);
    json.writeStringField("md5", md5);
    json.writeBooleanField("signed", signed());
    json.writeStringField("added", added);
  }

  static Firmware of(Json json) {
    return new Firmware(
        json.text("id").orElse(""),
        json.text("name").orElse(""),
        json.fields().get("size") instanceof Number size ? size.longValue() : 0,
        json.text("sha256").orElse(""),
        json.text("md5").orElse(""),
        json.text("signingCertificate").orElse(""),
        json.text("signature").orElse(""),
        json.text("added").orElse(""));
  }
}
