package io.tidegate.admin.pki.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;

/**
 * Prints objects, one a line in JSON or as text for people. What a certificate, a list or a
 * response says is gathered here.
 */
final class Report {
  private static final JsonFactory JSON = new JsonFactory();

  private final PrintStream out;
  private final boolean json;
  private final Instant at;

  Report(PrintStream out, boolean json, Instant at) {
    this.out = out;
    this.json = json;
    this.at = at;
  }

  /** Prints an object. */
  void print(Map<String, Object> fields) {
    if (json) {
      out.println(line(fields));
      return;
    }
    boolean first = true;
    for (Map.Entry<String, Object> each : fields.entrySet()) {
      String value =
          each.getValue() instanceof List<?> list
              ? String.join(", ", list.stream().map(String::valueOf).toList())
              : String.valueOf(each.getValue());
      if (!value.isEmpty()) {
        out.println((first ? "" : "  ") + each.getKey() + ": " + value);
        first = false;
      }
    }
  }

  private static String line(Map<String, Object> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      generator.writeStartObject();
      for (Map.Entry<String, Object> each : fields.entrySet()) {
        generator.writeFieldName(each.getKey());
        if (each.getValue() instanceof List<?> list) {
          generator.writeStartArray();
          for (Object one : list) {
            generator.writeString(String.valueOf(one));
          }
          generator.writeEndArray();
        } else if (each.getValue() instanceof Boolean flag) {
          generator.writeBoolean(flag);
        } else if (each.getValue() instanceof Number number) {
          generator.writeNumber(number.longValue());
        } else {
          generator.writeString(String.valueOf(each.getValue()));
        }
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("a string cannot be written to", e);
    }
    return text.toString();
  }

  Map<String, Object> of(String file, X509Certificate certificate, boolean key) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("certificate", certificate.getSubjectX500Principal().getName());
    fields.put("issuer", certificate.getIssuerX500Principal().getName());
    fields.put("serial", certificate.getSerialNumber().toString(16));
    fields.put("kind", Curve.of(certificate.getPublicKey()).map(Curve::name).orElse("other"));
    fields.put("signature", certificate.getSigAlgName());
    fields.put("from", certificate.getNotBefore().toInstant());
    fields.put("until", certificate.getNotAfter().toInstant());
    fields.put("days", Duration.between(at, certificate.getNotAfter().toInstant()).toDays());
    fields.put("authority", certificate.getBasicConstraints() >= 0);
    fields.put("uses", uses(certificate));
    fields.put("key", key);
    fields.put("file", file);
    return fields;
  }

  private static List<String> uses(X509Certificate certificate) {
    List<String> uses = new ArrayList<>();
    boolean[] usage = certificate.getKeyUsage();
    String[] names = {
      "digitalSignature",
      "nonRepudiation",
      "keyEncipherment",
      "dataEncipherment",
      "keyAgreement",
      "keyCertSign",
      "cRLSign"
    };
    for (int i = 0; usage != null && i < names.length; i++) {
      if (usage[i]) {
        uses.add(names[i]);
      }
    }
    try {
      List<String> extended = certificate.getExtendedKeyUsage();
      for (String each : extended == null ? List.<String>of() : extended) {
        uses.add(
            switch (each) {
              case "1.3.6.1.5.5.7.3.1" -> "serverAuth";
              case "1.3.6.1.5.5.7.3.2" -> "clientAuth";
              default -> each;
            });
      }
    } catch (CertificateParsingException e) {
      uses.add("unreadable");
    }
    return uses;
  }

  Map<String, Object> of(String file, X509CRL list) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("list", list.getIssuerX500Principal().getName());
    fields.put("from", list.getThisUpdate().toInstant());
    fields.put("until", list.getNextUpdate() == null ? "" : list.getNextUpdate().toInstant());
    fields.put(
        "revoked",
        list.getRevokedCertificates() == null
            ? List.of()
            : list.getRevokedCertificates().stream()
                .map(r -> r.getSerialNumber().toString(16))
                .sorted()
                .toList());
    fields.put("file", file);
    return fields;
  }

  List<Map<String, Object>> of(String file, BasicOCSPResp response) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (SingleResp single : response.getResponses()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("response", single.getCertID().getSerialNumber().toString(16));
      fields.put(
          "status",
          single.getCertStatus() == null
              ? "good"
              : single.getCertStatus() instanceof RevokedStatus ? "revoked" : "unknown");
      fields.put("from", single.getThisUpdate().toInstant());
      fields.put("until", single.getNextUpdate() == null ? "" : single.getNextUpdate().toInstant());
      fields.put("file", file);
      all.add(fields);
    }
    return all;
  }
}
